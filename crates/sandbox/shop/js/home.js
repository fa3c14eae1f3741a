// The bank's front page: one press makes a request and opens it.

import { find, element, button } from "/shop/js/dom.js";
import { showRefusal } from "/shop/js/api.js";
import { PRESETS, preset, order } from "/shop/js/presets.js";
import { create, createAndOpen, mode } from "/shop/js/open.js";

const begin = (it, how) =>
  createAndOpen(how, () => create(order(it))).catch((error) =>
    showRefusal(find("#errors"), "Your account could not be opened.", error));

function card(it) {
  const press = button(it.name, () => begin(it, mode()), "plain");
  press.setAttribute("aria-describedby", `about-${it.id}`);
  const change = element("a", ["Change ", element("span", `“${it.name}”`, { class: "visually-hidden" })], { href: `/shop/new?preset=${it.id}` });
  const about = element("p", it.text, { class: "hint", id: `about-${it.id}` });
  return element("li", [press, change, about], { class: "preset" });
}

find("#presets").append(...PRESETS.map(card));
const open = button("Open an account", () => begin(preset("identity"), mode()), "primary");
open.classList.add("hero__button");
open.id = "open";
find("#open").replaceWith(open);

// The bank's front page: one press makes a request and opens it.

import { find, element, button, onPress } from "/shop/js/dom.js";
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
// It is there before this script is, but works only now.
onPress(find("#open"), () => begin(preset("identity"), mode())).disabled = false;

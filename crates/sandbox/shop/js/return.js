// The page the customer returns to: the result in plain words, and the way on.

import { find, element, button } from "/shop/js/dom.js";
import { createAndOpen, linkTo } from "/shop/js/open.js";
import { watch } from "/shop/js/state.js";

const DONE = "M20 33l8 8 16-18";
const CLOCK = "M32 18v14l9 6";
const BACK = "M36 20L24 32l12 12";
const RESULTS = {
  success: ["You are verified", "Every document was accepted. Your account is open.", DONE],
  partial: ["Nearly done", "We accepted a part and are still looking at the rest. We will write to you.", CLOCK],
  manual: ["We are looking at it", "Your documents arrived. One of our people looks at them and will write to you.", CLOCK],
  back: ["You came back early", "Nothing is lost. Go on with it whenever you like.", BACK],
  token_expired: ["The time is over", "The link has ended. Start again to get a new one.", CLOCK],
};

const query = new URLSearchParams(location.search);
const info = query.get("info") ?? "";
const id = query.get("request");
const [title, text, art] = RESULTS[info] ?? ["Welcome back", "We do not know yet how it went.", CLOCK];
find("#title").textContent = title;
find("#words").textContent = text;
find("#info").textContent = RESULTS[info] ? info : "none";
find("#result").dataset.info = RESULTS[info] ? info : "";
find("#result-art").setAttribute("d", art);
document.title = `${title} – Northwind Savings`;

const actions = find("#actions");
if (info === "back" && id) {
  const goOn = () => createAndOpen("redirect", () => linkTo(id)).catch((error) => { find("#words").textContent = error.message; });
  actions.append(button("Go on with it", goOn, "primary"));
}
actions.append(element("a", info === "token_expired" ? "Start again" : "To the front page", { href: "/shop", class: "button button--quiet" }));

if (id) {
  find("#desk").href = `/shop/requests/${encodeURIComponent(id)}`;
  watch(id, find("#state-body"));
} else {
  find("#state").hidden = true;
}

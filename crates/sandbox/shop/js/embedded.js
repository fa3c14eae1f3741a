// The gatherer in a frame of another origin, with what the bank sees beside it.

import { find, element } from "/shop/js/dom.js";
import { words } from "/shop/js/words.js";
import { foreign, linkTo } from "/shop/js/open.js";
import { follow } from "/shop/js/timeline.js";

const SOURCE = "kyc-gatherer";
const VERSION = 1;
const id = new URLSearchParams(location.search).get("request") ?? "";
const say = (text) => { find("#embedded-step").textContent = text; };

function embed(link) {
  const src = foreign(link);
  const { origin } = new URL(src);
  const frame = element("iframe", [], { src, title: "Verification", allow: "camera" });
  addEventListener("message", (event) => {
    const isKnown = event.origin === origin && event.source === frame.contentWindow;
    if (!isKnown || event.data?.source !== SOURCE || event.data.version !== VERSION) return;
    const { type, payload } = event.data;
    // Its own number, its own bounds: the frame asks, the page decides.
    if (type === "resize") frame.height = String(Math.min(Math.max(Number(payload?.height) || 0, 320), 4000));
    if (type === "step" && payload?.document) say(`Now: ${words(payload.document)}`);
    if (type === "error") say(`The verification stopped (${payload?.code}).`);
    if (type === "done") location.assign(`/shop/return?${new URLSearchParams({ request: id, info: payload?.info ?? "" })}`);
  });
  find("#frame").replaceChildren(frame);
}

try {
  const { link } = await linkTo(id);
  find("#desk").href = `/shop/requests/${encodeURIComponent(id)}`;
  embed(link);
  follow(id, find("#timeline"));
} catch (error) {
  say(error.message);
}

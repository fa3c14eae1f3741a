// The list of recent requests; it follows what happens.

import { find, element, dateAndTime, onPress } from "/shop/js/dom.js";
import { call, get, post } from "/shop/js/api.js";
import { tag, words } from "/shop/js/words.js";

const list = find("#requests");
let shown = "";

function row(request) {
  const link = element("a", request.customerId, { href: `/shop/requests/${encodeURIComponent(request.id)}` });
  const asked = request.documents.map((it) => words(it.type)).join(", ");
  const filed = request._embedded.documents.length;
  const note = `${asked} · ${filed} handed in · ${dateAndTime(request.createdTime)}`;
  return element("li", [link, tag(request.status), element("p", note, { class: "hint" })], { class: "request" });
}

async function load() {
  const requests = await get("recent-requests");
  const text = JSON.stringify(requests);
  if (text === shown) return;
  shown = text;
  const focused = document.activeElement?.getAttribute("href");
  const rows = requests.map(row);
  list.replaceChildren(...(rows.length > 0 ? rows : [element("li", "There are none yet.", { class: "hint" })]));
  if (focused) find(`a[href="${CSS.escape(focused)}"]`, list)?.focus();
}

async function showListening() {
  const { isListening, url } = await get("webhook");
  find("#listening-state").textContent = isListening
    ? `The bank listens at ${url}. Each timeline shows what arrived.`
    : "The bank does not listen. Switch it on to see deliveries in each timeline.";
  find("#listen").textContent = isListening ? "Stop listening" : "Listen to webhooks";
  find("#listening").hidden = false;
  return isListening;
}

try {
  await load();
  let isListening = await showListening();
  onPress(find("#listen"), async () => {
    await (isListening ? call("DELETE", "webhook") : post("webhook"));
    isListening = await showListening();
  });
  const source = new EventSource("/shop/api/events");
  let timer = 0;
  source.addEventListener("message", () => {
    clearTimeout(timer);
    timer = setTimeout(load, 300);
  });
  addEventListener("pagehide", () => source.close());
} catch (error) {
  find("#refused").textContent = error.message;
  find("#refused").hidden = false;
}

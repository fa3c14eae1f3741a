// The list of recent requests; it follows what happens.

import { find, element, dateAndTime } from "/shop/js/dom.js";
import { get } from "/shop/js/api.js";
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

try {
  await load();
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

// What a customer may know of a request, kept up to date until nothing in it can change any more.

import { element } from "/shop/js/dom.js";
import { documentName, isFinal, tag, words } from "/shop/js/words.js";
import { get } from "/shop/js/api.js";

function row(it) {
  const reason = it.rejectionReason && [words(it.rejectionReason.type), it.rejectionReason.message].filter(Boolean).join(": ");
  const head = element("div", [element("strong", documentName(it)), tag(it.status)], { class: "filed__head" });
  return element("li", [head, ...(reason ? [element("p", reason, { class: "hint" })] : [])], { class: "document" });
}

function render(body, request) {
  const status = element("p", ["Your verification: ", tag(request.status)]);
  const filed = request._embedded.documents;
  if (filed.length === 0) body.replaceChildren(status, element("p", "You have handed in nothing yet.", { class: "hint" }));
  else body.replaceChildren(status, element("ul", filed.map(row), { class: "documents" }));
}

export async function watch(id, body) {
  let shown = "";
  for (;;) {
    const request = await get(`requests/${encodeURIComponent(id)}`).catch((error) => error);
    if (request.status === 404) {
      body.replaceChildren(element("p", "The bank does not know this request."));
      return;
    }
    const text = JSON.stringify(request);
    // Unchanged content is left alone, so that a reader's place is not lost.
    if (request._embedded && text !== shown) {
      render(body, request);
      shown = text;
      const isUndecided = request._embedded.documents.some((it) => ["pending", "in-progress"].includes(it.status));
      if (isFinal(request.status) && !isUndecided) return;
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

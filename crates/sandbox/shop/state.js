// The request's live state, as the shop's server knows it. Shared by the form page and the return page.

const FINAL = ["fulfilled", "failed", "abandoned", "expired"];
const GOOD = ["accepted", "fulfilled"];
const BAD = ["rejected", "failed", "expired", "abandoned"];

export const words = (id) => id.charAt(0).toUpperCase() + id.slice(1).replaceAll("-", " ");

function element(name, text, className) {
  const node = document.createElement(name);
  if (text !== undefined) node.textContent = text;
  if (className) node.className = className;
  return node;
}

function tag(status) {
  const kind = GOOD.includes(status) ? " tag--good" : BAD.includes(status) ? " tag--bad" : "";
  return element("span", words(status), `tag${kind}`);
}

function row(cells) {
  const node = element("tr");
  for (const cell of cells) {
    const td = element("td");
    td.append(cell);
    node.append(td);
  }
  return node;
}

function render(body, request) {
  const status = element("p", "Request: ");
  status.append(tag(request.status));
  status.dataset.status = request.status;
  const filed = request._embedded.documents;
  if (filed.length === 0) {
    body.replaceChildren(status, element("p", "Nothing has been handed in yet.", "hint"));
    return;
  }
  const head = element("tr");
  for (const title of ["Document", "State", "Reason"]) {
    const th = element("th", title);
    th.scope = "col";
    head.append(th);
  }
  const table = element("table");
  table.append(element("thead"), element("tbody"));
  table.tHead.append(head);
  for (const it of filed) {
    const name = it.documentSubtype ? `${words(it.documentType)} (${words(it.documentSubtype)})` : words(it.documentType);
    const reason = it.rejectionReason ? [words(it.rejectionReason.type), it.rejectionReason.message].filter(Boolean).join(": ") : "–";
    table.tBodies[0].append(row([name, tag(it.status), reason]));
  }
  body.replaceChildren(status, table);
}

/** Keeps `body` up to date until the request is final and nothing in it is undecided. */
export async function watch(id, body) {
  let shown = "";
  for (;;) {
    const answer = await fetch(`/shop/api/requests/${encodeURIComponent(id)}`).catch(() => null);
    if (answer?.status === 404) {
      body.replaceChildren(element("p", "The shop does not know this request."));
      return;
    }
    if (answer?.ok) {
      const request = await answer.json();
      // Unchanged content is left alone, so that a reader's place is not lost.
      const text = JSON.stringify(request);
      if (text !== shown) render(body, request);
      shown = text;
      const undecided = request._embedded.documents.some((it) => it.status === "pending" || it.status === "in-progress");
      if (FINAL.includes(request.status) && !undecided) return;
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

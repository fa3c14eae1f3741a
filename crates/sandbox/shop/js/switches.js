// Faults and verdicts for one customer.

import { find, element, button, announce } from "/shop/js/dom.js";
import { call, post } from "/shop/js/api.js";
import { spaced, words } from "/shop/js/words.js";

const FAULTS = [
  ["Slow network", { kind: "bandwidth", bytesPerSecond: 24_000 }],
  ["Slow answers", { kind: "delay", delayMs: 3000, times: 0 }],
  ["503 once", { kind: "status", status: 503 }],
  ["429 for five seconds", { kind: "status", status: 429, retryAfterSeconds: 5 }],
  ["Upload dropped", { kind: "drop-before", path: "files", method: "POST" }],
  ["Answer dropped after commit", { kind: "drop-after-commit", path: "storefront/kyc-documents", method: "POST" }],
  ["Answer cut short", { kind: "truncate", path: "storefront/kyc-documents/*", method: "GET" }],
];

const REST = ["path", "method", "status", "delayMs", "retryAfterSeconds", "uploadBytesPerSecond", "downloadBytesPerSecond", "skewSeconds", "expires"];

function describe(fault) {
  const given = REST.filter((name) => fault[name]).map((name) => (name === "status" ? String(fault[name]) : `${spaced(name).toLowerCase()} ${fault[name]}`));
  return [words(fault.kind), ...given].join(", ");
}

function left({ kind, played, remaining }) {
  if (kind === "expire") return "done";
  if (remaining === null) return `until removed, played ${played} times`;
  return remaining > 0 ? `waits for ${remaining} more` : `played ${played} times`;
}

/** The faults of a request; `changed` loads the page's data again. */
export function faults(id, changed) {
  const path = `requests/${encodeURIComponent(id)}`;
  const act = (work, text) => async () => {
    await work().then(() => announce(text), (error) => announce(error.message));
    await changed();
  };
  find("#usual-faults").append(
    ...FAULTS.map(([name, fault]) => button(name, act(() => post(`${path}/faults`, fault), `Ordered: ${name}`))),
    button("End the request now", act(() => post(`${path}/expiry`), "The request has ended."), "bad"),
  );
  const clear = find("#clear-faults");
  clear.addEventListener("click", act(() => call("DELETE", `${path}/faults`), "No fault is left."));
  let shown = "";

  function row(fault) {
    const text = element("span", [describe(fault), element("span", ` (${left(fault)})`, { class: "hint" })]);
    const remove = button("Remove", act(() => call("DELETE", `${path}/faults/${encodeURIComponent(fault.id)}`), "Removed."), "text");
    remove.setAttribute("aria-label", `Remove ${describe(fault)}`);
    return element("li", [text, remove]);
  }

  return function update(list) {
    const text = JSON.stringify(list);
    if (text === shown) return;
    shown = text;
    // The pressed button goes away with its row; whoever uses the keyboard is not to lose their place.
    const isInside = find("#faults").contains(document.activeElement) || document.activeElement === clear;
    find("#faults").replaceChildren(...list.map(row));
    clear.hidden = list.length === 0;
    if (isInside) (list.length > 0 ? clear : find("#usual-faults button")).focus();
  };
}

/** The form that orders the next verdict. */
export function verdicts(id, types, reasons) {
  const field = (name) => find(`#verdict-${name}`);
  field("type").append(...types.map((it) => new Option(words(it), it)));
  field("reason").append(...reasons.map((it) => new Option(words(it), it)));
  field("reason").value = "document-unreadable";
  field("status").addEventListener("change", () => { field("reason").disabled = field("status").value !== "rejected"; });
  find("#verdict").addEventListener("submit", async (event) => {
    event.preventDefault();
    const delay = field("delay").value;
    const body = {
      documentType: field("type").value,
      status: field("status").value,
      ...(field("status").value === "rejected" && { rejectionType: field("reason").value }),
      ...(delay !== "" && { delayMs: Number(delay) }),
    };
    const text = `Ordered for the next ${words(body.documentType).toLowerCase()}: ${words(body.status).toLowerCase()}.`;
    const said = await post(`requests/${encodeURIComponent(id)}/verdicts`, body).then(() => text, (error) => error.message);
    find("#verdict-outcome").textContent = said;
  });
}

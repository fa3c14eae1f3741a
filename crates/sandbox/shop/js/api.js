// Calls of the shop's own server, which alone holds the merchant's key.

/** An answer that is no success, with the server's problem. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? "The shop's server did not answer.");
    this.status = status;
    this.fields = problem.invalidFields ?? [];
  }
}

export async function call(method, path, body) {
  const init = { method };
  if (method === "POST") {
    init.headers = { "content-type": "application/json" };
    init.body = JSON.stringify(body ?? {});
  }
  const answer = await fetch(`/shop/api/${path}`, init).catch(() => {
    throw new Refused(0, { detail: "The shop's server did not answer. Try again." });
  });
  const text = await answer.text();
  const value = text ? JSON.parse(text) : null;
  if (!answer.ok) throw new Refused(answer.status, value ?? {});
  return value;
}

export const get = (path) => call("GET", path);
export const post = (path, body) => call("POST", path, body);

/** A refused field: a link to its control, where the page has one. */
function refusal(label, message, control) {
  const item = document.createElement("li");
  if (!control?.id) {
    item.textContent = `${label}: ${message}`;
    return item;
  }
  const link = document.createElement("a");
  link.href = `#${control.id}`;
  link.textContent = label;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    control.focus();
  });
  item.append(link, `: ${message}`);
  return item;
}

/**
 * Shows what was refused in a box that takes the focus; `name` says how a field is called on the page, `controlOf` where it
 * is entered.
 */
export function showRefusal(box, title, error, name = (field) => field, controlOf = () => null) {
  const heading = document.createElement("strong");
  heading.textContent = title;
  const list = document.createElement("ul");
  list.append(...(error.fields ?? []).map(({ field, message }) => refusal(name(field), message, controlOf(field))));
  box.replaceChildren(heading, list.children.length > 0 ? list : document.createTextNode(` ${error.message}`));
  box.hidden = false;
  box.focus();
}

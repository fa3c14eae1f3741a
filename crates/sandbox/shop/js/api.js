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

/** Shows what was refused in a box that takes the focus; `name` says how a field is called on the page. */
export function showRefusal(box, title, error, name = (field) => field) {
  const heading = document.createElement("strong");
  heading.textContent = title;
  const list = document.createElement("ul");
  for (const { field, message } of error.fields ?? []) {
    const item = document.createElement("li");
    item.textContent = `${name(field)}: ${message}`;
    list.append(item);
  }
  box.replaceChildren(heading, list.children.length > 0 ? list : document.createTextNode(` ${error.message}`));
  box.hidden = false;
  box.focus();
}

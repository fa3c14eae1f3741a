// Building nodes. Whatever comes from the server goes into text, never into markup.

export const find = (selector, root = document) => root.querySelector(selector);

/** An element with a text, an array of children, or one child. */
export function element(name, content, properties = {}) {
  const node = document.createElement(name);
  for (const child of [content].flat()) if (child !== undefined && child !== null) node.append(child);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "class") node.className = value;
    else if (key.includes("-")) node.setAttribute(key, value);
    else node[key] = value;
  }
  return node;
}

/** Does `work` on each press, never twice at once; the button keeps the focus meanwhile. */
export function onPress(node, work) {
  node.addEventListener("click", async () => {
    if (node.getAttribute("aria-disabled") === "true") return;
    node.setAttribute("aria-disabled", "true");
    try {
      await work();
    } finally {
      node.removeAttribute("aria-disabled");
    }
  });
  return node;
}

export const button = (text, work, kind = "quiet") =>
  onPress(element("button", text, { type: "button", class: `button button--${kind}` }), work);

export const time = (text) => new Date(text).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });

export const dateAndTime = (text) => new Date(text).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });

let waiting = 0;
let next = "";

/** Tells those who listen; of several things at once only the newest, so that nobody is talked at. */
export function announce(text) {
  next = text;
  if (waiting) return;
  waiting = setTimeout(() => {
    waiting = 0;
    find("#announcement").textContent = next;
  }, 1000);
}

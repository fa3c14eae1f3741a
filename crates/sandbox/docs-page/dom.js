// Building elements without markup in strings: nothing of the description or of an answer is ever read as HTML.

/** An element; `attributes` that are functions listen to events. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child != null));
  return element;
}

/** Text in which `words` between backticks are code. */
export function prose(text) {
  return (text ?? "").split("`").map((part, index) => (index % 2 ? make("code", {}, part) : part));
}

/** Text to be copied, with a button that does so. */
export function copyable(text, label) {
  const code = make("pre", { tabindex: "0", role: "group", "aria-label": label }, make("code", {}, text));
  const said = make("span", { role: "status", class: "hint" });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      said.textContent = " Copied.";
    } catch {
      getSelection().selectAllChildren(code);
      said.textContent = " Selected: copy it with your keyboard.";
    }
  };
  const button = make("button", { type: "button", class: "quiet", click: copy }, `Copy ${label}`);
  return { box: make("div", { class: "copyable" }, code, button, said), set: (text) => (code.firstChild.textContent = text) };
}

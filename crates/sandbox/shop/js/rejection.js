// The reviewer's form for a rejection: one of the API's reasons, and a message for the customer.

import { element } from "/shop/js/dom.js";
import { showRefusal } from "/shop/js/api.js";
import { words } from "/shop/js/words.js";

let made = 0;

/** The button that opens the form, the form, and how to close it; `reject` is told of `{type, message}`. */
export function rejection(reasons, reject) {
  made += 1;
  const id = `rejection-${made}`;
  const reason = element("select", reasons.map((it) => new Option(words(it), it)), { id: `${id}-reason` });
  const message = element("textarea", [], { id: `${id}-message`, maxLength: 255 });
  const errors = element("div", [], { class: "errors", role: "alert", tabIndex: -1, hidden: true });
  const send = element("button", "Reject", { type: "submit", class: "button button--bad" });
  const cancel = element("button", "Cancel", { type: "button", class: "button button--quiet" });
  const field = (label, control) => element("p", [element("label", label, { htmlFor: control.id }), control], { class: "field" });
  const form = element(
    "form",
    [errors, field("Reason", reason), field("Message to the customer (optional)", message), element("div", [send, cancel], { class: "actions" })],
    { id, class: "rejection", hidden: true, noValidate: true },
  );
  const open = element("button", "Reject…", { type: "button", class: "button button--bad", "aria-expanded": "false", "aria-controls": id });

  function show(isShown) {
    form.hidden = !isShown;
    open.setAttribute("aria-expanded", String(isShown));
    (isShown ? reason : open).focus();
  }
  /** Without a word to the focus, which may be anywhere by now. */
  function close() {
    form.hidden = true;
    open.setAttribute("aria-expanded", "false");
  }
  open.addEventListener("click", () => show(form.hidden));
  cancel.addEventListener("click", () => show(false));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    errors.hidden = true;
    try {
      const text = message.value.trim();
      await reject({ type: reason.value, ...(text && { message: text }) });
      // The card may not have heard of the decision yet; when it does, it takes the focus on from here.
      const hasFocus = form.contains(document.activeElement);
      close();
      if (hasFocus) open.focus();
    } catch (error) {
      showRefusal(errors, "It could not be rejected.", error);
    }
  });
  return { open, form, close };
}

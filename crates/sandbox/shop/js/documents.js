// The rows of requested documents in the form.

import { find, element } from "/shop/js/dom.js";
import { words } from "/shop/js/words.js";

const part = (item, name) => find(`[data-name="${name}"]`, item);
const chosen = (item) => [...part(item, "subtypes").querySelectorAll(":checked")].map((box) => box.value);

/** Keeps `list` of rows; `types` is the vocabulary. */
export function documentRows(list, types) {
  let made = 0;

  const summarise = (item) => {
    part(item, "summary").textContent = chosen(item).map(words).join(", ") || "all that fit";
  };

  function showSubtypes(item) {
    const { type, subtypes, isGathered } = types.find((it) => it.type === part(item, "type").value);
    part(item, "subtypes").replaceChildren(
      ...subtypes.map((subtype) =>
        element("label", [element("input", [], { type: "checkbox", value: subtype }), element("span", words(subtype))])),
    );
    part(item, "subtypes-line").hidden = !isGathered;
    part(item, "attempts-line").hidden = !isGathered;
    part(item, "face-line").hidden = type !== "identity-proof";
    summarise(item);
  }

  function number() {
    [...list.children].forEach((item, index) => {
      item.setAttribute("aria-label", `Document ${index + 1}`);
      part(item, "remove").setAttribute("aria-label", `Remove document ${index + 1}`);
      part(item, "subtypes").setAttribute("aria-label", `Permitted subtypes of document ${index + 1}`);
      part(item, "remove").hidden = list.children.length === 1;
    });
  }

  function add(wanted, afterRemoval) {
    const item = find("#document-template").content.cloneNode(true).firstElementChild;
    made += 1;
    for (const label of item.querySelectorAll("[data-for]")) {
      const control = part(item, label.dataset.for);
      control.id = `document-${made}-${label.dataset.for}`;
      label.htmlFor = control.id;
    }
    part(item, "type").append(...types.map((it) => new Option(words(it.type), it.type)));
    part(item, "type").value = wanted.type;
    part(item, "attempts").value = String(wanted.maxAttempts ?? 3);
    part(item, "selfie").checked = wanted.faceProofRequired ?? false;
    part(item, "type").addEventListener("change", () => showSubtypes(item));
    part(item, "subtypes").addEventListener("change", () => summarise(item));
    part(item, "remove").addEventListener("click", () => {
      item.remove();
      number();
      afterRemoval();
    });
    list.append(item);
    showSubtypes(item);
    for (const box of part(item, "subtypes").querySelectorAll("input")) box.checked = wanted.subtypes?.includes(box.value) ?? false;
    summarise(item);
    number();
    return part(item, "type");
  }

  function read(item) {
    const type = part(item, "type").value;
    if (type === "credit-file-proof") return { type };
    const isIdentity = type === "identity-proof";
    const subtypes = chosen(item);
    return {
      type,
      maxAttempts: Number(part(item, "attempts").value),
      faceProofRequired: isIdentity && part(item, "selfie").checked,
      faceLivenessRequired: isIdentity && part(item, "liveness").checked,
      ...(subtypes.length > 0 && { subtypes }),
    };
  }

  return { add, read: () => [...list.children].map(read) };
}

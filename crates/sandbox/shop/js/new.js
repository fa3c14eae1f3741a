// The form for a request of any shape.

import { find } from "/shop/js/dom.js";
import { showRefusal } from "/shop/js/api.js";
import { words } from "/shop/js/words.js";
import { PERSON, PRESETS, newCustomerId, preset, record } from "/shop/js/presets.js";
import { create, createAndOpen, mode, vocabulary } from "/shop/js/open.js";
import { documentRows } from "/shop/js/documents.js";

const { types } = await vocabulary();
const list = find("#documents");
const rows = documentRows(list, types);
const field = (name) => find(`#${name}`);
const add = (wanted) => rows.add(wanted, () => find("#add").focus());

function fill({ documents, customer = {}, minutes = 60, form = "request" }) {
  list.replaceChildren();
  documents.forEach(add);
  for (const [name, value] of Object.entries({ ...PERSON, ...customer })) field(name).value = value;
  field("minutes").value = String(minutes);
  field("form-of-link").value = form;
}

function read() {
  const person = Object.fromEntries(Object.keys(PERSON).map((name) => [name, field(name).value.trim()]));
  return {
    form: field("form-of-link").value,
    customerId: field("customerId").value.trim(),
    customer: record(person),
    documents: rows.read(),
    matchLevel: Number(field("matchLevel").value),
    reason: field("reason").value.trim() || null,
    expirationTime: new Date(Date.now() + Number(field("minutes").value) * 60_000).toISOString(),
  };
}

/** The control that a refused field belongs to. */
const controlOf = (name) => find(`#${CSS.escape(name.split(".").at(-1))}`);

function nameOf(name) {
  const label = controlOf(name)?.labels?.[0]?.textContent;
  if (label) return label;
  const [, index, part] = name.match(/^documents\.(\d+)\.?(.*)$/) ?? [];
  return index === undefined ? name : `Document ${Number(index) + 1}${part ? `, ${words(part)}` : ""}`;
}

function refuse(error) {
  for (const control of find("#form").querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  for (const { field: name } of error.fields ?? []) controlOf(name)?.setAttribute("aria-invalid", "true");
  showRefusal(find("#errors"), "The request could not be made.", error, nameOf, controlOf);
}

const begin = preset(new URLSearchParams(location.search).get("preset"));
find("#preset").append(...PRESETS.map((it) => new Option(it.name, it.id)));
find("#preset").value = begin.id;
find("#preset").addEventListener("change", (event) => fill(preset(event.target.value)));
find("#add").addEventListener("click", () => add({ type: "address-proof" }).focus());
field("customerId").value = newCustomerId();
fill(begin);

find("#form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = find("#create");
  button.disabled = true;
  find("#errors").hidden = true;
  await createAndOpen(mode(), () => create(read())).catch(refuse);
  button.disabled = false;
});

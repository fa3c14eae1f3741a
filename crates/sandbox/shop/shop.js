// The merchant's form: builds the request, lets the shop's server create it, and opens the gatherer.

import { watch, words } from "/shop/state.js";

const SOURCE = "kyc-gatherer";
const VERSION = 1;
const find = (selector, root = document) => root.querySelector(selector);
const part = (item, name) => find(`[data-name="${name}"]`, item);
const list = find("#documents");
const vocabulary = await (await fetch("/shop/api/vocabulary")).json();
let made = 0;

function option(value) {
  const node = new Option(words(value), value);
  return node;
}

function showSubtypes(item) {
  const type = part(item, "type").value;
  const { subtypes } = vocabulary.find((it) => it.type === type);
  const group = part(item, "subtypes");
  group.replaceChildren(
    ...subtypes.map((subtype) => {
      const label = document.createElement("label");
      const box = Object.assign(document.createElement("input"), { type: "checkbox", value: subtype });
      const text = document.createElement("span");
      text.textContent = words(subtype);
      label.append(box, text);
      return label;
    }),
  );
  part(item, "selfie-line").hidden = type !== "identity-proof";
  summarise(item);
}

const chosen = (item) => [...part(item, "subtypes").querySelectorAll(":checked")].map((box) => box.value);

function summarise(item) {
  part(item, "summary").textContent = chosen(item).map(words).join(", ") || "all that fit";
}

function number() {
  [...list.children].forEach((item, index) => {
    item.setAttribute("aria-label", `Document ${index + 1}`);
    part(item, "remove").setAttribute("aria-label", `Remove document ${index + 1}`);
    part(item, "subtypes").setAttribute("aria-label", `Permitted subtypes of document ${index + 1}`);
    part(item, "remove").hidden = list.children.length === 1;
  });
}

function add(type) {
  const item = find("#document-template").content.cloneNode(true).firstElementChild;
  made += 1;
  for (const label of item.querySelectorAll("[data-for]")) {
    const control = part(item, label.dataset.for);
    control.id = `document-${made}-${label.dataset.for}`;
    label.htmlFor = control.id;
  }
  part(item, "type").append(...vocabulary.map((it) => option(it.type)));
  part(item, "type").value = type;
  part(item, "type").addEventListener("change", () => showSubtypes(item));
  part(item, "subtypes").addEventListener("change", () => summarise(item));
  part(item, "remove").addEventListener("click", () => {
    item.remove();
    number();
    find("#add").focus();
  });
  list.append(item);
  showSubtypes(item);
  number();
  return item;
}

function requested(item) {
  const subtypes = chosen(item);
  const type = part(item, "type").value;
  return {
    type,
    maxAttempts: Number(part(item, "attempts").value),
    faceProofRequired: type === "identity-proof" && part(item, "selfie").checked,
    ...(subtypes.length > 0 && { subtypes }),
  };
}

function showErrors(problem) {
  const box = find("#errors");
  const heading = document.createElement("strong");
  heading.textContent = "The verification could not be started.";
  const items = (problem.invalidFields ?? []).map(({ field, message }) => {
    const item = document.createElement("li");
    item.textContent = field === "customerId" ? `Customer id: ${message}` : `${field}: ${message}`;
    return item;
  });
  const names = document.createElement("ul");
  names.append(...items);
  box.replaceChildren(heading, items.length > 0 ? names : document.createTextNode(` ${problem.detail ?? ""}`));
  box.hidden = false;
  const refused = (problem.invalidFields ?? []).some(({ field }) => field === "customerId");
  find("#customer-id").setAttribute("aria-invalid", String(refused));
  find("#customer-id").setAttribute("aria-describedby", refused ? "errors customer-id-hint" : "customer-id-hint");
  box.focus();
}

// The server links by its public address; the customer stays on the name this page was opened by.
function onHost(link, host) {
  const url = new URL(link);
  if (["127.0.0.1", "localhost"].includes(url.hostname)) url.hostname = host;
  return url;
}

function embed(link, id) {
  // The other local name makes a real cross-origin frame.
  const url = onHost(link, location.hostname === "localhost" ? "127.0.0.1" : "localhost");
  const frame = Object.assign(document.createElement("iframe"), { src: url.href, title: "Verification", allow: "camera" });
  addEventListener("message", (event) => {
    const known = event.origin === url.origin && event.source === frame.contentWindow;
    if (!known || event.data?.source !== SOURCE || event.data.version !== VERSION) return;
    const { type, payload } = event.data;
    // Its own number, its own bounds: the frame asks, the page decides.
    if (type === "resize") frame.height = String(Math.min(Math.max(Number(payload?.height) || 0, 320), 4000));
    if (type === "step") find("#embedded-step").textContent = payload?.document ? `Now: ${words(payload.document)}` : "";
    if (type === "error") find("#embedded-step").textContent = `The verification stopped (${payload?.code}).`;
    if (type === "done") {
      const query = new URLSearchParams({ request: id, info: payload?.info ?? "" });
      location.assign(`/shop/return?${query}`);
    }
  });
  find("#frame").replaceChildren(frame);
  find("#form").hidden = true;
  find("#embedded").hidden = false;
  find("#state").hidden = false;
  find("#embedded-title").focus();
  watch(id, find("#state-body"));
}

find("#add").addEventListener("click", () => part(add("address-proof"), "type").focus());
find("#customer-id").value = `customer-${crypto.getRandomValues(new Uint32Array(1))[0].toString(36)}`;
add("identity-proof");

find("#form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = find("#verify");
  button.disabled = true;
  find("#errors").hidden = true;
  try {
    const answer = await fetch("/shop/api/requests", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        customerId: find("#customer-id").value.trim(),
        documents: [...list.children].map(requested),
        expirationTime: new Date(Date.now() + Number(find("#expiry").value) * 60_000).toISOString(),
      }),
    });
    const body = await answer.json();
    if (!answer.ok) return showErrors(body);
    const link = body._links.find(({ rel }) => rel === "kycGatherer").href;
    if (find('[name="mode"]:checked').value === "iframe") embed(link, body.id);
    else location.assign(onHost(link, location.hostname));
  } catch {
    showErrors({ detail: "The shop's server did not answer. Try again." });
  } finally {
    button.disabled = false;
  }
});

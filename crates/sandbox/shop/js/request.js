// The merchant's view of one request: everything that is known of it, live, with the reviewer's decisions.

import { find, element, button, announce, dateAndTime } from "/shop/js/dom.js";
import { get } from "/shop/js/api.js";
import { createAndOpen, linkTo, vocabulary } from "/shop/js/open.js";
import { documentName, tag, words } from "/shop/js/words.js";
import { documentCard } from "/shop/js/document-card.js";
import { follow } from "/shop/js/timeline.js";
import { faults, verdicts } from "/shop/js/switches.js";

const id = decodeURIComponent(location.pathname.split("/").at(-1));
const LEVELS = { 1: "moderate", 2: "strict", 3: "basic" };
const cards = new Map();
let before = null;

const subtypes = (it) => (it.subtypes?.length ? ` (${it.subtypes.map(words).join(", ")})` : "");

function asked(it) {
  const attempts = it.type === "credit-file-proof" ? "" : it.maxAttempts === 0 ? ", no limit" : `, ${it.maxAttempts} attempts`;
  const face = it.faceLivenessRequired ? ", face liveness" : it.faceProofRequired ? ", selfie" : "";
  return element("div", `${words(it.type)}${subtypes(it)}${attempts}${face}`);
}

function person(customer) {
  if (!customer) return "No record";
  const { firstName, lastName, dob, primaryAddress: at = {} } = customer;
  const place = [at.address, [at.postalCode, at.city].filter(Boolean).join(" "), at.country].filter(Boolean).join(", ");
  return [[firstName, lastName].filter(Boolean).join(" "), dob && `born ${dob}`, place].filter(Boolean).map((it) => element("div", it));
}

function summary({ request, customer, asked: still }) {
  const isSpared = still.length < request.documents.length;
  const pairs = [
    ["Asked for", request.documents.map(asked)],
    ...(isSpared ? [["Still asked for", still.filter((it) => it.type !== "credit-file-proof").map((it) => element("div", words(it.type)))]] : []),
    ["Customer", person(customer)],
    ["Ends", dateAndTime(request.expirationTime)],
    ["Match level", LEVELS[request.matchLevel] ?? String(request.matchLevel)],
    ...(request.reason ? [["Reason", request.reason]] : []),
    ["Request", element("code", request.id)],
  ];
  return pairs.map(([name, value]) => element("div", [element("dt", name), element("dd", [value].flat().length ? value : "Nothing")]));
}

/** What changed since the last time, for those who listen. */
function news(now) {
  const statuses = new Map(now.request._embedded.documents.map((it) => [it.id, it]));
  const changes = [...statuses.values()]
    .filter((it) => before && before.documents.get(it.id) !== it.status)
    .map((it) => `${documentName(it)}: ${words(it.status)}`);
  if (before && before.status !== now.request.status) changes.push(`Request: ${words(now.request.status)}`);
  before = { status: now.request.status, documents: new Map([...statuses].map(([key, it]) => [key, it.status])) };
  if (changes.length > 0) announce(changes.join(". "));
}

function show(details, reasons, showFaults) {
  const { request, files } = details;
  find("#title").textContent = request.customerId;
  document.title = `${request.customerId} – Northwind Savings`;
  find("#status").replaceChildren(tag(request.status));
  find("#summary").replaceChildren(...summary(details));
  const filed = request._embedded.documents;
  find("#nothing").hidden = filed.length > 0;
  for (const it of filed) {
    if (!cards.has(it.id)) {
      const card = documentCard(it.id, reasons, load);
      cards.set(it.id, card);
      // The newest first: that is the one to decide.
      find("#documents").prepend(card.node);
    }
    cards.get(it.id).update(it, files);
  }
  showFaults(details.faults);
  news(details);
}

let showDetails = () => {};
let isLoading = false;
let isStale = false;

/** Loads and shows; of several wishes at once the last one wins, and none is lost. */
async function load() {
  isStale = true;
  if (isLoading) return;
  isLoading = true;
  try {
    while (isStale) {
      isStale = false;
      showDetails(await get(`requests/${encodeURIComponent(id)}/details`));
    }
  } finally {
    isLoading = false;
  }
}

const door = (name, how) => button(name, () => createAndOpen(how, () => linkTo(id)).catch((error) => announce(error.message)));

try {
  const { types, rejectionTypes } = await vocabulary();
  const showFaults = faults(id, load);
  showDetails = (details) => show(details, rejectionTypes, showFaults);
  await load();
  verdicts(id, types.filter((it) => it.isGathered).map((it) => it.type), rejectionTypes);
  find("#doors").append(door("Open as the customer", "redirect"), door("In a frame", "iframe"), door("In a new tab", "tab"));
  find("#view").hidden = false;
  follow(id, find("#timeline"), { changed: load, line: (text) => { find("#line").textContent = text; } });
} catch (error) {
  const isGone = error.status === 404;
  if (isGone) find("#title").textContent = "This request is not here";
  find("#refused").textContent = isGone ? "It may have been deleted, or the address is wrong. The list shows every request." : error.message;
  find("#refused").hidden = false;
}

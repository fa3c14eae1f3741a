// The API's words in those of people.

import { element } from "/shop/js/dom.js";

const NAMES = {
  "id-card": "ID card",
  "reverse-of-id": "Back of an ID",
  "copy-credit-card": "Picture of a bank card",
  "driver-license": "Driving licence",
  "firearms-license": "Firearms licence",
  "ewallet-holder-details": "E-wallet holder details",
  "ewallet-transaction-statement": "E-wallet transactions",
  "in-progress": "Being checked",
  "pending-review": "With a person",
  partial: "Partly accepted",
  gathering: "Waiting for the customer",
  pending: "Waiting",
  "third-party-or-mismatch": "Third party or mismatch",
  "dob-mismatch": "Date of birth mismatch",
  "name-and-dob-mismatch": "Name and date of birth mismatch",
  "old-address-on-id": "Old address on ID",
  "id-front": "Front",
  "id-back": "Back",
  "face-proof": "Selfie",
};

export const words = (id) => NAMES[id] ?? id.charAt(0).toUpperCase() + id.slice(1).replaceAll("-", " ");

/** `hasMinimalAge` to `Has minimal age`. */
export const spaced = (name) => words(name.replace(/([a-z])([A-Z])/g, (_, end, start) => `${end} ${start.toLowerCase()}`));

export const documentName = ({ documentType, documentSubtype }) =>
  documentSubtype ? `${words(documentType)}: ${words(documentSubtype).toLowerCase().replace("id", "ID")}` : words(documentType);

const SIDES = ["id-front", "id-back", "face-proof"];

export function fileName({ tags, mime, size }) {
  const side = tags.find((it) => SIDES.includes(it));
  const kilobytes = `${Math.max(1, Math.round(size / 1024))} KB`;
  return [side ? words(side) : "Page", ...(mime === "application/pdf" ? ["PDF"] : []), kilobytes].join(", ");
}

const GOOD = ["accepted", "fulfilled", "succeeded"];
const BAD = ["rejected", "failed", "expired", "abandoned"];
const CALM = ["gathering", "archived"];

export function kindOf(status) {
  if (GOOD.includes(status)) return "good";
  if (BAD.includes(status)) return "bad";
  return CALM.includes(status) ? "calm" : "wait";
}

export const isFinal = (status) => ["fulfilled", "failed", "abandoned", "expired"].includes(status);

export const tag = (status) => element("span", words(status), { class: `tag tag--${kindOf(status)}` });

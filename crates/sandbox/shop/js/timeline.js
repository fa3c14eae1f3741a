// The timeline of a request: server-sent events, which the browser resumes by itself where it lost them.

import { element, time } from "/shop/js/dom.js";
import { documentName, fileName, kindOf, words } from "/shop/js/words.js";

/** The events that subscribers of webhooks get. */
const WEBHOOKS = [
  "kyc-document-created", "kyc-document-modified", "kyc-document-reviewed", "kyc-document-accepted", "kyc-document-rejected",
  "kyc-document-archived", "kyc-request-attempted", "kyc-request-partially-fulfilled", "kyc-request-fulfilled", "kyc-request-failed",
];

const SENTENCES = {
  "kyc-request-created": "Request made",
  "kyc-request-deleted": "Request deleted",
  "kyc-document-created": "Handed in",
  "kyc-document-modified": "Changed",
  "kyc-document-reviewed": "Review ended",
  "kyc-document-review-started": "A person took it up",
  "kyc-document-review-stopped": "The person let it go",
  "kyc-document-pending": "Left to a person",
  "kyc-liveness-session-created": "Check begun",
  "kyc-liveness-session-opened": "Camera check opened",
  "file-uploaded": "Uploaded",
};

/** A liveness stream is over; what it showed is beside the session, which is settled later. */
const PERFORMED = "kyc-liveness-session-performed";

function sentence({ eventType, resource }) {
  if (SENTENCES[eventType]) return SENTENCES[eventType];
  if (eventType === PERFORMED) return `Camera check over: ${words(resource._embedded.stream.status).toLowerCase()}`;
  return resource?.status ? words(resource.status) : words(eventType);
}

function kind({ eventType, resource }) {
  if (eventType.endsWith("-created") || eventType.includes("-review-")) return "calm";
  return resource?.status ? kindOf(resource.status) : "calm";
}

function about({ eventType, resource }) {
  if (eventType.startsWith("kyc-request")) return "Request";
  if (eventType.startsWith("kyc-liveness-session")) return "Face liveness";
  if (resource?.documentType) return documentName(resource);
  return resource?.tags ? fileName(resource) : "";
}

function reason({ eventType, resource }) {
  if (eventType === PERFORMED) return [element("div", resource._embedded.stream.reason)];
  if (eventType !== "kyc-document-rejected" || !resource.rejectionReason) return [];
  const { type, message } = resource.rejectionReason;
  return [element("div", [words(type), message].filter(Boolean).join(": "))];
}

function row(event) {
  const when = element("time", time(event.createdTime), { dateTime: event.createdTime });
  const isHook = WEBHOOKS.includes(event.eventType);
  const note = [when, isHook ? " · webhook " : " · ", element("code", event.eventType)];
  const item = element(
    "li",
    [element("strong", sentence(event)), about(event), ...reason(event), element("div", note, { class: "hint" })],
    { class: `is-${kind(event)}` },
  );
  item.dataset.event = event.id;
  return item;
}

function outcome({ status, attempts }) {
  const last = attempts.at(-1);
  const answer = last ? String(last.statusCode ?? last.error ?? "no answer") : "";
  if (status === "pending") return attempts.length > 0 ? `${answer}, tried ${attempts.length} times, will try again` : "on its way";
  return `${status}, ${answer}`;
}

/** Writes what became of a webhook below its event. */
function showDelivery(list, delivery) {
  const text = `→ ${delivery._embedded.url.replace(/^https?:\/\//, "")}: ${outcome(delivery)}`;
  const kind = { pending: "wait", delivered: "good", failed: "bad" }[delivery.status];
  const line = element("div", text, { class: `delivery delivery--${kind}` });
  line.dataset.delivery = delivery.id;
  const old = list.querySelector(`[data-delivery="${CSS.escape(delivery.id)}"]`);
  if (old) old.replaceWith(line);
  else list.querySelector(`[data-event="${CSS.escape(delivery.eventId)}"]`)?.append(line);
}

/** Writes the request's events into `list` as they come; `changed` is told of each, `line` of the connection. */
export function follow(id, list, { changed = () => {}, line = () => {} } = {}) {
  const source = new EventSource(`/shop/api/requests/${encodeURIComponent(id)}/events`);
  source.addEventListener("open", () => line("Live: new events show up by themselves."));
  source.addEventListener("error", () => {
    const isOver = source.readyState === EventSource.CLOSED;
    line(isOver ? "The timeline is not available here." : "The connection is lost. Trying again…");
  });
  source.addEventListener("message", ({ data }) => {
    const event = JSON.parse(data);
    // The newest on top: it is seen without scrolling.
    list.prepend(row(event));
    changed(event);
  });
  source.addEventListener("delivery", ({ data }) => showDelivery(list, JSON.parse(data)));
  addEventListener("pagehide", () => source.close());
}

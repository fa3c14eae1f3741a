// One document as a reviewer sees it: its pictures, its score, what was found, and the decision.

import { element, button, time } from "/shop/js/dom.js";
import { post } from "/shop/js/api.js";
import { documentName, fileName, spaced, tag, words } from "/shop/js/words.js";
import { rejection } from "/shop/js/rejection.js";

function picture(file) {
  const address = `/shop/api/files/${encodeURIComponent(file.id)}`;
  const isPaper = file.mime === "application/pdf";
  const shown = isPaper
    ? element("span", "PDF", { class: "picture__paper", "aria-hidden": "true" })
    : element("img", [], { src: `${address}?imageSize=264x192`, alt: "", loading: "lazy" });
  const link = element("a", [shown, element("span", fileName(file))], { href: address, target: "_blank", rel: "noopener" });
  return element("li", link, { class: "picture" });
}

function score({ score: value }) {
  if (value === undefined || value === null) return [];
  const meter = element("meter", [], { min: 0, max: 100, value, "aria-hidden": "true" });
  return [element("p", [`Score ${value} of 100`, meter], { class: "score" })];
}

function checkList({ checkList: checks }) {
  if (!checks?.length) return [];
  const head = element("tr", ["Check", "Result", "Weight", "Why"].map((it) => element("th", it, { scope: "col" })));
  const rows = checks.map((it) =>
    element("tr", [spaced(it.name), it.failed ? "Failed" : "Passed", String(it.score), it.reason ?? ""].map((cell) => element("td", cell)),
      { class: it.failed ? "is-failed" : "" }));
  const failed = checks.filter((it) => it.failed).length;
  const table = element("table", [element("thead", head), element("tbody", rows)], { class: "checklist" });
  return [element("details", [element("summary", `${checks.length} checks, ${failed} failed`), table])];
}

const plain = (value) => (typeof value === "object" ? JSON.stringify(value) : String(value));

function found({ data }) {
  const known = Object.entries(data ?? {}).filter(([, value]) => value !== null && value !== undefined);
  if (known.length === 0) return [];
  const pairs = known.flatMap(([name, value]) => [element("dt", spaced(name)), element("dd", plain(value))]);
  return [element("details", [element("summary", "What was read"), element("dl", pairs, { class: "found" })])];
}

const isUnderReview = (it) => Boolean(it.reviewStartTime) && !it.reviewTime;

function note(it) {
  const parts = [`Handed in at ${time(it.createdTime)}`, `revision ${it.revision}`];
  if (isUnderReview(it)) parts.push(`taken up at ${time(it.reviewStartTime)}`);
  if (it.reviewTime) parts.push(`reviewed at ${time(it.reviewTime)} by ${it.reviewerName ?? "somebody"}`);
  return parts.join(" · ");
}

/** A card that keeps its buttons and an open form while what it shows changes. */
export function documentCard(id, reasons, changed) {
  const head = element("div", [], { class: "filed__head" });
  const told = element("p", [], { class: "hint" });
  const reason = element("p", [], { class: "filed__reason" });
  const pictures = element("ul", [], { class: "pictures" });
  const matches = element("div", []);
  const outcome = element("p", [], { class: "hint", role: "status" });
  let current = {};
  let files = "";
  let read = "";

  const step = async (name, body) => {
    await post(`documents/${encodeURIComponent(id)}/${name}`, body);
    await changed();
  };
  const tried = (name) => () => step(name()).then(() => { outcome.textContent = ""; }, (error) => { outcome.textContent = error.message; });
  const accept = button("Accept", tried(() => "acceptance"), "quiet");
  const review = button("Start review", tried(() => (isUnderReview(current) ? "stop-review" : "start-review")));
  const form = rejection(reasons, (body) => step("rejection", body));
  const show = (control, isShown) => { control.hidden = !isShown; };
  const buttons = element("div", [accept, form.open, review], { class: "buttons" });
  const node = element("article", [head, told, reason, pictures, matches, buttons, outcome, form.form], { class: "card", tabIndex: -1 });

  function update(it, known) {
    current = it;
    // Read first: a button loses the focus in the moment it is hidden.
    const active = document.activeElement;
    const name = documentName(it);
    node.setAttribute("aria-label", name);
    head.replaceChildren(element("h3", name), tag(it.status));
    told.textContent = note(it);
    const why = it.rejectionReason;
    reason.textContent = why ? `Rejected: ${[words(why.type), why.message].filter(Boolean).join(": ")}` : "";
    // What is decided can be decided otherwise, not once more; nobody takes it up for review.
    const isUndecided = ["pending", "in-progress"].includes(it.status);
    accept.textContent = isUndecided ? "Accept" : "Accept after all";
    form.open.textContent = isUndecided ? "Reject…" : "Reject after all…";
    review.textContent = isUnderReview(it) ? "Stop review" : "Start review";
    show(accept, isUndecided || it.status === "rejected");
    show(form.open, isUndecided || it.status === "accepted");
    show(review, isUndecided);
    if (form.open.hidden) form.close();
    buttons.hidden = it.status === "archived";
    // The control that was pressed may make no sense any more.
    if (node.contains(active) && !active.checkVisibility()) node.focus();
    // Drawn anew only when they changed: pictures would flicker, and an opened list would close.
    const shown = JSON.stringify(it.fileIds);
    if (shown !== files) pictures.replaceChildren(...it.fileIds.map((file) => known[file]).filter(Boolean).map(picture));
    files = shown;
    const matched = JSON.stringify(it.documentMatches);
    if (matched !== read) matches.replaceChildren(...(it.documentMatches ? [score, checkList, found].flatMap((part) => part(it.documentMatches)) : []));
    read = matched;
  }
  return { node, update };
}

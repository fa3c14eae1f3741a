// The three ways a customer gets to the gatherer.

import { get, post } from "/shop/js/api.js";

/** The server links by its public address; the customer stays on the name this page was opened by. */
export function onHost(link, host) {
  const url = new URL(link);
  if (["127.0.0.1", "localhost"].includes(url.hostname)) url.hostname = host;
  return url.href;
}

/** The other local name is another origin, so that a frame on this machine is as foreign as a real merchant's. */
export const foreign = (link) => onHost(link, location.hostname === "localhost" ? "127.0.0.1" : "localhost");

export const mode = () => document.querySelector('[name="mode"]:checked').value;

/**
 * Lets `create` make a request and opens it. A tab is opened at once: browsers permit that only in the press itself.
 */
export async function createAndOpen(how, create) {
  const tab = how === "tab" ? window.open("about:blank") : null;
  // The gatherer is to know nothing of this page.
  if (tab) tab.opener = null;
  try {
    const { id, link } = await create();
    // The older form has no request: nothing that a page of ours could follow.
    if (!id && tab) return tab.location.replace(onHost(link, location.hostname));
    if (how === "iframe" && id) return location.assign(`/shop/embedded?request=${encodeURIComponent(id)}`);
    if (!tab) return location.assign(onHost(link, location.hostname));
    tab.location.replace(onHost(link, location.hostname));
    return location.assign(`/shop/requests/${encodeURIComponent(id)}`);
  } catch (error) {
    tab?.close();
    throw error;
  }
}

export async function create(order) {
  const made = await post("requests", order);
  return { id: made.id, link: made._links.find(({ rel }) => rel === "kycGatherer").href };
}

/** A fresh link for a request that is there. */
export async function linkTo(id) {
  const { href } = await post(`requests/${encodeURIComponent(id)}/link`);
  return { id, link: href };
}

export const vocabulary = () => get("vocabulary");

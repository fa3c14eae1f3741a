// Runs first: takes the token out of the address bar, asks for config.json and for the request while the wasm is still
// on its way, and shows the page's static failure screen when the app cannot run. External because a strict
// Content-Security-Policy refuses inline scripts; the hashed addresses stand in the links that the build writes.
const element = (id) => document.getElementById(id);
const limit = () => ("timeout" in AbortSignal ? AbortSignal.timeout(20000) : undefined);

const url = new URL(location.href);
const kept = history.state || {};
const token = url.searchParams.get("token") || kept.kycToken || null;
if (url.searchParams.has("token")) {
  url.searchParams.delete("token");
  // The state of this one history entry survives a reload, and no other page can read it.
  history.replaceState({ kycToken: token }, "", url.href);
}

const config = fetch("config.json", { cache: "no-cache", credentials: "omit", signal: limit() });
const ask = async (settings) => {
  const claims = JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")));
  const scope = (claims.acl && claims.acl[0] && claims.acl[0].scope) || {};
  const organization = (scope.organizationId && scope.organizationId[0]) || settings.organizationId;
  const base = (settings.apiUrl || "").replace(/\/+$/, "") + "/organizations/" + encodeURIComponent(organization);
  const id = claims.customClaims.kycRequestId;
  if (!id) return null;
  const headers = { Authorization: "Bearer " + token, Accept: "application/json" };
  return fetch(base + "/storefront/kyc-requests/" + encodeURIComponent(id) + "?expand=documents", { headers, cache: "no-store", credentials: "omit", signal: limit() });
};
// Whatever goes wrong here, the app finds out again and says so properly.
const request = config.then((answer) => answer.clone().json()).then(ask).catch(() => null);

const fail = (reference) => {
  for (const { srcObject } of document.querySelectorAll("video")) if (srcObject) srcObject.getTracks().forEach((track) => track.stop());
  [element("app").hidden, element("kyc-failure").hidden] = [true, false];
  element("kyc-reference").textContent ||= reference;
};
element("kyc-reload").onclick = () => location.reload();
const locale = kept.kycLocale || url.searchParams.get("locale");
window.__kyc = { token, locale, returnMode: url.searchParams.get("return"), config, request, fail };
import(element("kyc-js").href)
  .then((app) => app.default({ module_or_path: fetch(element("kyc-wasm").href, { mode: "no-cors", credentials: "include" }) }))
  .catch((error) => (console.error(error), fail("load")));

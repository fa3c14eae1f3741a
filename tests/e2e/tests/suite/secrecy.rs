//! What must not be found afterwards: the token in the address or the page, and anything in the browser's stores.

use kyc_e2e::{Look, Page, Request, Walk, World};
use serde_json::{Value, json};

const STORES: &str = "
return [document.cookie, Object.keys(localStorage), Object.keys(sessionStorage), location.href,
  document.documentElement.outerHTML, document.title, window.name];";

const DATABASES: &str = "
if (window.kycStores) return window.kycStores;
Promise.all([indexedDB.databases(), caches.keys(), navigator.serviceWorker.getRegistrations()])
  .then(([databases, stores, workers]) => { window.kycStores = [databases.length, stores.length, workers.length]; });
return null;";

fn holds_nothing(page: &Page, request: &Request, screen: &str) {
    let found = page.evaluate(STORES);
    let text = found.to_string();
    assert!(!text.contains(request.token()), "the token is in the page on `{screen}`");
    let signature = request.token().rsplit('.').next().unwrap();
    assert!(!text.contains(signature), "a part of the token is in the page on `{screen}`");
    assert_eq!([&found[0], &found[1], &found[2]], [&json!(""), &json!([]), &json!([])], "on `{screen}`");
    assert_eq!(
        page.wait("the list of databases", DATABASES, &Value::Null),
        json!([0, 0, 0]),
        "on `{screen}`"
    );
}

#[test]
fn the_token_leaves_the_address_and_nothing_is_stored_on_any_screen() {
    let world = World::start();
    let documents = json!([{ "type": "address-proof", "subtypes": ["utility-bill"] }]);
    let request = world.merchant().ask("secrecy", documents);
    let page = world.browser(Look::phone());
    page.open(&request.link);
    page.screen("welcome");
    holds_nothing(&page, &request, "welcome");
    let walk = Walk::on(&page).start_here().capture(&Walk::BILL);
    page.screen("ready");
    holds_nothing(&page, &request, "ready");
    walk.send().ends("done.success.title");
    holds_nothing(&page, &request, "done");
    let address = page.hurries_back_with("success");
    assert!(!address.contains(request.token()));
    let referrer = page.evaluate("return document.referrer;");
    assert!(!referrer.to_string().contains(request.token()), "the token travelled in the referrer");
}

#[test]
fn the_token_is_gone_before_the_app_has_even_started() {
    let world = World::start();
    let merchant = world.merchant();
    let request = merchant.ask("early", json!([{ "type": "address-proof" }]));
    // The request's answer is held back: only the page itself has run.
    let slow =
        json!({ "path": "storefront/kyc-requests/*", "method": "GET", "kind": "delay", "delayMs": 3000 });
    merchant.order_fault(&request, slow);
    let page = world.browser(Look::phone());
    page.open(&request.link);
    let probe = "return !location.href.includes('token') && (document.querySelector('main[data-kyc-screen]')?.dataset.kycScreen ?? 'none');";
    let screen = page.wait("an address without the token", probe, &Value::Null);
    assert!(screen == "loading" || screen == "none", "{screen}");
    page.screen("welcome");
}

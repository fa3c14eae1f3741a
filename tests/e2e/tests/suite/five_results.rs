//! The customer comes back to the shop with each of the five results, and the rest of the address is kept.

use std::time::{Duration, SystemTime};

use kyc_e2e::{Look, Means, Walk, World, rfc3339};
use serde_json::json;

#[test]
fn everything_accepted_leads_from_the_shop_and_back_with_success() {
    let world = World::start();
    let page = world.browser(Look::desktop());
    page.open(&format!("{}/shop", world.url()));
    page.press_text("Open an account");
    Walk::on(&page)
        .start_here()
        .choose("subtype.passport")
        .capture(&Walk::PASSPORT)
        .send()
        .ends("done.success.title");
    let address = page.returned_with("success");
    // The shop's own query survives, and the shop knows the request by it.
    assert!(address.contains("request=kyc_req_"), "{address}");
    page.sees_text("You are verified").sees_text("Fulfilled");
}

#[test]
fn something_accepted_and_something_with_a_person_leads_back_with_partial() {
    let world = World::start();
    let merchant = world.merchant();
    let documents = json!([
        { "type": "address-proof", "subtypes": ["utility-bill"] },
        { "type": "funds-proof", "subtypes": ["salary-slip"] },
    ]);
    let request = merchant.ask("partial", documents);
    let page = world.browser(Look::phone());
    let walk = Walk::on(&page).start(&request).capture(&Walk::BILL).send().is_told("decided.accepted.title");
    walk.next("document.funds-proof.name").take(Means::File("salary-slip.jpg")).accept().send();
    walk.ends("done.partial.title");
    let address = page.returned_with("partial");
    assert!(address.contains("/shop/return?order=7&info=partial#receipt"), "{address}");
    assert_eq!(merchant.read(&request)["status"], "partial");
}

#[test]
fn no_attempt_left_leads_back_with_manual() {
    let world = World::start();
    let merchant = world.merchant();
    let documents = json!([{ "type": "address-proof", "subtypes": ["utility-bill"], "maxAttempts": 1 }]);
    let request = merchant.ask("manual", documents);
    merchant.order_verdict(
        &request,
        "address-proof",
        "rejected",
        &[("rejectionType", json!("name-mismatch"))],
    );
    let page = world.browser(Look::phone());
    let walk = Walk::on(&page).start(&request).capture(&Walk::BILL).send().is_told("decided.exhausted.title");
    page.sees("rejection.name-mismatch.title");
    page.press("decided.finish");
    walk.ends("done.already.failed.title");
    page.returned_with("manual");
    assert_eq!(merchant.read(&request)["status"], "failed");
}

#[test]
fn a_customer_who_leaves_comes_back_with_back_and_can_go_on_later() {
    let world = World::start();
    let merchant = world.merchant();
    let request = merchant.ask("back", json!([{ "type": "address-proof", "subtypes": ["utility-bill"] }]));
    let page = world.browser(Look::phone());
    page.open(&request.link);
    page.screen("welcome").press("action.back");
    page.sees("dialog.back.title").press("dialog.back.dismiss");
    page.screen("welcome").press("action.back");
    page.press("dialog.back.confirm");
    page.returned_with("back");
    assert_eq!(merchant.read(&request)["status"], "gathering");
    Walk::on(&page).start(&request);
    page.screen("tips");
}

#[test]
fn an_expired_request_leads_back_with_token_expired() {
    let world = World::start();
    let merchant = world.merchant();
    let expires = SystemTime::now() + Duration::from_secs(8);
    let request = merchant.ask_with(json!({
        "customerId": "expired",
        "documents": [{ "type": "address-proof" }],
        "redirectUrl": format!("{}/shop/return", world.url()),
        "expirationTime": rfc3339(expires),
    }));
    let page = world.browser(Look::phone());
    page.open(&request.link);
    // Nobody touches the page: time alone ends the journey, by the server's clock.
    page.screen("done").sees("done.token_expired.title");
    page.returned_with("token_expired");
    // By now the server refuses the token, so that nobody knows where to return to.
    page.expect_in_console("status of 401");
    page.open(&request.link);
    page.screen("stopped").sees("error.token-expired.title");
}

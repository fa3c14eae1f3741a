//! Nothing is lost and nothing is counted twice: reloads, two tabs, broken connections.

use kyc_e2e::{Look, Means, Walk, World};
use serde_json::json;

#[test]
fn a_reload_in_the_middle_goes_on_from_what_the_server_has() {
    let world = World::start();
    let merchant = world.merchant();
    let documents = json!([
        { "type": "identity-proof", "subtypes": ["passport"] },
        { "type": "address-proof", "subtypes": ["utility-bill"] },
    ]);
    let request = merchant.ask("reload", documents);
    let page = world.browser(Look::phone());
    let walk =
        Walk::on(&page).start(&request).capture(&Walk::PASSPORT).send().is_told("decided.accepted.title");
    walk.next("document.address-proof.name").take(Means::File("utility-bill.jpg"));
    // The address holds no token any more: it comes back from the history entry.
    page.reload();
    page.screen("welcome").sees("standing.accepted").press("welcome.continue");
    walk.capture(&Walk::BILL).send().ends("done.success.title");
    page.hurries_back_with("success");
    assert_eq!(merchant.document_statuses(&request), ["accepted", "accepted"]);
}

#[test]
fn the_browsers_back_button_goes_one_screen_back_and_keeps_the_pictures() {
    let world = World::start();
    let merchant = world.merchant();
    let request = merchant.ask("back-button", json!([{ "type": "identity-proof", "subtypes": ["id-card"] }]));
    let page = world.browser(Look::phone());
    let [front, back, _] = Walk::ID_CARD_AS_FILES;
    let walk = Walk::on(&page).start(&request).take(front).accept().take(back).accept();
    page.screen("ready").back();
    page.screen("review").back();
    page.screen("tips").back();
    // The front is the one that was captured at first.
    page.screen("review").press("review.use");
    walk.take(back).accept();
    // The token lies in our entry of the history as well.
    page.screen("ready").reload();
    walk.start_here().take(front).accept().take(back).accept().send().ends("done.success.title");
    page.hurries_back_with("success");
    // Not to a dead page of the gatherer, but to where the customer was before.
    page.back();
    page.wait(
        "the page before the link",
        "return !document.querySelector('main[data-kyc-screen]');",
        &json!(null),
    );
    assert_eq!(merchant.document_statuses(&request), ["accepted"]);
}

#[test]
fn a_reload_while_the_decision_is_awaited_loses_no_attempt() {
    let world = World::start();
    let merchant = world.merchant();
    let request = merchant.ask("waiting", json!([{ "type": "address-proof", "subtypes": ["utility-bill"] }]));
    merchant.order_verdict(&request, "address-proof", "accepted", &[("delayMs", json!(6000))]);
    let page = world.browser(Look::phone());
    let walk = Walk::on(&page).start(&request).capture(&Walk::BILL).send();
    page.screen("deciding").reload();
    // Nothing is left to do but to wait, so the page waits again.
    page.screen("deciding");
    walk.ends("done.success.title");
    page.hurries_back_with("success");
    assert_eq!(merchant.document_statuses(&request), ["accepted"]);
}

#[test]
fn an_answer_lost_after_the_server_has_committed_costs_no_attempt() {
    let world = World::start();
    let merchant = world.merchant();
    let request = merchant
        .ask("lost", json!([{ "type": "address-proof", "subtypes": ["utility-bill"], "maxAttempts": 1 }]));
    let lost = json!({ "path": "storefront/kyc-documents", "method": "POST", "kind": "drop-after-commit" });
    merchant.order_fault(&request, lost);
    let page = world.browser(Look::phone());
    page.expect_in_console("storefront/kyc-documents");
    let walk = Walk::on(&page).start(&request).capture(&Walk::BILL).send();
    walk.ends("done.success.title");
    page.hurries_back_with("success");
    assert_eq!(merchant.document_statuses(&request), ["accepted"]);
}

#[test]
fn the_same_link_in_two_tabs_files_a_document_once() {
    let world = World::start();
    let merchant = world.merchant();
    let request = merchant
        .ask("tabs", json!([{ "type": "address-proof", "subtypes": ["utility-bill"], "maxAttempts": 1 }]));
    let page = world.browser(Look::phone());
    let walk = Walk::on(&page).start(&request).capture(&Walk::BILL);
    page.screen("ready");
    assert_eq!(page.new_tab(), 2);
    walk.start(&request).capture(&Walk::BILL).send().ends("done.success.title");
    page.switch_to_tab(0);
    // This tab still shows what was true before. What it sends now is refused; it looks for itself how things stand.
    page.expect_in_console("sandbox/files");
    walk.send().ends("done.success.title");
    page.hurries_back_with("success");
    assert_eq!(merchant.document_statuses(&request), ["accepted"]);
}

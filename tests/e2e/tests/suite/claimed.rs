//! A token of the older form, got through the exchange: what is asked stands in the token itself.

use kyc_e2e::{Look, Means, Walk, World};
use serde_json::json;

#[test]
fn a_token_of_the_older_form_leads_to_the_redirect_over_a_reload() {
    let world = World::start();
    let merchant = world.merchant();
    let documents = json!([
        { "type": "identity-proof", "subtypes": ["passport"] },
        { "type": "address-proof", "subtypes": ["utility-bill"] },
    ]);
    let request = merchant.claim("older-form", documents);
    let page = world.browser(Look::phone());
    // The first look asks for a document that cannot be there.
    page.expect_in_console("status of 404");
    let walk =
        Walk::on(&page).start(&request).capture(&Walk::PASSPORT).send().is_told("decided.accepted.title");
    walk.next("document.address-proof.name").take(Means::File("utility-bill.jpg"));
    // One screen back, onto the entry of the history that was there first: what it keeps came along.
    page.screen("review").back();
    page.screen("tips").reload();
    page.screen("welcome").sees("standing.accepted").press("welcome.continue");
    walk.capture(&Walk::BILL).send().ends("done.success.title");
    page.hurries_back_with("success");
    let filed = merchant.documents_of_customer(&request);
    assert_eq!(filed.len(), 2, "{filed:?}");
    assert!(filed.iter().all(|it| it["status"] == "accepted" && it["requestId"].is_null()), "{filed:?}");
}

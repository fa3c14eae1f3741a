//! Pictures of every screen for people to look at: `KYC_SCREENSHOTS=DIR cargo xtask test --suite e2e -- screenshots`.
//! The walk through all screens is shared with the accessibility tests.

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use kyc_e2e::{Inspection, Look, Means, Page, People, Walk, World, rfc3339, specimen};
use serde_json::{Value, json};

use crate::liveness::{at_the_check, is_told, order, passport_and_check};

#[test]
fn pictures_of_every_screen() {
    let Some(directory) = std::env::var_os("KYC_SCREENSHOTS").map(PathBuf::from) else { return };
    let world = World::start();
    let looks = [
        Look::phone(),
        Look::phone().dark(),
        Look::phone().in_language("ar"),
        Look::desktop(),
        Look::desktop().dark(),
        Look::narrow().in_language("es"),
    ];
    for look in looks {
        let page = world.browser(look.inspected(Inspection::Picture(directory.clone())));
        every_screen(&world, &page);
        dead_ends(&world, &page);
    }
}

/// Walks through all screens: an identity card with its back and a selfie by camera, refused once; a bill of two pages;
/// a slip for a person; the end.
pub fn every_screen(world: &World, page: &Page) {
    let merchant = world.merchant();
    let customer = format!("everything-{}", page.words().language());
    let documents = json!([
        { "type": "identity-proof", "subtypes": ["id-card", "passport"], "faceProofRequired": true, "maxAttempts": 2 },
        { "type": "address-proof", "subtypes": ["utility-bill"] },
        { "type": "funds-proof", "subtypes": ["salary-slip"] },
    ]);
    let request = merchant.ask(&customer, documents);
    let reason = [("rejectionType", json!("document-expired")), ("message", json!("Valid until 2019"))];
    merchant.order_verdict(&request, "identity-proof", "rejected", &reason);
    let walk = Walk::on(page).start(&request).choose("subtype.id-card").capture(&Walk::ID_CARD_BY_CAMERA);
    walk.send();
    page.screen("deciding");
    walk.is_told("decided.rejected.title");
    page.press("action.back").sees("dialog.back.title").inspect("dialog-back");
    page.press("dialog.back.dismiss").press("decided.retry");
    walk.choose("subtype.passport").capture(&[Means::File("passport.jpg"), Means::File("selfie.jpg")]).send();
    walk.is_told("decided.accepted.title").next("document.address-proof.name");
    pages_and_problems(page, walk);
    walk.send().is_told("decided.accepted.title").next("document.funds-proof.name");
    walk.take(Means::File("salary-slip.jpg")).accept().send();
    // It would leave while it is looked at.
    page.reaches("done").press("done.hold").sees("done.partial.title").sees("done.held").inspect("done");
    page.press("done.link").returned_with("partial");
    liveness_check(world, page);
}

/// A liveness check: explained, broken off by the provider, run and passed.
fn liveness_check(world: &World, page: &Page) {
    let merchant = world.merchant();
    let request = merchant.ask(&format!("alive-{}", page.words().language()), passport_and_check());
    order(world, &request, json!({ "challenge": "movement" }));
    merchant.order_fault(&request, json!({ "kind": "stream-exception", "exception": "ThrottlingException" }));
    at_the_check(page, &request);
    page.camera().sees_people(People::Comes);
    page.press("liveness.start");
    is_told(page, "error.liveness-busy.title");
    page.inspect("liveness-again");
    page.press("action.retry").sees("liveness.run").inspect("liveness-run");
    is_told(page, "liveness.passed.title");
    page.inspect("liveness-passed");
    page.press("action.back");
    page.press("dialog.back.confirm").returned_with("back");
}

/// What can be wrong with a file, a picture with a warning, and a second page.
fn pages_and_problems(page: &Page, walk: Walk<'_>) {
    page.screen("tips").press("tips.file").screen("file");
    page.choose_files(&[&specimen("locked.pdf")]).sees("error.file-locked.title").inspect("file-locked");
    page.choose_files(&[&specimen("dark.jpg")])
        .screen("review")
        .sees("review.noticed")
        .inspect("review-warning");
    page.press("review.choose").screen("file");
    page.choose_files(&[&specimen("utility-bill.jpg")]).screen("review");
    walk.accept();
    page.screen("ready").press("ready.add-page");
    walk.take(Means::File("utility-bill.pdf"));
    page.press("review.use-file");
}

/// The screens from which there is no way on.
pub fn dead_ends(world: &World, page: &Page) {
    page.expect_in_console("status of 4").expect_in_console("status of 503");
    page.open(world.url());
    page.screen("stopped").inspect("stopped-no-token");
    let merchant = world.merchant();
    let request =
        merchant.ask(&format!("ends-{}", page.words().language()), json!([{ "type": "address-proof" }]));
    let limit = json!({
        "path": "storefront/kyc-requests/*", "method": "GET", "kind": "status", "status": 429, "retryAfterSeconds": 3,
    });
    merchant.order_fault(&request, limit);
    page.open(&request.link);
    page.screen("stopped").sees("error.rate-limited.title").inspect("stopped-rate-limited");
    page.screen("welcome").press("action.back");
    page.press("dialog.back.confirm").returned_with("back");
    ended_without_an_address(world, page);
    expiring(world, page);
    no_check(world, page);
}

/// Of a token without a request no liveness check can be begun.
fn no_check(world: &World, page: &Page) {
    let customer = format!("no-check-{}", page.words().language());
    let request = world.merchant().claim(&customer, passport_and_check());
    Walk::on(page).start(&request);
    page.screen("liveness").sees("error.liveness-unavailable.title");
}

/// The end is near, then there.
fn expiring(world: &World, page: &Page) {
    let expires = SystemTime::now() + Duration::from_secs(6);
    let request = world.merchant().ask_with(json!({
        "customerId": format!("expiring-{}", page.words().language()),
        "documents": [{ "type": "address-proof" }],
        "expirationTime": rfc3339(expires),
    }));
    page.open(&request.link);
    page.sees("dialog.expiring.title").inspect("dialog-expiring");
    page.screen("done").sees("done.token_expired.title");
}

/// Without a return address the last screen stays.
fn ended_without_an_address(world: &World, page: &Page) {
    let merchant = world.merchant();
    let customer = format!("stays-{}", page.words().language());
    let documents = json!([{ "type": "address-proof", "subtypes": ["utility-bill"] }]);
    let request = merchant
        .ask_with(json!({ "customerId": customer, "documents": documents, "redirectUrl": Value::Null }));
    Walk::on(page).start(&request).capture(&Walk::BILL).send().ends("done.success.title");
    page.sees("done.next.title").inspect("done-stays");
}

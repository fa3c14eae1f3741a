//! The demo shop: its presets, the three ways to the gatherer, the live timeline, and the reviewer's decision.

use kyc_e2e::{Inspection, Look, Means, Page, Setup, Walk, World};
use serde_json::{Value, json};
use thirtyfour::Key;

/// What the timeline says, oldest first.
const TOLD: &str = "return [...document.querySelectorAll('ol')].find((it) => it.reversed)
    ?.innerText && [...document.querySelectorAll('ol[reversed] > li > strong')].map((it) => it.innerText).reverse();";

/// Waits until the timeline has told all of this in this order, with whatever else in between.
#[track_caller]
fn is_told(page: &Page, wanted: &[&str]) {
    let probe = format!(
        "const told = (() => {{ {TOLD} }})() ?? [];
         let at = 0;
         for (const it of told) if (it === args[at]) at += 1;
         return at === args.length;"
    );
    page.wait(&format!("the timeline {wanted:?}"), &probe, &json!(wanted));
}

fn shop(world: &World, page: &Page) {
    page.open(&format!("{}/shop", world.url()));
}

#[test]
fn a_preset_leads_to_the_gatherer_and_back_and_on_to_the_merchants_view() {
    let world = World::start();
    let page = world.browser(Look::phone());
    shop(&world, &page);
    page.press_text("Passport and selfie");
    let files = [Means::File("passport.jpg"), Means::File("selfie.jpg")];
    Walk::on(&page).start_here().capture(&files).send().ends("done.success.title");
    page.returned_with("success");
    page.sees_text("You are verified").press_text("See the merchant's view");
    page.sees_text("Identity proof: passport").sees_text("Selfie,");
    is_told(&page, &["Request made", "Handed in", "Accepted", "Fulfilled"]);
    // The pictures are there, though the page has no key.
    let probe = "const all = [...document.querySelectorAll('article img')];
        all.forEach((it) => it.scrollIntoView());
        return all.length === 2 && all.every((it) => it.complete && it.naturalWidth > 0);";
    page.wait("two pictures", probe, &Value::Null);
}

#[test]
fn beside_the_frame_the_timeline_tells_each_status_without_a_reload() {
    let world = World::start();
    let page = world.browser(Look::desktop());
    shop(&world, &page);
    page.press_text("In a frame")
        .press_text("ID card and address")
        .enter_frame("Verification")
        .screen("welcome");
    page.leave_frame().evaluate("window.isSame = true;");
    is_told(&page, &["Request made"]);
    page.enter_frame("Verification");
    let [front, back, _] = Walk::ID_CARD_AS_FILES;
    let walk = Walk::on(&page).start_here().capture(&[front, back]).send().is_told("decided.accepted.title");
    page.leave_frame();
    let first = ["Request made", "Handed in", "Being checked", "Accepted", "Partly accepted"];
    is_told(&page, &first);
    assert_eq!(page.evaluate("return window.isSame;"), true);
    page.enter_frame("Verification");
    walk.next("document.address-proof.name").choose("subtype.utility-bill").capture(&Walk::BILL).send();
    page.leave_frame().returned_with("success");
    page.press_text("See the merchant's view");
    let all: Vec<&str> =
        first.into_iter().chain(["Handed in", "Being checked", "Accepted", "Fulfilled"]).collect();
    is_told(&page, &all);
}

#[test]
fn a_rejection_with_a_reason_reaches_the_customer_in_the_other_tab() {
    // The analysis never comes first.
    let world = World::start_with(&Setup { analysis_delay: "600s", ..Setup::default() });
    let page = world.browser(Look::desktop());
    shop(&world, &page);
    page.press_text("New tab").press_text("One attempt only").sees_text("Timeline");
    page.switch_to_tab(1);
    assert_eq!(page.evaluate("return window.opener;"), Value::Null);
    Walk::on(&page).start_here().capture(&Walk::BILL).send();
    page.reaches("deciding").switch_to_tab(0);
    page.press_text("Start review").press_text("Stop review");
    page.press_text("Reject…");
    page.evaluate(
        "const form = document.querySelector('article form');
         form.querySelector('select').value = 'document-expired';
         form.querySelector('textarea').value = 'Older than three months <b>';",
    );
    page.press_text("Reject").sees_text("Rejected: Document expired: Older than three months <b>");
    // It can be decided otherwise, not once more.
    let buttons = "return [...document.querySelectorAll('article button')]
        .filter((it) => it.checkVisibility()).map((it) => it.innerText);";
    assert_eq!(page.evaluate(buttons), json!(["Accept after all"]));
    assert_eq!(page.evaluate("return document.activeElement.tagName;"), "ARTICLE");
    is_told(&page, &["Handed in", "A person took it up", "The person let it go", "Rejected", "Failed"]);
    page.switch_to_tab(1);
    page.sees("rejection.document-expired.title").sees_text("Older than three months <b>");
}

#[test]
fn a_fault_from_the_desk_hits_its_customer_and_can_be_cleared() {
    let world = World::start();
    let page = world.browser(Look::phone());
    page.expect_in_console("status of 503");
    shop(&world, &page);
    page.press_text("New tab").press_text("Any identity document").sees_text("Let something go wrong");
    page.switch_to_tab(1);
    page.screen("welcome").switch_to_tab(0);
    page.press_text("503 once").sees_text("Status, 503 (waits for 1 more)").press_text("Clear all");
    let gone = "return !document.body.innerText.includes('Status, 503');";
    page.wait("an empty list of faults", gone, &Value::Null);
    page.press_text("End the request now").sees_text("Expired");
    is_told(&page, &["Request made", "Expired"]);
}

#[test]
fn a_form_of_any_shape_names_what_is_refused() {
    let world = World::start();
    let page = world.browser(Look::phone());
    page.expect_in_console("status of 422");
    page.open(&format!("{}/shop/new?preset=credit-file", world.url()));
    page.sees_text("Add another document").wait(
        "the preset in the form",
        "return document.querySelector('#firstName').value === 'accept';",
        &Value::Null,
    );
    page.evaluate("document.querySelector('#customerId').value = 'a b';");
    page.press_text("Create and open").sees_text("Customer id: Must have");
    page.evaluate("document.querySelector('#customerId').value = 'credit';");
    // The bureau knows the customer: nothing is left to ask, and the link leads straight back.
    page.press_text("Create and open").returned_with("success");
}

#[test]
fn the_keyboard_alone_opens_an_account() {
    let world = World::start();
    let page = world.browser(Look::phone());
    shop(&world, &page);
    page.keys().tab_to_text("Open an account").press(Key::Enter);
    page.screen("welcome");
}

fn every_page(look: Look) {
    let world = World::start();
    let page = world.browser(look.inspected(Inspection::Accessible));
    shop(&world, &page);
    page.sees_text("Three minutes left").inspect("shop");
    page.press_text("Passport and selfie");
    let walk = Walk::on(&page);
    page.reaches("welcome").press("welcome.start");
    walk_passport(&page, walk);
    page.hurries_back_with("success");
    page.sees_text("Identity proof: passport").inspect("shop-return");
    page.press_text("See the merchant's view").sees_text("Selfie,");
    is_told(&page, &["Fulfilled"]);
    page.press_text("503 once")
        .sees_text("waits for 1 more")
        .press_text("Reject after all…")
        .inspect("shop-request");
    page.press_text("All requests").sees_text("1 handed in");
    page.press_text("Listen to webhooks")
        .sees_text("Each timeline shows what arrived.")
        .inspect("shop-requests");
    page.press_text("New request").sees_text("Add another document").inspect("shop-new");
    for (path, text) in [("help", "What do I need?"), ("privacy", "Does this page watch me?")] {
        page.open(&format!("{}/shop/{path}", world.url()));
        page.sees_text(text).inspect(path);
    }
    let request = world.merchant().ask("framed", json!([{ "type": "identity-proof" }]));
    page.open(&format!("{}/shop/embedded?request={}", world.url(), request.id));
    is_told(&page, &["Request made"]);
    page.inspect("shop-embedded");
}

fn walk_passport(page: &Page, walk: Walk<'_>) {
    for file in ["passport.jpg", "selfie.jpg"] {
        page.reaches("tips");
        walk.upload(file).accept();
    }
    page.reaches("ready").press("ready.send").reaches("done");
}

#[test]
fn axe_is_content_with_the_shop_on_a_phone() {
    every_page(Look::phone());
}

#[test]
fn axe_is_content_with_the_shop_in_the_dark() {
    every_page(Look::desktop().dark());
}

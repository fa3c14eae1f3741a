//! From the link to the redirect without a mouse.

use kyc_e2e::{Look, World};
use serde_json::json;
use thirtyfour::Key;

#[test]
fn a_passport_is_handed_in_with_the_keyboard_alone() {
    let world = World::start();
    let merchant = world.merchant();
    let documents = json!([{ "type": "identity-proof", "subtypes": ["passport", "id-card"] }]);
    let request = merchant.ask("keyboard", documents);
    // What the camera sees is a card; this test is about keys.
    merchant.order_verdict(&request, "identity-proof", "accepted", &[]);
    let page = world.browser(Look::desktop());
    let keys = page.keys();
    page.open(&request.link);
    page.screen("welcome");
    keys.enter("welcome.start");
    page.screen("subtype");
    // Each new screen puts the focus on its heading.
    assert_eq!(keys.focus().0, "heading");
    keys.space("subtype.passport");
    page.screen("tips");
    keys.enter("tips.camera");
    page.screen("camera");
    keys.enter("camera.primer.start");
    kyc_e2e::Walk::on(&page).sees_itself();
    // Else it may be quicker than the keyboard.
    keys.enter("guide.automatic");
    keys.space("camera.shutter");
    page.screen("review");
    assert_eq!(keys.focus().0, "heading");
    keys.enter("review.use");
    page.screen("ready");
    keys.enter("ready.send");
    page.screen("done").sees("done.success.title");
    keys.enter("done.link");
    page.returned_with("success");
}

#[test]
fn leaving_is_confirmed_and_cancelled_with_the_keyboard_and_the_focus_comes_back() {
    let world = World::start();
    let request = world.merchant().ask("leaving", json!([{ "type": "address-proof" }]));
    let page = world.browser(Look::desktop());
    let keys = page.keys();
    page.open(&request.link);
    page.screen("welcome");
    keys.enter("action.back");
    page.sees("dialog.back.title");
    keys.press(Key::Escape);
    page.wait("the end of the dialog", "return !document.querySelector('dialog[open]');", &json!(null));
    assert_eq!(keys.focus().1, page.words().text("action.back"));
    keys.press(Key::Enter);
    page.sees("dialog.back.title");
    keys.enter("dialog.back.confirm");
    page.returned_with("back");
}

//! Reloads, going back, and links that are of no use any more.

use kyc_wire::Info;
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::customer::Customer;
use crate::support::{dom, merchant, words};

#[wasm_bindgen_test]
async fn a_reload_continues_with_what_is_left() {
    let passport = json!({ "type": "identity-proof", "subtypes": ["passport"] });
    let bill = json!({ "type": "address-proof", "subtypes": ["utility-bill"] });
    let asked = merchant::ask(json!([passport, bill])).await;
    let customer = Customer::open(&asked).await;
    customer.presses("welcome.start").await.hands_in("passport.jpg").await;
    customer.presses("ready.send").await.sees("decided").await;

    let customer = customer.reload(&asked).await;
    customer.sees("welcome").await.reads("standing.accepted").await.presses("welcome.continue").await;
    customer.hands_in("utility-bill.jpg").await.presses("ready.send").await;
    assert_eq!(customer.ends().await, Info::Success);
}

#[wasm_bindgen_test]
async fn a_reload_during_the_analysis_goes_on_watching() {
    let asked = merchant::ask(json!([{ "type": "identity-proof", "subtypes": ["passport"] }])).await;
    asked.verdict("identity-proof", json!({ "status": "accepted", "delayMs": 1500 })).await;
    let customer = Customer::open(&asked).await;
    customer.presses("welcome.start").await.hands_in("passport.jpg").await;
    customer.presses("ready.send").await.sees("deciding").await;

    let customer = customer.reload(&asked).await;
    customer.sees("deciding").await;
    assert_eq!(customer.ends().await, Info::Success);
}

#[wasm_bindgen_test]
async fn going_back_asks_first() {
    let asked = merchant::ask(json!([{ "type": "identity-proof" }])).await;
    let customer = Customer::open(&asked).await;
    customer.sees("welcome").await.presses("action.back").await.reads("dialog.back.title").await;
    customer.presses("dialog.back.dismiss").await.sees("welcome").await;
    customer.presses("action.back").await.presses("dialog.back.confirm").await;
    assert_eq!(customer.ends().await, Info::Back);
    assert!(asked.documents().await.is_empty());
}

#[wasm_bindgen_test]
async fn a_link_that_runs_out_in_front_of_the_customer_says_so() {
    let soon = js_sys::Date::new(&(js_sys::Date::now() + 3_000.0).into()).to_iso_string();
    let asked = merchant::ask_with(json!({
        "documents": [{ "type": "identity-proof" }],
        "expirationTime": String::from(soon),
    }))
    .await;
    let customer = Customer::open(&asked).await;
    customer.sees("welcome").await.reads("dialog.expiring.title").await;
    assert_eq!(customer.ends().await, Info::TokenExpired);
    customer.reads("done.token_expired.title").await;
}

#[wasm_bindgen_test]
async fn what_is_no_link_says_so() {
    let customer = Customer::open_with(None).await;
    customer.sees("stopped").await.reads("error.token-missing.title").await;
    drop(customer);
    let customer = Customer::open_with(Some("not.a.token".into())).await;
    customer.sees("stopped").await.reads("error.token-malformed.title").await;
}

#[wasm_bindgen_test]
async fn a_forged_token_is_refused() {
    let asked = merchant::ask(json!([{ "type": "identity-proof" }])).await;
    let (content, _) = asked.token.rsplit_once('.').unwrap();
    let customer = Customer::open_with(Some(format!("{content}.Zm9yZ2Vk"))).await;
    customer.sees("stopped").await.reads("error.unauthorized.title").await;
}

#[wasm_bindgen_test]
async fn a_fulfilled_request_has_nothing_left_to_do() {
    let asked = merchant::ask(json!([{ "type": "identity-proof", "subtypes": ["passport"] }])).await;
    let customer = Customer::open(&asked).await;
    customer.presses("welcome.start").await.hands_in("passport.jpg").await.presses("ready.send").await;
    assert_eq!(customer.ends().await, Info::Success);
    let customer = customer.reload(&asked).await;
    assert_eq!(customer.ends().await, Info::Success);
    customer.reads("done.already.fulfilled.title").await;
}

async fn ready_with_a_passport(asked: &merchant::Asked) -> Customer {
    let customer = Customer::open(asked).await;
    customer.presses("welcome.start").await.hands_in("passport.jpg").await.sees("ready").await;
    customer
}

#[wasm_bindgen_test]
async fn what_another_tab_has_ended_ends_here_too() {
    for (decision, info) in [("acceptance", Info::Success), ("rejection", Info::Manual)] {
        let passport = json!({ "type": "identity-proof", "subtypes": ["passport"], "maxAttempts": 1 });
        let asked = merchant::ask(json!([passport])).await;
        let customer = ready_with_a_passport(&asked).await;
        asked.is_decided_elsewhere(decision).await;
        customer.presses("ready.send").await;
        assert_eq!(customer.ends().await, info);
        assert_eq!(asked.documents().await.len(), 1);
    }
}

#[wasm_bindgen_test]
async fn a_request_that_ends_just_before_the_upload_has_run_out() {
    let asked = merchant::ask(json!([{ "type": "identity-proof", "subtypes": ["passport"] }])).await;
    let customer = ready_with_a_passport(&asked).await;
    asked.fault(json!({ "path": "files", "method": "POST", "kind": "expire", "expires": "request" })).await;
    customer.presses("ready.send").await;
    assert_eq!(customer.ends().await, Info::TokenExpired);
}

#[wasm_bindgen_test]
async fn a_request_that_was_deleted_before_the_upload_is_told() {
    let asked = merchant::ask(json!([{ "type": "identity-proof", "subtypes": ["passport"] }])).await;
    let customer = ready_with_a_passport(&asked).await;
    asked.delete().await;
    customer.presses("ready.send").await.reads("error.not-found.title").await;
}

fn browser_back() {
    web_sys::window().unwrap().history().unwrap().back().unwrap();
}

/// Whether closing the page is questioned.
fn is_closing_questioned() -> bool {
    let init = web_sys::EventInit::new();
    init.set_cancelable(true);
    let event = web_sys::Event::new_with_event_init_dict("beforeunload", &init).unwrap();
    !web_sys::window().unwrap().dispatch_event(&event).unwrap()
}

#[wasm_bindgen_test]
async fn the_browsers_back_button_goes_one_screen_back() {
    let asked = merchant::ask(json!([{ "type": "identity-proof", "subtypes": ["id-card"] }])).await;
    let customer = Customer::open(&asked).await;
    let history = web_sys::window().unwrap().history().unwrap();
    customer.presses("welcome.start").await.sees("tips").await;
    let length = history.length().unwrap();
    assert!(!is_closing_questioned(), "there is nothing to lose yet");
    customer.hands_in("id-card-front.jpg").await.sees("tips").await;
    assert!(is_closing_questioned());
    browser_back();
    customer.sees("review").await;
    assert!(is_closing_questioned(), "the picture is still there");
    browser_back();
    customer.sees("tips").await;
    customer.presses("tips.file").await.sees("file").await;
    browser_back();
    customer.sees("tips").await;
    browser_back();
    customer.sees("welcome").await;
    assert!(!is_closing_questioned());
    assert_eq!(history.length().unwrap(), length, "one entry is enough");
}

#[wasm_bindgen_test]
async fn the_browsers_back_button_asks_where_there_is_no_screen_to_go_back_to() {
    let asked =
        merchant::ask(json!([{ "type": "address-proof", "subtypes": ["utility-bill"], "maxAttempts": 1 }]))
            .await;
    let customer = Customer::open(&asked).await;
    customer.presses("welcome.start").await.hands_in("utility-bill.jpg").await.sees("ready").await;
    browser_back();
    customer.sees("ready").await.reads("dialog.back.title").await;
    browser_back();
    dom::until("the dialog's end", || dom::all("dialog[open]").is_empty().then_some(())).await;
    customer.sees("ready").await.presses("ready.send").await;
    assert_eq!(customer.ends().await, Info::Success);
    assert!(!is_closing_questioned());
    dom::until("the page's own entry", || (entry("kycGuard") != Some(true)).then_some(())).await;
}

#[wasm_bindgen_test]
async fn the_apps_own_way_back_leaves_no_entry_of_ours_under_the_welcome() {
    let asked = merchant::ask(json!([{ "type": "identity-proof", "subtypes": ["passport"] }])).await;
    let customer = Customer::open(&asked).await;
    customer.presses("welcome.start").await.sees("tips").await;
    assert_eq!(entry("kycGuard"), Some(true));
    customer.presses_words(words::text("action.previous")).await.sees("welcome").await;
    dom::until("the page's own entry", || entry("kycGuard").is_none().then_some(())).await;
    customer.presses("welcome.start").await.sees("tips").await;
    assert_eq!(entry("kycGuard"), Some(true));
}

/// What the present history entry says of `name`.
fn entry(name: &str) -> Option<bool> {
    let state = web_sys::window().unwrap().history().unwrap().state().unwrap();
    js_sys::Reflect::get(&state, &name.into()).ok()?.as_bool()
}

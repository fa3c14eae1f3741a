//! Bad networks: nothing is lost, and no attempt is spent twice.

use kyc_wire::Info;
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::customer::Customer;
use crate::support::merchant::{self, Asked};

async fn passport() -> Asked {
    merchant::ask(json!([{ "type": "identity-proof", "subtypes": ["passport"] }])).await
}

async fn sends_a_passport(asked: &Asked) -> Customer {
    let customer = Customer::open(asked).await;
    customer.presses("welcome.start").await.hands_in("passport.jpg").await.sees("ready").await;
    customer.presses("ready.send").await;
    customer
}

#[wasm_bindgen_test]
async fn a_connection_that_breaks_after_the_commit_costs_no_attempt() {
    let asked = passport().await;
    asked.fault(json!({ "path": "storefront/kyc-documents", "method": "POST", "kind": "drop-after-commit", "times": 1 })).await;
    let customer = Customer::open(&asked).await;
    customer.presses("welcome.start").await.hands_in("passport.jpg").await.sees("ready").await;
    // Without this, finding out is a matter of milliseconds.
    let path = format!("storefront/kyc-requests/{}", asked.id);
    asked.fault(json!({ "path": path, "method": "GET", "kind": "delay", "delayMs": 800, "times": 1 })).await;
    customer.presses("ready.send").await.reads("sending.settling.title").await;
    assert_eq!(customer.ends().await, Info::Success);
    assert_eq!(asked.documents().await.len(), 1, "one decision of the customer, one document");
}

#[wasm_bindgen_test]
async fn a_connection_that_breaks_before_the_commit_is_tried_again() {
    let asked = passport().await;
    asked.fault(json!({ "path": "storefront/kyc-documents", "method": "POST", "kind": "drop-before", "times": 1 })).await;
    let customer = sends_a_passport(&asked).await;
    assert_eq!(customer.ends().await, Info::Success);
    assert_eq!(asked.documents().await.len(), 1);
}

#[wasm_bindgen_test]
async fn a_broken_upload_is_tried_again() {
    let asked = passport().await;
    asked.fault(json!({ "path": "files", "method": "POST", "kind": "drop-before", "times": 2 })).await;
    let customer = sends_a_passport(&asked).await;
    customer.reads("sending.retrying.body").await;
    assert_eq!(customer.ends().await, Info::Success);
}

#[wasm_bindgen_test]
async fn a_rate_limit_is_waited_for() {
    let asked = passport().await;
    let fault = json!({ "path": "files", "method": "POST", "kind": "status", "status": 429, "retryAfterSeconds": 2, "times": 1 });
    asked.fault(fault).await;
    let start = js_sys::Date::now();
    let customer = sends_a_passport(&asked).await;
    assert_eq!(customer.ends().await, Info::Success);
    assert!(js_sys::Date::now() - start >= 1_000.0, "the time the server asked for is kept");
}

#[wasm_bindgen_test]
async fn a_picture_the_server_refuses_is_replaced() {
    let asked = passport().await;
    asked
        .fault(json!({ "path": "files", "method": "POST", "kind": "status", "status": 413, "times": 1 }))
        .await;
    let customer = sends_a_passport(&asked).await;
    customer.reads("error.too-large.title").await.presses("sending.replace").await;
    customer.hands_in("passport.jpg").await.presses("ready.send").await;
    assert_eq!(customer.ends().await, Info::Success);
}

#[wasm_bindgen_test]
async fn sending_can_be_stopped_without_losing_the_pictures() {
    let asked = passport().await;
    asked
        .fault(json!({ "path": "files", "method": "POST", "kind": "delay", "delayMs": 5000, "times": 1 }))
        .await;
    let customer = sends_a_passport(&asked).await;
    customer.sees("sending").await.presses("sending.cancel").await.sees("ready").await;
    customer.presses("ready.send").await;
    assert_eq!(customer.ends().await, Info::Success);
    assert_eq!(asked.documents().await.len(), 1);
}

#[wasm_bindgen_test]
async fn a_slow_decision_can_be_left_to_itself() {
    let asked = passport().await;
    asked.verdict("identity-proof", json!({ "status": "in-progress" })).await;
    let customer = sends_a_passport(&asked).await;
    customer.sees("deciding").await.reads("deciding.title").await;
}

#[wasm_bindgen_test]
async fn a_maintenance_at_the_start_can_be_tried_again() {
    let asked = passport().await;
    let path = format!("storefront/kyc-requests/{}", asked.id);
    asked.fault(json!({ "path": path, "method": "GET", "kind": "status", "status": 503, "times": 2 })).await;
    let customer = Customer::open(&asked).await;
    customer.sees("stopped").await.reads("error.maintenance.title").await.presses("action.retry").await;
    customer.sees("welcome").await;
}

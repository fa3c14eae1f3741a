//! Rejections, and the attempts they cost.

use kyc_wire::Info;
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::customer::Customer;
use crate::support::merchant::{self, Asked};
use crate::support::{dom, words};

fn passport(max_attempts: u32) -> Value {
    json!([{ "type": "identity-proof", "subtypes": ["passport"], "maxAttempts": max_attempts }])
}

async fn will_be_rejected(asked: &Asked, reason: &str) {
    asked.verdict("identity-proof", json!({ "status": "rejected", "rejectionType": reason })).await;
}

async fn sends_a_passport(customer: &Customer) {
    customer.hands_in("passport.jpg").await.presses("ready.send").await;
}

#[wasm_bindgen_test]
async fn a_rejection_is_explained_and_the_next_attempt_succeeds() {
    let asked = merchant::ask(passport(3)).await;
    will_be_rejected(&asked, "document-expired").await;
    let customer = Customer::open(&asked).await;
    customer.presses("welcome.start").await;
    sends_a_passport(&customer).await;
    customer.sees("decided").await.reads("rejection.document-expired.title").await;
    customer.reads("rejection.document-expired.next").await;
    customer.reads_words(&words::filled("attempts.left.other", "count", "2")).await;
    customer.presses("decided.retry").await;
    asked.verdict("identity-proof", json!({ "status": "accepted" })).await;
    sends_a_passport(&customer).await;
    assert_eq!(customer.ends().await, Info::Success);
    assert_eq!(asked.documents().await.len(), 2);
}

#[wasm_bindgen_test]
async fn exhausted_attempts_end_with_a_person() {
    let asked = merchant::ask(passport(1)).await;
    will_be_rejected(&asked, "tampered-document").await;
    let customer = Customer::open(&asked).await;
    customer.reads_words(&words::filled("attempts.left.one", "count", "1")).await;
    customer.presses("welcome.start").await;
    sends_a_passport(&customer).await;
    customer.sees("decided").await.reads("decided.exhausted.title").await;
    assert!(dom::button(words::text("decided.retry")).is_none(), "there is nothing to try again");
    customer.presses("decided.finish").await;
    // The merchant is told that a person is needed; the customer is not told that all is well.
    assert_eq!(customer.ends().await, Info::Manual);
    customer.reads("done.already.failed.title").await.reads("done.already.failed.body").await;
    assert!(!dom::says(words::text("done.manual.title")) && !dom::says(words::text("done.manual.body")));
    assert_eq!(asked.read().await["status"], "failed");
}

#[wasm_bindgen_test]
async fn unlimited_attempts_never_run_out() {
    let asked = merchant::ask(passport(0)).await;
    let customer = Customer::open(&asked).await;
    customer.presses("welcome.start").await;
    for _ in 0..4 {
        will_be_rejected(&asked, "document-unreadable").await;
        sends_a_passport(&customer).await;
        customer.sees("decided").await.reads("rejection.document-unreadable.title").await;
        customer.presses("decided.retry").await;
    }
    asked.verdict("identity-proof", json!({ "status": "accepted" })).await;
    sends_a_passport(&customer).await;
    assert_eq!(customer.ends().await, Info::Success);
}

#[wasm_bindgen_test]
async fn every_reason_has_its_own_words_and_next_step() {
    let asked = merchant::ask(passport(0)).await;
    let customer = Customer::open(&asked).await;
    customer.presses("welcome.start").await;
    for reason in kyc_wire::RejectionType::ALL {
        will_be_rejected(&asked, reason.as_str()).await;
        sends_a_passport(&customer).await;
        customer.sees("decided").await.reads(&format!("rejection.{reason}.title")).await;
        customer.reads(&format!("rejection.{reason}.next")).await.presses("decided.retry").await;
    }
}

#[wasm_bindgen_test]
async fn the_same_picture_as_a_rejected_one_is_told_from_the_real_analysis() {
    let asked = merchant::ask(passport(3)).await;
    will_be_rejected(&asked, "other").await;
    let customer = Customer::open(&asked).await;
    customer.presses("welcome.start").await;
    sends_a_passport(&customer).await;
    customer.sees("decided").await.presses("decided.retry").await;
    sends_a_passport(&customer).await;
    customer.sees("decided").await.reads("rejection.document-duplicate.title").await;
}

//! Tokens of the older form: what is asked stands in the token, and the server has no request to read.

use kyc_wire::Info;
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::customer::Customer;
use crate::support::{dom, merchant, words};

fn bill() -> Value {
    json!({ "type": "address-proof", "subtypes": ["utility-bill"] })
}

async fn sends_a_bill(customer: &Customer) {
    customer.hands_in("utility-bill.jpg").await.sees("ready").await.presses("ready.send").await;
}

#[wasm_bindgen_test]
async fn a_list_of_types_leads_through_to_the_end() {
    let asked = merchant::claim(json!(["identity-proof"])).await;
    let customer = Customer::open(&asked).await;
    customer.sees("welcome").await.presses("welcome.start").await;
    customer.sees("subtype").await.presses("subtype.passport").await.hands_in("passport.jpg").await;
    customer.sees("ready").await.presses("ready.send").await;
    assert_eq!(customer.ends().await, Info::Success);
    let documents = asked.documents().await;
    assert_eq!((documents.len(), &documents[0]["requestId"]), (1, &Value::Null));
}

#[wasm_bindgen_test]
async fn a_reload_goes_on_from_what_was_filed() {
    let asked =
        merchant::claim(json!([{ "type": "identity-proof", "subtypes": ["passport"] }, bill()])).await;
    let customer = Customer::open(&asked).await;
    customer.presses("welcome.start").await.hands_in("passport.jpg").await;
    customer.presses("ready.send").await.sees("decided").await;

    let customer = customer.reload(&asked).await;
    customer.sees("welcome").await.reads("standing.accepted").await.presses("welcome.continue").await;
    sends_a_bill(&customer).await;
    assert_eq!(customer.ends().await, Info::Success);
    assert_eq!(asked.documents().await.len(), 2);
}

#[wasm_bindgen_test]
async fn a_rejected_document_is_tried_again() {
    let asked = merchant::claim(json!([bill()])).await;
    let rejected = json!({ "status": "rejected", "rejectionType": "document-expired" });
    asked.verdict("address-proof", rejected).await;
    let customer = Customer::open(&asked).await;
    customer.presses("welcome.start").await;
    sends_a_bill(&customer).await;
    customer.sees("decided").await.reads("rejection.document-expired.title").await;
    customer.reads_words(&words::filled("attempts.left.other", "count", "2")).await;
    asked.verdict("address-proof", json!({ "status": "accepted" })).await;
    customer.presses("decided.retry").await;
    sends_a_bill(&customer).await;
    assert_eq!(customer.ends().await, Info::Success);
}

#[wasm_bindgen_test]
async fn a_lost_answer_is_the_customers_to_decide_and_costs_nothing_here() {
    let asked = merchant::claim(json!([bill()])).await;
    let lost = json!({ "path": "storefront/kyc-documents", "method": "POST", "kind": "drop-after-commit", "times": 1 });
    asked.fault(lost).await;
    let customer = Customer::open(&asked).await;
    customer.presses("welcome.start").await;
    sends_a_bill(&customer).await;
    customer.reads("sending.doubt.title").await.reads("sending.doubt.again").await;
    assert!(!dom::says(words::text("sending.failed.title")), "nobody knows that");
    customer.presses("action.retry").await;
    assert_eq!(customer.ends().await, Info::Success);
    assert_eq!(asked.documents().await.len(), 1);
}

fn unsigned(exp: u64) -> String {
    let claims = json!({
        "exp": exp, "acl": [{ "scope": { "organizationId": ["sandbox"] }, "permissions": [] }],
        "customClaims": { "documents": ["address-proof"], "redirectUrl": "https://evil.example/" },
    });
    let window = web_sys::window().expect("a window");
    format!("e30.{}.x", window.btoa(&claims.to_string()).expect("text without odd characters"))
}

#[wasm_bindgen_test]
async fn a_token_whose_time_is_over_says_so_and_leads_nowhere_by_itself() {
    let customer = Customer::open_with(Some(unsigned(1_000_000_000))).await;
    assert_eq!(customer.ends().await, Info::TokenExpired);
    let journey = format!("{:?}", customer.journey());
    assert!(journey.contains("Held"), "{journey}");
}

#[wasm_bindgen_test]
async fn a_token_that_the_server_does_not_take_asks_for_nothing() {
    let customer = Customer::open_with(Some(unsigned(4_000_000_000))).await;
    customer.sees("stopped").await;
    let journey = format!("{:?}", customer.journey());
    assert!(journey.contains("Unauthorized"), "{journey}");
}

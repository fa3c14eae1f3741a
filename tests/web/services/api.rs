//! The API against the sandbox.

use std::rc::Rc;

use js_sys::Promise;
use kyc_flow::{Failure, Millis};
use kyc_gatherer::services::api::{Api, WebApi};
use kyc_gatherer::services::clock::Clock;
use kyc_gatherer::services::js;
use kyc_wire::resource::NewDocument;
use kyc_wire::{Code, DocumentSubtype, DocumentType, RequestStatus};
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::asked::Asked;

#[wasm_bindgen_test]
async fn a_request_is_read_with_its_times() {
    let customer = Asked::new(json!([{ "type": "address-proof" }])).await;
    let clock = Rc::new(Clock::default());
    let request = customer.api(&clock).read_request(customer.request.clone()).await.expect("a request");
    assert_eq!(request.status, RequestStatus::Gathering);
    assert_eq!(request.requested.first().map(|it| it.document_type), Some(DocumentType::AddressProof));
    let left = request.expires_at.map_or(0, |end| end.0 - clock.now().0);
    assert!((3_500_000..=3_602_000).contains(&left), "about an hour is left, not {left} ms");
}

#[wasm_bindgen_test]
async fn an_answer_asked_for_early_is_used_once() {
    let customer = Asked::new(json!([{ "type": "address-proof" }])).await;
    let clock = Rc::new(Clock::default());
    let early = early_answer();
    let base = customer.base.clone();
    let api = WebApi::new(base, &customer.token, Rc::clone(&clock), Some(early));
    let first = api.read_request(customer.request.clone()).await.expect("a request");
    assert_eq!(first.id, "early");
    let second = api.read_request(customer.request.clone()).await.expect("a request");
    assert_eq!(second.id, customer.request);
}

#[wasm_bindgen_test]
async fn documents_are_listed_oldest_first() {
    let early = early_answer();
    let api = WebApi::new(String::new(), "", Rc::default(), Some(early));
    let request = api.read_request("early".to_owned()).await.expect("a request");
    let ids: Vec<_> = request.filed.iter().map(|document| document.id.as_str()).collect();
    assert_eq!(ids, ["old", "new"]);
}

/// A good answer whose documents come newest first.
fn early_answer() -> Promise {
    let document = |id: &str, created: &str| json!({ "id": id, "documentType": "address-proof", "status": "rejected", "createdTime": created });
    let documents = [document("new", "2026-11-22T02:00:00Z"), document("old", "2026-11-22T01:00:00Z")];
    let body = json!({ "id": "early", "status": "gathering", "_embedded": { "documents": documents } });
    resolved(&web_sys::Response::new_with_opt_str(Some(&body.to_string())).expect("a response"))
}

fn resolved(value: &JsValue) -> Promise {
    Promise::resolve(value)
}

#[wasm_bindgen_test]
async fn refusals_have_their_codes() {
    let customer = Asked::new(json!([{ "type": "address-proof" }])).await;
    let clock = Rc::new(Clock::default());
    let stranger = WebApi::new(customer.base.clone(), "a.b.c", Rc::clone(&clock), None);
    let code = |answer: Result<_, Failure>| answer.err().map(|failure| failure.code);
    assert_eq!(code(stranger.read_request(customer.request.clone()).await), Some(Code::Unauthorized));
    let api = customer.api(&clock);
    let missing = api.read_document("kyc_doc_none".to_owned()).await;
    assert_eq!(missing.err().map(|failure| failure.code), Some(Code::NotFound));
    let document = NewDocument {
        document_type: DocumentType::AddressProof,
        document_subtype: DocumentSubtype::UtilityBill,
        file_ids: vec!["file_none".to_owned()],
    };
    let refused = api.file_document(document).await;
    assert_eq!(refused.err().map(|failure| failure.code), Some(Code::Invalid));
}

#[wasm_bindgen_test]
async fn passing_failures_have_their_codes_and_times() {
    let customer = Asked::new(json!([{ "type": "address-proof" }])).await;
    let clock = Rc::new(Clock::default());
    let api = customer.api(&clock);
    let path = "storefront/kyc-requests/*";
    for (fault, code) in [
        (json!({ "kind": "status", "status": 500 }), Code::Server),
        (json!({ "kind": "status", "status": 503 }), Code::Maintenance),
        (json!({ "kind": "status", "status": 429, "retryAfterSeconds": 7 }), Code::RateLimited),
        (json!({ "kind": "drop-before", "times": 3 }), Code::Network),
    ] {
        customer.order_fault("GET", path, fault).await;
        let failure = api.read_request(customer.request.clone()).await.expect_err("a failure");
        assert_eq!(failure.code, code);
        if let Some(Millis(at)) = failure.retry_at {
            assert_eq!(code, Code::RateLimited);
            let wait = at.abs_diff(clock.now().0);
            assert!((5_000..=9_000).contains(&wait), "about 7 s, not {wait} ms");
        } else {
            assert_ne!(code, Code::RateLimited);
        }
    }
}

#[wasm_bindgen_test]
async fn an_unreadable_answer_is_the_servers_fault() {
    let early = web_sys::Response::new_with_opt_str(Some("<html>")).expect("a response");
    let api = WebApi::new(String::new(), "", Rc::default(), Some(resolved(&early)));
    let failure = api.read_request("x".to_owned()).await.expect_err("a failure");
    assert_eq!(failure, Failure::new(Code::Server));
}

#[wasm_bindgen_test]
async fn waiting_has_a_limit() {
    let never = Promise::new(&mut |_, _| ());
    assert!(matches!(js::within(&never, 20).await, Err(js::Missed::Late)));
    let soon = resolved(&7.into());
    assert_eq!(js::within(&soon, 1_000).await.ok(), Some(7.into()));
}

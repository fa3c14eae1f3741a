//! Uploads: progress, tags, the fallback, and cancelling.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use kyc_flow::Failure;
use kyc_gatherer::services::upload::{Cancel, NewFile, Progress, send};
use kyc_wire::{Code, SourceType};
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Blob;

use super::asked::Asked;
use crate::support::sandbox;

async fn passport() -> NewFile {
    let content = sandbox::specimen("passport.jpg").await;
    let parts = Array::of1(&Uint8Array::from(content.as_slice()));
    NewFile {
        blob: Blob::new_with_u8_array_sequence(&parts).expect("a blob"),
        name: "id-front.jpg".to_owned(),
        description: "id-front.jpg".to_owned(),
        source: SourceType::Camera,
        tags: vec!["kyc", "id-front"],
    }
}

async fn customer() -> Asked {
    Asked::new(json!([{ "type": "identity-proof" }])).await
}

#[wasm_bindgen_test]
async fn a_file_arrives_with_its_tags_and_tells_its_progress() {
    let target = customer().await.uploads();
    let seen = Rc::new(RefCell::new(Vec::new()));
    let told = Rc::clone(&seen);
    let file = passport().await;
    let size = file.blob.size() as u64;
    let progress: Progress = Rc::new(move |sent, total| told.borrow_mut().push((sent, total)));
    let id = send(&target, &file, &Cancel::default(), &progress).await.expect("an id");
    assert!(id.starts_with("file_"), "{id}");
    let last = seen.borrow().last().copied();
    assert!(last.is_some_and(|(sent, total)| sent == total && total >= size), "{last:?}");
}

#[wasm_bindgen_test]
async fn a_server_that_refuses_the_form_gets_json() {
    let customer = customer().await;
    for status in [400, 415, 422] {
        customer.order_fault("POST", "files", json!({ "kind": "status", "status": status })).await;
        let silent: Progress = Rc::new(|_, _| ());
        let sent = send(&customer.uploads(), &passport().await, &Cancel::default(), &silent).await;
        assert!(sent.is_ok(), "{status}: {sent:?}");
    }
}

#[wasm_bindgen_test]
async fn failures_are_not_repeated_here() {
    let customer = customer().await;
    for (fault, code) in [
        (json!({ "kind": "status", "status": 413 }), Code::TooLarge),
        (json!({ "kind": "status", "status": 500 }), Code::Server),
        (json!({ "kind": "drop-after-commit", "times": 3 }), Code::Network),
    ] {
        customer.order_fault("POST", "files", fault).await;
        let silent: Progress = Rc::new(|_, _| ());
        let sent = send(&customer.uploads(), &passport().await, &Cancel::default(), &silent).await;
        assert_eq!(sent, Err(Failure::new(code)));
    }
}

#[wasm_bindgen_test]
async fn cancelling_ends_it_at_once() {
    let customer = customer().await;
    customer.order_fault("POST", "files", json!({ "kind": "delay", "delayMs": 10_000 })).await;
    let cancel = Rc::new(Cancel::default());
    let stop = Rc::clone(&cancel);
    // Everything is sent, the answer is awaited.
    let progress: Progress = Rc::new(move |sent, total| {
        if sent == total {
            stop.cancel();
        }
    });
    let start = kyc_gatherer::services::js::monotonic_now();
    let sent = send(&customer.uploads(), &passport().await, &cancel, &progress).await;
    assert_eq!(sent, Err(Failure::new(Code::Cancelled)));
    assert!(kyc_gatherer::services::js::monotonic_now() - start < 8_000.0);
}

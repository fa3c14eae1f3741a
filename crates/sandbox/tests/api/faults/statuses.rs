//! Refusals on order look like the real ones.

use reqwest::Method;
use serde_json::{Value, json};

use super::{order, own_request, read_own, reset};
use crate::support::{BILL, Server, refused_fields};

#[tokio::test]
async fn every_status_is_a_problem_with_its_own_occurrence() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let mut instances = Vec::new();
    for status in [400, 401, 403, 404, 413, 418, 422, 429, 451, 499, 500, 502, 503, 504, 599] {
        order(&server, json!({ "kind": "status", "status": status })).await;
        let answer = read_own(&customer).await;
        assert_eq!(answer.status(), status);
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
        assert_eq!(answer.headers().contains_key("retry-after"), status == 429);
        assert_eq!(answer.headers().contains_key("x-ratelimit-retry-after"), status == 429);
        let problem: Value = answer.json().await.unwrap();
        assert_eq!(problem["type"], "about:blank");
        assert_eq!(problem["status"], status);
        assert!(problem["title"].is_string() && problem["detail"] == "This fault was ordered.");
        let instance = problem["instance"].as_str().unwrap().to_owned();
        assert!(instance.starts_with("urn:uuid:") && instance.len() == 45, "{instance}");
        instances.push(instance);
    }
    instances.dedup();
    assert_eq!(instances.len(), 15);
}

#[tokio::test]
async fn a_422_names_the_ordered_fields_and_says_the_ordered_words() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let fields = json!([
        { "field": "fileIds.0", "message": "Gone." },
        { "field": "documentType", "message": "Unwanted." },
    ]);
    let fault = json!({ "kind": "status", "status": 422, "times": 2, "invalidFields": fields, "detail": "Not today." });
    order(&server, fault).await;
    assert_eq!(refused_fields(read_own(&customer).await).await, ["fileIds.0", "documentType"]);
    let problem: Value = read_own(&customer).await.json().await.unwrap();
    assert_eq!((&problem["detail"], &problem["invalidFields"]), (&json!("Not today."), &fields));
}

#[tokio::test]
async fn a_status_fault_tells_when_to_retry_and_hits_its_customer_only() {
    let server = Server::start().await;
    let ann = server.ask(json!([{ "type": "funds-proof" }])).await;
    let bob = server.ask_with(json!({ "customerId": "bob", "documents": [{ "type": "funds-proof" }] })).await;
    let fault = json!({
        "path": "files", "method": "POST", "customerId": "ann", "kind": "status", "status": 429,
        "retryAfterSeconds": 2, "times": 2,
    });
    order(&server, fault).await;
    assert_eq!(bob.try_upload(&BILL, &["kyc"]).await.status(), 201);
    for _ in 0..2 {
        let before = server.sandbox.clock().now_ms() / 1000;
        let refused = ann.try_upload(&BILL, &["kyc"]).await;
        assert_eq!(refused.status(), 429);
        let until: i64 = refused.headers()["x-ratelimit-retry-after"].to_str().unwrap().parse().unwrap();
        let now = server.sandbox.clock().now_ms() / 1000;
        assert!((before + 2..=now + 2).contains(&until), "{until} {now}");
        assert_eq!(refused.headers()["retry-after"], "2");
        assert_eq!(refused.headers()["access-control-allow-origin"], "*");
    }
    assert_eq!(ann.try_upload(&BILL, &["kyc"]).await.status(), 201);
}

#[tokio::test]
async fn real_refusals_have_the_same_form() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let anonymous = server.client.get(server.url("kyc-requests"));
    let calls = [
        (401, anonymous),
        (403, customer.call(Method::GET, "kyc-requests")),
        (404, server.merchant(Method::GET, "kyc-requests/unknown")),
        (405, server.merchant(Method::PATCH, "customers/ann")),
        (422, server.merchant(Method::POST, "kyc-requests").json(&json!({}))),
    ];
    for (status, call) in calls {
        let answer = call.send().await.unwrap();
        assert_eq!(answer.status(), status);
        let problem: Value = answer.json().await.unwrap();
        assert_eq!((&problem["type"], &problem["status"]), (&json!("about:blank"), &json!(status)));
        for name in ["title", "detail", "instance"] {
            assert!(problem[name].is_string(), "{status} {name}");
        }
    }
}

/// The reset ends the delay, or this test would take ten minutes.
#[tokio::test]
async fn a_delay_holds_a_call_back_until_the_reset_lets_it_go() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    order(
        &server,
        json!({ "path": "storefront/kyc-requests/*", "method": "GET", "kind": "delay", "delayMs": 600_000 }),
    )
    .await;
    order(&server, json!({ "kind": "status", "times": 0, "skip": 1 })).await;
    let held = tokio::spawn(customer.call(Method::GET, &own_request(&customer)).send());
    while super::list(&server).await["plays"].as_array().unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    assert!(!held.is_finished());
    reset(&server).await;
    assert_eq!(held.await.unwrap().unwrap().status(), 200);
    assert_eq!(read_own(&customer).await.status(), 200);
}

#[tokio::test]
async fn a_short_delay_passes() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    order(&server, json!({ "kind": "delay", "delayMs": 20 })).await;
    order(&server, json!({ "kind": "status", "status": 500, "delayMs": 20 })).await;
    assert_eq!(read_own(&customer).await.status(), 200);
    assert_eq!(read_own(&customer).await.status(), 500);
    assert_eq!(read_own(&customer).await.status(), 200);
}

//! Which calls a fault is for.

use reqwest::Method;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{order, read_own, reset};
use crate::support::Server;

#[tokio::test]
async fn a_fault_without_a_scope_is_for_every_call() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    order(&server, json!({ "kind": "status", "times": 0 })).await;
    assert_eq!(read_own(&customer).await.status(), 503);
    assert_eq!(server.merchant(Method::GET, "kyc-requests").send().await.unwrap().status(), 503);
    assert_eq!(server.merchant(Method::POST, "kyc-requests").send().await.unwrap().status(), 503);
    reset(&server).await;
    assert_eq!(read_own(&customer).await.status(), 200);
}

#[tokio::test]
async fn the_request_is_known_by_its_token_and_by_the_path() {
    let server = Server::start().await;
    let first = server.ask(json!([{ "type": "funds-proof" }])).await;
    let second = server.ask(json!([{ "type": "funds-proof" }])).await;
    order(&server, json!({ "kind": "status", "times": 0, "requestId": second.request_id })).await;
    let merchant = |id: &str| server.merchant(Method::GET, &format!("kyc-requests/{id}")).send();
    assert_eq!(read_own(&first).await.status(), 200);
    assert_eq!(merchant(&first.request_id).await.unwrap().status(), 200);
    assert_eq!(read_own(&second).await.status(), 503);
    assert_eq!(merchant(&second.request_id).await.unwrap().status(), 503);
}

#[tokio::test]
async fn the_token_is_named_by_itself_or_by_its_hash() {
    let server = Server::start().await;
    let first = server.ask(json!([{ "type": "funds-proof" }])).await;
    let second = server.ask(json!([{ "type": "funds-proof" }])).await;
    let hash: String = Sha256::digest(&first.token).iter().map(|byte| format!("{byte:02x}")).collect();
    for token in [&first.token, &hash] {
        let view = order(&server, json!({ "kind": "status", "token": token })).await;
        assert_eq!(view["tokenHash"], hash);
        assert!(!view.to_string().contains(&first.token), "a list is no place for a credential");
        assert_eq!(read_own(&second).await.status(), 200);
        assert_eq!(read_own(&first).await.status(), 503);
        assert_eq!(read_own(&first).await.status(), 200);
    }
}

#[tokio::test]
async fn skipped_calls_pass_and_then_it_plays_as_often_as_ordered() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let fault = json!({ "kind": "status", "method": "get", "path": "storefront/kyc-requests/*", "skip": 2, "times": 2 });
    order(&server, fault).await;
    let mut met = Vec::new();
    for _ in 0..6 {
        met.push(read_own(&customer).await.status().as_u16());
    }
    assert_eq!(met, [200, 200, 503, 503, 200, 200]);
}

#[tokio::test]
async fn faults_of_the_same_calls_play_one_after_the_other() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    for status in [500, 429, 401] {
        order(&server, json!({ "kind": "status", "status": status })).await;
    }
    for status in [500, 429, 401, 200] {
        assert_eq!(read_own(&customer).await.status(), status);
    }
}

//! Expiry now: of the request, whose status follows, or of the token alone.

use reqwest::Method;
use serde_json::{Value, json};

use super::{list, order, read_own, reset, switch};
use crate::support::{BILL, Server, refused_fields};

#[tokio::test]
async fn a_request_expires_at_once_and_its_status_follows() {
    let server = Server::start().await;
    let empty = server.ask(json!([{ "type": "funds-proof" }])).await;
    let begun = server.ask(json!([{ "type": "funds-proof" }])).await;
    let file = begun.upload(&BILL, &["kyc"]).await;
    begun.file("funds-proof", "tax-return", &[file]).await;
    let view = order(&server, json!({ "kind": "expire", "requestId": empty.request_id })).await;
    assert_eq!((&view["remaining"], &view["played"]), (&json!(0), &json!(1)));
    order(&server, json!({ "kind": "expire", "requestId": begun.request_id })).await;
    assert_eq!(empty.request_status().await, "expired");
    assert_eq!(begun.request_status().await, "abandoned");
    let request = server.request(&empty).await;
    assert!(request["expirationTime"].as_str() <= request["updatedTime"].as_str(), "{request}");
    assert_eq!(empty.try_file("funds-proof", "tax-return", &["file_x".into()]).await.status(), 422);

    let unknown =
        switch(&server, Method::POST, "", Some(json!({ "kind": "expire", "requestId": "unknown" })));
    assert_eq!(refused_fields(unknown.await).await, ["requestId"]);
    let lasting = reset(&server).await["cannotUndo"].clone();
    let id = &empty.request_id;
    assert_eq!(
        lasting[0],
        json!({ "faultId": "fault_1", "what": format!("The KYC request {id} stays expired.") })
    );
    assert_eq!(lasting.as_array().unwrap().len(), 2);
    assert_eq!(empty.request_status().await, "expired");
}

#[tokio::test]
async fn a_request_expires_under_the_customers_hands() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let file = customer.upload(&BILL, &["kyc"]).await;
    order(&server, json!({ "kind": "expire", "path": "storefront/kyc-documents", "customerId": "ann" }))
        .await;
    assert_eq!(customer.request_status().await, "gathering");
    assert_eq!(customer.try_file("funds-proof", "tax-return", &[file]).await.status(), 422);
    assert_eq!(customer.request_status().await, "expired");
}

#[tokio::test]
async fn a_token_expires_alone_until_that_is_taken_back() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let other = server.ask(json!([{ "type": "funds-proof" }])).await;
    let view = order(&server, json!({ "kind": "expire", "token": customer.token })).await;
    assert_eq!((&view["expires"], &view["remaining"]), (&json!("token"), &json!(null)));
    for _ in 0..2 {
        let answer = read_own(&customer).await;
        assert_eq!(answer.status(), 401);
        assert_eq!(answer.json::<Value>().await.unwrap()["detail"], "The token has expired.");
    }
    assert_eq!(customer.try_upload(&BILL, &["kyc"]).await.status(), 401);
    assert_eq!(read_own(&other).await.status(), 200);
    assert_eq!(server.request(&customer).await["status"], "gathering");
    let path = format!("/{}", view["id"].as_str().unwrap());
    assert_eq!(switch(&server, Method::DELETE, &path, None).await.status(), 204);
    assert_eq!(read_own(&customer).await.status(), 200);
}

#[tokio::test]
async fn a_token_expires_on_a_later_call() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    order(&server, json!({ "kind": "expire", "expires": "token", "customerId": "ann", "skip": 1 })).await;
    // The merchant's calls carry no token: they are not counted.
    server.request(&customer).await;
    for status in [200, 401, 401] {
        assert_eq!(read_own(&customer).await.status(), status);
    }
    let listed = list(&server).await;
    let kinds: Vec<&Value> =
        listed["faults"].as_array().unwrap().iter().map(|fault| &fault["expires"]).collect();
    assert_eq!(kinds, ["token", "token"], "the order, and the token that it ended");
    assert_eq!(reset(&server).await, json!({ "removed": 2, "cannotUndo": [] }));
    assert_eq!(read_own(&customer).await.status(), 200);
}

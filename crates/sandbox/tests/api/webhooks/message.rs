//! What a message says, and how it proves where it comes from.

use hmac::{Hmac, Mac};
use reqwest::Method;
use serde_json::json;
use sha2::Sha256;

use super::{Subscriber, by_resource, file_funds, heard, let_everything_happen};
use crate::support::Server;

/// As a subscriber would: nothing of the sandbox's own code.
fn is_genuine(secret: &str, header: &str, body: &[u8]) -> bool {
    let part = |name: &str| header.split(',').find_map(|part| part.strip_prefix(name)).unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(part("t=").as_bytes());
    mac.update(b".");
    mac.update(body);
    let hex: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    hex == part("v1=")
}

#[tokio::test]
async fn a_message_is_signed_and_carries_the_resource_as_it_was() {
    let (server, subscriber) = (Server::start().await, Subscriber::start().await);
    let webhook = server.subscribe(&subscriber).await;
    let body = json!({ "firstName": "Ann" });
    server.merchant(Method::PUT, "customers/ann").json(&body).send().await.unwrap();
    let customer = server.ask_for_funds().await;
    let document = file_funds(&customer).await;
    server.decide(&document, "acceptance", json!({})).await;
    let messages = subscriber.heard_event("kyc-request-fulfilled").await;

    let secret = webhook["secret"].as_str().unwrap();
    for message in &messages {
        assert_eq!(message.header("content-type"), "application/json");
        assert!(message.header("user-agent").starts_with("kyc-sandbox/"));
        assert_eq!(message.header("sandbox-webhook-attempt"), "1");
        assert_eq!(message.header("authorization"), "");
        let signature = message.header("sandbox-signature");
        assert!(is_genuine(secret, signature, &message.body));
        assert!(!is_genuine("another-secret-of-16", signature, &message.body));
        assert!(signature.starts_with(&format!("t={},", message.header("sandbox-webhook-timestamp"))));
    }
    let first = messages[0].json();
    assert_eq!(first["eventType"], "kyc-document-created");
    assert_eq!((&first["customerId"], &first["kycDocumentId"]), (&json!("ann"), &json!(document)));
    assert_eq!(
        first["_links"],
        json!([
            { "rel": "customer", "href": server.url("customers/ann") },
            { "rel": "kycDocument", "href": server.url(&format!("kyc-documents/{document}")) },
        ])
    );
    assert_eq!(first["_embedded"]["customer"]["firstName"], "Ann");
    // As it was then, not as it is now.
    assert_eq!(first["_embedded"]["kycDocument"]["status"], "pending");
    assert_eq!(first["_embedded"]["kycDocument"]["revision"], 1);
    let last = messages.iter().find(|it| it.event() == "kyc-request-fulfilled").unwrap().json();
    assert_eq!(last["kycRequestId"], json!(customer.request_id));
    assert_eq!(last["_embedded"]["kycRequest"]["status"], "fulfilled");
    // Who reads a webhook must not be able to act for the customer.
    assert!(!last.to_string().contains("token="));
}

#[tokio::test]
async fn basic_auth_is_sent_beside_the_signature() {
    let (server, subscriber) = (Server::start().await, Subscriber::start().await);
    let basic = json!({ "username": "shop", "password": "pass:word ü" });
    let secret = "a-secret-of-my-own";
    server.subscribe_with(json!({ "url": subscriber.url, "secret": secret, "basicAuth": basic })).await;
    file_funds(&server.ask_for_funds().await).await;
    let message = &subscriber.heard_count(1).await[0];
    // printf 'shop:pass:word ü' | base64
    assert_eq!(message.header("authorization"), "Basic c2hvcDpwYXNzOndvcmQgw7w=");
    assert!(is_genuine(secret, message.header("sandbox-signature"), &message.body));
}

#[tokio::test]
async fn all_ten_events_are_told_and_no_other() {
    let (server, subscriber) = (Server::start().await, Subscriber::start().await);
    server.subscribe(&subscriber).await;
    let_everything_happen(&server).await;
    let told = server.told().await;
    let messages = subscriber.heard_count(told.len()).await;
    assert_eq!(by_resource(heard(&messages)), by_resource(told));
    let mut events: Vec<String> = messages.iter().map(super::Message::event).collect();
    events.sort_unstable();
    events.dedup();
    assert_eq!(events.len(), 10, "{events:?}");
}

//! Webhooks, seen by those who subscribe and by those who are told.

mod message;
mod order;
mod retries;
mod subscriber;
mod subscriptions;
mod survival;

use reqwest::Method;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

use crate::support::{BILL, Customer, Server};
pub use subscriber::{Message, Subscriber};

impl Server {
    /// Subscribes to everything; the webhook with its secret.
    pub async fn subscribe(&self, subscriber: &Subscriber) -> Value {
        self.subscribe_with(json!({ "url": subscriber.url })).await
    }

    async fn subscribe_with(&self, body: Value) -> Value {
        let answer = self.merchant(Method::POST, "webhooks").json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 201);
        answer.json().await.unwrap()
    }

    /// A request for one document, which is left to a person.
    async fn ask_for_funds(&self) -> Customer {
        self.ask(json!([{ "type": "funds-proof", "maxAttempts": 0 }])).await
    }

    /// Newest first.
    async fn deliveries(&self, webhook: &Value, query: &str) -> Vec<Value> {
        let id = webhook["id"].as_str().unwrap();
        let found = self.merchant_get(&format!("webhooks/{id}/deliveries?{query}")).await;
        found.as_array().unwrap().clone()
    }

    /// The delivery once it is as wanted.
    async fn delivery(&self, webhook: &Value, event: &str, is_fine: impl Fn(&Value) -> bool) -> Value {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let found = self.deliveries(webhook, &format!("filter=eventType:{event}")).await;
            if let Some(delivery) = found.last().filter(|delivery| is_fine(delivery)) {
                return delivery.clone();
            }
            assert!(Instant::now() < deadline, "it never came to that: {found:?}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    async fn redeliver(&self, delivery: &Value) -> Value {
        let (webhook, id) = (delivery["webhookId"].as_str().unwrap(), delivery["id"].as_str().unwrap());
        let path = format!("webhooks/{webhook}/deliveries/{id}/redelivery");
        let answer = self.merchant(Method::POST, &path).send().await.unwrap();
        assert_eq!(answer.status(), 202);
        answer.json().await.unwrap()
    }

    /// What is told of, oldest first, as `(resource, event, revision)`.
    pub async fn told(&self) -> Vec<(String, String, i64)> {
        let url = format!("{}/sandbox/events", self.sandbox.url());
        let events: Vec<Value> = self.client.get(url).send().await.unwrap().json().await.unwrap();
        told(&events)
    }
}

/// The ten, of all events.
pub fn told(events: &[Value]) -> Vec<(String, String, i64)> {
    const TOLD: [&str; 10] = [
        "kyc-document-created",
        "kyc-document-modified",
        "kyc-document-reviewed",
        "kyc-document-accepted",
        "kyc-document-rejected",
        "kyc-document-archived",
        "kyc-request-attempted",
        "kyc-request-partially-fulfilled",
        "kyc-request-fulfilled",
        "kyc-request-failed",
    ];
    let text = |event: &Value, name: &str| event[name].as_str().unwrap().to_owned();
    let events = events.iter().filter(|event| TOLD.contains(&event["eventType"].as_str().unwrap()));
    events
        .map(|it| {
            (text(it, "resourceId"), text(it, "eventType"), it["resource"]["revision"].as_i64().unwrap())
        })
        .collect()
}

/// The same, of messages; one that came again right away counts once.
pub fn heard(messages: &[Message]) -> Vec<(String, String, i64)> {
    let one = |message: &Message| {
        let json = message.json();
        let embedded = &json["_embedded"];
        let resource = embedded.get("kycDocument").unwrap_or(&embedded["kycRequest"]);
        (message.resource(), message.event(), resource["revision"].as_i64().unwrap())
    };
    messages.iter().map(one).collect()
}

/// Line by line: what is told of one resource, in order.
pub fn by_resource(mut told: Vec<(String, String, i64)>) -> Vec<(String, String, i64)> {
    // Stable: the order within a resource stays.
    told.sort_by(|a, b| a.0.cmp(&b.0));
    told
}

async fn file_funds(customer: &Customer) -> String {
    let file = customer.upload(&BILL, &["kyc"]).await;
    customer.file("funds-proof", "tax-return", &[file]).await
}

/// All ten events, and others that nobody is told of.
pub async fn let_everything_happen(server: &Server) {
    let customer = server.ask(json!([{ "type": "funds-proof" }, { "type": "purchase-proof" }])).await;
    let (rejected, superseded, accepted) =
        (file_funds(&customer).await, file_funds(&customer).await, file_funds(&customer).await);
    server.decide(&rejected, "rejection", json!({ "type": "other" })).await;
    let file = customer.upload(&BILL, &["kyc"]).await;
    let change = json!({ "fileIds": [file] });
    let path = format!("storefront/kyc-documents/{superseded}");
    assert_eq!(customer.call(Method::PATCH, &path).json(&change).send().await.unwrap().status(), 200);
    server.decide(&accepted, "start-review", json!({})).await;
    server.decide(&accepted, "review", json!({})).await;
    server.decide(&accepted, "acceptance", json!({})).await;
    let file = customer.upload(&BILL, &["kyc"]).await;
    let last = customer.file("purchase-proof", "bank-statement", &[file]).await;
    server.decide(&last, "acceptance", json!({})).await;
    for verdict in ["rejection", "acceptance"] {
        let once = server.ask(json!([{ "type": "funds-proof", "maxAttempts": 1 }])).await;
        let only = file_funds(&once).await;
        if verdict == "rejection" {
            let attempted = server.ask(json!([{ "type": "funds-proof" }])).await;
            let document = file_funds(&attempted).await;
            server.decide(&document, "rejection", json!({ "type": "other" })).await;
            server.decide(&only, "rejection", json!({ "type": "other" })).await;
        }
    }
}

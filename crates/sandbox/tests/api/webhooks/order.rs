//! The order of messages, and who waits for whom.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::subscriber::{Mood, RECEIPT};
use super::{Message, Subscriber, by_resource, file_funds, heard};
use crate::support::Server;

#[tokio::test]
async fn a_subscriber_that_never_answers_delays_neither_customers_nor_other_subscribers() {
    let server = Server::start_with(|config| config.webhook_timeout = Duration::from_secs(600)).await;
    let (stuck, good) = (Subscriber::start().await, Subscriber::start().await);
    stuck.behave(|_| Mood::Hang);
    let webhook = server.subscribe(&stuck).await;
    server.subscribe(&good).await;
    // More lines than one subscriber is sent at once.
    for _ in 0..10 {
        let customer = server.ask_for_funds().await;
        let document = file_funds(&customer).await;
        server.decide(&document, "acceptance", json!({})).await;
        assert_eq!(customer.request_status().await, "fulfilled");
    }
    let told = server.told().await;
    let messages = good.heard_count(told.len()).await;
    assert_eq!(by_resource(heard(&messages)), by_resource(told.clone()));
    let pending = server.deliveries(&webhook, "filter=status:pending").await;
    assert_eq!(pending.len(), told.len());
    assert!(pending.iter().all(|delivery| delivery["attemptCount"] == 0));
}

#[tokio::test]
async fn a_failing_message_holds_back_its_own_resource_only() {
    let (server, subscriber) = (Server::start().await, Subscriber::start().await);
    let webhook = server.subscribe(&subscriber).await;
    let (first, second) = (server.ask_for_funds().await, server.ask_for_funds().await);
    let stuck = file_funds(&first).await;
    // Its creation was told; from now on it is not heard.
    subscriber.heard_event("kyc-document-created").await;
    let deaf_for = stuck.clone();
    subscriber.behave(move |it| if it.resource() == deaf_for { Mood::Status(500) } else { RECEIPT });
    server.decide(&stuck, "start-review", json!({})).await;
    server.decide(&stuck, "review", json!({})).await;
    server.decide(&stuck, "acceptance", json!({})).await;
    let free = file_funds(&second).await;
    server.decide(&free, "acceptance", json!({})).await;
    subscriber.heard(|all| all.iter().filter(|it| it.event() == "kyc-request-fulfilled").count() == 2).await;
    subscriber
        .heard(|all| all.iter().any(|it| it.resource() == free && it.event().ends_with("accepted")))
        .await;
    let waiting = server.delivery(&webhook, "kyc-document-reviewed", |it| it["attemptCount"] != 0).await;
    assert_eq!((&waiting["status"], &waiting["attempts"][0]["statusCode"]), (&json!("pending"), &json!(500)));
    assert!(waiting["nextAttemptTime"].is_string());
    let filter = format!("filter=eventType:kyc-document-accepted;kycDocumentId:{stuck}");
    let behind = server.deliveries(&webhook, &filter).await;
    assert_eq!((&behind[0]["nextAttemptTime"], &behind[0]["attemptCount"]), (&Value::Null, &json!(0)));
    subscriber.behave(|_| RECEIPT);
    server.sandbox.clock().advance(Duration::from_secs(3600));
    let all = subscriber
        .heard(|all| all.iter().any(|it| it.resource() == stuck && it.event().ends_with("accepted")))
        .await;
    let mine = all.iter().filter(|it| it.resource() == stuck && it.is_receipted);
    let events: Vec<String> = mine.map(Message::event).collect();
    assert_eq!(events, ["kyc-document-created", "kyc-document-reviewed", "kyc-document-accepted"]);
}

/// What happens to the documents, step by step: a new one, or a review, a rejection or an acceptance of one there is.
async fn live(server: &Server, steps: &[(u8, usize)]) {
    let customer = server.ask_for_funds().await;
    let mut documents = vec![file_funds(&customer).await];
    for (step, which) in steps {
        let document = documents[which % documents.len()].clone();
        match step {
            0 => documents.push(file_funds(&customer).await),
            1 => drop(server.decide(&document, "review", json!({})).await),
            _ => drop(server.decide(&document, "rejection", json!({ "type": "other" })).await),
        }
    }
}

async fn check(server: &Server, steps: Vec<(u8, usize)>, moods: Vec<u8>) {
    let before = server.told().await.len();
    let subscriber = Subscriber::start().await;
    let turn = AtomicUsize::new(0);
    subscriber.behave(move |_| match moods[turn.fetch_add(1, Ordering::Relaxed) % moods.len()] {
        0 => Mood::Status(500),
        // It heard, but its receipt is lost.
        1 => Mood::Die,
        _ => RECEIPT,
    });
    let webhook = server.subscribe(&subscriber).await;
    live(server, &steps).await;
    let told = server.told().await.split_off(before);
    let is_done = |all: &[Message]| all.iter().filter(|it| it.is_receipted).count() >= told.len();
    while !is_done(&subscriber.messages()) {
        server.sandbox.clock().advance(Duration::from_secs(5));
        let more = subscriber.messages().len() + 1;
        // A move of the clock that came too early is made again.
        let _ = tokio::time::timeout(Duration::from_millis(200), subscriber.heard_count(more)).await;
    }
    let all = subscriber.messages();
    let receipted: Vec<Message> = all.iter().filter(|it| it.is_receipted).cloned().collect();
    assert_eq!(by_resource(heard(&receipted)), by_resource(told.clone()));
    let mut seen = by_resource(heard(&all));
    seen.dedup();
    assert_eq!(seen, by_resource(told), "what failed came again before anything else of its resource");
    let path = format!("webhooks/{}", webhook["id"].as_str().unwrap());
    server.merchant(reqwest::Method::DELETE, &path).send().await.unwrap();
}

#[test]
fn whatever_fails_what_is_receipted_is_every_event_once_and_in_order() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let server = runtime.block_on(Server::start());
    let config = ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() };
    let steps = prop::collection::vec((0u8..3, 0usize..4), 1..8);
    // At least one receipt in each round of moods.
    let moods = prop::collection::vec(0u8..4, 0..5).prop_map(|moods| [moods, vec![2]].concat());
    proptest!(config, |(steps in steps, moods in moods)| {
        runtime.block_on(check(&server, steps, moods));
    });
}

//! What fails is tried again, less and less often, for a day; and by hand at any time.

use std::time::Duration;

use serde_json::{Value, json};

use super::subscriber::{Mood, RECEIPT};
use super::{Message, Subscriber, file_funds};
use crate::support::Server;

const HOUR: Duration = Duration::from_secs(3600);
const CREATED: &str = "kyc-document-created";

fn ms(time: &Value) -> i64 {
    kyc_wire::time::parse(time.as_str().unwrap()).unwrap()
}

fn wait_after(attempts: i64) -> i64 {
    1000 << (attempts - 1)
}

/// Lets time pass until it has failed so often, at least: real time passes, too.
async fn fail_often(server: &Server, webhook: &Value, times: i64) -> Value {
    let mut attempts = 1;
    loop {
        let failed =
            server.delivery(webhook, CREATED, |it| it["attemptCount"].as_i64() >= Some(attempts)).await;
        let count = failed["attemptCount"].as_i64().unwrap();
        if count >= times {
            return failed;
        }
        attempts = count + 1;
        server.sandbox.clock().advance(Duration::from_millis(wait_after(count).unsigned_abs()));
    }
}

#[tokio::test]
async fn each_wait_is_twice_as_long_as_the_last() {
    let (server, subscriber) = (Server::start().await, Subscriber::start().await);
    subscriber.behave(|_| Mood::Status(503));
    let webhook = server.subscribe(&subscriber).await;
    file_funds(&server.ask_for_funds().await).await;
    for attempts in 1..=5 {
        let failed = fail_often(&server, &webhook, attempts).await;
        let wait = ms(&failed["nextAttemptTime"]) - ms(&failed["updatedTime"]);
        assert_eq!(wait, wait_after(failed["attemptCount"].as_i64().unwrap()));
    }
    subscriber.behave(|_| RECEIPT);
    server.sandbox.clock().advance(HOUR);
    let delivered = server.delivery(&webhook, CREATED, |it| it["status"] == "delivered").await;
    assert_eq!(delivered["nextAttemptTime"], Value::Null);
    let attempts = delivered["attempts"].as_array().unwrap();
    let messages = subscriber.messages();
    for (index, (attempt, message)) in attempts.iter().zip(&messages).enumerate() {
        assert_eq!(attempt["number"], json!(index + 1));
        assert_eq!(message.header("sandbox-webhook-attempt"), (index + 1).to_string());
        assert_eq!(message.id(), delivered["id"].as_str().unwrap());
        assert_eq!(message.body, messages[0].body);
        let code = if index + 1 == attempts.len() { 204 } else { 503 };
        assert_eq!((&attempt["statusCode"], &attempt["error"]), (&json!(code), &Value::Null));
    }
}

#[tokio::test]
async fn after_a_day_it_is_given_up_and_the_later_ones_go_on() {
    let (server, subscriber) = (Server::start().await, Subscriber::start().await);
    subscriber.behave(|it| if it.event() == CREATED { Mood::Status(500) } else { RECEIPT });
    let webhook = server.subscribe(&subscriber).await;
    let document = file_funds(&server.ask_for_funds().await).await;
    server.decide(&document, "acceptance", json!({})).await;
    server.delivery(&webhook, CREATED, |it| it["attemptCount"] != 0).await;
    server.sandbox.clock().advance(23 * HOUR);
    server.delivery(&webhook, CREATED, |it| it["attemptCount"].as_i64() > Some(1)).await;
    assert_eq!(
        server.deliveries(&webhook, "filter=eventType:kyc-document-accepted").await[0]["status"],
        "pending"
    );
    server.sandbox.clock().advance(2 * HOUR);
    let given_up = server.delivery(&webhook, CREATED, |it| it["status"] == "failed").await;
    assert_eq!(given_up["nextAttemptTime"], Value::Null);
    server.delivery(&webhook, "kyc-document-accepted", |it| it["status"] == "delivered").await;

    subscriber.behave(|_| RECEIPT);
    let again = server.redeliver(&given_up).await;
    assert_eq!((&again["status"], &again["id"]), (&json!("pending"), &given_up["id"]));
    let delivered = server.delivery(&webhook, CREATED, |it| it["status"] == "delivered").await;
    assert_eq!(delivered["attemptCount"].as_i64(), given_up["attemptCount"].as_i64().map(|count| count + 1));
    let before = subscriber.messages().len();
    server.redeliver(&delivered).await;
    let last = subscriber.heard_count(before + 1).await.pop().unwrap();
    assert_eq!(last.id(), given_up["id"].as_str().unwrap());
}

#[tokio::test]
async fn by_hand_one_that_was_given_up_goes_behind_those_that_wait() {
    let (server, subscriber) = (Server::start().await, Subscriber::start().await);
    subscriber.behave(|_| Mood::Status(500));
    let webhook = server.subscribe(&subscriber).await;
    let document = file_funds(&server.ask_for_funds().await).await;
    server.delivery(&webhook, CREATED, |it| it["attemptCount"] != 0).await;
    server.sandbox.clock().advance(25 * HOUR);
    let given_up = server.delivery(&webhook, CREATED, |it| it["status"] == "failed").await;
    server.decide(&document, "acceptance", json!({})).await;
    server.delivery(&webhook, "kyc-document-accepted", |it| it["attemptCount"] != 0).await;
    let again = server.redeliver(&given_up).await;
    assert_eq!((&again["status"], &again["nextAttemptTime"]), (&json!("pending"), &Value::Null));
    subscriber.behave(|_| RECEIPT);
    server.sandbox.clock().advance(HOUR);
    let is_receipt = |it: &&Message| it.is_receipted && it.resource() == document;
    let all = subscriber.heard(|all| all.iter().filter(is_receipt).count() == 2).await;
    let events: Vec<String> = all.iter().filter(is_receipt).map(Message::event).collect();
    assert_eq!(events, ["kyc-document-accepted", CREATED]);
}

#[tokio::test]
async fn by_hand_a_waiting_one_is_tried_at_once() {
    let (server, subscriber) = (Server::start().await, Subscriber::start().await);
    subscriber.behave(|_| Mood::Status(500));
    let webhook = server.subscribe(&subscriber).await;
    let document = file_funds(&server.ask_for_funds().await).await;
    server.decide(&document, "acceptance", json!({})).await;
    // Until the next attempt is so far away that nobody awaits it.
    let waiting = fail_often(&server, &webhook, 9).await;
    subscriber.behave(|_| RECEIPT);
    // The one behind it brings the whole line forward.
    let behind = server.deliveries(&webhook, "filter=eventType:kyc-document-accepted").await;
    server.redeliver(&behind[0]).await;
    server.delivery(&webhook, "kyc-document-accepted", |it| it["status"] == "delivered").await;
    let first = server.delivery(&webhook, CREATED, |_| true).await;
    assert_eq!(first["status"], "delivered");
    assert_eq!(first["attemptCount"].as_i64(), waiting["attemptCount"].as_i64().map(|count| count + 1));
}

#[tokio::test]
async fn a_changed_subscription_is_tried_at_once_at_its_new_address() {
    let (server, wrong, right) =
        (Server::start().await, Subscriber::start().await, Subscriber::start().await);
    wrong.behave(|_| Mood::Status(404));
    let webhook = server.subscribe(&wrong).await;
    file_funds(&server.ask_for_funds().await).await;
    let waiting = fail_often(&server, &webhook, 9).await;
    let path = format!("webhooks/{}", webhook["id"].as_str().unwrap());
    let change = json!({ "url": right.url });
    server.merchant(reqwest::Method::PATCH, &path).json(&change).send().await.unwrap();
    let next = waiting["attemptCount"].as_i64().unwrap() + 1;
    assert_eq!(right.heard_count(1).await[0].header("sandbox-webhook-attempt"), next.to_string());
}

#[tokio::test]
async fn silence_a_lost_connection_a_dead_server_and_a_redirect_are_no_receipts() {
    let server = Server::start_with(|config| config.webhook_timeout = Duration::from_millis(300)).await;
    let (subscriber, elsewhere) = (Subscriber::start().await, Subscriber::start().await);
    let webhook = server.subscribe(&subscriber).await;
    let to = elsewhere.url.clone();
    subscriber.behave(move |it| match it.header("sandbox-webhook-attempt") {
        "1" => Mood::Hang,
        "2" => Mood::Die,
        _ => Mood::Redirect(to.clone()),
    });
    file_funds(&server.ask_for_funds().await).await;
    fail_often(&server, &webhook, 3).await;
    let address = subscriber.address.clone();
    drop(subscriber);
    // The port is free once the task is gone.
    while tokio::net::TcpListener::bind(&address).await.is_err() {
        tokio::task::yield_now().await;
    }
    server.sandbox.clock().advance(HOUR);
    let failed = server.delivery(&webhook, CREATED, |it| it["attemptCount"].as_i64() >= Some(4)).await;
    let words = |index: usize| failed["attempts"][index]["error"].as_str().unwrap_or_default().to_owned();
    assert_eq!(words(0), "There was no answer within 300 ms.");
    assert!(words(1).starts_with("There was no answer: "), "{failed}");
    assert_eq!(failed["attempts"][2]["statusCode"], 307);
    assert!(words(3).contains("refused"), "{failed}");
    assert!(elsewhere.messages().is_empty());
    let _back = Subscriber::start_at(&address).await;
    server.sandbox.clock().advance(HOUR);
    server.delivery(&webhook, CREATED, |it| it["status"] == "delivered").await;
}

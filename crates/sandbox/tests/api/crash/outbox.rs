//! That every event which is in the database was told, in order, whenever the program died.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::program::Program;
use crate::support::{KEY, client};
use crate::webhooks::{Message, Subscriber, by_resource, heard, told};

/// A subscriber to everything, for as long as the data lives.
pub async fn subscribe(program: &Program) -> Subscriber {
    let subscriber = Subscriber::start().await;
    let call = client().post(program.api("webhooks")).header("REB-APIKEY", KEY);
    let answer = call.json(&json!({ "url": subscriber.url })).send().await.unwrap();
    assert_eq!(answer.status(), 201);
    subscriber
}

/// Waits until the outbox is empty, and compares.
pub async fn assert_all_told(program: &Program, subscriber: &Subscriber) {
    let expected = told(&events(program).await);
    let ids = |all: &[Message]| all.iter().map(|message| message.id().to_owned()).collect::<HashSet<_>>();
    let all = subscriber.heard(|all| ids(all).len() >= expected.len()).await;
    // What was under way at a kill came again, before anything else of its resource.
    let mut heard = by_resource(heard(&all));
    heard.dedup();
    assert_eq!(heard, by_resource(expected));
    eprintln!("{} messages told of {} events", all.len(), heard.len());
}

async fn events(program: &Program) -> Vec<Value> {
    let mut all: Vec<Value> = Vec::new();
    loop {
        let after = all.last().map_or(0, |event| event["seq"].as_i64().unwrap());
        let url = format!("{}/sandbox/events?after={after}", program.url);
        let more: Vec<Value> = client().get(url).send().await.unwrap().json().await.unwrap();
        if more.is_empty() {
            return all;
        }
        all.extend(more);
    }
}

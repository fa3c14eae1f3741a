//! The liveness stream: signed and performed by a client of `kyc-liveness` over a real WebSocket.

mod client;
mod faults;
mod identities;
mod refusals;
mod verdicts;

use std::time::Duration;

use kyc_liveness::events::{ChallengeKind, ServerEvent};
use serde_json::{Value, json};

use crate::support::{PASSPORT, SELFIE, Server};
use client::{Actor, Heard, TAKE, begin, now, script};

const GOOD_END: fn(&Heard) -> bool =
    |heard| matches!(heard, Heard::Event(ServerEvent::Disconnection { at }) if *at > 0);

async fn order(server: &Server, body: Value) {
    let url = format!("{}/sandbox/liveness-orders", server.sandbox.url());
    assert_eq!(server.client.post(url).json(&body).send().await.unwrap().status(), 204);
}

#[tokio::test]
async fn both_challenges_are_announced_performed_and_passed() {
    let server = Server::start().await;
    for (has_light, kind) in [(true, ChallengeKind::MovementAndLight), (false, ChallengeKind::Movement)] {
        let actor = Actor::new(&server).await;
        let mut line = actor.open(&server, has_light).await;
        let version = if has_light { "2.0.0" } else { "1.0.0" }.to_owned();
        assert_eq!(line.hear().await, Heard::Event(ServerEvent::Challenge { kind: Some(kind), version }));
        let information = line.information().await;
        assert_eq!(information.kind, kind);
        assert_eq!(information.colours.is_empty(), !has_light);
        let events = script(&information, now(&server));
        server.sandbox.clock().advance(TAKE);
        for event in events {
            line.say(&event, now(&server)).await;
        }
        let end = line.hear().await;
        assert!(GOOD_END(&end), "{end:?}");
        assert_eq!(line.hear().await, Heard::Closed(1000));
        assert_eq!(actor.finish().await["status"], "succeeded");
        let log = actor.log(&server).await;
        assert_eq!([&log["found"], &log["outcome"]], ["succeeded", "succeeded"], "{log}");
        assert_eq!(
            [&log["chunks"], &log["bytes"], &log["closeCode"]],
            [&json!(3), &json!(3000), &json!(1000)]
        );
        assert_eq!(log["userAgent"], "kyc tests/1.0 (a + b)");
    }
}

#[tokio::test]
async fn a_session_is_used_once() {
    let server = Server::start().await;
    let actor = Actor::new(&server).await;
    let (mut first, information) = actor.begin(&server, true).await;
    let mut second = actor.open(&server, true).await;
    assert_eq!(second.refusal().await, ("SessionNotFoundException".to_owned(), 1008));
    // The first is not disturbed.
    let events = script(&information, now(&server));
    server.sandbox.clock().advance(TAKE);
    for event in events {
        first.say(&event, now(&server)).await;
    }
    assert!(GOOD_END(&first.hear().await));
    let mut third = actor.open(&server, true).await;
    assert_eq!(third.refusal().await.0, "SessionNotFoundException");
    assert_eq!(actor.finish().await["status"], "succeeded");
}

#[tokio::test]
async fn two_sessions_run_at_once_and_do_not_mix() {
    let server = Server::start().await;
    let (good, bad) = (Actor::new(&server).await, Actor::new(&server).await);
    let (mut good_line, good_asked) = good.begin(&server, true).await;
    let (mut bad_line, bad_asked) = bad.begin(&server, true).await;
    assert_ne!(good_asked, bad_asked);
    let start = now(&server);
    server.sandbox.clock().advance(TAKE);
    // The second client shows what the first was asked.
    for event in script(&good_asked, start) {
        good_line.say(&event, now(&server)).await;
        bad_line.say(&event, now(&server)).await;
    }
    assert!(GOOD_END(&good_line.hear().await) && GOOD_END(&bad_line.hear().await));
    assert_eq!(good.finish().await["status"], "succeeded");
    assert_eq!(bad.finish().await["status"], "failed");
}

#[tokio::test]
async fn what_is_asked_can_be_ordered() {
    let server = Server::start().await;
    let actor = Actor::new(&server).await;
    let oval = json!({ "width": 200, "height": 320, "centerX": 300, "centerY": 240.5 });
    order(&server, json!({ "customerId": "nobody", "challenge": "movement-and-light" })).await;
    order(&server, json!({ "challenge": "movement", "distance": "further", "seed": "a", "oval": oval }))
        .await;
    let (_line, asked) = actor.begin(&server, true).await;
    assert_eq!(asked.kind, ChallengeKind::Movement);
    let place = [asked.oval.width, asked.oval.height, asked.oval.centre_x, asked.oval.centre_y];
    assert_eq!(place, [200.0, 320.0, 300.0, 240.5]);
    // For one stream only; and the same seed asks the same.
    for _ in 0..2 {
        order(&server, json!({ "seed": "b", "distance": "closer" })).await;
    }
    let (one, other) = (Actor::new(&server).await, Actor::new(&server).await);
    let (one, other) = (one.begin(&server, true).await.1, other.begin(&server, true).await.1);
    assert_eq!(one, other);
    assert_eq!(one.kind, ChallengeKind::MovementAndLight);
    let url = format!("{}/sandbox/liveness-orders", server.sandbox.url());
    let wrong = json!({ "challenge": "dance", "distance": 1, "oval": {}, "times": -1, "colour": "red" });
    let answer = server.client.post(&url).json(&wrong).send().await.unwrap();
    let mut refused = crate::support::refused_fields(answer).await;
    refused.sort_unstable();
    assert_eq!(refused, ["challenge", "colour", "distance", "oval", "times"]);
}

#[tokio::test]
async fn an_ordered_outcome_goes_before_what_was_found() {
    let server = Server::start().await;
    let actor = Actor::new(&server).await;
    let switch =
        format!("{}/sandbox/kyc-liveness-sessions/{}/outcome", server.sandbox.url(), actor.session_id());
    let outcome = |status: &str| server.client.post(&switch).json(&json!({ "status": status })).send();
    assert_eq!(outcome("failed").await.unwrap().status(), 204);
    assert!(GOOD_END(&actor.perform(&server, true, |_| {}).await));
    assert_eq!(outcome("succeeded").await.unwrap().status(), 422);
    assert_eq!(actor.finish().await["status"], "failed");
    let log = actor.log(&server).await;
    assert_eq!([&log["found"], &log["outcome"]], ["succeeded", "failed"]);
}

#[tokio::test]
async fn a_finish_while_the_stream_is_open_waits_for_it() {
    let server = Server::start().await;
    let actor = Actor::new(&server).await;
    let (mut line, information) = actor.begin(&server, false).await;
    assert_eq!(actor.finish().await["status"], "pending");
    let events = script(&information, now(&server));
    server.sandbox.clock().advance(TAKE);
    for event in events {
        line.say(&event, now(&server)).await;
    }
    assert!(GOOD_END(&line.hear().await));
    assert_eq!(actor.status().await, "succeeded");
}

#[tokio::test]
async fn a_stream_that_is_left_or_forgotten_is_abandoned() {
    let server = Server::start().await;
    let left = Actor::new(&server).await;
    let (mut line, _) = left.begin(&server, true).await;
    line.close(4003).await;
    let log = left.log(&server).await;
    assert_eq!([&log["reason"], &log["closeCode"]], [&json!("the client closed with 4003"), &Value::Null]);
    assert_eq!(left.finish().await["status"], "abandoned");

    // Before the client begins it may take its time: somebody is reading.
    let idle = Actor::new(&server).await;
    let (mut line, information) = idle.begin(&server, true).await;
    server.sandbox.clock().advance(Duration::from_secs(60));
    line.say(&script(&information, now(&server))[0], now(&server)).await;
    while idle_events(&server, &idle).await == 0 {
        tokio::task::yield_now().await;
    }
    server.sandbox.clock().advance(Duration::from_secs(16));
    assert_eq!(line.hear().await, Heard::Closed(4001));
    assert_eq!(idle.finish().await["status"], "abandoned");

    let late = Actor::new(&server).await;
    let (mut line, _) = late.begin(&server, true).await;
    server.sandbox.clock().advance(Duration::from_secs(181));
    assert_eq!(line.hear().await, Heard::Closed(4003));
    assert_eq!(late.status().await, "abandoned");
}

/// How many events the log has.
async fn idle_events(server: &Server, actor: &Actor) -> usize {
    let url = format!("{}/sandbox/liveness-streams?sessionId={}", server.sandbox.url(), actor.session_id());
    let streams: Value = server.client.get(url).send().await.unwrap().json().await.unwrap();
    streams[0]["moments"].as_array().unwrap().len()
}

#[tokio::test]
async fn the_timeline_tells_what_was_found_and_why() {
    let server = Server::start().await;
    let actor = Actor::new(&server).await;
    actor.perform(&server, false, |script| drop(script.remove(1))).await;
    let url = format!("{}/sandbox/events?requestId={}", server.sandbox.url(), actor.customer.request_id);
    let events: Value = server.client.get(url).send().await.unwrap().json().await.unwrap();
    let events = events.as_array().unwrap();
    let kinds: Vec<_> = events.iter().map(|event| event["eventType"].as_str().unwrap()).collect();
    assert!(kinds.ends_with(&["kyc-liveness-session-opened", "kyc-liveness-session-performed"]), "{kinds:?}");
    let found = &events.last().unwrap()["resource"]["_embedded"]["stream"];
    assert_eq!(found["status"], "failed");
    assert!(found["reason"].as_str().unwrap().contains("before the start"), "{found}");
}

#[tokio::test]
async fn documents_that_need_a_check_are_refused_without_one_where_that_is_wanted() {
    for is_required in [false, true] {
        let server = Server::start_with(|config| config.require_liveness = is_required).await;
        let actor = Actor::new(&server).await;
        let page = actor.customer.upload(&PASSPORT, &["kyc", "id-front"]).await;
        let selfie = actor.customer.upload(&SELFIE, &["kyc", "face-proof"]).await;
        let files = [page, selfie];
        let answer = actor.customer.try_file("identity-proof", "passport", &files).await;
        assert_eq!(answer.status(), if is_required { 422 } else { 201 });
        if is_required {
            assert_eq!(crate::support::refused_fields(answer).await, ["fileIds"]);
            actor.perform(&server, true, |_| {}).await;
            assert_eq!(actor.finish().await["status"], "succeeded");
            actor.customer.file("identity-proof", "passport", &files).await;
        }
    }
}

#[tokio::test]
async fn a_stopping_server_says_goodbye() {
    let server = Server::start().await;
    let actor = Actor::new(&server).await;
    let (mut line, _) = actor.begin(&server, true).await;
    let Server { sandbox, .. } = server;
    let (_, heard) = tokio::join!(sandbox.stop(), line.hear());
    assert_eq!(heard, Heard::Closed(1001));
}

#[tokio::test]
async fn another_session_of_the_customer_is_free_after_a_failure() {
    let server = Server::start().await;
    let mut actor = Actor::new(&server).await;
    actor.perform(&server, true, |script| drop(script.remove(1))).await;
    assert_eq!(actor.finish().await["status"], "failed");
    actor.session = begin(&actor.customer).await;
    assert!(GOOD_END(&actor.perform(&server, true, |_| {}).await));
    assert_eq!(actor.finish().await["status"], "succeeded");
}

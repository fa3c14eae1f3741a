//! What can be ordered to go wrong with a stream.

use std::time::{Duration, UNIX_EPOCH};

use kyc_liveness::events::{ChallengeKind, ServerEvent};
use serde_json::{Value, json};

use super::client::{Actor, Heard, Line, now, script};
use super::{GOOD_END, TAKE, order};
use crate::support::{Server, refused_fields};

async fn fault(server: &Server, body: Value) {
    let answer =
        server.client.post(format!("{}/sandbox/faults", server.sandbox.url())).json(&body).send().await;
    assert_eq!(answer.unwrap().status(), 201, "{body}");
}

/// Performs everything that the line still takes.
async fn perform(server: &Server, line: &mut Line) {
    let events = script(&line.information().await, now(server));
    server.sandbox.clock().advance(TAKE);
    for event in events {
        line.say(&event, now(server)).await;
    }
}

#[tokio::test]
async fn every_error_can_be_ordered_at_every_point() {
    let server = Server::start().await;
    let exceptions = [
        ("InvalidSignatureException", 1008),
        ("UnrecognizedClientException", 1008),
        ("SessionNotFoundException", 1008),
        ("ValidationException", 1008),
        ("AccessDeniedException", 1008),
        ("ThrottlingException", 1013),
        ("ServiceQuotaExceededException", 1013),
        ("ServiceUnavailableException", 1013),
        ("InternalServerException", 1011),
    ];
    for (exception, code) in exceptions {
        fault(&server, json!({ "kind": "stream-exception", "exception": exception })).await;
        let actor = Actor::new(&server).await;
        let mut line = actor.open(&server, true).await;
        assert_eq!(line.refusal().await, (exception.to_owned(), code));
        // The session is still good.
        assert!(GOOD_END(&actor.perform(&server, true, |_| {}).await));
    }
    for after in ["session", "start", "video", "colour", "end"] {
        let order = json!({ "kind": "stream-exception", "after": after, "exception": "ThrottlingException" });
        fault(&server, order).await;
        let actor = Actor::new(&server).await;
        let mut line = actor.open(&server, true).await;
        perform(&server, &mut line).await;
        assert_eq!(line.refusal().await, ("ThrottlingException".to_owned(), 1013), "{after}");
        // What was over before the fault stays done.
        let status = if after == "end" { "succeeded" } else { "abandoned" };
        assert_eq!(actor.finish().await["status"], status, "{after}");
    }
}

#[tokio::test]
async fn a_stream_is_closed_in_the_middle_with_a_given_code() {
    let server = Server::start().await;
    for (after, code) in [("open", 4001), ("video", 4003), ("colour", 1000), ("end", 1012)] {
        fault(&server, json!({ "kind": "stream-close", "after": after, "closeCode": code })).await;
        let actor = Actor::new(&server).await;
        let mut line = actor.open(&server, true).await;
        if after != "open" {
            perform(&server, &mut line).await;
        }
        assert_eq!(line.hear().await, Heard::Closed(code), "{after}");
        assert_eq!(actor.log(&server).await["closeCode"], code);
    }
}

#[tokio::test]
async fn a_silent_stream_takes_everything_and_answers_nothing() {
    let server = Server::start().await;
    for after in ["open", "session", "end"] {
        fault(&server, json!({ "kind": "stream-silent", "after": after })).await;
        let actor = Actor::new(&server).await;
        let mut line = actor.open(&server, true).await;
        if after != "open" {
            perform(&server, &mut line).await;
        }
        line.close(4001).await;
        assert!(!matches!(line.hear().await, Heard::Event(_)), "{after}");
        let log = actor.log(&server).await;
        // At the end, the verdict was reached before the silence.
        let reason = if after == "end" {
            "everything was as asked"
        } else {
            "stream-silent was ordered; the client closed with 4001"
        };
        assert_eq!(log["reason"], reason, "{after}");
    }
}

#[tokio::test]
async fn a_reset_ends_silence_and_slowness() {
    let server = Server::start().await;
    fault(&server, json!({ "kind": "stream-silent" })).await;
    fault(&server, json!({ "kind": "stream-slow", "delayMs": 600_000 })).await;
    let (silent, slow) = (Actor::new(&server).await, Actor::new(&server).await);
    let mut silent = silent.open(&server, true).await;
    let mut slow_line = slow.open(&server, true).await;
    while played(&server).await < 2 {
        tokio::task::yield_now().await;
    }
    server.client.delete(format!("{}/sandbox/faults", server.sandbox.url())).send().await.unwrap();
    assert_eq!(silent.hear().await, Heard::Closed(1011));
    let asked = slow_line.information().await;
    assert_eq!(asked.kind, ChallengeKind::MovementAndLight);
}

async fn played(server: &Server) -> usize {
    let url = format!("{}/sandbox/faults", server.sandbox.url());
    let list: Value = server.client.get(url).send().await.unwrap().json().await.unwrap();
    list["plays"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_slow_stream_passes() {
    let server = Server::start().await;
    fault(&server, json!({ "kind": "stream-slow", "delayMs": 20, "times": 0 })).await;
    let actor = Actor::new(&server).await;
    assert!(GOOD_END(&actor.perform(&server, true, |_| {}).await));
    assert_eq!(actor.finish().await["status"], "succeeded");
}

#[tokio::test]
async fn a_clock_that_is_wrong_is_told_by_every_answer_and_can_be_followed() {
    let server = Server::start().await;
    fault(&server, json!({ "kind": "clock-skew", "skewSeconds": 3600 })).await;
    let actor = Actor::new(&server).await;
    assert_eq!(
        actor.open(&server, true).await.refusal().await,
        ("InvalidSignatureException".to_owned(), 1008)
    );
    let answer =
        actor.customer.call(reqwest::Method::GET, "storefront/kyc-documents/none").send().await.unwrap();
    let date = httpdate::parse_http_date(answer.headers()["date"].to_str().unwrap()).unwrap();
    let at = u64::try_from(date.duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap();
    assert!(at.abs_diff(now(&server)) > 3_500_000);
    // The same session, with the server's time.
    let (url, chain) = actor.sign(&server, &actor.opening(true), at);
    let mut line = Line::open(&url, chain).await;
    let events = script(&line.information().await, at);
    server.sandbox.clock().advance(TAKE);
    for event in events {
        line.say(&event, at + 8000).await;
    }
    assert!(GOOD_END(&line.hear().await));
    assert_eq!(actor.finish().await["status"], "succeeded");
}

#[tokio::test]
async fn faults_of_a_customer_or_request_find_the_stream_by_its_session() {
    let server = Server::start().await;
    let (one, other) = (Actor::new(&server).await, Actor::new(&server).await);
    let request = &one.customer.request_id;
    fault(
        &server,
        json!({ "kind": "stream-close", "closeCode": 4005, "requestId": request, "customerId": "ann" }),
    )
    .await;
    fault(&server, json!({ "kind": "stream-close", "closeCode": 4006, "customerId": "bob" })).await;
    let mut free = other.open(&server, false).await;
    assert!(matches!(free.hear().await, Heard::Event(ServerEvent::Challenge { .. })));
    assert_eq!(one.open(&server, false).await.hear().await, Heard::Closed(4005));
}

#[tokio::test]
async fn other_faults_meet_the_handshake() {
    let server = Server::start().await;
    let path = "start-face-liveness-session-websocket";
    fault(&server, json!({ "kind": "status", "status": 503, "path": path })).await;
    let actor = Actor::new(&server).await;
    let (url, _) = actor.sign(&server, &actor.opening(true), now(&server));
    let refusal = tokio_tungstenite::connect_async(&url).await.unwrap_err();
    assert!(refusal.to_string().contains("503"), "{refusal}");
    // Faults of streams wait for one, whatever else is called.
    order(&server, json!({ "challenge": "movement" })).await;
    fault(&server, json!({ "kind": "stream-close", "closeCode": 4007 })).await;
    assert_eq!(actor.status().await, "pending");
    assert_eq!(actor.open(&server, true).await.hear().await, Heard::Closed(4007));
    let url = format!("{}/sandbox/faults", server.sandbox.url());
    let refused =
        async |body: Value| refused_fields(server.client.post(&url).json(&body).send().await.unwrap()).await;
    assert_eq!(refused(json!({ "kind": "stream-close" })).await, ["closeCode"]);
    assert_eq!(refused(json!({ "kind": "stream-close", "closeCode": 1006 })).await, ["closeCode"]);
    let wrong = json!({ "kind": "stream-exception", "exception": "Oops", "after": "lunch" });
    assert_eq!(refused(wrong).await, ["after", "exception"]);
    assert_eq!(refused(json!({ "kind": "stream-silent", "delayMs": 5 })).await, ["delayMs"]);
    let header = actor.customer.call(reqwest::Method::GET, "storefront/kyc-documents/none");
    let header = header.header("Sandbox-Fault", "stream-close; closeCode=1000").send().await.unwrap();
    assert_eq!(header.status(), 400);
    tokio::time::timeout(Duration::from_secs(60), server.sandbox.stop()).await.unwrap();
}

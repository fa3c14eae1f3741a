//! The line and the clock: conditions that hold beside whatever else happens.

use reqwest::{Method, Response};
use serde_json::{Value, json};

use super::{list, order, own_request, raw, raw_get, read_own, reset};
use crate::support::{BILL, Server};

/// The `Date` of an answer, minus the server's clock, in seconds; exact to the second that may begin meanwhile.
pub fn skew(answer: &Response, server: &Server) -> i64 {
    let date = answer.headers()["date"].to_str().unwrap();
    let date = httpdate::parse_http_date(date).unwrap().duration_since(std::time::UNIX_EPOCH).unwrap();
    let now = server.sandbox.clock().now_ms().div_euclid(1000);
    i64::try_from(date.as_secs()).unwrap() - now
}

#[tokio::test]
async fn the_date_is_wrong_until_the_reset_or_for_some_calls() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    // A day is far from anything that passes while the test runs.
    let (day, near) = (86_400, |skew: i64, expected: i64| (expected - 60..=expected).contains(&skew));
    assert!(near(skew(&read_own(&customer).await, &server), 0));
    order(&server, json!({ "kind": "clock-skew", "skewSeconds": -day })).await;
    order(&server, json!({ "kind": "status" })).await;
    for status in [503, 200, 200] {
        let answer = read_own(&customer).await;
        assert_eq!(answer.status(), status);
        assert!(near(skew(&answer, &server), -day));
    }
    let (head, _) = raw(&server, &raw_get(&customer).replace("\n\n", "\nConnection: close\n\n")).await;
    assert_eq!(head.matches("\r\ndate: ").count(), 1, "{head}");
    reset(&server).await;
    assert!(near(skew(&read_own(&customer).await, &server), 0));

    order(&server, json!({ "kind": "clock-skew", "skewSeconds": day, "times": 2 })).await;
    for expected in [day, day, 0] {
        assert!(near(skew(&read_own(&customer).await, &server), expected));
    }
}

#[tokio::test]
async fn the_date_follows_the_servers_clock_and_any_permitted_skew_is_a_date() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    server.sandbox.clock().advance(std::time::Duration::from_secs(1800));
    assert!((-60..=0).contains(&skew(&read_own(&customer).await, &server)));
    for skew_seconds in [-316_224_000_i64, 316_224_000] {
        order(&server, json!({ "kind": "clock-skew", "skewSeconds": skew_seconds, "times": 1 })).await;
        let answer = read_own(&customer).await;
        assert!((skew_seconds - 60..=skew_seconds).contains(&skew(&answer, &server)));
    }
}

/// That the pieces take their time is proven on a standing clock beside the code; here nothing may get lost.
#[tokio::test]
async fn a_slow_line_delivers_everything_in_both_directions() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let before = read_own(&customer).await.bytes().await.unwrap();
    let rates = json!({ "kind": "bandwidth", "bytesPerSecond": 1_000_000, "downloadBytesPerSecond": 10_000 });
    let view = order(&server, rates).await;
    assert_eq!(
        (&view["uploadBytesPerSecond"], &view["downloadBytesPerSecond"]),
        (&json!(1_000_000), &json!(10_000))
    );
    let answer = read_own(&customer).await;
    assert_eq!(answer.content_length(), u64::try_from(before.len()).ok());
    assert_eq!(answer.bytes().await.unwrap(), before);
    let id = customer.upload(&BILL, &["kyc"]).await;
    let stored = server.merchant(Method::GET, &format!("files/{id}/download"));
    reset(&server).await;
    assert_eq!(stored.send().await.unwrap().bytes().await.unwrap(), **BILL);
}

/// At one byte per second the answer would take minutes; the reset frees it.
#[tokio::test]
async fn a_reset_frees_the_line_for_transfers_under_way() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    order(&server, json!({ "kind": "bandwidth", "bytesPerSecond": 1 })).await;
    let mut answer = customer.call(Method::GET, &own_request(&customer)).send().await.unwrap();
    let first = answer.chunk().await.unwrap().unwrap();
    assert!(!first.is_empty());
    let slow_upload = {
        let customer = customer.clone();
        tokio::spawn(async move { customer.try_upload(&BILL, &["kyc"]).await.status() })
    };
    while list(&server).await["plays"].as_array().unwrap().len() < 2 {
        tokio::task::yield_now().await;
    }
    assert!(!slow_upload.is_finished());
    reset(&server).await;
    let mut bytes = first.to_vec();
    bytes.extend(answer.bytes().await.unwrap());
    assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap()["id"], customer.request_id);
    assert_eq!(slow_upload.await.unwrap(), 201);
}

//! Write calls are counted per credential and minute of the server's clock.

use std::time::Duration;

use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::support::{Customer, Server};

fn number(answer: &Response, name: &str) -> i64 {
    answer.headers()[name].to_str().unwrap().parse().unwrap()
}

fn has(answer: &Response, name: &str) -> bool {
    answer.headers().contains_key(name)
}

async fn write(customer: &Customer) -> Response {
    customer.call(Method::POST, "storefront/kyc-documents").json(&json!({})).send().await.unwrap()
}

/// A sandbox whose clock stands just after the start of a minute, so that none ends during the test.
async fn server(rate_limit: u32) -> Server {
    let server = Server::start_with(|config| config.rate_limit = rate_limit).await;
    next_minute(&server);
    server
}

fn next_minute(server: &Server) {
    let clock = server.sandbox.clock();
    let left = 60_000 - clock.now_ms().rem_euclid(60_000);
    clock.advance(Duration::from_millis(u64::try_from(left).unwrap()));
}

#[tokio::test]
async fn calls_beyond_the_limit_are_told_when_to_come_back() {
    let server = server(3).await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    for remaining in [2, 1, 0] {
        let answer = write(&customer).await;
        assert_eq!(answer.status(), 422);
        assert_eq!(number(&answer, "x-ratelimit-limit"), 3);
        assert_eq!(number(&answer, "x-ratelimit-remaining"), remaining);
        assert!(!has(&answer, "retry-after") && !has(&answer, "x-ratelimit-retry-after"));
    }
    let refused = write(&customer).await;
    assert_eq!(refused.status(), 429);
    assert_eq!(refused.headers()["content-type"], "application/problem+json");
    assert_eq!((number(&refused, "x-ratelimit-limit"), number(&refused, "x-ratelimit-remaining")), (3, 0));
    let retry_at = number(&refused, "x-ratelimit-retry-after");
    assert_eq!(retry_at % 60, 0, "the next minute");
    assert!((1..=60).contains(&number(&refused, "retry-after")));
    assert!((1..=60).contains(&(retry_at - server.sandbox.clock().now_ms() / 1000)));
    let problem: Value = refused.json().await.unwrap();
    assert_eq!((&problem["status"], &problem["title"]), (&json!(429), &json!("Too Many Requests")));
    assert!(["type", "detail", "instance"].iter().all(|name| problem[name].is_string()));

    next_minute(&server);
    assert!(server.sandbox.clock().now_ms() / 1000 >= retry_at);
    assert_eq!(number(&write(&customer).await, "x-ratelimit-remaining"), 2);
}

#[tokio::test]
async fn nobody_spends_the_calls_of_another() {
    let server = server(1).await;
    let ann = server.ask(json!([{ "type": "funds-proof" }])).await;
    next_minute(&server);
    let bob = server.ask(json!([{ "type": "funds-proof" }])).await;
    let merchant = server.merchant(Method::POST, "kyc-requests").json(&json!({}));
    assert_eq!(merchant.send().await.unwrap().status(), 429);
    assert_eq!((write(&ann).await.status().as_u16(), write(&ann).await.status().as_u16()), (422, 429));
    // Credentials that prove nothing share one count, and take from nobody.
    let forged = |n: u32| Customer { token: format!("a.b.{n}"), ..ann.clone() };
    assert_eq!(
        (write(&forged(1)).await.status().as_u16(), write(&forged(2)).await.status().as_u16()),
        (401, 429)
    );
    assert_eq!(write(&bob).await.status(), 422);
}

#[tokio::test]
async fn reading_is_not_counted() {
    let server = server(1).await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    for _ in 0..3 {
        let answer = server.merchant(Method::GET, "kyc-requests").send().await.unwrap();
        assert!(answer.status() == 200 && !has(&answer, "x-ratelimit-limit"));
    }
    assert_eq!(write(&customer).await.status(), 422);
}

#[tokio::test]
async fn every_writing_call_carries_the_headers_and_no_limit_is_a_large_one() {
    let server = server(0).await;
    let calls = [
        (Method::POST, "kyc-requests", 422),
        (Method::PUT, "customers/ann", 201),
        (Method::POST, "nowhere", 404),
        (Method::DELETE, "nowhere", 404),
        (Method::PATCH, "storefront/kyc-documents/x", 403),
    ];
    for (method, path, status) in calls {
        let answer = server.merchant(method, path).json(&json!({})).send().await.unwrap();
        assert_eq!(answer.status(), status, "{path}");
        assert_eq!(number(&answer, "x-ratelimit-limit"), i64::from(i32::MAX));
        assert_eq!(number(&answer, "x-ratelimit-remaining"), i64::from(i32::MAX));
    }
}

#[tokio::test]
async fn an_ordered_refusal_is_not_counted() {
    let server = server(2).await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let ordered = customer.call(Method::POST, "files").header("Sandbox-Fault", "status; status=500");
    assert_eq!(ordered.send().await.unwrap().status(), 500);
    assert_eq!(number(&write(&customer).await, "x-ratelimit-remaining"), 1);
}

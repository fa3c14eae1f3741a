//! The switches are for this machine and its own pages.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::Server;

#[tokio::test]
async fn a_foreign_page_cannot_use_the_switches() {
    let server = Server::start().await;
    let url = format!("{}/sandbox/events", server.sandbox.url());
    let call =
        |header: &'static str, value: &'static str| server.client.get(&url).header(header, value).send();
    for (header, value, status) in [
        ("origin", "https://evil.test", 403),
        ("origin", "null", 403),
        ("origin", "http://127.0.0.1.evil.test", 403),
        ("host", "evil.test", 403),
        ("origin", "http://localhost:3000", 200),
        ("host", "localhost:80", 200),
    ] {
        assert_eq!(call(header, value).await.unwrap().status(), status, "{header}: {value}");
    }
}

#[tokio::test]
async fn what_does_not_fit_a_switch_is_a_problem_too() {
    let server = Server::start().await;
    for (method, path, status) in [
        (Method::GET, "/events?after=x", 400),
        (Method::DELETE, "/events", 405),
        (Method::GET, "/nothing", 404),
        (Method::POST, "/nothing", 404),
        (Method::PUT, "/faults/x/y", 404),
        (Method::GET, "", 404),
        (Method::POST, "/", 404),
    ] {
        let place = format!("{method} /sandbox{path}");
        let url = format!("{}/sandbox{path}", server.sandbox.url());
        let answer = server.client.request(method, url).send().await.unwrap();
        assert_eq!(answer.status(), status, "{place}");
        let content_type = answer.headers().get("content-type").map(|it| it.as_bytes().to_owned());
        assert_eq!(content_type.as_deref(), Some(b"application/problem+json".as_slice()), "{place}");
        assert_eq!(answer.json::<Value>().await.unwrap()["status"], status, "{place}");
    }
}

#[tokio::test]
async fn null_where_the_definition_knows_none_is_refused() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let path = format!("kyc-requests/{}", customer.request_id);
    let body = json!({ "expirationTime": null, "matchLevel": null });
    let answer = server.merchant(Method::PATCH, &path).json(&body).send().await.unwrap();
    assert_eq!(crate::support::refused_fields(answer).await, ["matchLevel", "expirationTime"]);
    let before = server.merchant_get(&path).await;
    for body in [json!({}), json!({ "unknown": 1 }), json!({ "status": "fulfilled" })] {
        let answer = server.merchant(Method::PATCH, &path).json(&body).send().await.unwrap();
        let after: Value = answer.json().await.unwrap();
        assert_eq!(after["revision"], before["revision"], "{body}");
    }
    // Sent on purpose, though the definition does not have it.
    server.sandbox.contract().iter().for_each(|contract| contract.forget());
}

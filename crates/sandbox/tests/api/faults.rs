//! Faults on order do what they say, once, and to the named customer only.

use std::time::{Duration, Instant};

use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::support::{BILL, Customer, Server, client};

async fn order(server: &Server, fault: Value) {
    let url = format!("{}/sandbox/faults", server.sandbox.url());
    assert_eq!(server.client.post(url).json(&fault).send().await.unwrap().status(), 204);
}

fn filing(customer: &Customer, client: &Client, file: &str) -> reqwest::RequestBuilder {
    let body = json!({ "documentType": "funds-proof", "documentSubtype": "tax-return", "fileIds": [file] });
    client
        .post(format!("{}/storefront/kyc-documents", customer.base))
        .bearer_auth(&customer.token)
        .json(&body)
}

async fn filed(server: &Server, customer: &Customer) -> usize {
    server.request(customer).await["_embedded"]["documents"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_drop_loses_the_answer_after_the_work_or_instead_of_it() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof", "maxAttempts": 0 }])).await;
    // A reused connection and a fresh one each time must fare alike.
    let keeping = Client::new();
    let mut expected = 0;
    for (kind, is_done) in [("drop-after-commit", true), ("drop-before", false)] {
        for client in [&client(), &keeping] {
            let file = customer.upload(&BILL, &["kyc"]).await;
            let page = client.get(format!("{}/config.json", server.sandbox.url())).send().await.unwrap();
            page.bytes().await.unwrap();
            order(&server, json!({ "path": "storefront/kyc-documents", "method": "POST", "kind": kind }))
                .await;
            let answer = filing(&customer, client, &file).send().await.unwrap();
            assert!(answer.status().is_success());
            assert!(answer.bytes().await.is_err(), "{kind}");
            expected += usize::from(is_done);
            assert_eq!(filed(&server, &customer).await, expected, "{kind}");
        }
    }
    let file = customer.upload(&BILL, &["kyc"]).await;
    assert_eq!(filing(&customer, &keeping, &file).send().await.unwrap().status(), 201);
}

#[tokio::test]
async fn a_repeated_filing_of_the_same_files_spends_no_second_attempt() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof", "maxAttempts": 1 }])).await;
    let file = customer.upload(&BILL, &["kyc"]).await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        let answer = filing(&customer, &client(), &file).send().await.unwrap();
        assert_eq!(answer.status(), 201);
        ids.push(answer.json::<Value>().await.unwrap()["id"].clone());
    }
    assert_eq!(ids[0], ids[1]);
    assert_eq!(filed(&server, &customer).await, 1);
}

#[tokio::test]
async fn a_status_fault_tells_when_to_retry_and_hits_its_customer_only() {
    let server = Server::start().await;
    let ann = server.ask(json!([{ "type": "funds-proof" }])).await;
    let bob = server.ask_with(json!({ "customerId": "bob", "documents": [{ "type": "funds-proof" }] })).await;
    let fault = json!({
        "path": "files", "method": "POST", "customerId": "ann", "kind": "status", "status": 429,
        "retryAfterSeconds": 2, "times": 2,
    });
    order(&server, fault).await;
    assert_eq!(bob.try_upload(&BILL, &["kyc"]).await.status(), 201);
    for _ in 0..2 {
        let refused = ann.try_upload(&BILL, &["kyc"]).await;
        assert_eq!(refused.status(), 429);
        let until: i64 = refused.headers()["x-ratelimit-retry-after"].to_str().unwrap().parse().unwrap();
        let now = server.sandbox.clock().now_ms() / 1000;
        assert!((now..=now + 2).contains(&until), "{until} {now}");
        assert_eq!(refused.headers()["access-control-allow-origin"], "*");
    }
    assert_eq!(ann.try_upload(&BILL, &["kyc"]).await.status(), 201);
}

#[tokio::test]
async fn a_delay_delays_and_a_reset_forgets() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let path = format!("storefront/kyc-requests/{}", customer.request_id);
    order(
        &server,
        json!({ "path": "storefront/kyc-requests/*", "method": "GET", "kind": "delay", "delayMs": 300 }),
    )
    .await;
    let start = Instant::now();
    assert_eq!(customer.call(Method::GET, &path).send().await.unwrap().status(), 200);
    assert!(start.elapsed() >= Duration::from_millis(300));

    order(&server, json!({ "path": "storefront/kyc-requests/*", "method": "GET", "kind": "status" })).await;
    let url = format!("{}/sandbox/faults", server.sandbox.url());
    assert_eq!(server.client.delete(url).send().await.unwrap().status(), 204);
    assert_eq!(customer.call(Method::GET, &path).send().await.unwrap().status(), 200);
}

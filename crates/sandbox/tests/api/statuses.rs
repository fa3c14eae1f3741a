//! The table of request statuses, and that the stored one is always what the shared account says.

use std::time::Duration;

use kyc_wire::ledger::{Filed, Ledger};
use kyc_wire::resource::{RequestedDocument, StorefrontDocument};
use proptest::prelude::*;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::support::{BILL, Customer, Server};

const HOUR: Duration = Duration::from_secs(3600);

async fn status(server: &Server, customer: &Customer) -> Value {
    server.request(customer).await["status"].clone()
}

async fn file_funds(server: &Server, customer: &Customer, verdict: &str) -> String {
    let file = customer.upload(&BILL, &["kyc"]).await;
    let document = customer.file("funds-proof", "tax-return", &[file]).await;
    match verdict {
        "accepted" => server.decide(&document, "acceptance", json!({})).await,
        "rejected" => server.decide(&document, "rejection", json!({ "type": "other" })).await,
        _ => Value::Null,
    };
    document
}

#[tokio::test]
async fn expired_when_nothing_was_handed_in_else_abandoned() {
    let server = Server::start().await;
    let idle = server.ask(json!([{ "type": "funds-proof" }])).await;
    let tried = server.ask(json!([{ "type": "funds-proof" }])).await;
    let done = server.ask(json!([{ "type": "funds-proof" }])).await;
    let failed = server.ask(json!([{ "type": "funds-proof", "maxAttempts": 1 }])).await;
    file_funds(&server, &tried, "rejected").await;
    file_funds(&server, &done, "accepted").await;
    file_funds(&server, &failed, "rejected").await;
    assert_eq!(status(&server, &tried).await, "attempted");
    server.sandbox.clock().advance(HOUR);
    assert_eq!(status(&server, &idle).await, "expired");
    assert_eq!(status(&server, &tried).await, "abandoned");
    assert_eq!(status(&server, &done).await, "fulfilled");
    assert_eq!(status(&server, &failed).await, "failed");
    let listed = server.merchant_get("kyc-requests?filter=status:abandoned").await;
    assert_eq!(listed[0]["id"], json!(tried.request_id));
}

#[tokio::test]
async fn each_status_on_the_way_to_fulfilled() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }, { "type": "funds-proof" }])).await;
    assert_eq!(status(&server, &customer).await, "gathering");
    file_funds(&server, &customer, "rejected").await;
    assert_eq!(status(&server, &customer).await, "attempted");
    let waiting = file_funds(&server, &customer, "").await;
    assert_eq!(status(&server, &customer).await, "pending-review");
    server.decide(&waiting, "acceptance", json!({})).await;
    assert_eq!(status(&server, &customer).await, "partial");
    file_funds(&server, &customer, "accepted").await;
    assert_eq!(status(&server, &customer).await, "fulfilled");
}

#[tokio::test]
async fn the_revision_grows_with_every_change() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let document = file_funds(&server, &customer, "").await;
    customer.settled(&document).await;
    let before = server.merchant_get(&format!("kyc-documents/{document}")).await;
    let after = server.decide(&document, "acceptance", json!({})).await;
    assert!(after["revision"].as_i64() > before["revision"].as_i64());
    assert_eq!(server.request(&customer).await["revision"], 3);
}

/// What may happen to a request.
#[derive(Clone, Copy, Debug)]
enum Step {
    File,
    /// Accepts the document with this number, counted round.
    Accept(usize),
    Reject(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => Just(Step::File),
        1 => (0usize..8).prop_map(Step::Accept),
        2 => (0usize..8).prop_map(Step::Reject),
    ];
    prop::collection::vec(step, 0..10)
}

async fn take(server: &Server, customer: &Customer, documents: &mut Vec<String>, step: Step) {
    let picked = |index: usize| documents.get(index % documents.len().max(1)).cloned();
    let (document, how, body) = match step {
        Step::File => {
            let file = customer.upload(&BILL, &["kyc"]).await;
            let answer = customer.try_file("funds-proof", "tax-return", &[file]).await;
            if answer.status() == 201 {
                let body: Value = answer.json().await.unwrap();
                documents.push(body["id"].as_str().unwrap().to_owned());
            }
            return;
        }
        Step::Accept(index) => (picked(index), "acceptance", json!({})),
        Step::Reject(index) => (picked(index), "rejection", json!({ "type": "other" })),
    };
    if let Some(document) = document {
        let path = format!("kyc-documents/{document}/{how}");
        // An archived one cannot be rejected; that refusal must leave the status alone as well.
        server.merchant(reqwest::Method::POST, &path).json(&body).send().await.unwrap();
    }
}

async fn expected(customer: &Customer, limits: &[u32], is_expired: bool, server: &Server) -> String {
    let request = server.request(customer).await;
    let filed: Vec<Filed> = request["_embedded"]["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| Filed::from(&serde_json::from_value::<StorefrontDocument>(it.clone()).unwrap()))
        .collect();
    let requested: Vec<RequestedDocument> = limits
        .iter()
        .map(|limit| RequestedDocument {
            max_attempts: *limit,
            ..RequestedDocument::new(kyc_wire::DocumentType::FundsProof)
        })
        .collect();
    Ledger::new(&requested, filed.iter().copied()).request_status(&filed, is_expired).to_string()
}

fn stored(server: &Server, customer: &Customer) -> String {
    let database = Connection::open(server.data.path().join("sandbox.sqlite")).unwrap();
    let query = "SELECT status FROM kyc_requests WHERE id = ?1";
    database.query_row(query, [&customer.request_id], |row| row.get(0)).unwrap()
}

async fn check_history(server: &Server, limits: Vec<u32>, steps: Vec<Step>, expires: bool) {
    let asked: Vec<Value> =
        limits.iter().map(|it| json!({ "type": "funds-proof", "maxAttempts": it })).collect();
    let customer = server.ask(json!(asked)).await;
    let mut documents = Vec::new();
    for step in steps {
        take(server, &customer, &mut documents, step).await;
        let now = stored(server, &customer);
        assert_eq!(now, expected(&customer, &limits, false, server).await, "after {step:?}");
    }
    if expires {
        server.sandbox.clock().advance(HOUR);
        let last = expected(&customer, &limits, true, server).await;
        assert_eq!(stored(server, &customer), last);
    }
}

#[test]
fn the_stored_status_is_always_what_the_ledger_says() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let server = runtime.block_on(Server::start());
    let config = ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(limits in prop::collection::vec(0u32..4, 1..3), steps in steps(), expires: bool)| {
        runtime.block_on(check_history(&server, limits, steps, expires));
    });
}

//! The table of request statuses, and that the stored one is always what the shared account says.

use std::time::Duration;

use kyc_wire::ledger::{Filed, Ledger};
use kyc_wire::resource::{RequestedDocument, StorefrontDocument};
use proptest::prelude::*;
use reqwest::Method;
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
    Review(usize),
    /// The customer hands in another file for it.
    Amend(usize),
    /// Minutes pass.
    Wait(u64),
    /// The merchant asks for one more.
    AskMore,
    /// The merchant grants this many minutes from now.
    Prolong(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => Just(Step::File),
        2 => (0usize..8).prop_map(Step::Accept),
        4 => (0usize..8).prop_map(Step::Reject),
        1 => (0usize..8).prop_map(Step::Review),
        1 => (0usize..8).prop_map(Step::Amend),
        2 => (1u64..40).prop_map(Step::Wait),
        1 => Just(Step::AskMore),
        1 => (1u64..40).prop_map(Step::Prolong),
    ];
    prop::collection::vec(step, 0..12)
}

/// A request's history, played by the customer and the merchant.
struct History<'a> {
    server: &'a Server,
    customer: Customer,
    filed: Vec<String>,
}

impl History<'_> {
    async fn take(&mut self, step: Step) {
        match step {
            Step::File => self.file().await,
            Step::Accept(index) => self.decide(index, "acceptance", json!({})).await,
            Step::Reject(index) => self.decide(index, "rejection", json!({ "type": "other" })).await,
            Step::Review(index) => self.decide(index, "review", json!({})).await,
            Step::Amend(index) => self.amend(index).await,
            Step::Wait(minutes) => self.server.sandbox.clock().advance(Duration::from_secs(60 * minutes)),
            Step::AskMore => self.ask_more().await,
            Step::Prolong(minutes) => self.prolong(minutes).await,
        }
    }

    fn picked(&self, index: usize) -> Option<&String> {
        self.filed.get(index % self.filed.len().max(1))
    }

    async fn file(&mut self) {
        let file = self.customer.try_upload(&BILL, &["kyc"]).await;
        let Some(file) = id_of(file).await else { return };
        let answer = self.customer.try_file("funds-proof", "tax-return", &[file]).await;
        self.filed.extend(id_of(answer).await);
    }

    /// Some of these are refused, such as the rejection of an archived one; a refusal must leave the status alone, too.
    async fn decide(&self, index: usize, how: &str, body: Value) {
        let Some(document) = self.picked(index) else { return };
        let path = format!("kyc-documents/{document}/{how}");
        self.server.merchant(Method::POST, &path).json(&body).send().await.unwrap();
    }

    async fn amend(&self, index: usize) {
        let Some(document) = self.picked(index) else { return };
        let file = self.customer.try_upload(&BILL, &["kyc"]).await;
        let Some(file) = id_of(file).await else { return };
        let body = json!({ "fileIds": [file] });
        let path = format!("storefront/kyc-documents/{document}");
        self.customer.call(Method::PATCH, &path).json(&body).send().await.unwrap();
    }

    async fn patch(&self, body: Value) {
        let path = format!("kyc-requests/{}", self.customer.request_id);
        assert_eq!(
            self.server.merchant(Method::PATCH, &path).json(&body).send().await.unwrap().status(),
            200
        );
    }

    async fn ask_more(&self) {
        let mut documents = self.server.request(&self.customer).await["documents"].clone();
        documents.as_array_mut().unwrap().push(json!({ "type": "funds-proof", "maxAttempts": 1 }));
        self.patch(json!({ "documents": documents })).await;
    }

    async fn prolong(&self, minutes: u64) {
        let end = self.server.sandbox.clock().now_ms() + i64::try_from(minutes * 60_000).unwrap();
        let end = time::OffsetDateTime::from_unix_timestamp_nanos(i128::from(end) * 1_000_000).unwrap();
        let end = end.format(&time::format_description::well_known::Rfc3339).unwrap();
        self.patch(json!({ "expirationTime": end })).await;
    }

    /// The stored status is what the account of the documents and the time say, and nothing else.
    async fn check(&self, after: Step) {
        let request = self.server.request(&self.customer).await;
        let documents = request["_embedded"]["documents"].as_array().unwrap().clone();
        let read = |it: Value| Filed::from(&serde_json::from_value::<StorefrontDocument>(it).unwrap());
        let filed: Vec<Filed> = documents.into_iter().map(read).collect();
        let requested: Vec<RequestedDocument> = serde_json::from_value(request["documents"].clone()).unwrap();
        let end = kyc_wire::time::parse(request["expirationTime"].as_str().unwrap()).unwrap();
        let is_expired = self.server.sandbox.clock().now_ms() >= end;
        let expected = Ledger::new(&requested, filed.iter().copied()).request_status(&filed, is_expired);
        assert_eq!(request["status"], expected.as_str(), "after {after:?}");
        assert_eq!(self.stored(), expected.as_str(), "after {after:?}");
    }

    fn stored(&self) -> String {
        let database = Connection::open(self.server.data.path().join("sandbox.sqlite")).unwrap();
        let query = "SELECT status FROM kyc_requests WHERE id = ?1";
        database.query_row(query, [&self.customer.request_id], |row| row.get(0)).unwrap()
    }
}

/// The id of what was created, unless it was refused.
async fn id_of(answer: reqwest::Response) -> Option<String> {
    if answer.status() != 201 {
        return None;
    }
    let body: Value = answer.json().await.unwrap();
    Some(body["id"].as_str().unwrap().to_owned())
}

async fn check_history(server: &Server, limits: Vec<u32>, steps: Vec<Step>) {
    let asked: Vec<Value> =
        limits.iter().map(|it| json!({ "type": "funds-proof", "maxAttempts": it })).collect();
    let customer = server.ask(json!(asked)).await;
    let mut history = History { server, customer, filed: Vec::new() };
    for step in steps.into_iter().chain([Step::Wait(200)]) {
        history.take(step).await;
        history.check(step).await;
    }
}

#[test]
fn the_stored_status_is_always_what_the_ledger_says() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let server = runtime.block_on(Server::start());
    let config = ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(limits in prop::collection::vec(0u32..4, 1..3), steps in steps())| {
        runtime.block_on(check_history(&server, limits, steps));
    });
}

//! Random histories of a request, played by customer, merchant, analysis and clock; after each step its status is what
//! the contract's table says, and its documents stand as the oracle has them.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::sample::select;
use reqwest::Method;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::oracle::{CREDIT_FILE, Entry, Oracle, is_undecided};
use crate::support::{Customer, Server};

/// It opens, and its analysis takes no time.
const PAGE: &[u8] = b"%PDF-1.4\n3 0 obj << /Type /Page >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";

/// Two subtypes of each type.
const KINDS: [(&str, [&str; 2]); 4] = [
    ("identity-proof", ["passport", "driver-license"]),
    ("address-proof", ["utility-bill", "bank-statement"]),
    ("funds-proof", ["tax-return", "salary-slip"]),
    ("purchase-proof", ["copy-credit-card", "other"]),
];
const FIRST_NAMES: [&str; 3] = ["accept", "accept-dual", "Anna"];
const VERDICTS: [&str; 4] = ["accepted", "rejected", "pending", "in-progress"];

/// What may happen to a request. Numbers of documents and of entries are counted round.
#[derive(Clone, Debug)]
enum Step {
    /// The customer hands in this kind and subtype, and the analysis says this.
    File(usize, usize, &'static str),
    Accept(usize),
    Reject(usize),
    Review(usize),
    /// The customer hands in another file for it.
    Amend(usize),
    /// Minutes pass.
    Wait(u64),
    AskMore(Entry),
    AskLess(usize),
    /// The merchant grants so many attempts for an entry.
    Limit(usize, usize),
    /// The merchant grants this many minutes from now.
    Prolong(u64),
}

fn entries() -> impl Strategy<Value = Entry> {
    let gathered = (select(KINDS.as_slice()), 0usize..4, 0usize..4).prop_map(|((kind, all), narrow, max)| {
        let subtypes = all.get(narrow).into_iter().copied().collect();
        Entry { kind, subtypes, max_attempts: max }
    });
    let credit = Entry { kind: CREDIT_FILE, subtypes: Vec::new(), max_attempts: 3 };
    prop_oneof![5 => gathered, 1 => Just(credit)]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let any = 0usize..8;
    let step = prop_oneof![
        10 => (any.clone(), 0usize..2, select(VERDICTS.as_slice())).prop_map(|(a, b, c)| Step::File(a, b, c)),
        3 => any.clone().prop_map(Step::Accept),
        4 => any.clone().prop_map(Step::Reject),
        1 => any.clone().prop_map(Step::Review),
        2 => any.clone().prop_map(Step::Amend),
        2 => (1u64..40).prop_map(Step::Wait),
        1 => entries().prop_map(Step::AskMore),
        1 => any.clone().prop_map(Step::AskLess),
        1 => (any, 0usize..4).prop_map(|(a, b)| Step::Limit(a, b)),
        1 => (1u64..40).prop_map(Step::Prolong),
    ];
    prop::collection::vec(step, 0..14)
}

fn wire(entries: &[Entry]) -> Value {
    let one =
        |it: &Entry| json!({ "type": it.kind, "subtypes": it.subtypes, "maxAttempts": it.max_attempts });
    entries.iter().map(one).collect()
}

struct History<'a> {
    server: &'a Server,
    customer: Customer,
    oracle: Oracle,
    /// Verdicts that were ordered, and not used since the document was refused.
    ordered: BTreeMap<&'static str, &'static str>,
}

impl<'a> History<'a> {
    async fn begin(server: &'a Server, number: usize, first_name: &str, entries: Vec<Entry>) -> Self {
        let id = format!("customer-{number}");
        let record = json!({ "firstName": first_name, "lastName": "Sample" });
        server.merchant(Method::PUT, &format!("customers/{id}")).json(&record).send().await.unwrap();
        let customer = server.ask_with(json!({ "customerId": id, "documents": wire(&entries) })).await;
        let request = server.request(&customer).await;
        let mut oracle = Oracle { entries, papers: Vec::new() };
        let answer = if first_name == "Anna" { "rejected" } else { "accepted" };
        for document in request["_embedded"]["documents"].as_array().unwrap() {
            oracle.file(document["id"].as_str().unwrap(), CREDIT_FILE, "", answer);
        }
        let tries = oracle.entries.iter().filter(|entry| entry.kind == CREDIT_FILE).count();
        assert_eq!(oracle.papers.len(), tries, "the bureau is asked when the request is created");
        Self { server, customer, oracle, ordered: BTreeMap::new() }
    }

    async fn take(&mut self, step: &Step) {
        match step {
            Step::File(kind, subtype, verdict) => self.file(*kind, *subtype, verdict).await,
            Step::Accept(index) => self.accept(*index).await,
            Step::Reject(index) => self.reject(*index).await,
            Step::Review(index) => drop(self.call(*index, "review", json!({})).await),
            Step::Amend(index) => self.amend(*index).await,
            Step::Wait(minutes) => self.server.sandbox.clock().advance(Duration::from_secs(60 * minutes)),
            Step::AskMore(entry) => {
                self.oracle.entries.push(entry.clone());
                self.ask().await;
            }
            Step::AskLess(index) if self.oracle.entries.len() > 1 => {
                self.oracle.entries.remove(index % self.oracle.entries.len());
                self.ask().await;
            }
            Step::AskLess(_) => {}
            Step::Limit(index, max) => {
                let count = self.oracle.entries.len();
                self.oracle.entries[index % count].max_attempts = *max;
                self.ask().await;
            }
            Step::Prolong(minutes) => self.prolong(*minutes).await,
        }
    }

    /// What is asked for first, since most histories should get somewhere.
    fn kind(&self, pick: usize) -> (&'static str, [&'static str; 2]) {
        let asked = self.oracle.entries.iter().filter(|entry| entry.kind != CREDIT_FILE);
        let asked: Vec<&str> = asked.map(|entry| entry.kind).collect();
        let wanted = if asked.is_empty() { KINDS[pick % KINDS.len()].0 } else { asked[pick % asked.len()] };
        KINDS.into_iter().find(|(kind, _)| *kind == wanted).unwrap()
    }

    async fn pages(&self, kind: &str, subtype: &str) -> Option<Vec<String>> {
        let sides: &[&[&str]] = match (kind, subtype) {
            ("identity-proof", "passport") => &[&["kyc", "id-front"]],
            ("identity-proof", _) => &[&["kyc", "id-front"], &["kyc", "id-back"]],
            _ => &[&["kyc"]],
        };
        let mut files = Vec::new();
        for tags in sides {
            files.push(created(self.customer.try_upload(PAGE, tags).await).await?);
        }
        Some(files)
    }

    async fn file(&mut self, kind: usize, subtype: usize, verdict: &'static str) {
        let (kind, subtypes) = self.kind(kind);
        let subtype = subtypes[subtype];
        let Some(files) = self.pages(kind, subtype).await else { return };
        if !self.ordered.contains_key(kind) {
            let customer = self.server.request(&self.customer).await["customerId"].clone();
            let order =
                json!({ "documentType": kind, "customerId": customer, "status": verdict, "delayMs": 0 });
            self.server.order_verdict(order).await;
            self.ordered.insert(kind, verdict);
        }
        let Some(id) = created(self.customer.try_file(kind, subtype, &files).await).await else { return };
        let verdict = self.ordered.remove(kind).unwrap();
        let index = self.oracle.papers.len();
        self.oracle.file(&id, kind, subtype, "in-progress");
        self.wait_for(&id, verdict == "in-progress").await;
        match verdict {
            "accepted" => self.oracle.accept(index),
            other => self.oracle.papers[index].status = other.to_owned(),
        }
    }

    /// Until the analysis is over; one that leaves the document `in-progress` has no end of its own.
    async fn wait_for(&self, id: &str, stays_in_progress: bool) -> Value {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let document = self.server.merchant_get(&format!("kyc-documents/{id}")).await;
            let is_left = stays_in_progress && document["status"] == "in-progress";
            if is_left || !document["processedTime"].is_null() {
                return document;
            }
            assert!(Instant::now() < deadline, "never settled: {document}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    fn picked(&self, index: usize) -> Option<usize> {
        (!self.oracle.papers.is_empty()).then(|| index % self.oracle.papers.len())
    }

    async fn call(&self, index: usize, how: &str, body: Value) -> Option<(usize, bool)> {
        let index = self.picked(index)?;
        let path = format!("kyc-documents/{}/{how}", self.oracle.papers[index].id);
        let answer = self.server.merchant(Method::POST, &path).json(&body).send().await.unwrap();
        assert!([201, 422].contains(&answer.status().as_u16()), "{}", answer.status());
        Some((index, answer.status() == 201))
    }

    async fn accept(&mut self, index: usize) {
        let Some((index, is_done)) = self.call(index, "acceptance", json!({})).await else { return };
        assert!(is_done, "an acceptance is never refused");
        self.oracle.accept(index);
    }

    async fn reject(&mut self, index: usize) {
        let body = json!({ "type": "other" });
        let Some((index, is_done)) = self.call(index, "rejection", body).await else { return };
        assert_eq!(is_done, self.oracle.papers[index].status != "archived");
        self.oracle.reject(index);
    }

    async fn amend(&mut self, index: usize) {
        let Some(index) = self.picked(index) else { return };
        let paper = self.oracle.papers[index].clone();
        if paper.kind == CREDIT_FILE {
            return;
        }
        let Some(files) = self.pages(paper.kind, paper.subtype).await else { return };
        let path = format!("storefront/kyc-documents/{}", paper.id);
        let call = self.customer.call(Method::PATCH, &path).json(&json!({ "fileIds": files }));
        let status = call.send().await.unwrap().status();
        assert!([200, 401, 422].contains(&status.as_u16()), "{status}");
        if status != 200 {
            return;
        }
        assert!(is_undecided(&paper.status), "what is decided stays");
        // Nobody ordered what the analysis now finds.
        let found = self.wait_for(&paper.id, false).await["status"].as_str().unwrap().to_owned();
        match found.as_str() {
            "accepted" => self.oracle.accept(index),
            _ => self.oracle.papers[index].status = found,
        }
    }

    async fn patch(&self, body: Value) {
        let path = format!("kyc-requests/{}", self.customer.request_id);
        let answer = self.server.merchant(Method::PATCH, &path).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 200);
    }

    async fn ask(&self) {
        self.patch(json!({ "documents": wire(&self.oracle.entries) })).await;
    }

    async fn prolong(&self, minutes: u64) {
        let end = self.server.sandbox.clock().now_ms() + i64::try_from(minutes * 60_000).unwrap();
        let end = time::OffsetDateTime::from_unix_timestamp_nanos(i128::from(end) * 1_000_000).unwrap();
        let end = end.format(&time::format_description::well_known::Rfc3339).unwrap();
        self.patch(json!({ "expirationTime": end })).await;
    }

    async fn check(&self, after: &Step) {
        let request = self.server.request(&self.customer).await;
        let documents = request["_embedded"]["documents"].as_array().unwrap();
        let stand: Vec<&Value> = documents.iter().map(|document| &document["status"]).collect();
        let expected: Vec<&String> = self.oracle.papers.iter().map(|paper| &paper.status).collect();
        assert_eq!(json!(stand), json!(expected), "after {after:?} of {:#?}", self.oracle);
        let end = request["expirationTime"].as_str().unwrap();
        let end = time::OffsetDateTime::parse(end, &time::format_description::well_known::Rfc3339).unwrap();
        let end = i64::try_from(end.unix_timestamp_nanos() / 1_000_000).unwrap();
        let status = self.oracle.status(self.server.sandbox.clock().now_ms() >= end);
        assert_eq!(request["status"], status, "after {after:?} of {:#?}", self.oracle);
        assert_eq!(self.stored().as_deref(), Some(status), "after {after:?}");
    }

    fn stored(&self) -> Option<String> {
        let database = Connection::open(self.server.data.path().join("sandbox.sqlite")).unwrap();
        let mut query = database.prepare("SELECT status FROM kyc_requests WHERE id = ?1").unwrap();
        query.query_map([&self.customer.request_id], |row| row.get(0)).unwrap().next().map(Result::unwrap)
    }

    /// Forgetting the request leaves its documents as they are, and lets nobody act in its name.
    async fn end(&mut self) {
        let path = format!("kyc-requests/{}", self.customer.request_id);
        let answer = self.server.merchant(Method::DELETE, &path).send().await.unwrap();
        assert_eq!(answer.status(), 204);
        assert_eq!(self.server.merchant(Method::GET, &path).send().await.unwrap().status(), 404);
        assert_eq!(self.stored(), None);
        let late = self.customer.try_file("funds-proof", "tax-return", &["none".into()]).await;
        assert!(late.status().is_client_error(), "{}", late.status());
        for index in 0..self.oracle.papers.len() {
            let path = format!("kyc-documents/{}", self.oracle.papers[index].id);
            let document = self.server.merchant_get(&path).await;
            assert_eq!(document["status"], self.oracle.papers[index].status);
            assert_eq!(document["requestId"], Value::Null);
            self.call(index, "acceptance", json!({})).await;
            let document = self.server.merchant_get(&path).await;
            assert_eq!(document["status"], "accepted", "it can be decided still, and supersedes nothing");
        }
    }
}

/// The id of what was created, unless it was refused.
async fn created(answer: reqwest::Response) -> Option<String> {
    if answer.status() != 201 {
        assert!([401, 422].contains(&answer.status().as_u16()), "{}", answer.status());
        return None;
    }
    let body: Value = answer.json().await.unwrap();
    Some(body["id"].as_str().unwrap().to_owned())
}

async fn play(server: &Server, number: usize, name: &str, entries: Vec<Entry>, steps: &[Step]) {
    let mut history = History::begin(server, number, name, entries).await;
    history.check(&Step::Wait(0)).await;
    for step in steps.iter().chain([&Step::Wait(200)]) {
        // So that no two things happen in one millisecond.
        server.sandbox.clock().advance(Duration::from_secs(1));
        history.take(step).await;
        history.check(step).await;
    }
    history.end().await;
}

#[test]
fn the_status_is_at_every_step_what_the_contract_s_table_says() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let server = runtime.block_on(Server::start_with(|config| {
        config.rate_limit = 0;
        config.analysis_delay = Duration::ZERO;
    }));
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|it| it.parse().ok()).unwrap_or(32);
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let number = std::cell::Cell::new(0);
    let asked = prop::collection::vec(entries(), 1..4);
    proptest!(config, |(entries in asked, name in select(FIRST_NAMES.as_slice()), steps in steps())| {
        number.set(number.get() + 1);
        runtime.block_on(play(&server, number.get(), name, entries, &steps));
    });
}

//! How requests and documents change: the only code that moves their statuses. Each change happens in one transaction
//! together with the events that tell of it.

pub mod credit_file;
pub mod documents;
pub mod liveness;
pub mod requests;
pub mod tokens;

use std::cell::Cell;

use rusqlite::Transaction;
use serde_json::Value;

use crate::ids;
use crate::problem::ApiResult;
use crate::record::{Document, Request};
use crate::store::events::{self, Event};
use crate::view::{self, Links};
use crate::webhooks::outbox;

/// One unit of work: the open transaction, the time at which it happens, and the addresses that its events name.
pub struct Act<'a> {
    pub tx: &'a Transaction<'a>,
    /// Milliseconds since 1970.
    pub now: i64,
    pub links: &'a Links,
    has_news: Cell<bool>,
}

impl<'a> Act<'a> {
    pub const fn new(tx: &'a Transaction<'a>, now: i64, links: &'a Links) -> Self {
        Self { tx, now, links, has_news: Cell::new(false) }
    }

    /// Whether something was noted.
    pub const fn has_news(&self) -> bool {
        self.has_news.get()
    }

    /// Notes what happened to a request.
    fn note_request(&self, kind: &str, request: &Request) -> ApiResult<()> {
        // Without the customer's link: an event may be read by those who must not act for the customer.
        let payload = view::request(self.links, request, None);
        self.note(kind, &request.id, &request.customer_id, Some(&request.id), payload)
    }

    /// Notes what happened to a document.
    fn note_document(&self, kind: &str, document: &Document) -> ApiResult<()> {
        let payload = view::document(self.links, document);
        self.note(kind, &document.id, &document.customer_id, document.request_id.as_deref(), payload)
    }

    /// Notes what happened to any other resource.
    pub fn note(
        &self,
        kind: &str,
        resource_id: &str,
        customer_id: &str,
        request_id: Option<&str>,
        payload: Value,
    ) -> ApiResult<()> {
        self.has_news.set(true);
        let event = Event {
            seq: 0,
            id: ids::event(),
            kind: kind.to_owned(),
            resource_id: resource_id.to_owned(),
            customer_id: customer_id.to_owned(),
            request_id: request_id.map(str::to_owned),
            created_at: self.now,
            payload,
        };
        events::append(self.tx, &event)?;
        outbox::enqueue(self.tx, self.links, &event)
    }
}

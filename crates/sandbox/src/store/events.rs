//! What happened, in the order it happened: written in the transaction of the change itself, so that no event is ever
//! without its change, nor a change without its event. Webhooks and the shop's timeline read from here.

use rusqlite::{Result, Row, Transaction, named_params};
use serde_json::Value;

use super::rows;
use crate::problem::ApiResult;

/// Something that happened to a resource.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Grows with every event.
    pub seq: i64,
    pub id: String,
    /// `kyc-document-accepted` and the like.
    pub kind: String,
    pub resource_id: String,
    pub customer_id: String,
    pub request_id: Option<String>,
    pub created_at: i64,
    /// The merchant's view of the resource at that moment.
    pub payload: Value,
}

/// Appends; `seq` is given by the database.
pub fn append(tx: &Transaction<'_>, event: &Event) -> ApiResult<()> {
    tx.execute(
        "INSERT INTO events (id, kind, resource_id, customer_id, request_id, created_at, payload)
         VALUES (:id, :kind, :resource_id, :customer_id, :request_id, :created_at, :payload)",
        named_params! {
            ":id": event.id, ":kind": event.kind, ":resource_id": event.resource_id,
            ":customer_id": event.customer_id, ":request_id": event.request_id,
            ":created_at": event.created_at, ":payload": event.payload.to_string(),
        },
    )?;
    Ok(())
}

/// The events after `seq`, oldest first, of one request or of all.
pub fn after(
    tx: &Transaction<'_>,
    seq: i64,
    request_id: Option<&str>,
    limit: usize,
) -> ApiResult<Vec<Event>> {
    let mut statement = tx.prepare_cached(
        "SELECT * FROM events WHERE seq > :seq AND (:request_id IS NULL OR request_id = :request_id)
         ORDER BY seq LIMIT :limit",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let parameters = named_params! { ":seq": seq, ":request_id": request_id, ":limit": limit };
    Ok(statement.query_map(parameters, from_row)?.collect::<Result<_>>()?)
}

/// The newest event's `seq`.
pub fn last(tx: &Transaction<'_>) -> ApiResult<i64> {
    Ok(tx.query_row("SELECT coalesce(max(seq), 0) FROM events", [], |row| row.get(0))?)
}

fn from_row(row: &Row<'_>) -> Result<Event> {
    Ok(Event {
        seq: row.get("seq")?,
        id: row.get("id")?,
        kind: row.get("kind")?,
        resource_id: row.get("resource_id")?,
        customer_id: row.get("customer_id")?,
        request_id: row.get("request_id")?,
        created_at: row.get("created_at")?,
        payload: rows::json(row, "payload")?,
    })
}

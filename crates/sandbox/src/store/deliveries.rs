//! The rows of the outbox. `position` orders a line; `next_attempt_at` stands only at the first pending one of it.

use rusqlite::{OptionalExtension, Params, Result, Row, Transaction, named_params};

use super::rows;
use crate::problem::{ApiError, ApiResult};
use crate::webhooks::record::{Delivery, DeliveryStatus};

/// Stores a new one at the end of its line.
pub fn insert(tx: &Transaction<'_>, delivery: &Delivery) -> ApiResult<()> {
    tx.execute(
        "INSERT INTO deliveries (id, webhook_id, event_id, event_type, resource_id, customer_id, request_id, body, position,
             status, attempt_count, attempts, failures, next_attempt_at, give_up_at, created_at, updated_at)
         VALUES (:id, :webhook_id, :event_id, :event_type, :resource_id, :customer_id, :request_id, :body,
             (SELECT coalesce(max(position), 0) + 1 FROM deliveries),
             :status, :attempt_count, :attempts, :failures, :next_attempt_at, :give_up_at, :created_at, :updated_at)",
        named_params! {
            ":id": delivery.id, ":webhook_id": delivery.webhook_id, ":event_id": delivery.event_id,
            ":event_type": delivery.event_type, ":resource_id": delivery.resource_id,
            ":customer_id": delivery.customer_id, ":request_id": delivery.request_id, ":body": delivery.body,
            ":status": delivery.status.as_str(), ":attempt_count": delivery.attempt_count,
            ":attempts": serde_json::to_string(&delivery.attempts)?, ":failures": delivery.failures,
            ":next_attempt_at": delivery.next_attempt_at, ":give_up_at": delivery.give_up_at,
            ":created_at": delivery.created_at, ":updated_at": delivery.updated_at,
        },
    )?;
    Ok(())
}

/// Stores everything that can change, but for its place.
pub fn update(tx: &Transaction<'_>, delivery: &Delivery) -> ApiResult<()> {
    tx.execute(
        "UPDATE deliveries SET status = :status, attempt_count = :attempt_count, attempts = :attempts,
             failures = :failures, next_attempt_at = :next_attempt_at, give_up_at = :give_up_at, updated_at = :updated_at
         WHERE id = :id",
        named_params! {
            ":id": delivery.id, ":status": delivery.status.as_str(), ":attempt_count": delivery.attempt_count,
            ":attempts": serde_json::to_string(&delivery.attempts)?, ":failures": delivery.failures,
            ":next_attempt_at": delivery.next_attempt_at, ":give_up_at": delivery.give_up_at,
            ":updated_at": delivery.updated_at,
        },
    )?;
    Ok(())
}

/// The delivery, if it is there.
pub fn find(tx: &Transaction<'_>, id: &str) -> ApiResult<Option<Delivery>> {
    Ok(tx.query_row("SELECT * FROM deliveries WHERE id = ?1", [id], from_row).optional()?)
}

/// The subscription's delivery, or 404.
pub fn load(tx: &Transaction<'_>, webhook_id: &str, id: &str) -> ApiResult<Delivery> {
    let found = find(tx, id)?.filter(|delivery| delivery.webhook_id == webhook_id);
    found.ok_or_else(|| ApiError::not_found("delivery"))
}

/// Those of a subscription, newest first, without their bodies: there may be thousands.
pub fn of_webhook(tx: &Transaction<'_>, webhook_id: &str) -> ApiResult<Vec<Delivery>> {
    let query = "SELECT id, webhook_id, event_id, event_type, resource_id, customer_id, request_id, '' AS body, status,
        attempt_count, attempts, failures, next_attempt_at, give_up_at, created_at, updated_at
        FROM deliveries WHERE webhook_id = ?1 ORDER BY seq DESC";
    all(tx, query, [webhook_id])
}

/// Those that tell of a request or of its documents, to any subscriber, oldest first.
pub fn of_request(tx: &Transaction<'_>, request_id: &str) -> ApiResult<Vec<Delivery>> {
    all(tx, "SELECT * FROM deliveries WHERE request_id = ?1 ORDER BY seq", [request_id])
}

/// The first ones of the subscription's lines whose time has come.
pub fn due(tx: &Transaction<'_>, webhook_id: &str, now: i64, limit: usize) -> ApiResult<Vec<Delivery>> {
    let query = "SELECT * FROM deliveries WHERE webhook_id = ?1 AND next_attempt_at <= ?2
        ORDER BY next_attempt_at, position LIMIT ?3";
    all(tx, query, (webhook_id, now, i64::try_from(limit).unwrap_or(i64::MAX)))
}

/// When the next one is due after `now`.
pub fn next_after(tx: &Transaction<'_>, webhook_id: &str, now: i64) -> ApiResult<Option<i64>> {
    let query = "SELECT min(next_attempt_at) FROM deliveries WHERE webhook_id = ?1 AND next_attempt_at > ?2";
    Ok(tx.query_row(query, (webhook_id, now), |row| row.get(0))?)
}

/// Whether any is waiting there.
pub fn is_line(tx: &Transaction<'_>, webhook_id: &str, resource_id: &str) -> ApiResult<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM deliveries
        WHERE webhook_id = ?1 AND resource_id = ?2 AND status = 'pending')";
    Ok(tx.query_row(query, (webhook_id, resource_id), |row| row.get(0))?)
}

/// The first one of the line is due now.
pub fn start_line(tx: &Transaction<'_>, webhook_id: &str, resource_id: &str, now: i64) -> ApiResult<()> {
    tx.execute(
        "UPDATE deliveries SET next_attempt_at = ?3 WHERE seq = (SELECT seq FROM deliveries
             WHERE webhook_id = ?1 AND resource_id = ?2 AND status = 'pending' ORDER BY position LIMIT 1)",
        (webhook_id, resource_id, now),
    )?;
    Ok(())
}

/// The first ones of all the subscription's lines are due now.
pub fn start_lines(tx: &Transaction<'_>, webhook_id: &str, now: i64) -> ApiResult<()> {
    tx.execute(
        "UPDATE deliveries SET next_attempt_at = ?2 WHERE webhook_id = ?1 AND next_attempt_at > ?2",
        (webhook_id, now),
    )?;
    Ok(())
}

/// Behind all others.
pub fn move_to_the_end(tx: &Transaction<'_>, id: &str) -> ApiResult<()> {
    tx.execute(
        "UPDATE deliveries SET position = (SELECT max(position) + 1 FROM deliveries) WHERE id = ?1",
        [id],
    )?;
    Ok(())
}

fn all(tx: &Transaction<'_>, query: &str, parameters: impl Params) -> ApiResult<Vec<Delivery>> {
    let mut statement = tx.prepare_cached(query)?;
    Ok(statement.query_map(parameters, from_row)?.collect::<Result<_>>()?)
}

fn from_row(row: &Row<'_>) -> Result<Delivery> {
    Ok(Delivery {
        id: row.get("id")?,
        webhook_id: row.get("webhook_id")?,
        event_id: row.get("event_id")?,
        event_type: row.get("event_type")?,
        resource_id: row.get("resource_id")?,
        customer_id: row.get("customer_id")?,
        request_id: row.get("request_id")?,
        body: row.get("body")?,
        status: rows::word(row, "status", DeliveryStatus::parse)?,
        attempt_count: row.get("attempt_count")?,
        attempts: rows::json(row, "attempts")?,
        failures: row.get("failures")?,
        next_attempt_at: row.get("next_attempt_at")?,
        give_up_at: row.get("give_up_at")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
    })
}

//! Subscriptions.

use rusqlite::{OptionalExtension, Result, Row, Transaction, named_params};

use super::rows;
use crate::problem::{ApiError, ApiResult};
use crate::webhooks::record::Webhook;

pub fn insert(tx: &Transaction<'_>, webhook: &Webhook) -> ApiResult<()> {
    tx.execute(
        "INSERT INTO webhooks (id, name, url, events, is_active, secret, basic_auth, revision, created_at, updated_at)
         VALUES (:id, :name, :url, :events, :is_active, :secret, :basic_auth, :revision, :created_at, :updated_at)",
        named_params! {
            ":id": webhook.id, ":name": webhook.name, ":url": webhook.url,
            ":events": serde_json::to_string(&webhook.events)?, ":is_active": webhook.is_active,
            ":secret": webhook.secret, ":basic_auth": rows::to_json(webhook.basic_auth.as_ref())?,
            ":revision": webhook.revision, ":created_at": webhook.created_at, ":updated_at": webhook.updated_at,
        },
    )?;
    Ok(())
}

/// Stores everything that can change.
pub fn update(tx: &Transaction<'_>, webhook: &Webhook) -> ApiResult<()> {
    tx.execute(
        "UPDATE webhooks SET name = :name, url = :url, events = :events, is_active = :is_active, secret = :secret,
             basic_auth = :basic_auth, revision = :revision, updated_at = :updated_at
         WHERE id = :id",
        named_params! {
            ":id": webhook.id, ":name": webhook.name, ":url": webhook.url,
            ":events": serde_json::to_string(&webhook.events)?, ":is_active": webhook.is_active,
            ":secret": webhook.secret, ":basic_auth": rows::to_json(webhook.basic_auth.as_ref())?,
            ":revision": webhook.revision, ":updated_at": webhook.updated_at,
        },
    )?;
    Ok(())
}

/// The subscription, or 404.
pub fn load(tx: &Transaction<'_>, id: &str) -> ApiResult<Webhook> {
    tx.query_row("SELECT * FROM webhooks WHERE id = ?1", [id], from_row)
        .optional()?
        .ok_or_else(|| ApiError::not_found("webhook"))
}

/// All of them, newest first.
pub fn all(tx: &Transaction<'_>) -> ApiResult<Vec<Webhook>> {
    let mut statement = tx.prepare_cached("SELECT * FROM webhooks ORDER BY seq DESC")?;
    Ok(statement.query_map([], from_row)?.collect::<Result<_>>()?)
}

/// The active ones.
pub fn active(tx: &Transaction<'_>) -> ApiResult<Vec<Webhook>> {
    let mut statement = tx.prepare_cached("SELECT * FROM webhooks WHERE is_active ORDER BY seq")?;
    Ok(statement.query_map([], from_row)?.collect::<Result<_>>()?)
}

/// The active ones that want to hear of this kind of event.
pub fn listening(tx: &Transaction<'_>, kind: &str) -> ApiResult<Vec<Webhook>> {
    let mut active = active(tx)?;
    active.retain(|webhook| webhook.events.iter().any(|event| event == kind));
    Ok(active)
}

/// Forgets the subscription and its deliveries.
pub fn delete(tx: &Transaction<'_>, id: &str) -> ApiResult<()> {
    tx.execute("DELETE FROM webhooks WHERE id = ?1", [id])?;
    Ok(())
}

fn from_row(row: &Row<'_>) -> Result<Webhook> {
    Ok(Webhook {
        id: row.get("id")?,
        name: row.get("name")?,
        url: row.get("url")?,
        events: rows::json(row, "events")?,
        is_active: row.get("is_active")?,
        secret: row.get("secret")?,
        basic_auth: rows::optional_json(row, "basic_auth")?,
        revision: row.get("revision")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
    })
}

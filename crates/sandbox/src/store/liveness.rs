//! Liveness sessions.

use rusqlite::{OptionalExtension, Result, Row, Transaction, named_params};

use super::rows;
use crate::problem::{ApiError, ApiResult};
use crate::record::{LivenessSession, LivenessStatus};

pub fn insert(tx: &Transaction<'_>, session: &LivenessSession) -> ApiResult<()> {
    tx.execute(
        "INSERT INTO kyc_liveness_sessions (id, session_id, customer_id, request_id, status, ends_at, created_at,
             updated_at)
         VALUES (:id, :session_id, :customer_id, :request_id, :status, :ends_at, :created_at, :updated_at)",
        named_params! {
            ":id": session.id, ":session_id": session.session_id, ":customer_id": session.customer_id,
            ":request_id": session.request_id, ":status": session.status.as_str(), ":ends_at": session.ends_at,
            ":created_at": session.created_at, ":updated_at": session.updated_at,
        },
    )?;
    Ok(())
}

/// Stores everything that can change.
pub fn update(tx: &Transaction<'_>, session: &LivenessSession) -> ApiResult<()> {
    tx.execute(
        "UPDATE kyc_liveness_sessions SET status = :status, opened_at = :opened_at, outcome = :outcome,
             is_finishing = :is_finishing, reference_image = :reference_image, updated_at = :updated_at
         WHERE id = :id",
        named_params! {
            ":id": session.id, ":status": session.status.as_str(), ":opened_at": session.opened_at,
            ":outcome": session.outcome.map(LivenessStatus::as_str), ":is_finishing": session.is_finishing,
            ":reference_image": session.reference_image, ":updated_at": session.updated_at,
        },
    )?;
    Ok(())
}

/// The session of this id or of this name at the provider, or 404.
pub fn load(tx: &Transaction<'_>, id: &str) -> ApiResult<LivenessSession> {
    let query = "SELECT * FROM kyc_liveness_sessions WHERE id = ?1 OR session_id = ?1";
    let found = tx.query_row(query, [id], from_row).optional()?;
    found.ok_or_else(|| ApiError::not_found("liveness session"))
}

/// The session of this name at the provider.
pub fn find_at_provider(tx: &Transaction<'_>, session_id: &str) -> ApiResult<Option<LivenessSession>> {
    let query = "SELECT * FROM kyc_liveness_sessions WHERE session_id = ?1";
    Ok(tx.query_row(query, [session_id], from_row).optional()?)
}

/// Whether a session of the request has succeeded.
pub fn has_succeeded(tx: &Transaction<'_>, request_id: &str) -> ApiResult<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM kyc_liveness_sessions WHERE request_id = ?1 AND status = ?2)";
    Ok(tx.query_row(query, [request_id, LivenessStatus::Succeeded.as_str()], |row| row.get(0))?)
}

/// The pending session that the provider forgets first.
pub fn next_to_end(tx: &Transaction<'_>) -> ApiResult<Option<LivenessSession>> {
    let query = "SELECT * FROM kyc_liveness_sessions WHERE status = 'pending' ORDER BY ends_at LIMIT 1";
    Ok(tx.query_row(query, [], from_row).optional()?)
}

fn from_row(row: &Row<'_>) -> Result<LivenessSession> {
    Ok(LivenessSession {
        id: row.get("id")?,
        session_id: row.get("session_id")?,
        customer_id: row.get("customer_id")?,
        request_id: row.get("request_id")?,
        status: rows::word(row, "status", LivenessStatus::parse)?,
        opened_at: row.get("opened_at")?,
        outcome: rows::optional_word(row, "outcome", LivenessStatus::parse)?,
        is_finishing: row.get("is_finishing")?,
        reference_image: row.get("reference_image")?,
        ends_at: row.get("ends_at")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
    })
}

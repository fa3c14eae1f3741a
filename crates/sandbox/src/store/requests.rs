//! KYC requests. A stored status is never trusted across time: reading goes through `lifecycle::requests`.

use kyc_wire::{MatchLevel, RequestStatus};
use rusqlite::{OptionalExtension, Result, Row, Transaction, named_params};

use super::rows;
use crate::problem::{ApiError, ApiResult};
use crate::record::Request;

pub fn insert(tx: &Transaction<'_>, request: &Request) -> ApiResult<()> {
    tx.execute(
        "INSERT INTO kyc_requests (id, customer_id, documents, status, redirect_url, reason, match_level, revision,
             expires_at, created_at, updated_at)
         VALUES (:id, :customer_id, :documents, :status, :redirect_url, :reason, :match_level, :revision,
             :expires_at, :created_at, :updated_at)",
        named_params! {
            ":id": request.id, ":customer_id": request.customer_id,
            ":documents": serde_json::to_string(&request.documents)?, ":status": request.status.as_str(),
            ":redirect_url": request.redirect_url, ":reason": request.reason,
            ":match_level": request.match_level.0, ":revision": request.revision,
            ":expires_at": request.expires_at, ":created_at": request.created_at,
            ":updated_at": request.updated_at,
        },
    )?;
    Ok(())
}

/// The request as it is stored; 404 when it is not there.
pub fn load(tx: &Transaction<'_>, id: &str) -> ApiResult<Request> {
    tx.prepare_cached("SELECT * FROM kyc_requests WHERE id = ?1")?
        .query_row([id], from_row)
        .optional()?
        .ok_or_else(|| ApiError::not_found("KYC request"))
}

/// All requests, newest first.
pub fn all(tx: &Transaction<'_>) -> ApiResult<Vec<Request>> {
    let mut statement = tx.prepare_cached("SELECT * FROM kyc_requests ORDER BY seq DESC")?;
    Ok(statement.query_map([], from_row)?.collect::<Result<_>>()?)
}

/// The newest requests.
pub fn newest(tx: &Transaction<'_>, limit: usize) -> ApiResult<Vec<Request>> {
    let mut statement = tx.prepare_cached("SELECT * FROM kyc_requests ORDER BY seq DESC LIMIT ?1")?;
    Ok(statement.query_map([limit], from_row)?.collect::<Result<_>>()?)
}

/// The request whose time runs out first. The condition is that of an index, word for word.
pub fn next_to_end(tx: &Transaction<'_>) -> ApiResult<Option<Request>> {
    let query =
        "SELECT * FROM kyc_requests WHERE status NOT IN ('fulfilled', 'failed', 'abandoned', 'expired')
        ORDER BY expires_at LIMIT 1";
    Ok(tx.prepare_cached(query)?.query_row([], from_row).optional()?)
}

/// Stores everything that can change.
pub fn update(tx: &Transaction<'_>, request: &Request) -> ApiResult<()> {
    tx.execute(
        "UPDATE kyc_requests SET documents = :documents, status = :status, redirect_url = :redirect_url,
             reason = :reason, match_level = :match_level, revision = :revision, expires_at = :expires_at,
             updated_at = :updated_at
         WHERE id = :id",
        named_params! {
            ":id": request.id, ":documents": serde_json::to_string(&request.documents)?,
            ":status": request.status.as_str(), ":redirect_url": request.redirect_url,
            ":reason": request.reason, ":match_level": request.match_level.0, ":revision": request.revision,
            ":expires_at": request.expires_at, ":updated_at": request.updated_at,
        },
    )?;
    Ok(())
}

/// Forgets the request; its documents stay with the customer.
pub fn delete(tx: &Transaction<'_>, id: &str) -> ApiResult<()> {
    tx.execute("DELETE FROM kyc_requests WHERE id = ?1", [id])?;
    Ok(())
}

fn from_row(row: &Row<'_>) -> Result<Request> {
    Ok(Request {
        id: row.get("id")?,
        customer_id: row.get("customer_id")?,
        documents: rows::json(row, "documents")?,
        status: rows::word(row, "status", RequestStatus::parse)?,
        redirect_url: row.get("redirect_url")?,
        reason: row.get("reason")?,
        match_level: MatchLevel(row.get("match_level")?),
        revision: row.get("revision")?,
        expires_at: row.get("expires_at")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
    })
}

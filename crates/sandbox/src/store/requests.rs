//! KYC requests. A stored status is never trusted across time: reading goes through [`refresh`].

use kyc_wire::ledger::{Filed, Ledger};
use kyc_wire::{MatchLevel, RequestStatus};
use rusqlite::{OptionalExtension, Result, Row, Transaction, named_params};

use super::{documents, rows};
use crate::problem::{ApiError, ApiResult};
use crate::record::{Document, Request};

/// A request and its documents in the order they were filed.
pub type Loaded = (Request, Vec<Document>);

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

/// The request with its documents, its status brought up to `now`; 404 when it is not there.
pub fn load(tx: &Transaction<'_>, id: &str, now: i64) -> ApiResult<Loaded> {
    let request = tx
        .query_row("SELECT * FROM kyc_requests WHERE id = ?1", [id], from_row)
        .optional()?
        .ok_or_else(|| ApiError::not_found("KYC request"))?;
    refresh(tx, request, now)
}

/// A page of requests, newest first, and how many there are in all.
pub fn list(tx: &Transaction<'_>, filter: &Filter, now: i64) -> ApiResult<(Vec<Loaded>, i64)> {
    let mut statement = tx.prepare(
        "SELECT * FROM kyc_requests WHERE :customer_id IS NULL OR customer_id = :customer_id ORDER BY seq DESC",
    )?;
    let found = statement.query_map(named_params! { ":customer_id": filter.customer_id }, from_row)?;
    let mut loaded = Vec::new();
    for request in found.collect::<Result<Vec<_>>>()? {
        let item = refresh(tx, request, now)?;
        // Filtered after the refresh: the stored status may be behind the clock.
        if filter.status.is_none_or(|status| item.0.status == status) {
            loaded.push(item);
        }
    }
    let total = i64::try_from(loaded.len()).map_err(ApiError::internal)?;
    Ok((loaded.into_iter().skip(filter.offset).take(filter.limit).collect(), total))
}

/// What to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub customer_id: Option<String>,
    pub status: Option<RequestStatus>,
    pub offset: usize,
    pub limit: usize,
}

/// Moves the end of the request to now; 404 when it is not there.
pub fn expire(tx: &Transaction<'_>, id: &str, now: i64) -> ApiResult<Loaded> {
    let (request, _) = load(tx, id, now)?;
    if request.expires_at > now {
        tx.execute(
            "UPDATE kyc_requests SET expires_at = ?2, revision = revision + 1, updated_at = ?2 WHERE id = ?1",
            (id, now),
        )?;
    }
    load(tx, id, now)
}

/// Recomputes the status from the documents and the time, and stores it when it changed.
pub fn refresh(tx: &Transaction<'_>, mut request: Request, now: i64) -> ApiResult<Loaded> {
    let documents = documents::of_request(tx, &request.id)?;
    let status = status_of(&request, &documents, now);
    if status != request.status {
        request.status = status;
        request.revision += 1;
        request.updated_at = now;
        tx.execute(
            "UPDATE kyc_requests SET status = ?2, revision = ?3, updated_at = ?4 WHERE id = ?1",
            (&request.id, status.as_str(), request.revision, now),
        )?;
    }
    Ok((request, documents))
}

/// The request's status by the shared account of documents.
pub fn status_of(request: &Request, documents: &[Document], now: i64) -> RequestStatus {
    let filed: Vec<Filed> = documents.iter().map(Filed::from).collect();
    Ledger::new(&request.documents, filed.iter().copied()).request_status(&filed, now >= request.expires_at)
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

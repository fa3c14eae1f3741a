//! Filed documents.

use std::collections::HashMap;

use kyc_wire::{DocumentStatus, DocumentSubtype, DocumentType, MatchLevel};
use rusqlite::{OptionalExtension, Result, Row, Transaction, named_params};

use super::rows;
use crate::problem::{ApiError, ApiResult};
use crate::record::Document;

pub fn insert(tx: &Transaction<'_>, document: &Document) -> ApiResult<()> {
    tx.execute(
        "INSERT INTO kyc_documents (id, request_id, customer_id, document_type, file_ids, status, revision,
             created_at, updated_at, token_id)
         VALUES (?1, ?2, ?3, ?4, '[]', 'pending', 1, ?5, ?5, ?6)",
        (
            &document.id,
            &document.request_id,
            &document.customer_id,
            document.document_type.as_str(),
            document.created_at,
            &document.token_id,
        ),
    )?;
    update(tx, document)
}

/// Stores everything that can change.
pub fn update(tx: &Transaction<'_>, document: &Document) -> ApiResult<()> {
    tx.execute(
        "UPDATE kyc_documents SET document_type = :type, subtype = :subtype, file_ids = :file_ids, status = :status,
             rejection = :rejection, revision = :revision, updated_at = :updated_at, processed_at = :processed_at,
             decisions = :decisions, analysis = :analysis, analysis_due_at = :due_at, review = :review, notes = :notes, reason = :reason,
             match_level = :match_level, settings = :settings, matches = :matches, parsed = :parsed
         WHERE id = :id",
        named_params! {
            ":id": document.id, ":type": document.document_type.as_str(),
            ":subtype": document.subtype.map(DocumentSubtype::as_str),
            ":file_ids": serde_json::to_string(&document.file_ids)?, ":status": document.status.as_str(),
            ":rejection": rows::to_json(document.rejection.as_ref())?, ":revision": document.revision,
            ":updated_at": document.updated_at, ":processed_at": document.processed_at,
            ":decisions": serde_json::to_string(&document.decisions)?,
            ":analysis": rows::to_json(document.analysis.as_ref())?,
            ":due_at": document.analysis.as_ref().map(|analysis| analysis.due_at),
            ":review": rows::to_json(Some(&document.review))?, ":notes": document.notes, ":reason": document.reason,
            ":match_level": document.match_level.0, ":settings": rows::to_json(document.settings.as_ref())?,
            ":matches": rows::to_json(document.matches.as_ref())?,
            ":parsed": rows::to_json(document.parsed.as_ref())?,
        },
    )?;
    Ok(())
}

/// The document, if there is one.
pub fn find(tx: &Transaction<'_>, id: &str) -> ApiResult<Option<Document>> {
    Ok(tx.query_row("SELECT * FROM tagged_kyc_documents WHERE id = ?1", [id], from_row).optional()?)
}

/// The document, or 404.
pub fn load(tx: &Transaction<'_>, id: &str) -> ApiResult<Document> {
    find(tx, id)?.ok_or_else(|| ApiError::not_found("KYC document"))
}

/// A request's documents in the order they were filed.
pub fn of_request(tx: &Transaction<'_>, request_id: &str) -> ApiResult<Vec<Document>> {
    let mut statement =
        tx.prepare_cached("SELECT * FROM tagged_kyc_documents WHERE request_id = ?1 ORDER BY seq")?;
    Ok(statement.query_map([request_id], from_row)?.collect::<Result<_>>()?)
}

/// The documents of these requests by the requests' ids, each request's in the order they were filed.
pub fn of_requests<'a>(
    tx: &Transaction<'_>,
    request_ids: impl Iterator<Item = &'a str>,
) -> ApiResult<HashMap<String, Vec<Document>>> {
    let mut statement = tx.prepare_cached(
        "SELECT * FROM tagged_kyc_documents WHERE request_id IN (SELECT value FROM json_each(?1)) ORDER BY seq",
    )?;
    let mut found: HashMap<String, Vec<Document>> = HashMap::new();
    for document in
        statement.query_map([serde_json::to_string(&request_ids.collect::<Vec<_>>())?], from_row)?
    {
        let document = document?;
        let request_id = document.request_id.clone().unwrap_or_default();
        found.entry(request_id).or_default().push(document);
    }
    Ok(found)
}

/// What was filed with a token that names no request, in the order it was filed.
pub fn of_token(tx: &Transaction<'_>, token_id: &str) -> ApiResult<Vec<Document>> {
    let mut statement =
        tx.prepare_cached("SELECT * FROM tagged_kyc_documents WHERE token_id = ?1 ORDER BY seq")?;
    Ok(statement.query_map([token_id], from_row)?.collect::<Result<_>>()?)
}

/// All documents, newest first, of one customer or of everybody.
pub fn all(tx: &Transaction<'_>, customer_id: Option<&str>) -> ApiResult<Vec<Document>> {
    let mut statement = tx.prepare_cached(
        "SELECT * FROM tagged_kyc_documents WHERE :customer_id IS NULL OR customer_id = :customer_id ORDER BY seq DESC",
    )?;
    let found = statement.query_map(named_params! { ":customer_id": customer_id }, from_row)?;
    Ok(found.collect::<Result<_>>()?)
}

/// The undecided documents whose analysis is due first, at most `limit` of them.
pub fn next_due(tx: &Transaction<'_>, limit: usize) -> ApiResult<Vec<Document>> {
    let mut statement = tx.prepare_cached(
        "SELECT * FROM tagged_kyc_documents WHERE analysis_due_at IS NOT NULL ORDER BY analysis_due_at, seq LIMIT ?1",
    )?;
    Ok(statement.query_map([limit], from_row)?.collect::<Result<_>>()?)
}

fn from_row(row: &Row<'_>) -> Result<Document> {
    Ok(Document {
        id: row.get("id")?,
        request_id: row.get("request_id")?,
        token_id: row.get("token_id")?,
        customer_id: row.get("customer_id")?,
        document_type: rows::word(row, "document_type", DocumentType::parse)?,
        subtype: rows::optional_word(row, "subtype", DocumentSubtype::parse)?,
        file_ids: rows::json(row, "file_ids")?,
        status: rows::word(row, "status", DocumentStatus::parse)?,
        rejection: rows::optional_json(row, "rejection")?,
        revision: row.get("revision")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        processed_at: row.get("processed_at")?,
        decisions: rows::json(row, "decisions")?,
        analysis: rows::optional_json(row, "analysis")?,
        review: rows::optional_json(row, "review")?.unwrap_or_default(),
        notes: row.get("notes")?,
        reason: row.get("reason")?,
        match_level: MatchLevel(row.get("match_level")?),
        settings: rows::optional_json(row, "settings")?,
        matches: rows::optional_json(row, "matches")?,
        parsed: rows::optional_json(row, "parsed")?,
        tags: rows::json(row, "tags")?,
    })
}

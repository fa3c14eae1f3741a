//! Filed documents, and what follows when one is decided.

use kyc_wire::ledger::{Filed, Ledger};
use kyc_wire::{DocumentStatus, DocumentSubtype, DocumentType};
use rusqlite::{OptionalExtension, Result, Row, Transaction, named_params};

use super::{requests, rows};
use crate::problem::{ApiError, ApiResult};
use crate::record::{Document, Verdict};

pub fn insert(tx: &Transaction<'_>, document: &Document) -> ApiResult<()> {
    tx.execute(
        "INSERT INTO kyc_documents (id, request_id, customer_id, document_type, file_ids, status, revision,
             created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, '[]', 'pending', 1, ?5, ?5)",
        (
            &document.id,
            &document.request_id,
            &document.customer_id,
            document.document_type.as_str(),
            document.created_at,
        ),
    )?;
    update(tx, document)
}

/// Stores everything that can change.
pub fn update(tx: &Transaction<'_>, document: &Document) -> ApiResult<()> {
    let rejection = document.rejection.as_ref().map(serde_json::to_string).transpose()?;
    let analysis = document.analysis.as_ref().map(serde_json::to_string).transpose()?;
    tx.execute(
        "UPDATE kyc_documents SET subtype = :subtype, file_ids = :file_ids, status = :status,
             rejection = :rejection, revision = :revision, updated_at = :updated_at, processed_at = :processed_at,
             analysis = :analysis, analysis_due_at = :due_at
         WHERE id = :id",
        named_params! {
            ":id": document.id, ":subtype": document.subtype.map(DocumentSubtype::as_str),
            ":file_ids": serde_json::to_string(&document.file_ids)?, ":status": document.status.as_str(),
            ":rejection": rejection, ":revision": document.revision, ":updated_at": document.updated_at,
            ":processed_at": document.processed_at, ":analysis": analysis,
            ":due_at": document.analysis.as_ref().map(|analysis| analysis.due_at),
        },
    )?;
    Ok(())
}

/// The document, or 404.
pub fn load(tx: &Transaction<'_>, id: &str) -> ApiResult<Document> {
    tx.query_row("SELECT * FROM kyc_documents WHERE id = ?1", [id], from_row)
        .optional()?
        .ok_or_else(|| ApiError::not_found("KYC document"))
}

/// A request's documents in the order they were filed.
pub fn of_request(tx: &Transaction<'_>, request_id: &str) -> ApiResult<Vec<Document>> {
    let mut statement =
        tx.prepare_cached("SELECT * FROM kyc_documents WHERE request_id = ?1 ORDER BY seq")?;
    Ok(statement.query_map([request_id], from_row)?.collect::<Result<_>>()?)
}

/// What to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub customer_id: Option<String>,
    pub request_id: Option<String>,
    pub document_type: Option<DocumentType>,
    pub status: Option<DocumentStatus>,
    pub offset: usize,
    pub limit: usize,
}

/// A page of documents, newest first, and how many there are in all.
pub fn list(tx: &Transaction<'_>, filter: &Filter) -> ApiResult<(Vec<Document>, i64)> {
    let mut statement = tx.prepare(
        "SELECT * FROM kyc_documents
         WHERE (:customer_id IS NULL OR customer_id = :customer_id)
           AND (:request_id IS NULL OR request_id = :request_id)
           AND (:document_type IS NULL OR document_type = :document_type)
           AND (:status IS NULL OR status = :status)
         ORDER BY seq DESC",
    )?;
    let found = statement.query_map(
        named_params! {
            ":customer_id": filter.customer_id, ":request_id": filter.request_id,
            ":document_type": filter.document_type.map(DocumentType::as_str),
            ":status": filter.status.map(DocumentStatus::as_str),
        },
        from_row,
    )?;
    let all = found.collect::<Result<Vec<_>>>()?;
    let total = i64::try_from(all.len()).map_err(ApiError::internal)?;
    Ok((all.into_iter().skip(filter.offset).take(filter.limit).collect(), total))
}

/// The undecided document whose analysis is due first.
pub fn next_due(tx: &Transaction<'_>) -> ApiResult<Option<Document>> {
    let query =
        "SELECT * FROM kyc_documents WHERE analysis_due_at IS NOT NULL ORDER BY analysis_due_at, seq LIMIT 1";
    Ok(tx.query_row(query, [], from_row).optional()?)
}

/// Decides a document, archives what an acceptance supersedes and brings the request's status up to date.
pub fn decide(
    tx: &Transaction<'_>,
    mut document: Document,
    verdict: Verdict,
    now: i64,
) -> ApiResult<Document> {
    document.status = verdict.status;
    document.rejection = verdict.rejection;
    document.analysis = None;
    document.processed_at = (document.status != DocumentStatus::InProgress).then_some(now);
    touch(&mut document, now);
    update(tx, &document)?;
    let (request, documents) = requests::load(tx, &document.request_id, now)?;
    if document.status == DocumentStatus::Accepted {
        let ledger = Ledger::new(&request.documents, documents.iter().map(Filed::from));
        for mut superseded in superseded_by(&document.id, &documents, &ledger) {
            superseded.status = DocumentStatus::Archived;
            superseded.analysis = None;
            touch(&mut superseded, now);
            update(tx, &superseded)?;
        }
        requests::refresh(tx, request, now)?;
    }
    Ok(document)
}

/// Undecided documents that count for the same requested one as the accepted document.
fn superseded_by(accepted: &str, documents: &[Document], ledger: &Ledger) -> Vec<Document> {
    let Some(index) = documents.iter().position(|document| document.id == accepted) else {
        return Vec::new();
    };
    let slot = ledger.slots().iter().find(|slot| slot.filed.contains(&index));
    let same_slot = slot.into_iter().flat_map(|slot| slot.filed.iter());
    same_slot
        .filter_map(|index| documents.get(*index))
        .filter(|document| document.is_undecided())
        .cloned()
        .collect()
}

/// Marks a change.
pub fn touch(document: &mut Document, now: i64) {
    document.revision += 1;
    document.updated_at = now;
}

fn from_row(row: &Row<'_>) -> Result<Document> {
    Ok(Document {
        id: row.get("id")?,
        request_id: row.get("request_id")?,
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
        analysis: rows::optional_json(row, "analysis")?,
    })
}

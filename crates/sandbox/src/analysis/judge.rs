//! One document's analysis: its files read, its data scored against the customer's record, unless something stops it.

use kyc_specimen_data::Date;
use kyc_wire::{DocumentStatus, DocumentType, FileTag};
use rusqlite::Transaction;
use serde_json::Value;

use super::evidence::{self, Part};
use super::{Judgement, stops};
use crate::clock::to_rfc3339;
use crate::problem::{ApiError, ApiResult};
use crate::reading;
use crate::record::{Document, StoredFile, Verdict};
use crate::scoring::{self, Case, Outcome, Record, Settings};
use crate::store::{Store, customers, documents, files, liveness, settings};

/// What the database knows about a document under analysis.
struct Brief {
    files: Vec<StoredFile>,
    refused_fronts: Vec<String>,
    record: Record,
    settings: Settings,
    has_completed_face_liveness: bool,
}

/// Judges an identity or address proof.
pub(super) fn blocking(store: &Store, document: &Document, now: i64) -> ApiResult<Judgement> {
    let judged = document.clone();
    let brief = store.run_blocking(move |tx| {
        let files = judged.file_ids.iter().map(|id| files::load(tx, id)).collect::<ApiResult<_>>()?;
        Ok(Brief {
            files,
            refused_fronts: refused_fronts(tx, &judged)?,
            record: record_of(tx, &judged.customer_id)?,
            settings: settings::load(tx)?,
            has_completed_face_liveness: match &judged.request_id {
                Some(request_id) => liveness::has_succeeded(tx, request_id)?,
                None => false,
            },
        })
    })?;
    // One after the other: only what was found is kept, never two pictures.
    let mut parts = Vec::new();
    for file in &brief.files {
        let bytes = files::read(store.files_dir(), &file.id)?;
        parts.push(Part { file, reading: reading::read(&bytes, file.format) });
    }
    let case = case_of(document, &brief.record, now)?;
    let Outcome { matches, verdict } = score(document.document_type, &parts, &brief, &case);
    let verdict = stops::find(document, &parts, &brief.refused_fronts).unwrap_or(verdict);
    let used = settings_for(document.document_type, &brief.settings)?;
    Ok(Judgement { verdict, scored: Some((matches, used)) })
}

fn score(document_type: DocumentType, parts: &[Part<'_>], brief: &Brief, case: &Case<'_>) -> Outcome {
    match document_type {
        DocumentType::IdentityProof => {
            let data = evidence::identity(parts, brief.has_completed_face_liveness);
            scoring::identity(data, &brief.settings.identity_proof, case)
        }
        DocumentType::AddressProof => {
            scoring::address(evidence::address(parts), &brief.settings.address_proof, case)
        }
        _ => Outcome { matches: scoring::unscored(Value::Null), verdict: Verdict::pending() },
    }
}

/// The part of the settings that a type of document is scored with; null for those that are not.
pub fn settings_for(document_type: DocumentType, settings: &Settings) -> ApiResult<Value> {
    Ok(match document_type {
        DocumentType::IdentityProof => serde_json::to_value(&settings.identity_proof)?,
        DocumentType::AddressProof => serde_json::to_value(&settings.address_proof)?,
        _ => Value::Null,
    })
}

/// What is known of the customer now.
pub fn record_of(tx: &Transaction<'_>, customer_id: &str) -> ApiResult<Record> {
    Ok(customers::find(tx, customer_id)?.map(|customer| Record::of(&customer.data)).unwrap_or_default())
}

/// What the document is held against.
pub fn case_of<'a>(document: &Document, record: &'a Record, now: i64) -> ApiResult<Case<'a>> {
    Ok(Case {
        subtype: document.subtype,
        record,
        level: document.match_level.into(),
        today: day(now)?,
        filed: day(document.created_at)?,
    })
}

fn day(ms: i64) -> ApiResult<Date> {
    scoring::parse_day(&to_rfc3339(ms)).ok_or_else(|| ApiError::internal(format!("no day at {ms}")))
}

/// Fingerprints of the customer's identity fronts that were refused before. Byte for byte: a better picture of the
/// same document must not count as a duplicate of the blurred one, and a perceptual hash cannot tell these apart.
fn refused_fronts(tx: &Transaction<'_>, document: &Document) -> ApiResult<Vec<String>> {
    let is_refused = |earlier: &Document| {
        earlier.document_type == DocumentType::IdentityProof && earlier.status == DocumentStatus::Rejected
    };
    let refused = documents::all(tx, Some(&document.customer_id))?.into_iter().filter(is_refused);
    let mut fingerprints = Vec::new();
    for earlier in refused {
        for id in &earlier.file_ids {
            let file = files::load(tx, id)?;
            if file.has_tag(FileTag::IdFront) {
                fingerprints.push(file.sha1);
            }
        }
    }
    Ok(fingerprints)
}

//! A document's life: filed, analysed, reviewed, decided, amended, superseded.

use kyc_wire::DocumentStatus;

use super::{Act, requests};
use crate::problem::{ApiError, ApiResult};
use crate::record::{Decision, Document, Request, Verdict};
use crate::store::documents;

/// Stores a new document.
pub fn file(act: &Act<'_>, document: &Document) -> ApiResult<()> {
    documents::insert(act.tx, document)?;
    act.note_document("kyc-document-created", document)?;
    refresh_request(act, document)
}

/// Stores what customer or merchant changed.
pub fn amend(act: &Act<'_>, document: &mut Document) -> ApiResult<()> {
    change(act, document, "kyc-document-modified")?;
    refresh_request(act, document)
}

/// The analysis begins.
pub fn begin(act: &Act<'_>, document: &mut Document) -> ApiResult<()> {
    document.status = DocumentStatus::InProgress;
    change(act, document, "kyc-document-in-progress")?;
    refresh_request(act, document)
}

/// Decides a document, by the analysis or by a person; what an acceptance supersedes is archived.
pub fn decide(act: &Act<'_>, document: &mut Document, verdict: Verdict) -> ApiResult<()> {
    // The same once more, with another reason perhaps: it was decided when it was decided. Clients count by that time.
    let is_news = document.status != verdict.status || document.processed_at.is_none();
    document.status = verdict.status;
    document.rejection = verdict.rejection;
    document.analysis = None;
    if is_news {
        document.processed_at = (document.status != DocumentStatus::InProgress).then_some(act.now);
        document.decisions.push(Decision { status: document.status, at: act.now });
    }
    change(act, document, event_of(document.status))?;
    let Some((request, mut documents)) = requests::around(act, document)? else { return Ok(()) };
    if document.status == DocumentStatus::Accepted {
        archive_superseded(act, document, &request, &mut documents)?;
    }
    // A token's own claims are nowhere stored, so there is nothing to bring up to now.
    if document.request_id.is_some() { requests::settle(act, request, documents).map(drop) } else { Ok(()) }
}

const fn event_of(status: DocumentStatus) -> &'static str {
    match status {
        DocumentStatus::Accepted => "kyc-document-accepted",
        DocumentStatus::Rejected => "kyc-document-rejected",
        DocumentStatus::Archived => "kyc-document-archived",
        DocumentStatus::Pending => "kyc-document-pending",
        DocumentStatus::InProgress => "kyc-document-in-progress",
    }
}

/// The event of a review's end.
pub const REVIEWED: &str = "kyc-document-reviewed";
/// The event of a review's begin.
pub const REVIEW_STARTED: &str = "kyc-document-review-started";
/// The event of a review that was given up.
pub const REVIEW_STOPPED: &str = "kyc-document-review-stopped";

/// Stores a step of a person's review.
pub fn review(act: &Act<'_>, document: &mut Document, event: &str) -> ApiResult<()> {
    change(act, document, event)
}

/// A document that may still be decided or reviewed; 422 for an archived one.
pub fn load_open(act: &Act<'_>, id: &str) -> ApiResult<Document> {
    let document = documents::load(act.tx, id)?;
    if document.status == DocumentStatus::Archived {
        return Err(ApiError::unprocessable("The document is archived."));
    }
    Ok(document)
}

fn change(act: &Act<'_>, document: &mut Document, event: &str) -> ApiResult<()> {
    document.revision += 1;
    document.updated_at = act.now;
    documents::update(act.tx, document)?;
    act.note_document(event, document)
}

fn refresh_request(act: &Act<'_>, document: &Document) -> ApiResult<()> {
    match &document.request_id {
        Some(id) => requests::load(act, id).map(drop),
        None => Ok(()),
    }
}

/// Undecided documents that count for the same requested one as the accepted document: an acceptance for one slot must
/// not take away what was handed in for another of the same type.
fn archive_superseded(
    act: &Act<'_>,
    accepted: &Document,
    request: &Request,
    documents: &mut [Document],
) -> ApiResult<()> {
    let ledger = requests::ledger(request, documents);
    let index = documents.iter().position(|document| document.id == accepted.id);
    let mut slots = ledger.slots().iter();
    let Some(slot) = slots.find(|slot| index.is_some_and(|index| slot.filed.contains(&index))) else {
        return Ok(());
    };
    for index in &slot.filed {
        if let Some(superseded) = documents.get_mut(*index).filter(|document| document.is_undecided()) {
            superseded.status = DocumentStatus::Archived;
            superseded.analysis = None;
            superseded.processed_at = Some(act.now);
            superseded.decisions.push(Decision { status: superseded.status, at: act.now });
            change(act, superseded, "kyc-document-archived")?;
        }
    }
    Ok(())
}

//! A request's life: made, moved by its documents and by time, amended, deleted.

use kyc_wire::ledger::{Filed, Ledger};
use kyc_wire::resource::RequestedDocument;
use kyc_wire::{DocumentStatus, DocumentType, RequestStatus};
use rusqlite::Transaction;

use super::{Act, credit_file};
use crate::ids;
use crate::problem::{ApiError, ApiResult};
use crate::record::{Document, Owner, Request};
use crate::rules;
use crate::store::{documents, requests, tokens};

/// A request and its documents in the order they were filed.
pub type Loaded = (Request, Vec<Document>);

/// Stores a new request and tries the credit file, if one is asked for.
pub fn create(act: &Act<'_>, request: Request) -> ApiResult<Request> {
    requests::insert(act.tx, &request)?;
    act.note_request("kyc-request-created", &request)?;
    for _ in request.documents.iter().filter(|it| it.document_type == DocumentType::CreditFileProof) {
        credit_file::consult(act, ids::document(), &request.customer_id, Some(&request))?;
    }
    Ok(refresh(act, request)?.0)
}

/// The request with its documents, its status brought up to now; 404 when it is not there.
pub fn load(act: &Act<'_>, id: &str) -> ApiResult<Loaded> {
    refresh(act, requests::load(act.tx, id)?)
}

/// What the owner of a token is asked; 403 when that is nothing.
pub fn of_owner(act: &Act<'_>, owner: &Owner) -> ApiResult<Loaded> {
    asked_of(act, owner)?.ok_or_else(|| ApiError::forbidden("The token asks for no documents."))
}

/// What the owner of a token is asked, and what came of it: by the request that the token names (404 when that is gone),
/// or else by the token's own claims, which then count as a request that is nowhere stored.
pub fn asked_of(act: &Act<'_>, owner: &Owner) -> ApiResult<Option<Loaded>> {
    if let Some(id) = &owner.request_id {
        let loaded = load(act, id)?;
        let is_own = loaded.0.customer_id == owner.customer_id;
        return if is_own { Ok(Some(loaded)) } else { Err(ApiError::not_found("KYC request")) };
    }
    Ok(owner.token_id.as_deref().map(|id| claimed(act, id)).transpose()?.flatten())
}

/// The request that a token carries in its claims, with the documents filed under this very token.
fn claimed(act: &Act<'_>, token_id: &str) -> ApiResult<Option<Loaded>> {
    let Some(token) = tokens::find_claimed(act.tx, token_id)? else { return Ok(None) };
    let documents = documents::of_token(act.tx, token_id)?;
    let mut request = Request {
        id: token.id,
        customer_id: token.customer_id,
        documents: token.documents,
        status: RequestStatus::Gathering,
        redirect_url: None,
        reason: token.reason,
        match_level: token.match_level,
        revision: 1,
        expires_at: token.expires_at,
        created_at: token.created_at,
        updated_at: token.created_at,
    };
    request.status = status_of(&request, &documents, act.now);
    Ok(Some((request, documents)))
}

/// What a document was asked by, as it is stored; `None`: nobody asked for it.
pub fn around(act: &Act<'_>, document: &Document) -> ApiResult<Option<Loaded>> {
    match (&document.request_id, &document.token_id) {
        (Some(id), _) => Ok(Some((requests::load(act.tx, id)?, documents::of_request(act.tx, id)?))),
        (None, Some(id)) => claimed(act, id),
        (None, None) => Ok(None),
    }
}

/// Whether time has ended a request whose status does not yet say so: time alone changes a status unnoticed.
pub fn is_any_due(tx: &Transaction<'_>, now: i64) -> ApiResult<bool> {
    Ok(requests::next_to_end(tx)?.is_some_and(|request| request.expires_at <= now))
}

/// Ends the requests whose time is up; when the next one's will be.
pub fn end_what_is_due(act: &Act<'_>) -> ApiResult<Option<i64>> {
    while let Some(request) = requests::next_to_end(act.tx)? {
        if request.expires_at > act.now {
            return Ok(Some(request.expires_at));
        }
        refresh(act, request)?;
    }
    Ok(None)
}

/// Stores what the merchant changed, if anything.
pub fn amend(act: &Act<'_>, mut request: Request) -> ApiResult<Loaded> {
    if requests::load(act.tx, &request.id)? != request {
        touch(act, &mut request)?;
    }
    refresh(act, request)
}

/// Ends the request at once, as if its time had run out.
pub fn end_now(act: &Act<'_>, id: &str) -> ApiResult<Loaded> {
    let mut request = requests::load(act.tx, id)?;
    request.expires_at = request.expires_at.min(act.now);
    amend(act, request)
}

/// Forgets the request; its documents stay with the customer.
pub fn delete(act: &Act<'_>, id: &str) -> ApiResult<()> {
    let request = requests::load(act.tx, id)?;
    requests::delete(act.tx, id)?;
    act.note_request("kyc-request-deleted", &request)
}

/// Brings the request up to now by its stored documents.
fn refresh(act: &Act<'_>, request: Request) -> ApiResult<Loaded> {
    let documents = documents::of_request(act.tx, &request.id)?;
    settle(act, request, documents)
}

/// Recomputes the status from all its documents, as they are stored, and the time; stores and tells it when it changed.
pub fn settle(act: &Act<'_>, mut request: Request, documents: Vec<Document>) -> ApiResult<Loaded> {
    let status = status_of(&request, &documents, act.now);
    if status != request.status {
        request.status = status;
        touch(act, &mut request)?;
        act.note_request(event_of(status), &request)?;
    }
    Ok((request, documents))
}

fn touch(act: &Act<'_>, request: &mut Request) -> ApiResult<()> {
    request.revision += 1;
    request.updated_at = act.now;
    requests::update(act.tx, request)
}

const fn event_of(status: RequestStatus) -> &'static str {
    match status {
        RequestStatus::Attempted => "kyc-request-attempted",
        RequestStatus::Partial => "kyc-request-partially-fulfilled",
        RequestStatus::Fulfilled => "kyc-request-fulfilled",
        RequestStatus::Failed => "kyc-request-failed",
        // No webhook tells of these; the shop's timeline does.
        RequestStatus::PendingReview => "kyc-request-pending-review",
        RequestStatus::Abandoned => "kyc-request-abandoned",
        RequestStatus::Expired => "kyc-request-expired",
        RequestStatus::Gathering => "kyc-request-reopened",
    }
}

/// What is still asked of the customer: a credit file that was accepted spares the proofs of identity and address.
pub fn asked(request: &Request, documents: &[Document]) -> Vec<RequestedDocument> {
    let spares = |document: &Document| {
        document.document_type == DocumentType::CreditFileProof && document.status == DocumentStatus::Accepted
    };
    let is_spared = documents.iter().any(spares);
    let is_asked = |it: &&RequestedDocument| !(is_spared && it.document_type.is_analysed());
    request.documents.iter().filter(is_asked).cloned().collect()
}

/// The account of what is asked and what was filed.
pub fn ledger(request: &Request, documents: &[Document]) -> Ledger {
    rules::ledger(&asked(request, documents), documents)
}

/// The request's status by the account of its documents: a function of them and of the time, of nothing else.
pub fn status_of(request: &Request, documents: &[Document], now: i64) -> RequestStatus {
    let filed: Vec<Filed> = documents.iter().map(Filed::from).collect();
    ledger(request, documents).request_status(&filed, now >= request.expires_at)
}

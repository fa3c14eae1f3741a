//! What a person does with a document: takes it up, lets it go, reviews, accepts or rejects it.

use axum::extract::{Path, State};
use axum::response::Response;
use kyc_wire::resource::Rejection;
use kyc_wire::{DocumentStatus, RejectionType};
use serde_json::Value;

use super::body::{JsonBody, MAX_LINE, created, text_field};
use super::shapes::KycDocumentRejection;
use crate::app::{App, Shared};
use crate::auth::Merchant;
use crate::lifecycle::{Act, documents as lifecycle};
use crate::problem::{ApiError, ApiResult, InvalidFields};
use crate::record::{Document, Review, Verdict};
use crate::store::documents;
use crate::view::{self, KycDocument};

/// Whom the documents name as their reviewer when the API key acts: it stands for no person.
const REVIEWER: (&str, &str) = ("api-key", "API key");

/// Accepts a document.
///
/// Undecided ones for the same entry of the request are archived.
#[utoipa::path(
    post, path = "/kyc-documents/{id}/acceptance", operation_id = "PostKycDocumentAcceptance", tag = "Reviews",
    responses((status = 201, body = KycDocument))
)]
pub async fn accept(
    merchant: Merchant,
    app: State<App>,
    path: Path<(String, String)>,
) -> ApiResult<Response> {
    decide(merchant, app, path, Verdict::accepted()).await
}

/// Rejects a document, with a reason.
#[utoipa::path(
    post, path = "/kyc-documents/{id}/rejection", operation_id = "PostKycDocumentRejection", tag = "Reviews",
    request_body = KycDocumentRejection, responses((status = 201, body = KycDocument))
)]
pub async fn reject(
    merchant: Merchant,
    app: State<App>,
    path: Path<(String, String)>,
    JsonBody(body): JsonBody,
) -> ApiResult<Response> {
    decide(merchant, app, path, rejection(&body)?).await
}

/// Reads `KycDocumentRejection`.
pub fn rejection(body: &Value) -> ApiResult<Verdict> {
    let mut fields = InvalidFields::default();
    let rejection_type = text_field(body, "type").and_then(RejectionType::parse);
    if rejection_type.is_none() {
        fields.add("type", "This is not a reason for a rejection.");
    }
    let message = text_field(body, "message");
    let is_too_long = message.is_some_and(|message| message.chars().count() > MAX_LINE);
    if is_too_long || (message.is_none() && body.get("message").is_some()) {
        fields.add("message", format!("Must be text of at most {MAX_LINE} characters."));
    }
    fields.check()?;
    let rejection_type = rejection_type.unwrap_or(RejectionType::Other);
    let rejection = Some(Rejection { rejection_type, message: message.map(str::to_owned) });
    Ok(Verdict { status: DocumentStatus::Rejected, rejection })
}

async fn decide(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    verdict: Verdict,
) -> ApiResult<Response> {
    let document = app.act(move |act| decide_by_hand(act, &id, verdict)).await?;
    Ok(created(view::document(&app.links, &document)))
}

/// A person's decision ends the review, begun or not. An archived document may still be accepted: the API knows no
/// refusal of an acceptance.
pub fn decide_by_hand(act: &Act<'_>, id: &str, verdict: Verdict) -> ApiResult<Document> {
    let mut document = match verdict.status {
        DocumentStatus::Accepted => documents::load(act.tx, id)?,
        _ => lifecycle::load_open(act, id)?,
    };
    if document.status == DocumentStatus::Accepted && verdict.status == DocumentStatus::Accepted {
        return Ok(document);
    }
    end_review(&mut document.review, act.now);
    lifecycle::decide(act, &mut document, verdict)?;
    Ok(document)
}

/// Takes a document up for review.
#[utoipa::path(
    post, path = "/kyc-documents/{id}/start-review", operation_id = "PostKycDocumentStartReview", tag = "Reviews",
    responses((status = 201, body = KycDocument), (status = 422))
)]
pub async fn start(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
) -> ApiResult<Response> {
    step(&app, id, |act, document| {
        if is_under_review(&document.review) {
            return Err(ApiError::unprocessable("The document is under review already."));
        }
        document.review = Review { started_at: Some(act.now), ..by_api_key() };
        lifecycle::review(act, document, lifecycle::REVIEW_STARTED)
    })
    .await
}

/// Lets a document go that is under review.
#[utoipa::path(
    post, path = "/kyc-documents/{id}/stop-review", operation_id = "PostKycDocumentStopReview", tag = "Reviews",
    responses((status = 201, body = KycDocument), (status = 422))
)]
pub async fn stop(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
) -> ApiResult<Response> {
    step(&app, id, |act, document| {
        if !is_under_review(&document.review) {
            return Err(ApiError::unprocessable("The document is not under review."));
        }
        document.review = Review::default();
        lifecycle::review(act, document, lifecycle::REVIEW_STOPPED)
    })
    .await
}

/// Ends a review without a decision.
#[utoipa::path(
    post, path = "/kyc-documents/{id}/review", operation_id = "PostKycDocumentReview", tag = "Reviews",
    responses((status = 201, body = KycDocument), (status = 422))
)]
pub async fn review(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
) -> ApiResult<Response> {
    step(&app, id, |act, document| {
        end_review(&mut document.review, act.now);
        lifecycle::review(act, document, lifecycle::REVIEWED)
    })
    .await
}

async fn step(
    app: &Shared,
    id: String,
    change: impl FnOnce(&Act<'_>, &mut Document) -> ApiResult<()> + Send + 'static,
) -> ApiResult<Response> {
    let document = app
        .act(move |act| {
            let mut document = lifecycle::load_open(act, &id)?;
            change(act, &mut document)?;
            Ok(document)
        })
        .await?;
    Ok(created(view::document(&app.links, &document)))
}

fn by_api_key() -> Review {
    let (id, name) = REVIEWER;
    Review { reviewer_id: Some(id.into()), reviewer_name: Some(name.into()), ..Review::default() }
}

const fn is_under_review(review: &Review) -> bool {
    review.started_at.is_some() && review.reviewed_at.is_none()
}

fn end_review(review: &mut Review, now: i64) {
    let begun = review.started_at.filter(|_| is_under_review(review)).unwrap_or(now);
    *review = Review { started_at: Some(begun), reviewed_at: Some(now), ..by_api_key() };
}

//! What the customer's token may do: read its request, file documents, watch and amend them.

use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use kyc_wire::resource::RequestedDocument;
use rusqlite::Transaction;
use serde_json::Value;

use super::body::{JsonBody, created};
use super::content::Content;
use super::listing::{Expand, Query};
use super::query::UrlQuery;
use super::shapes::{NewStorefrontKycDocument, StorefrontKycDocumentChange};
use crate::app::{App, Shared};
use crate::auth::Customer;
use crate::lifecycle::Act;
use crate::problem::{ApiError, ApiResult};
use crate::record::{Document, Owner, Request};
use crate::store::{documents, files, liveness, verdicts};
use crate::view::{self, StorefrontKycDocument, StorefrontKycRequest};
use crate::{analysis, ids, lifecycle, rules};

/// Reads the request of the token: what is still asked for.
///
/// `expand=documents` adds what was handed in.
#[utoipa::path(
    get, path = "/storefront/kyc-requests/{id}", operation_id = "StorefrontGetKycRequest", tag = "Storefront",
    params(Expand), responses((status = 200, body = StorefrontKycRequest))
)]
pub async fn read_request(
    Customer(owner): Customer,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    UrlQuery(query): UrlQuery<Query>,
) -> ApiResult<Json<Value>> {
    if owner.request_id.as_ref() != Some(&id) {
        return Err(ApiError::not_found("KYC request"));
    }
    let (request, filed) = app.act(move |act| lifecycle::requests::of_owner(act, &owner)).await?;
    Ok(Json(render_request(&app, &request, &filed, query.expands("documents"))))
}

/// The customer's view: what is still asked, and what was handed in.
pub fn render_request(app: &Shared, request: &Request, filed: &[Document], with_documents: bool) -> Value {
    let view = view::storefront_request(&app.links, request, &lifecycle::requests::asked(request, filed));
    if !with_documents {
        return view;
    }
    // The customer never handed in the credit file, and its type has no place in the customer's view.
    let gathered = filed.iter().filter(|document| document.document_type.is_gathered());
    let gathered = gathered.map(|document| view::storefront_document(&app.links, document)).collect();
    view::embed(view, "documents", gathered)
}

/// Hands in a document.
///
/// It spends one attempt. The same files once more are the same document, and spend none.
#[utoipa::path(
    post, path = "/storefront/kyc-documents", operation_id = "StorefrontPostKycDocument", tag = "Storefront",
    request_body = NewStorefrontKycDocument, responses((status = 201, body = StorefrontKycDocument))
)]
pub async fn create_document(
    Customer(owner): Customer,
    State(app): State<App>,
    JsonBody(body): JsonBody,
) -> ApiResult<Response> {
    let content = Content::parse(&body)?;
    let delay = app.config.analysis_delay;
    let needs_liveness = app.config.require_liveness;
    let file = move |act: &Act<'_>| file_document(act, owner, content, delay, needs_liveness);
    let document = app.act(file).await?;
    Ok(created(view::storefront_document(&app.links, &document)))
}

/// Reads a document: pending, in progress, then decided.
#[utoipa::path(
    get, path = "/storefront/kyc-documents/{id}", operation_id = "StorefrontGetKycDocument", tag = "Storefront",
    responses((status = 200, body = StorefrontKycDocument))
)]
pub async fn read_document(
    Customer(owner): Customer,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
) -> ApiResult<Json<Value>> {
    let document = app.store.run(move |tx| load_own_document(tx, &owner, &id)).await?;
    Ok(Json(view::storefront_document(&app.links, &document)))
}

/// Changes subtype or files of an undecided document.
///
/// Its analysis starts again; no attempt is spent.
#[utoipa::path(
    patch, path = "/storefront/kyc-documents/{id}", operation_id = "StorefrontPatchKycDocument", tag = "Storefront",
    request_body = StorefrontKycDocumentChange, responses((status = 200, body = StorefrontKycDocument))
)]
pub async fn amend_document(
    Customer(owner): Customer,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    JsonBody(body): JsonBody,
) -> ApiResult<Json<Value>> {
    let delay = app.config.analysis_delay;
    let document = app.act(move |act| amend(act, &owner, &id, &body, delay)).await?;
    Ok(Json(view::storefront_document(&app.links, &document)))
}

fn load_own_document(tx: &Transaction<'_>, owner: &Owner, id: &str) -> ApiResult<Document> {
    let document = documents::load(tx, id)?;
    if document.is_of(owner) { Ok(document) } else { Err(ApiError::not_found("KYC document")) }
}

/// Checks and stores in the one transaction it is given: racing calls cannot both take the last attempt.
fn file_document(
    act: &Act<'_>,
    owner: Owner,
    content: Content,
    delay: Duration,
    needs_liveness: bool,
) -> ApiResult<Document> {
    let (request, filed) = lifecycle::requests::of_owner(act, &owner)?;
    if let Some(document) = filed.iter().find(|document| content.is_in(document)) {
        return Ok(document.clone());
    }
    rules::check_request_is_open(&request)?;
    let asked = lifecycle::requests::asked(&request, &filed);
    let wanted = rules::admit(&asked, &filed, content.document_type, content.subtype)?;
    check_files(act.tx, wanted, &content, &owner)?;
    if needs_liveness && wanted.face_liveness_required && !liveness::has_succeeded(act.tx, &request.id)? {
        let message = "This document needs a face-liveness check that has succeeded.";
        return Err(ApiError::invalid("fileIds", message));
    }
    let (verdict, delay) = verdicts::pop(act.tx, content.document_type, &owner.customer_id, delay)?;
    let analysis = analysis::schedule(content.document_type, verdict, delay, act.now);
    let mut document = Document::new(ids::document(), owner, content.document_type, act.now);
    document.subtype = content.subtype;
    document.file_ids = content.file_ids;
    document.reason = request.reason;
    document.match_level = request.match_level;
    document.analysis = Some(analysis);
    lifecycle::documents::file(act, &document)?;
    Ok(document)
}

fn check_files(
    tx: &Transaction<'_>,
    wanted: &RequestedDocument,
    content: &Content,
    owner: &Owner,
) -> ApiResult<()> {
    let found = content.file_ids.iter().map(|id| files::find(tx, id)).collect::<ApiResult<Vec<_>>>()?;
    rules::check_files(wanted, content.subtype, &found, |file| file.owner.as_ref() == Some(owner))
}

/// Changes subtype or files of an undecided document; its analysis starts again. No attempt is spent.
fn amend(act: &Act<'_>, owner: &Owner, id: &str, body: &Value, delay: Duration) -> ApiResult<Document> {
    let mut document = load_own_document(act.tx, owner, id)?;
    let (request, mut filed) = lifecycle::requests::of_owner(act, owner)?;
    rules::check_request_is_open(&request)?;
    if !document.is_undecided() {
        return Err(ApiError::unprocessable("The document has been decided."));
    }
    let content = Content::amended(&document, body)?;
    if content.document_type != document.document_type {
        return Err(ApiError::invalid("documentType", "The type cannot be changed."));
    }
    filed.retain(|other| other.id != document.id);
    let asked = lifecycle::requests::asked(&request, &filed);
    let wanted = rules::admit(&asked, &filed, content.document_type, content.subtype)?;
    check_files(act.tx, wanted, &content, owner)?;
    document.subtype = content.subtype;
    document.file_ids = content.file_ids;
    analysis::restart(&mut document, delay, act.now);
    lifecycle::documents::amend(act, &mut document)?;
    Ok(document)
}

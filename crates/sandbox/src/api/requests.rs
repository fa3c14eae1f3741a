//! `/kyc-requests`: what the merchant asks of a customer.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kyc_wire::resource::{MAX_MAX_ATTEMPTS, RequestedDocument};
use kyc_wire::{DocumentSubtype, DocumentType, RequestStatus};
use rusqlite::Transaction;
use serde_json::{Value, json};

use super::body::{
    JsonBody, MAX_NOTE, created, end_time, flag_at, match_level, optional_text, present, redirect_url,
    text_field,
};
use super::listing::Cell::{Number, Text, Time};
use super::listing::{self, Expand, Field, Listed, Query};
use super::query::UrlQuery;
use super::shapes::{KycRequestChange, NewKycRequest};
use crate::app::{App, Shared};
use crate::auth::Merchant;
use crate::lifecycle::Act;
use crate::lifecycle::requests::{self as lifecycle, Loaded};
use crate::problem::{ApiResult, InvalidFields};
use crate::record::Request;
use crate::view::{self, KycRequest};
use crate::{ids, scheduler, store};

/// The most documents of one request: nobody asks for more, and each costs work at every look at the request.
const MAX_DOCUMENTS: usize = 100;
const DEFAULT_LIFETIME_MS: i64 = 60 * 60 * 1000;

/// What requests can be filtered and sorted by.
const FIELDS: [Field<Request>; 8] = [
    Field::any("id", |it| Text(&it.id)),
    Field::any("customerId", |it| Text(&it.customer_id)),
    Field::word("status", |word| RequestStatus::parse(word).is_some(), |it| Text(it.status.as_str())),
    Field::number("matchLevel", |it| Number(it.match_level.0.into())),
    Field::number("revision", |it| Number(it.revision)),
    Field::time("createdTime", |it| Time(it.created_at)),
    Field::time("updatedTime", |it| Time(it.updated_at)),
    Field::time("expirationTime", |it| Time(it.expires_at)),
];

/// Asks a customer for documents.
#[utoipa::path(
    post, path = "/kyc-requests", operation_id = "PostKycRequest", tag = "KYC requests",
    request_body = NewKycRequest, responses((status = 201, body = KycRequest))
)]
pub async fn create(_: Merchant, State(app): State<App>, JsonBody(body): JsonBody) -> ApiResult<Response> {
    let request = parse(&body, ids::request(), app.clock.now_ms())?;
    let request = app.act(move |act| lifecycle::create(act, request)).await?;
    Ok(created(render(&app, &request)?))
}

/// Reads a request.
#[utoipa::path(
    get, path = "/kyc-requests/{id}", operation_id = "GetKycRequest", tag = "KYC requests",
    params(Expand), responses((status = 200, body = KycRequest))
)]
pub async fn read(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    UrlQuery(query): UrlQuery<Query>,
) -> ApiResult<Json<Value>> {
    let loaded = app.act(move |act| lifecycle::load(act, &id)).await?;
    Ok(Json(expanded(&app, &loaded, &query)?))
}

/// Lists requests, the newest first.
#[utoipa::path(
    get, path = "/kyc-requests", operation_id = "GetKycRequestCollection", tag = "KYC requests",
    description = listing::describe(&FIELDS, &["documents"]), params(Query, Expand),
    responses((status = 200, body = Vec<KycRequest>))
)]
pub async fn list(
    _: Merchant,
    State(app): State<App>,
    UrlQuery(query): UrlQuery<Query>,
) -> ApiResult<Listed> {
    scheduler::catch_up(&app).await?;
    let shared = Arc::clone(&app);
    let work = move |tx: &Transaction<'_>| {
        let page = query.page(store::requests::all(tx)?, &FIELDS)?;
        let mut documents = match query.expands("documents") {
            true => store::documents::of_requests(tx, page.items.iter().map(|request| request.id.as_str()))?,
            false => HashMap::new(),
        };
        page.render(|request| {
            let documents = documents.remove(&request.id).unwrap_or_default();
            expanded(&shared, &(request, documents), &query)
        })
    };
    app.store.read(work).await
}

fn expanded(app: &Shared, (request, documents): &Loaded, query: &Query) -> ApiResult<Value> {
    let view = render(app, request)?;
    if !query.expands("documents") {
        return Ok(view);
    }
    let documents = documents.iter().map(|document| view::document(&app.links, document)).collect();
    Ok(view::embed(view, "documents", documents))
}

/// Changes what is asked, where it returns to, or when it ends.
///
/// `customerId` is read-only and ignored.
#[utoipa::path(
    patch, path = "/kyc-requests/{id}", operation_id = "PatchKycRequest", tag = "KYC requests",
    request_body = KycRequestChange, responses((status = 200, body = KycRequest))
)]
pub async fn patch(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    JsonBody(body): JsonBody,
) -> ApiResult<Json<Value>> {
    let work = move |act: &Act<'_>| {
        let (request, _) = lifecycle::load(act, &id)?;
        Ok(lifecycle::amend(act, amended(request, &body, act.now)?)?.0)
    };
    Ok(Json(render(&app, &app.act(work).await?)?))
}

/// The request with the body's fields laid over it.
fn amended(request: Request, body: &Value, now: i64) -> ApiResult<Request> {
    let own = json!({
        "customerId": request.customer_id, "documents": request.documents, "redirectUrl": request.redirect_url,
        "reason": request.reason, "matchLevel": request.match_level,
    });
    let mut whole = own.as_object().cloned().unwrap_or_default();
    for name in ["documents", "redirectUrl", "reason", "matchLevel", "expirationTime"] {
        whole.extend(body.get(name).map(|value| (name.to_owned(), value.clone())));
    }
    let expires_at = if body.get("expirationTime").is_some() { None } else { Some(request.expires_at) };
    let draft = parse(&whole.into(), request.id.clone(), now)?;
    Ok(Request {
        documents: draft.documents,
        redirect_url: draft.redirect_url,
        reason: draft.reason,
        match_level: draft.match_level,
        expires_at: expires_at.unwrap_or(draft.expires_at),
        ..request
    })
}

/// Forgets a request.
///
/// Its documents stay with the customer.
#[utoipa::path(
    delete, path = "/kyc-requests/{id}", operation_id = "DeleteKycRequest", tag = "KYC requests",
    responses((status = 204))
)]
pub async fn delete(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
) -> ApiResult<StatusCode> {
    app.act(move |act| lifecycle::delete(act, &id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The merchant's view, with a token for the customer in the gatherer's link.
pub fn render(app: &Shared, request: &Request) -> ApiResult<Value> {
    Ok(view::request(&app.links, request, Some(&app.token_for(request)?)))
}

/// Reads `KycRequest`; all refused fields are named at once.
pub fn parse(body: &Value, id: String, now: i64) -> ApiResult<Request> {
    let mut fields = InvalidFields::default();
    let customer_id = text_field(body, "customerId").unwrap_or_default().to_owned();
    if !ids::is_resource_id(&customer_id) {
        fields.add("customerId", ids::FORM);
    }
    let documents = parse_documents(body, &mut fields);
    let redirect_url = redirect_url(body, &mut fields);
    let match_level = match_level(body, &mut fields);
    let expires_at = end_time(body, "expirationTime", now, &mut fields).unwrap_or(now + DEFAULT_LIFETIME_MS);
    let reason = optional_text(body, "reason", MAX_NOTE, &mut fields);
    fields.check()?;
    Ok(Request {
        id,
        customer_id,
        documents,
        status: RequestStatus::Gathering,
        redirect_url,
        reason,
        match_level,
        revision: 1,
        expires_at,
        created_at: now,
        updated_at: now,
    })
}

fn parse_documents(body: &Value, fields: &mut InvalidFields) -> Vec<RequestedDocument> {
    match body.get("documents").and_then(Value::as_array) {
        Some(items) if (1..=MAX_DOCUMENTS).contains(&items.len()) => {
            let entries = items.iter().enumerate();
            entries
                .filter_map(|(index, item)| parse_document(item, &format!("documents.{index}"), fields))
                .collect()
        }
        _ => {
            fields.add("documents", format!("Must name 1 to {MAX_DOCUMENTS} documents."));
            Vec::new()
        }
    }
}

/// Reads one entry of `documents`; `path` is its place in the body.
pub fn parse_document(item: &Value, path: &str, fields: &mut InvalidFields) -> Option<RequestedDocument> {
    let Some(document_type) = text_field(item, "type").and_then(DocumentType::parse) else {
        fields.add(format!("{path}.type"), "This is not a type of document.");
        return None;
    };
    let mut document = RequestedDocument::new(document_type);
    if let Some(subtypes) = present(item, "subtypes") {
        document.subtypes = parse_subtypes(document_type, subtypes);
        if document.subtypes.is_none() {
            fields.add(format!("{path}.subtypes"), "Must be a list of subtypes that fit the type.");
        }
    }
    if let Some(attempts) = item.get("maxAttempts") {
        let attempts =
            attempts.as_u64().and_then(|it| u32::try_from(it).ok()).filter(|it| *it <= MAX_MAX_ATTEMPTS);
        match attempts {
            Some(attempts) => document.max_attempts = attempts,
            None => fields.add(format!("{path}.maxAttempts"), "Must be a number from 0 to 100."),
        }
    }
    let mut flag = |name: &str| flag_at(item, name, format!("{path}.{name}"), false, fields);
    document.face_proof_required = flag("faceProofRequired");
    document.face_liveness_required = flag("faceLivenessRequired");
    Some(document)
}

fn parse_subtypes(document_type: DocumentType, value: &Value) -> Option<Vec<DocumentSubtype>> {
    let parse = |item: &Value| DocumentSubtype::parse(item.as_str()?);
    let subtypes = value.as_array()?.iter().map(parse).collect::<Option<Vec<_>>>()?;
    subtypes.iter().all(|subtype| document_type.subtypes().contains(subtype)).then_some(subtypes)
}

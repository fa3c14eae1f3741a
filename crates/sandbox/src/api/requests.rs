//! `/kyc-requests`: what the merchant asks of a customer.

use axum::Json;
use axum::extract::{Path, Query as UrlQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use kyc_wire::redirect::with_info;
use kyc_wire::resource::{MAX_MAX_ATTEMPTS, RequestedDocument};
use kyc_wire::{DocumentSubtype, DocumentType, Info, MatchLevel, RequestStatus};
use serde_json::Value;

use super::body::{JsonBody, created, present, text_field};
use super::listing::Query;
use crate::app::{App, Shared};
use crate::auth::Merchant;
use crate::clock::from_rfc3339;
use crate::ids;
use crate::problem::{ApiError, ApiResult, InvalidFields};
use crate::record::Request;
use crate::store::requests::{self, Filter, Loaded};
use crate::view;

const DEFAULT_LIFETIME_MS: i64 = 60 * 60 * 1000;

pub async fn create(_: Merchant, State(app): State<App>, JsonBody(body): JsonBody) -> ApiResult<Response> {
    let request = parse(&body, ids::request(), app.clock.now_ms())?;
    let request = store(&app, request).await?;
    Ok(created(render(&app, &request)?))
}

/// Stores a new request; its status may differ from `gathering` when nothing is to be gathered.
pub async fn store(app: &Shared, request: Request) -> ApiResult<Request> {
    let work = move |tx: &rusqlite::Transaction<'_>| {
        requests::insert(tx, &request)?;
        Ok(requests::load(tx, &request.id, request.created_at)?.0)
    };
    app.store.run(work).await
}

pub async fn read(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    UrlQuery(query): UrlQuery<Query>,
) -> ApiResult<Json<Value>> {
    let now = app.clock.now_ms();
    let loaded = app.store.run(move |tx| requests::load(tx, &id, now)).await?;
    Ok(Json(expanded(&app, loaded, &query)?))
}

pub async fn list(
    _: Merchant,
    State(app): State<App>,
    UrlQuery(query): UrlQuery<Query>,
) -> ApiResult<(HeaderMap, Json<Vec<Value>>)> {
    let filter = Filter {
        customer_id: query.filter("customerId"),
        status: query.filter_word("status", RequestStatus::parse)?,
        offset: query.offset(),
        limit: query.limit(),
    };
    let now = app.clock.now_ms();
    let (page, total) = app.store.run(move |tx| requests::list(tx, &filter, now)).await?;
    let views = page.into_iter().map(|loaded| expanded(&app, loaded, &query)).collect::<ApiResult<_>>()?;
    Ok((query.pagination(total), Json(views)))
}

fn expanded(app: &Shared, (request, documents): Loaded, query: &Query) -> ApiResult<Value> {
    let view = render(app, &request)?;
    if !query.expands("documents") {
        return Ok(view);
    }
    let documents = documents.iter().map(|document| view::document(&app.links, document)).collect();
    Ok(view::embed_documents(view, documents))
}

/// The merchant's view, with a token for the customer in the gatherer's link.
pub fn render(app: &Shared, request: &Request) -> ApiResult<Value> {
    Ok(view::request(&app.links, request, &app.token_for(request)?))
}

/// Reads `KycRequest`; all refused fields are named at once.
pub fn parse(body: &Value, id: String, now: i64) -> ApiResult<Request> {
    let mut fields = InvalidFields::default();
    let customer_id = text_field(body, "customerId").unwrap_or_default().to_owned();
    if !ids::is_resource_id(&customer_id) {
        fields.add("customerId", "Must have 1 to 50 letters, digits and @ ~ - . _ signs.");
    }
    let documents = parse_documents(body, &mut fields);
    let redirect_url =
        present(body, "redirectUrl").map(|value| value.as_str().unwrap_or_default().to_owned());
    if redirect_url.as_deref().is_some_and(|url| with_info(url, Info::Back).is_err()) {
        fields.add("redirectUrl", "Must be an absolute http or https address.");
    }
    let match_level = present(body, "matchLevel").map_or(Some(2), Value::as_u64);
    let match_level =
        match_level.and_then(|level| u8::try_from(level).ok()).filter(|level| (1..=3).contains(level));
    if match_level.is_none() {
        fields.add("matchLevel", "Must be 1, 2 or 3.");
    }
    let expires_at = match present(body, "expirationTime") {
        None => Some(now + DEFAULT_LIFETIME_MS),
        Some(value) => value.as_str().and_then(from_rfc3339).filter(|time| *time > now),
    };
    if expires_at.is_none() {
        fields.add("expirationTime", "Must be a time in the future, in the form of RFC 3339.");
    }
    if present(body, "reason").is_some_and(|value| !value.is_string()) {
        fields.add("reason", "Must be text.");
    }
    fields.check()?;
    Ok(Request {
        id,
        customer_id,
        documents,
        status: RequestStatus::Gathering,
        redirect_url,
        reason: text_field(body, "reason").map(str::to_owned),
        match_level: match_level.map(MatchLevel).unwrap_or_default(),
        revision: 1,
        expires_at: expires_at.unwrap_or(now),
        created_at: now,
        updated_at: now,
    })
}

fn parse_documents(body: &Value, fields: &mut InvalidFields) -> Vec<RequestedDocument> {
    match body.get("documents").and_then(Value::as_array) {
        Some(items) if !items.is_empty() => {
            items.iter().enumerate().filter_map(|(index, item)| parse_document(index, item, fields)).collect()
        }
        _ => {
            fields.add("documents", "Must name at least one document.");
            Vec::new()
        }
    }
}

fn parse_document(index: usize, item: &Value, fields: &mut InvalidFields) -> Option<RequestedDocument> {
    let Some(document_type) = text_field(item, "type").and_then(DocumentType::parse) else {
        fields.add(format!("documents.{index}.type"), "This is not a type of document.");
        return None;
    };
    let mut document = RequestedDocument::new(document_type);
    if let Some(subtypes) = present(item, "subtypes") {
        document.subtypes = parse_subtypes(document_type, subtypes);
        if document.subtypes.is_none() {
            fields
                .add(format!("documents.{index}.subtypes"), "Must be a list of subtypes that fit the type.");
        }
    }
    if let Some(attempts) = present(item, "maxAttempts") {
        let attempts =
            attempts.as_u64().and_then(|it| u32::try_from(it).ok()).filter(|it| *it <= MAX_MAX_ATTEMPTS);
        match attempts {
            Some(attempts) => document.max_attempts = attempts,
            None => fields.add(format!("documents.{index}.maxAttempts"), "Must be a number from 0 to 100."),
        }
    }
    let mut flag = |name: &str| {
        let value = present(item, name).map_or(Some(false), Value::as_bool);
        if value.is_none() {
            fields.add(format!("documents.{index}.{name}"), "Must be true or false.");
        }
        value.unwrap_or(false)
    };
    document.face_proof_required = flag("faceProofRequired");
    document.face_liveness_required = flag("faceLivenessRequired");
    Some(document)
}

fn parse_subtypes(document_type: DocumentType, value: &Value) -> Option<Vec<DocumentSubtype>> {
    let parse = |item: &Value| DocumentSubtype::parse(item.as_str()?);
    let subtypes = value.as_array()?.iter().map(parse).collect::<Option<Vec<_>>>()?;
    subtypes.iter().all(|subtype| document_type.subtypes().contains(subtype)).then_some(subtypes)
}

/// A request as the shop shows it: no token, and 404 like everywhere else.
pub async fn load(app: &Shared, id: String) -> Result<Loaded, ApiError> {
    let now = app.clock.now_ms();
    app.store.run(move |tx| requests::load(tx, &id, now)).await
}

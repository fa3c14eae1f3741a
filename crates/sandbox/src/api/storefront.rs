//! What the customer's token may do: read its request, file documents, watch and amend them.

use std::time::Duration;

use axum::Json;
use axum::extract::{Path, Query as UrlQuery, State};
use axum::response::Response;
use kyc_wire::{DocumentStatus, DocumentSubtype, DocumentType};
use rusqlite::Transaction;
use serde_json::Value;

use super::body::{JsonBody, created, present, text_field};
use super::listing::Query;
use crate::app::{App, Shared};
use crate::auth::Customer;
use crate::problem::{ApiError, ApiResult, InvalidFields};
use crate::record::{Document, Owner};
use crate::store::requests::Loaded;
use crate::store::{documents, files, requests, verdicts};
use crate::{analysis, ids, rules, view};

pub async fn read_request(
    Customer(owner): Customer,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    UrlQuery(query): UrlQuery<Query>,
) -> ApiResult<Json<Value>> {
    if owner.request_id != id {
        return Err(ApiError::not_found("KYC request"));
    }
    let now = app.clock.now_ms();
    let (request, filed) = app.store.run(move |tx| load_own(tx, &owner, now)).await?;
    let mut view = view::storefront_request(&app.links, &request);
    if query.expands("documents") {
        let filed = filed.iter().map(|document| view::storefront_document(&app.links, document)).collect();
        view = view::embed_documents(view, filed);
    }
    Ok(Json(view))
}

pub async fn create_document(
    Customer(owner): Customer,
    State(app): State<App>,
    JsonBody(body): JsonBody,
) -> ApiResult<Response> {
    let content = Content::parse(&body)?;
    let (now, delay) = (app.clock.now_ms(), app.config.analysis_delay);
    let document = app.store.run(move |tx| file_document(tx, owner, content, delay, now)).await?;
    app.wake.notify_one();
    Ok(created(view::storefront_document(&app.links, &document)))
}

pub async fn read_document(
    Customer(owner): Customer,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
) -> ApiResult<Json<Value>> {
    let document = app.store.run(move |tx| load_own_document(tx, &owner, &id)).await?;
    Ok(Json(view::storefront_document(&app.links, &document)))
}

pub async fn amend_document(
    Customer(owner): Customer,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    JsonBody(body): JsonBody,
) -> ApiResult<Json<Value>> {
    let document = amend(&app, owner, id, body).await?;
    app.wake.notify_one();
    Ok(Json(view::storefront_document(&app.links, &document)))
}

/// The content of a document, as it is handed in.
struct Content {
    document_type: DocumentType,
    subtype: Option<DocumentSubtype>,
    file_ids: Vec<String>,
}

impl Content {
    fn parse(body: &Value) -> ApiResult<Self> {
        let mut fields = InvalidFields::default();
        let document_type = text_field(body, "documentType").and_then(DocumentType::parse);
        if document_type.is_none() {
            fields.add("documentType", "This is not a type of document.");
        }
        let subtype =
            present(body, "documentSubtype").map(|value| value.as_str().and_then(DocumentSubtype::parse));
        if subtype == Some(None) {
            fields.add("documentSubtype", "This is not a subtype.");
        }
        let file_ids = body.get("fileIds").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let file_ids: Option<Vec<String>> =
            file_ids.iter().map(|id| id.as_str().map(str::to_owned)).collect();
        if file_ids.as_ref().is_none_or(Vec::is_empty) {
            fields.add("fileIds", "Must be a list of file ids.");
        }
        fields.check()?;
        let document_type = document_type.ok_or_else(|| ApiError::unprocessable("The type is missing."))?;
        Ok(Self { document_type, subtype: subtype.flatten(), file_ids: file_ids.unwrap_or_default() })
    }
}

impl Content {
    /// Whether this was filed already. Browsers silently repeat a POST whose reused connection died before the
    /// answer (measured with Chromium), and a repetition must not spend a second attempt: each file is filed once.
    fn is_in(&self, document: &Document) -> bool {
        document.document_type == self.document_type
            && document.subtype == self.subtype
            && document.file_ids == self.file_ids
    }
}

fn load_own(tx: &Transaction<'_>, owner: &Owner, now: i64) -> ApiResult<Loaded> {
    let loaded = requests::load(tx, &owner.request_id, now)?;
    if loaded.0.customer_id != owner.customer_id {
        return Err(ApiError::not_found("KYC request"));
    }
    Ok(loaded)
}

fn load_own_document(tx: &Transaction<'_>, owner: &Owner, id: &str) -> ApiResult<Document> {
    let document = documents::load(tx, id)?;
    let is_own = document.customer_id == owner.customer_id && document.request_id == owner.request_id;
    if is_own { Ok(document) } else { Err(ApiError::not_found("KYC document")) }
}

/// Checks and stores in the one transaction it is given: racing calls cannot both take the last attempt.
fn file_document(
    tx: &Transaction<'_>,
    owner: Owner,
    content: Content,
    delay: Duration,
    now: i64,
) -> ApiResult<Document> {
    let (request, filed) = load_own(tx, &owner, now)?;
    if let Some(document) = filed.iter().find(|document| content.is_in(document)) {
        return Ok(document.clone());
    }
    rules::check_request_is_open(&request)?;
    let wanted = rules::admit(&request, &filed, content.document_type, content.subtype)?;
    check_files(tx, wanted, &content, &owner)?;
    let (verdict, ordered_delay) = verdicts::pop(tx, content.document_type, &owner.customer_id)?.unzip();
    let delay =
        ordered_delay.flatten().and_then(|ms| u64::try_from(ms).ok()).map_or(delay, Duration::from_millis);
    let document = Document {
        id: ids::document(),
        request_id: owner.request_id,
        customer_id: owner.customer_id,
        document_type: content.document_type,
        subtype: content.subtype,
        file_ids: content.file_ids,
        status: DocumentStatus::Pending,
        rejection: None,
        revision: 1,
        created_at: now,
        updated_at: now,
        processed_at: None,
        analysis: Some(analysis::schedule(content.document_type, verdict, delay, now)),
    };
    documents::insert(tx, &document)?;
    requests::refresh(tx, request, now)?;
    Ok(document)
}

fn check_files(
    tx: &Transaction<'_>,
    wanted: &kyc_wire::resource::RequestedDocument,
    content: &Content,
    owner: &Owner,
) -> ApiResult<()> {
    let found = content.file_ids.iter().map(|id| files::find(tx, id)).collect::<ApiResult<Vec<_>>>()?;
    rules::check_files(wanted, content.subtype, &found, owner)
}

/// Changes subtype or files of an undecided document; its analysis starts again. No attempt is spent.
async fn amend(app: &Shared, owner: Owner, id: String, body: Value) -> ApiResult<Document> {
    let (now, delay) = (app.clock.now_ms(), app.config.analysis_delay);
    let work = move |tx: &Transaction<'_>| {
        let mut document = load_own_document(tx, &owner, &id)?;
        let (request, mut filed) = load_own(tx, &owner, now)?;
        rules::check_request_is_open(&request)?;
        if !document.is_undecided() {
            return Err(ApiError::unprocessable("The document has been decided."));
        }
        let content = amended(&document, &body)?;
        if content.document_type != document.document_type {
            return Err(ApiError::invalid("documentType", "The type cannot be changed."));
        }
        filed.retain(|other| other.id != document.id);
        let wanted = rules::admit(&request, &filed, content.document_type, content.subtype)?;
        check_files(tx, wanted, &content, &owner)?;
        let verdict = document.analysis.take().and_then(|analysis| analysis.verdict);
        document.subtype = content.subtype;
        document.file_ids = content.file_ids;
        document.status = DocumentStatus::Pending;
        document.processed_at = None;
        document.analysis = Some(analysis::schedule(content.document_type, verdict, delay, now));
        documents::touch(&mut document, now);
        documents::update(tx, &document)?;
        requests::refresh(tx, request, now)?;
        Ok(document)
    };
    app.store.run(work).await
}

/// The document's content with the body's fields laid over it.
fn amended(document: &Document, body: &Value) -> ApiResult<Content> {
    let mut merged = serde_json::json!({
        "documentType": document.document_type,
        "documentSubtype": document.subtype,
        "fileIds": document.file_ids,
    });
    for name in ["documentType", "documentSubtype", "fileIds"] {
        if let (Some(value), Some(fields)) = (body.get(name), merged.as_object_mut()) {
            fields.insert(name.into(), value.clone());
        }
    }
    Content::parse(&merged)
}

//! `/kyc-documents` for the merchant's server: reading, and deciding by hand.

use axum::Json;
use axum::extract::{Path, Query as UrlQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use kyc_wire::resource::Rejection;
use kyc_wire::{DocumentStatus, DocumentType, RejectionType};
use serde_json::Value;

use super::body::{JsonBody, created, present, text_field};
use super::listing::Query;
use crate::app::{App, Shared};
use crate::auth::Merchant;
use crate::problem::{ApiError, ApiResult};
use crate::record::Verdict;
use crate::store::documents::{self, Filter};
use crate::view;

pub async fn list(
    _: Merchant,
    State(app): State<App>,
    UrlQuery(query): UrlQuery<Query>,
) -> ApiResult<(HeaderMap, Json<Vec<Value>>)> {
    let filter = Filter {
        customer_id: query.filter("customerId"),
        request_id: query.filter("requestId"),
        document_type: query.filter_word("documentType", DocumentType::parse)?,
        status: query.filter_word("status", DocumentStatus::parse)?,
        offset: query.offset(),
        limit: query.limit(),
    };
    let (page, total) = app.store.run(move |tx| documents::list(tx, &filter)).await?;
    let views = page.iter().map(|document| view::document(&app.links, document)).collect();
    Ok((query.pagination(total), Json(views)))
}

pub async fn read(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
) -> ApiResult<Json<Value>> {
    let document = app.store.run(move |tx| documents::load(tx, &id)).await?;
    Ok(Json(view::document(&app.links, &document)))
}

pub async fn accept(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
) -> ApiResult<Response> {
    decide(&app, id, Verdict::accepted()).await
}

pub async fn reject(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    JsonBody(body): JsonBody,
) -> ApiResult<Response> {
    let rejection_type = text_field(&body, "type")
        .and_then(RejectionType::parse)
        .ok_or_else(|| ApiError::invalid("type", "This is not a reason for a rejection."))?;
    let message = text_field(&body, "message");
    let is_too_long = message.is_some_and(|message| message.chars().count() > 255);
    if is_too_long || (message.is_none() && present(&body, "message").is_some()) {
        return Err(ApiError::invalid("message", "Must be text of at most 255 characters."));
    }
    let rejection = Some(Rejection { rejection_type, message: message.map(str::to_owned) });
    decide(&app, id, Verdict { status: DocumentStatus::Rejected, rejection }).await
}

async fn decide(app: &Shared, id: String, verdict: Verdict) -> ApiResult<Response> {
    let now = app.clock.now_ms();
    let work = move |tx: &rusqlite::Transaction<'_>| {
        let document = documents::load(tx, &id)?;
        if document.status == DocumentStatus::Archived {
            return Err(ApiError::unprocessable("The document is archived."));
        }
        documents::decide(tx, document, verdict, now)
    };
    let document = app.store.run(work).await?;
    Ok(created(view::document(&app.links, &document)))
}

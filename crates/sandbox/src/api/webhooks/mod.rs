//! `/webhooks`: who wants to hear of what. An extension of the API, for the merchant's server only.

mod deliveries;
mod draft;

use axum::extract::{Path, Query as UrlQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use rusqlite::Transaction;
use serde_json::Value;

use super::body::{JsonBody, created};
use super::listing::{Field, Query};
use crate::app::{App, Shared};
use crate::auth::Merchant;
use crate::problem::{ApiError, ApiResult};
use crate::store;
use crate::webhooks::record::{Webhook, is_event};
use crate::{ids, view};
use draft::Draft;

/// The most subscriptions: each of them costs every event a row.
const MOST: usize = 100;

/// What subscriptions can be filtered and sorted by.
const FIELDS: [Field; 8] = [
    Field::any("id"),
    Field::any("name"),
    Field::any("url"),
    Field::list("events"),
    Field::word("status", |word| draft::STATUSES.contains(&word)),
    Field::number("revision"),
    Field::any("createdTime"),
    Field::any("updatedTime"),
];

pub fn router() -> Router<App> {
    Router::new()
        .route("/webhooks", post(create).get(list))
        .route("/webhooks/{id}", get(read).put(put).patch(patch).delete(delete))
        .route("/webhooks/{id}/deliveries", get(deliveries::list))
        .route("/webhooks/{id}/deliveries/{delivery_id}", get(deliveries::read))
        .route("/webhooks/{id}/deliveries/{delivery_id}/redelivery", post(deliveries::redeliver))
}

async fn create(_: Merchant, State(app): State<App>, JsonBody(body): JsonBody) -> ApiResult<Response> {
    let (webhook, own_secret) =
        Draft::parse(&body, None)?.into_webhook(ids::webhook(), app.clock.now_ms())?;
    let stored = webhook.clone();
    let work = move |tx: &Transaction<'_>| {
        if store::webhooks::all(tx)?.len() >= MOST {
            return Err(ApiError::unprocessable(format!("There are {MOST} webhooks already.")));
        }
        store::webhooks::insert(tx, &stored)
    };
    app.store.run(work).await?;
    let mut view = view::webhook(&app.links, &webhook);
    if let (Some(secret), Some(fields)) = (own_secret, view.as_object_mut()) {
        // The only time that it is shown.
        fields.insert("secret".into(), secret.into());
    }
    Ok(created(view))
}

async fn list(
    _: Merchant,
    State(app): State<App>,
    UrlQuery(query): UrlQuery<Query>,
) -> ApiResult<(HeaderMap, Json<Vec<Value>>)> {
    let all = app.store.run(store::webhooks::all).await?;
    let page = query.page(all.iter().map(|webhook| view::webhook(&app.links, webhook)), &FIELDS)?;
    Ok((page.headers, Json(page.items)))
}

async fn read(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
) -> ApiResult<Json<Value>> {
    let webhook = app.store.run(move |tx| store::webhooks::load(tx, &id)).await?;
    Ok(Json(view::webhook(&app.links, &webhook)))
}

async fn put(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    JsonBody(body): JsonBody,
) -> ApiResult<Json<Value>> {
    change(&app, id, move |webhook| Draft::parse(&body, Some(webhook))).await
}

async fn patch(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    JsonBody(body): JsonBody,
) -> ApiResult<Json<Value>> {
    change(&app, id, move |webhook| Draft::parse_over(&body, webhook)).await
}

/// Changes a subscription. What waits is tried at once: the change may be what it waited for.
async fn change(
    app: &Shared,
    id: String,
    read: impl FnOnce(&Webhook) -> ApiResult<Draft> + Send + 'static,
) -> ApiResult<Json<Value>> {
    let now = app.clock.now_ms();
    let work = move |tx: &Transaction<'_>| {
        let old = store::webhooks::load(tx, &id)?;
        let webhook = read(&old)?.over(old, now);
        store::webhooks::update(tx, &webhook)?;
        store::deliveries::start_lines(tx, &webhook.id, now)?;
        Ok(webhook)
    };
    let webhook = app.store.run(work).await?;
    app.tell_news();
    Ok(Json(view::webhook(&app.links, &webhook)))
}

async fn delete(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
) -> ApiResult<StatusCode> {
    let work = move |tx: &Transaction<'_>| {
        store::webhooks::load(tx, &id)?;
        store::webhooks::delete(tx, &id)
    };
    app.store.run(work).await?;
    Ok(StatusCode::NO_CONTENT)
}

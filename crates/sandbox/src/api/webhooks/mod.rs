//! `/webhooks`: who wants to hear of what. An extension of the API, for the merchant's server only.

mod deliveries;
mod draft;
mod shapes;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use rusqlite::Transaction;
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{JsonBody, created};
use super::listing::Cell::{List, Nothing, Number, Text, Time};
use super::listing::{self, Field, Listed, Query};
use super::query::UrlQuery;
use crate::app::App;
use crate::auth::Merchant;
use crate::problem::{ApiError, ApiResult};
use crate::store;
use crate::webhooks::record::{Webhook, is_event};
use crate::{ids, view};
use draft::Draft;
use shapes::{NewWebhook, WebhookChange};

pub use draft::STATUSES;

/// The most subscriptions: each of them costs every event a row.
const MOST: usize = 100;

/// What subscriptions can be filtered and sorted by.
const FIELDS: [Field<Webhook>; 8] = [
    Field::any("id", |it| Text(&it.id)),
    Field::any("name", |it| it.name.as_deref().map_or(Nothing, Text)),
    Field::any("url", |it| Text(&it.url)),
    Field::list("events", |it| List(&it.events)),
    Field::word("status", |word| draft::STATUSES.contains(&word), |it| Text(it.status())),
    Field::number("revision", |it| Number(it.revision)),
    Field::time("createdTime", |it| Time(it.created_at)),
    Field::time("updatedTime", |it| Time(it.updated_at)),
];

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create, list))
        .routes(routes!(read, put, patch, delete))
        .routes(routes!(deliveries::list))
        .routes(routes!(deliveries::read))
        .routes(routes!(deliveries::redeliver))
}

/// Subscribes an address to events.
///
/// The answer is the only one that shows a secret which the server made.
#[utoipa::path(
    post, path = "/webhooks", operation_id = "PostWebhook", tag = "Webhooks",
    request_body = NewWebhook, responses((status = 201, body = view::Webhook))
)]
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
    // The only time that it is shown.
    Ok(created(view::webhook(&app.links, &webhook, own_secret)))
}

/// Lists subscriptions, the newest first.
#[utoipa::path(
    get, path = "/webhooks", operation_id = "GetWebhookCollection", tag = "Webhooks",
    description = listing::describe(&FIELDS, &[]), params(Query), responses((status = 200, body = Vec<view::Webhook>))
)]
async fn list(_: Merchant, State(app): State<App>, UrlQuery(query): UrlQuery<Query>) -> ApiResult<Listed> {
    let page = query.page(app.store.read(store::webhooks::all).await?, &FIELDS)?;
    page.render(|webhook| Ok(view::webhook(&app.links, &webhook, None)))
}

/// Reads a subscription.
#[utoipa::path(
    get, path = "/webhooks/{id}", operation_id = "GetWebhook", tag = "Webhooks", responses((status = 200, body = view::Webhook))
)]
async fn read(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
) -> ApiResult<Json<Value>> {
    let webhook = app.store.run(move |tx| store::webhooks::load(tx, &id)).await?;
    Ok(Json(view::webhook(&app.links, &webhook, None)))
}

/// Writes a subscription anew.
///
/// What waits is tried at once.
#[utoipa::path(
    put, path = "/webhooks/{id}", operation_id = "PutWebhook", tag = "Webhooks",
    request_body = NewWebhook, responses((status = 200, body = view::Webhook))
)]
async fn put(
    merchant: Merchant,
    app: State<App>,
    path: Path<(String, String)>,
    body: JsonBody,
) -> ApiResult<Json<Value>> {
    change(merchant, app, path, body, |body, old| Draft::parse(body, Some(old))).await
}

/// Changes a subscription.
///
/// What waits is tried at once.
#[utoipa::path(
    patch, path = "/webhooks/{id}", operation_id = "PatchWebhook", tag = "Webhooks",
    request_body = WebhookChange, responses((status = 200, body = view::Webhook))
)]
async fn patch(
    merchant: Merchant,
    app: State<App>,
    path: Path<(String, String)>,
    body: JsonBody,
) -> ApiResult<Json<Value>> {
    change(merchant, app, path, body, Draft::parse_over).await
}

/// Changes a subscription. What waits is tried at once: the change may be what it waited for.
async fn change(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    JsonBody(body): JsonBody,
    read: fn(&Value, &Webhook) -> ApiResult<Draft>,
) -> ApiResult<Json<Value>> {
    let now = app.clock.now_ms();
    let work = move |tx: &Transaction<'_>| {
        let old = store::webhooks::load(tx, &id)?;
        let webhook = read(&body, &old)?.over(old, now);
        store::webhooks::update(tx, &webhook)?;
        store::deliveries::start_lines(tx, &webhook.id, now)?;
        Ok(webhook)
    };
    let webhook = app.store.run(work).await?;
    app.tell_news();
    Ok(Json(view::webhook(&app.links, &webhook, None)))
}

/// Ends a subscription; its deliveries are forgotten.
#[utoipa::path(
    delete, path = "/webhooks/{id}", operation_id = "DeleteWebhook", tag = "Webhooks", responses((status = 204))
)]
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

//! `/webhooks/{id}/deliveries`: what was sent, what became of it, and once more by hand.

use axum::Json;
use axum::extract::{Path, Query as UrlQuery, State};
use axum::http::{HeaderMap, StatusCode};
use rusqlite::Transaction;
use serde_json::Value;

use super::is_event;
use crate::api::listing::{self, Field, Query};
use crate::app::App;
use crate::auth::Merchant;
use crate::problem::ApiResult;
use crate::store::{deliveries, webhooks};
use crate::view::{self, Delivery};
use crate::webhooks::outbox;
use crate::webhooks::record::DeliveryStatus;

/// What deliveries can be filtered and sorted by.
const FIELDS: [Field; 12] = [
    Field::any("id"),
    Field::word("status", |word| DeliveryStatus::parse(word).is_some()),
    Field::word("eventType", is_event),
    Field::any("eventId"),
    Field::any("customerId"),
    Field::any("kycDocumentId"),
    Field::any("kycRequestId"),
    Field::any("requestId"),
    Field::number("attemptCount"),
    Field::any("nextAttemptTime"),
    Field::any("createdTime"),
    Field::any("updatedTime"),
];

/// Lists what was and is to be sent to a subscriber, the newest first.
#[utoipa::path(
    get, path = "/webhooks/{id}/deliveries", operation_id = "GetWebhookDeliveryCollection", tag = "Webhooks",
    description = listing::describe(&FIELDS, &[]), params(Query), responses((status = 200, body = Vec<Delivery>))
)]
pub async fn list(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    UrlQuery(query): UrlQuery<Query>,
) -> ApiResult<(HeaderMap, Json<Vec<Value>>)> {
    let work = move |tx: &Transaction<'_>| {
        let webhook = webhooks::load(tx, &id)?;
        deliveries::of_webhook(tx, &webhook.id)
    };
    let all = app.store.run(work).await?;
    let page = query.page(all.iter().map(|delivery| view::delivery(&app.links, delivery, None)), &FIELDS)?;
    Ok((page.headers, Json(page.items)))
}

/// Reads a delivery.
///
/// One delivery with what is sent (`payload`).
#[utoipa::path(
    get, path = "/webhooks/{id}/deliveries/{deliveryId}", operation_id = "GetWebhookDelivery", tag = "Webhooks",
    responses((status = 200, body = Delivery))
)]
pub async fn read(
    _: Merchant,
    State(app): State<App>,
    Path((_, id, delivery_id)): Path<(String, String, String)>,
) -> ApiResult<Json<Value>> {
    let delivery = app.store.run(move |tx| deliveries::load(tx, &id, &delivery_id)).await?;
    let payload = serde_json::from_str(&delivery.body)?;
    Ok(Json(view::delivery(&app.links, &delivery, Some(payload))))
}

/// Sends once more.
#[utoipa::path(
    post, path = "/webhooks/{id}/deliveries/{deliveryId}/redelivery", tag = "Webhooks",
    operation_id = "PostWebhookRedelivery", responses((status = 202, body = Delivery))
)]
pub async fn redeliver(
    _: Merchant,
    State(app): State<App>,
    Path((_, id, delivery_id)): Path<(String, String, String)>,
) -> ApiResult<(StatusCode, Json<Value>)> {
    let now = app.clock.now_ms();
    let work =
        move |tx: &Transaction<'_>| outbox::redeliver(tx, deliveries::load(tx, &id, &delivery_id)?, now);
    let delivery = app.store.run(work).await?;
    app.tell_news();
    Ok((StatusCode::ACCEPTED, Json(view::delivery(&app.links, &delivery, None))))
}

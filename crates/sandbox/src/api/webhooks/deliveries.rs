//! `/webhooks/{id}/deliveries`: what was sent, what became of it, and once more by hand.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use rusqlite::Transaction;
use serde_json::Value;

use super::is_event;
use crate::api::listing::Cell::{Nothing, Number, Text, Time};
use crate::api::listing::{self, Field, Listed, Query};
use crate::api::query::UrlQuery;
use crate::app::App;
use crate::auth::Merchant;
use crate::problem::ApiResult;
use crate::store::{deliveries, webhooks};
use crate::view::{self, Delivery};
use crate::webhooks::outbox;
use crate::webhooks::record::{self, DeliveryStatus};

/// What deliveries can be filtered and sorted by.
const FIELDS: [Field<record::Delivery>; 12] = [
    Field::any("id", |it| Text(&it.id)),
    Field::word("status", |word| DeliveryStatus::parse(word).is_some(), |it| Text(it.status.as_str())),
    Field::word("eventType", is_event, |it| Text(&it.event_type)),
    Field::any("eventId", |it| Text(&it.event_id)),
    Field::any("customerId", |it| Text(&it.customer_id)),
    Field::any("kycDocumentId", |it| it.document_id().map_or(Nothing, Text)),
    Field::any("kycRequestId", |it| it.told_request_id().map_or(Nothing, Text)),
    Field::any("requestId", |it| it.request_id.as_deref().map_or(Nothing, Text)),
    Field::number("attemptCount", |it| Number(it.attempt_count)),
    Field::time("nextAttemptTime", |it| it.next_attempt_at.map_or(Nothing, Time)),
    Field::time("createdTime", |it| Time(it.created_at)),
    Field::time("updatedTime", |it| Time(it.updated_at)),
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
) -> ApiResult<Listed> {
    let work = move |tx: &Transaction<'_>| {
        let webhook = webhooks::load(tx, &id)?;
        query.page(deliveries::of_webhook(tx, &webhook.id)?, &FIELDS)
    };
    let page = app.store.read(work).await?;
    page.render(|delivery| Ok(view::delivery(&app.links, &delivery, None)))
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

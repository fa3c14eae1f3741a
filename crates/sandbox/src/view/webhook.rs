//! Subscriptions and their deliveries; what is secret is never shown again.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{Link, Links, link, render};
use crate::clock::to_rfc3339;
use crate::openapi::words::{DeliveryStatus, WebhookEvent, WebhookStatus};
use crate::webhooks::record;

/// How much of a secret is shown, to tell it from another one.
const HINT: usize = 4;

/// A subscription.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Webhook<'a> {
    id: &'a str,
    name: Option<&'a str>,
    url: &'a str,
    #[schema(value_type = Vec<WebhookEvent>)]
    events: &'a [String],
    #[schema(value_type = WebhookStatus)]
    status: &'static str,
    /// The end of the secret.
    secret_hint: String,
    /// The whole of it, once: in the answer to the creation, if the server made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
    basic_auth: Option<BasicAuthName<'a>>,
    revision: i64,
    #[schema(format = DateTime)]
    created_time: String,
    #[schema(format = DateTime)]
    updated_time: String,
    #[serde(rename = "_links")]
    links: Vec<Link>,
}

/// Without the password.
#[derive(Debug, Serialize, ToSchema)]
struct BasicAuthName<'a> {
    username: &'a str,
}

/// One event on its way to one subscriber.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Delivery<'a> {
    id: &'a str,
    webhook_id: &'a str,
    event_id: &'a str,
    #[schema(value_type = WebhookEvent)]
    event_type: &'a str,
    customer_id: &'a str,
    kyc_document_id: Option<&'a str>,
    kyc_request_id: Option<&'a str>,
    /// The request, or the document's.
    request_id: Option<&'a str>,
    #[schema(value_type = DeliveryStatus)]
    status: &'static str,
    /// All that ended.
    attempt_count: i64,
    /// The newest of them, oldest first.
    attempts: Vec<DeliveryAttempt<'a>>,
    /// Only the first delivery of a resource has one; the others wait for it.
    #[schema(format = DateTime)]
    next_attempt_time: Option<String>,
    #[schema(format = DateTime)]
    created_time: String,
    #[schema(format = DateTime)]
    updated_time: String,
    /// What is sent; not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    payload: Option<Value>,
    #[serde(rename = "_links")]
    links: Vec<Link>,
}

/// One try to deliver.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DeliveryAttempt<'a> {
    number: i64,
    #[schema(format = DateTime)]
    time: String,
    duration_ms: i64,
    /// Null: there was no answer.
    status_code: Option<u16>,
    /// Why there was none.
    error: Option<&'a str>,
}

/// [`Webhook`]; `secret` where it is to be shown.
pub fn webhook(links: &Links, webhook: &record::Webhook, secret: Option<String>) -> Value {
    let own = format!("webhooks/{}", webhook.id);
    let hint: String =
        webhook.secret.chars().skip(webhook.secret.chars().count().saturating_sub(HINT)).collect();
    render(&Webhook {
        id: &webhook.id,
        name: webhook.name.as_deref(),
        url: &webhook.url,
        events: &webhook.events,
        status: webhook.status(),
        secret_hint: format!("…{hint}"),
        secret,
        basic_auth: webhook.basic_auth.as_ref().map(|basic| BasicAuthName { username: &basic.username }),
        revision: webhook.revision,
        created_time: to_rfc3339(webhook.created_at),
        updated_time: to_rfc3339(webhook.updated_at),
        links: vec![
            link("self", links.api(&own)),
            link("deliveries", links.api(&format!("{own}/deliveries"))),
        ],
    })
}

/// [`Delivery`]; `payload` where what was sent is to be shown.
pub fn delivery(links: &Links, delivery: &record::Delivery, payload: Option<Value>) -> Value {
    let webhook = format!("webhooks/{}", delivery.webhook_id);
    let own = format!("{webhook}/deliveries/{}", delivery.id);
    render(&Delivery {
        id: &delivery.id,
        webhook_id: &delivery.webhook_id,
        event_id: &delivery.event_id,
        event_type: &delivery.event_type,
        customer_id: &delivery.customer_id,
        kyc_document_id: delivery.document_id(),
        kyc_request_id: delivery.told_request_id(),
        request_id: delivery.request_id.as_deref(),
        status: delivery.status.as_str(),
        attempt_count: delivery.attempt_count,
        attempts: delivery.attempts.iter().map(attempt).collect(),
        next_attempt_time: delivery.next_attempt_at.map(to_rfc3339),
        created_time: to_rfc3339(delivery.created_at),
        updated_time: to_rfc3339(delivery.updated_at),
        payload,
        links: vec![link("self", links.api(&own)), link("webhook", links.api(&webhook))],
    })
}

fn attempt(attempt: &record::Attempt) -> DeliveryAttempt<'_> {
    DeliveryAttempt {
        number: attempt.number,
        time: to_rfc3339(attempt.at),
        duration_ms: attempt.duration_ms,
        status_code: attempt.status_code,
        error: attempt.error.as_deref(),
    }
}

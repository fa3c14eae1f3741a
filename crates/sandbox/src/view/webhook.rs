//! Subscriptions and their deliveries; what is secret is never shown again.

use serde_json::{Value, json};

use super::{Links, link};
use crate::clock::to_rfc3339;
use crate::webhooks::record::{Attempt, Delivery, Webhook};

/// How much of a secret is shown, to tell it from another one.
const HINT: usize = 4;

/// A subscription.
pub fn webhook(links: &Links, webhook: &Webhook) -> Value {
    let own = format!("webhooks/{}", webhook.id);
    let hint: String =
        webhook.secret.chars().skip(webhook.secret.chars().count().saturating_sub(HINT)).collect();
    json!({
        "id": webhook.id,
        "name": webhook.name,
        "url": webhook.url,
        "events": webhook.events,
        "status": if webhook.is_active { "active" } else { "inactive" },
        "secretHint": format!("…{hint}"),
        "basicAuth": webhook.basic_auth.as_ref().map(|basic| json!({ "username": basic.username })),
        "revision": webhook.revision,
        "createdTime": to_rfc3339(webhook.created_at),
        "updatedTime": to_rfc3339(webhook.updated_at),
        "_links": [
            link("self", links.api(&own)),
            link("deliveries", links.api(&format!("{own}/deliveries"))),
        ],
    })
}

/// A delivery, without what was sent.
pub fn delivery(links: &Links, delivery: &Delivery) -> Value {
    let webhook = format!("webhooks/{}", delivery.webhook_id);
    let own = format!("{webhook}/deliveries/{}", delivery.id);
    let is_document = delivery.event_type.starts_with("kyc-document-");
    let resource = |is_it: bool| is_it.then_some(&delivery.resource_id);
    json!({
        "id": delivery.id,
        "webhookId": delivery.webhook_id,
        "eventId": delivery.event_id,
        "eventType": delivery.event_type,
        "customerId": delivery.customer_id,
        "kycDocumentId": resource(is_document),
        "kycRequestId": resource(!is_document),
        "requestId": delivery.request_id,
        "status": delivery.status.as_str(),
        "attemptCount": delivery.attempt_count,
        "attempts": delivery.attempts.iter().map(attempt).collect::<Vec<_>>(),
        "nextAttemptTime": delivery.next_attempt_at.map(to_rfc3339),
        "createdTime": to_rfc3339(delivery.created_at),
        "updatedTime": to_rfc3339(delivery.updated_at),
        "_links": [link("self", links.api(&own)), link("webhook", links.api(&webhook))],
    })
}

fn attempt(attempt: &Attempt) -> Value {
    json!({
        "number": attempt.number,
        "time": to_rfc3339(attempt.at),
        "durationMs": attempt.duration_ms,
        "statusCode": attempt.status_code,
        "error": attempt.error,
    })
}

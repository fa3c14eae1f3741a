//! Events, for timelines.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::render;
use crate::clock::to_rfc3339;
use crate::store::events;

/// Something that happened, with the resource as it was then.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Event<'a> {
    /// Grows with every event.
    seq: i64,
    id: &'a str,
    /// That of the webhook, or one of the sandbox's own.
    #[schema(example = "kyc-document-created")]
    event_type: &'a str,
    resource_id: &'a str,
    customer_id: &'a str,
    request_id: Option<&'a str>,
    #[schema(format = DateTime)]
    created_time: String,
    #[schema(value_type = Object)]
    resource: &'a Value,
}

/// [`Event`].
pub fn event(event: &events::Event) -> Value {
    render(&Event {
        seq: event.seq,
        id: &event.id,
        event_type: &event.kind,
        resource_id: &event.resource_id,
        customer_id: &event.customer_id,
        request_id: event.request_id.as_deref(),
        created_time: to_rfc3339(event.created_at),
        resource: &event.payload,
    })
}

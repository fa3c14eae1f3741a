//! The JSON of a webhook, as the API definition has it (`KycDocumentWebhook`, `KycRequestWebhook`).

use serde_json::{Value, json};

use crate::store::events::Event;
use crate::view::Links;

/// The body that tells of `event`; `customer` is the customer's record at that moment.
pub fn body(links: &Links, event: &Event, customer: &Value) -> Value {
    let (id_name, rel, path) = if event.kind.starts_with("kyc-document-") {
        ("kycDocumentId", "kycDocument", "kyc-documents")
    } else {
        ("kycRequestId", "kycRequest", "kyc-requests")
    };
    json!({
        "eventType": event.kind,
        "customerId": event.customer_id,
        id_name: event.resource_id,
        "_links": [
            { "rel": "customer", "href": links.api(&format!("customers/{}", event.customer_id)) },
            { "rel": rel, "href": links.api(&format!("{path}/{}", event.resource_id)) },
        ],
        "_embedded": { "customer": customer, rel: event.payload },
    })
}

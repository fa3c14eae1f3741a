//! `webhooks` of the description: the ten events, each with the body and the headers that a subscriber gets.

use serde_json::{Map, Value, json};

use crate::webhooks::record::EVENTS;

/// The two bodies, for `components`.
pub fn schemas() -> [(&'static str, Value); 2] {
    [
        ("KycDocumentWebhook", body("kycDocumentId", "kycDocument", "KycDocument", "kyc-document-")),
        ("KycRequestWebhook", body("kycRequestId", "kycRequest", "KycRequest", "kyc-request-")),
    ]
}

/// The section.
pub fn all() -> Value {
    EVENTS
        .iter()
        .map(|event| ((*event).to_owned(), json!({ "post": operation(event) })))
        .collect::<Map<_, _>>()
        .into()
}

fn body(id: &str, resource: &str, schema: &str, prefix: &str) -> Value {
    let events: Vec<&str> = EVENTS.into_iter().filter(|event| event.starts_with(prefix)).collect();
    let text = |words: &str| json!({ "type": "string", "description": words });
    json!({
        "type": "object",
        "description": "What happened to which resource of which customer. The same, byte for byte, at each attempt.",
        "required": ["eventType", "customerId", id, "_links", "_embedded"],
        "properties": {
            "eventType": { "type": "string", "enum": events },
            "customerId": text("Whose it is."),
            id: text("What it happened to."),
            "_links": { "type": "array", "items": { "$ref": "#/components/schemas/Link" } },
            "_embedded": {
                "type": "object",
                "required": ["customer", resource],
                "properties": {
                    "customer": {
                        "$ref": "#/components/schemas/Customer",
                        "description": "Its record at the event; `{id}` alone where the sandbox has none.",
                    },
                    resource: {
                        "$ref": format!("#/components/schemas/{schema}"),
                        "description": "As it was at the event. `revision` orders the messages.",
                    },
                },
            },
        },
    })
}

fn operation(event: &str) -> Value {
    let name = if event.starts_with("kyc-document-") { "KycDocumentWebhook" } else { "KycRequestWebhook" };
    let schema = json!({ "allOf": [
        { "$ref": format!("#/components/schemas/{name}") },
        { "properties": { "eventType": { "const": event } } },
    ] });
    json!({
        "operationId": event,
        "summary": summary(event),
        "tags": ["Webhooks"],
        "parameters": headers(),
        // Credentials are those that the subscription names.
        "security": [{}, { "SubscriberBasicAuth": [] }],
        "requestBody": { "required": true, "content": { "application/json": { "schema": schema } } },
        "responses": {
            "2XX": { "description": "A receipt, if it comes in time. The body is not read." },
            "default": { "description": "Tried again, later and later, for a day. Redirects are not followed." },
        },
    })
}

fn summary(event: &str) -> &'static str {
    match event {
        "kyc-document-created" => "A document was filed.",
        "kyc-document-modified" => "A document's content, notes or findings changed.",
        "kyc-document-reviewed" => "A person ended the review of a document without a decision.",
        "kyc-document-accepted" => "A document was accepted.",
        "kyc-document-rejected" => "A document was rejected; `rejectionReason` says why.",
        "kyc-document-archived" => "An undecided document was superseded by one that was accepted.",
        "kyc-request-attempted" => "Something was handed in, and nothing is accepted.",
        "kyc-request-partially-fulfilled" => "Something is accepted, not everything.",
        "kyc-request-fulfilled" => "Everything is accepted.",
        _ => "A document used all its attempts in vain.",
    }
}

fn headers() -> Value {
    let header = |name: &str, kind: &str, words: &str| {
        let schema = json!({ "type": kind });
        json!({ "name": name, "in": "header", "required": true, "schema": schema, "description": words })
    };
    let mut signature = header(
        "Sandbox-Signature",
        "string",
        "`t=<Sandbox-Webhook-Timestamp>,v1=<hex>`: the HMAC-SHA256 of `<t>.<body>`, keyed with the subscription's secret as text.",
    );
    if let Some(schema) = signature.pointer_mut("/schema").and_then(Value::as_object_mut) {
        schema.insert("pattern".into(), "^t=[0-9]+,v1=[0-9a-f]{64}$".into());
    }
    json!([
        header("Sandbox-Webhook-Id", "string", "The delivery's id, the same at each attempt."),
        header("Sandbox-Webhook-Attempt", "integer", "1 for the first."),
        header("Sandbox-Webhook-Timestamp", "integer", "Unix seconds of this attempt."),
        signature,
    ])
}

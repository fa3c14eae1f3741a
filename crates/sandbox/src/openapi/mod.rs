//! The description of this server in the words of OpenAPI 3.1, at `/openapi.json`. It is made from the routes
//! themselves: a handler that is not annotated has no route (`utoipa_axum`), and what all of them have in common is
//! added by [`common`].

mod common;
mod components;
mod page;
#[cfg(test)]
mod tests;
mod webhooks;
pub mod words;

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa::openapi::OpenApi;

use crate::app::App;
use crate::config::{Config, DEFAULT_API_KEY};
use crate::statics;

/// What the operations are grouped by, in the order in which a reader wants them.
const TAGS: [(&str, &str); 12] = [
    ("KYC requests", "What the merchant asks of a customer. The answer has the customer's link."),
    ("KYC documents", "What was handed in, for the merchant's server."),
    ("Reviews", "What a person does with a document."),
    ("KYC settings", "How documents are scored, and from which score on they are accepted or rejected."),
    ("Files", "Uploads, by the customer's browser or by the merchant's server."),
    ("Storefront", "What the customer's browser does with its token: this is what the gatherer calls."),
    ("Authentication tokens", "Tokens for customers without a request of their own."),
    ("Customers", "Whose names and dates are compared with what is handed in."),
    ("Tags", "Labels for the merchant's own use."),
    ("Webhooks", "Addresses that hear of every change."),
    ("Switches", "The sandbox's own, for tests and demos. They work from this machine only."),
    ("Faults", "Calls that go wrong on order. They work from this machine only."),
];

/// A refusal (RFC 7807).
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Problem {
    /// `about:blank`: the status says what kind of problem it is.
    #[serde(rename = "type")]
    problem_type: String,
    /// The same for every occurrence.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What happened this time.
    detail: Option<String>,
    /// A URI of this one occurrence; the server's log names it too.
    instance: String,
    /// The refused fields of a 422, all of them at once.
    #[schema(required = false)]
    invalid_fields: Vec<InvalidField>,
}

/// A refused field.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvalidField {
    /// A dot path.
    #[schema(example = "documents.0.type")]
    field: String,
    /// What is wrong with it.
    message: String,
}

/// The description, but for the address of the server: `api` lies below `/organizations/{organization}`, `switches`
/// at the root.
pub fn describe(api: OpenApi, switches: OpenApi) -> serde_json::Result<Value> {
    let mut api = serde_json::to_value(api)?;
    common::merge(&mut api, serde_json::to_value(switches)?);
    common::add_schemas::<Problem>(&mut api)?;
    common::complete(&mut api);
    let schemas = api.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    schemas
        .into_iter()
        .for_each(|own| own.extend(webhooks::schemas().map(|(name, schema)| (name.to_owned(), schema))));
    let head = json!({
        "info": {
            "title": "KYC sandbox",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
            "description": "A local server of the KYC API. Not for real documents: its key is public.",
        },
        "webhooks": webhooks::all(),
        "tags": TAGS.map(|(name, description)| json!({ "name": name, "description": description })),
    });
    if let (Some(fields), Value::Object(head)) = (api.as_object_mut(), head) {
        fields.extend(head);
    }
    Ok(api)
}

/// `/openapi.json` and the page that shows it.
pub fn router(description: Value) -> Router<App> {
    let description = Arc::new(description);
    let answer = move |State(app): State<App>, headers: HeaderMap| async move {
        Json(addressed(&description, &statics::origin(&app, &headers), &app.config))
    };
    Router::new().route("/openapi.json", get(answer)).merge(page::router())
}

/// Absolute addresses, so that a file saved from here can be used by any tool.
fn addressed(description: &Value, origin: &str, config: &Config) -> Value {
    let mut document = description.clone();
    if let Some(fields) = document.as_object_mut() {
        let api = json!([{ "url": format!("{origin}/organizations/{}", config.organization) }]);
        fields.insert("servers".into(), api);
    }
    for (path, item) in common::entries_mut(document.get_mut("paths")) {
        if let Some(item) = item.as_object_mut().filter(|_| common::is_switch(path)) {
            item.insert("servers".into(), json!([{ "url": origin }]));
        }
    }
    // A key that somebody chose is a secret; the one of every sandbox is in the documentation.
    let key = document.pointer_mut("/components/securitySchemes/SecretApiKey").and_then(Value::as_object_mut);
    if let Some(key) = key.filter(|_| config.api_key == DEFAULT_API_KEY) {
        key.insert("x-example".into(), DEFAULT_API_KEY.into());
    }
    document
}

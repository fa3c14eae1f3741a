//! Records as the JSON resources of the API.

mod customer;
mod document;
mod event;
mod file;
mod liveness;
mod request;
mod tag;
mod token;
mod webhook;

use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

/// Builds addresses below `{public-url}/organizations/{organization}`.
#[derive(Clone, Debug)]
pub struct Links {
    pub public_url: String,
    pub organization: String,
}

impl Links {
    /// The absolute address of an API path without leading slash.
    pub fn api(&self, path: &str) -> String {
        format!("{}/organizations/{}/{path}", self.public_url, self.organization)
    }

    /// The link the customer opens.
    pub fn gatherer(&self, token: &str) -> String {
        format!("{}/?token={token}", self.public_url)
    }
}

pub use customer::{Customer, customer};
pub use document::{KycDocument, StorefrontKycDocument, document, storefront_document};
pub use event::{Event, event};
pub use file::{File, file};
pub use liveness::{StorefrontKycLivenessSession, liveness_session};
pub use request::{KycRequest, StorefrontKycRequest, request, storefront_request};
pub use tag::{Tag, tag};
pub use token::{AuthenticationToken, CustomerJwt, authentication_token, customer_token};
pub use webhook::{Delivery, Webhook, delivery, webhook};

/// A relation of a resource to another one.
#[derive(Debug, Serialize, ToSchema)]
pub struct Link {
    /// What it is to this one.
    #[schema(example = "self")]
    pub rel: &'static str,
    /// Its address.
    pub href: String,
}

fn link(rel: &'static str, href: impl Into<String>) -> Link {
    Link { rel, href: href.into() }
}

/// The resource as JSON. Serialising plain structs cannot fail; should it ever, an empty object is an answer that the
/// contract tests refuse.
fn render(resource: &impl Serialize) -> Value {
    serde_json::to_value(resource).unwrap_or_else(|_| json!({}))
}

/// Adds `_embedded.{name}`.
pub fn embed(mut resource: Value, name: &str, embedded: Value) -> Value {
    if let Some(fields) = resource.as_object_mut() {
        let all = fields.entry("_embedded").or_insert_with(|| json!({}));
        if let Some(all) = all.as_object_mut() {
            all.insert(name.to_owned(), embedded);
        }
    }
    resource
}

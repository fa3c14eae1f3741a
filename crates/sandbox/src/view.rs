//! Records as the JSON resources of the API.

mod document;
mod liveness;
mod request;
mod tag;
mod token;
mod webhook;

use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::clock::to_rfc3339;
use crate::record::StoredFile;
use crate::store::customers::Customer;
use crate::store::events::Event;

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

pub use document::{document, storefront_document};
pub use liveness::liveness_session;
pub use request::{request, storefront_request};
pub use tag::tag;
pub use token::{authentication_token, customer_token};
pub use webhook::{delivery, webhook};

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

/// An event, for timelines.
pub fn event(event: &Event) -> Value {
    json!({
        "seq": event.seq,
        "id": event.id,
        "eventType": event.kind,
        "resourceId": event.resource_id,
        "customerId": event.customer_id,
        "requestId": event.request_id,
        "createdTime": to_rfc3339(event.created_at),
        "resource": event.payload,
    })
}

/// `File`. `signed` is a link that needs no credentials for a while; not every reader is to have it.
pub fn file(links: &Links, file: &StoredFile, signed: Option<&str>) -> Value {
    let mut own_links = vec![
        link("self", links.api(&format!("files/{}", file.id))),
        link("download", links.api(&format!("files/{}/download", file.id))),
    ];
    own_links.extend(signed.map(|signed| link("signedLink", signed)));
    if file.is_public {
        own_links.push(link("permalink", links.api(&format!("public-files/{}", file.id))));
    }
    json!({
        "id": file.id,
        "name": file.name,
        "extension": file.extension,
        "description": file.description,
        "sourceType": file.source_type,
        "tags": file.tags,
        "mime": file.format.mime(),
        "size": file.size,
        "width": file.dimensions.map(|(width, _)| width),
        "height": file.dimensions.map(|(_, height)| height),
        "sha1": file.sha1,
        "exifData": file.exif,
        "isPublic": file.is_public,
        "createdTime": to_rfc3339(file.created_at),
        "updatedTime": to_rfc3339(file.updated_at),
        "_links": own_links,
    })
}

/// `Customer`: what was stored, and what the server knows.
pub fn customer(links: &Links, customer: &Customer) -> Value {
    let mut data = customer.data.clone();
    data.insert("id".into(), customer.id.clone().into());
    data.insert("revision".into(), customer.revision.into());
    data.insert("createdTime".into(), to_rfc3339(customer.created_at).into());
    data.insert("updatedTime".into(), to_rfc3339(customer.updated_at).into());
    data.insert("_links".into(), json!([link("self", links.api(&format!("customers/{}", customer.id)))]));
    Value::Object(data)
}

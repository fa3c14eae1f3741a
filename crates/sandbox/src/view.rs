//! Records as the JSON resources of the API.

use serde_json::{Value, json};

use crate::clock::to_rfc3339;
use crate::record::{Document, Request, StoredFile};
use crate::store::customers::Customer;

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

fn link(rel: &str, href: impl Into<String>) -> Value {
    json!({ "rel": rel, "href": href.into() })
}

/// `KycRequest`, for the merchant's server. `token` makes the gatherer's link.
pub fn request(links: &Links, request: &Request, token: &str) -> Value {
    json!({
        "id": request.id,
        "customerId": request.customer_id,
        "documents": request.documents,
        "status": request.status,
        "redirectUrl": request.redirect_url,
        "reason": request.reason,
        "matchLevel": request.match_level,
        "revision": request.revision,
        "expirationTime": to_rfc3339(request.expires_at),
        "createdTime": to_rfc3339(request.created_at),
        "updatedTime": to_rfc3339(request.updated_at),
        "_links": [
            link("self", links.api(&format!("kyc-requests/{}", request.id))),
            link("documents", links.api(&format!("kyc-documents?filter=requestId:{}", request.id))),
            link("kycGatherer", links.gatherer(token)),
        ],
    })
}

/// `StorefrontKycRequest`, for the customer.
pub fn storefront_request(links: &Links, request: &Request) -> Value {
    let mut view = json!({
        "id": request.id,
        "documents": request.documents,
        "status": request.status,
        "expirationTime": to_rfc3339(request.expires_at),
        "createdTime": to_rfc3339(request.created_at),
        "updatedTime": to_rfc3339(request.updated_at),
        "_links": [link("self", links.api(&format!("storefront/kyc-requests/{}", request.id)))],
    });
    // Not nullable for the customer: absent when there is none.
    if let (Some(url), Some(fields)) = (&request.redirect_url, view.as_object_mut()) {
        fields.insert("redirectUrl".into(), url.as_str().into());
    }
    view
}

/// Adds `_embedded.documents`.
pub fn embed_documents(mut resource: Value, documents: Vec<Value>) -> Value {
    if let Some(fields) = resource.as_object_mut() {
        fields.insert("_embedded".into(), json!({ "documents": documents }));
    }
    resource
}

/// `StorefrontKycDocument`, for the customer.
pub fn storefront_document(links: &Links, document: &Document) -> Value {
    let mut view = json!({
        "id": document.id,
        "fileIds": document.file_ids,
        "documentType": document.document_type,
        "documentSubtype": document.subtype,
        "status": document.status,
        "rejectionReason": document.rejection,
        "requestId": document.request_id,
        "createdTime": to_rfc3339(document.created_at),
        "updatedTime": to_rfc3339(document.updated_at),
        "documentMatches": null,
        "_links": [link("self", links.api(&format!("storefront/kyc-documents/{}", document.id)))],
    });
    // `processedTime` is not nullable for the customer: absent until there is one.
    if let (Some(time), Some(fields)) = (document.processed_at, view.as_object_mut()) {
        fields.insert("processedTime".into(), to_rfc3339(time).into());
    }
    view
}

/// `KycDocument`, for the merchant's server.
pub fn document(links: &Links, document: &Document) -> Value {
    json!({
        "id": document.id,
        "customerId": document.customer_id,
        "fileIds": document.file_ids,
        "documentType": document.document_type,
        "documentSubtype": document.subtype,
        "status": document.status,
        "rejectionReason": document.rejection,
        "requestId": document.request_id,
        "createdTime": to_rfc3339(document.created_at),
        "updatedTime": to_rfc3339(document.updated_at),
        "processedTime": document.processed_at.map(to_rfc3339),
        "revision": document.revision,
        "documentMatches": null,
        "_links": [
            link("self", links.api(&format!("kyc-documents/{}", document.id))),
            link("customer", links.api(&format!("customers/{}", document.customer_id))),
        ],
    })
}

/// `File`. `signed` is a link that needs no credentials for a while.
pub fn file(links: &Links, file: &StoredFile, signed: &str) -> Value {
    let mut own_links = vec![
        link("self", links.api(&format!("files/{}", file.id))),
        link("download", links.api(&format!("files/{}/download", file.id))),
        link("signedLink", signed),
    ];
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

//! KYC requests, as the merchant's server and as the customer see them.

use kyc_wire::RequestStatus;
use kyc_wire::resource::RequestedDocument;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{KycDocument, Link, Links, StorefrontKycDocument, link, render};
use crate::api::shapes::KycRequestDocument;
use crate::clock::to_rfc3339;
use crate::openapi::words::KycRequestStatus;
use crate::record::Request;

/// What a merchant asks of a customer.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct KycRequest<'a> {
    id: &'a str,
    customer_id: &'a str,
    #[schema(value_type = Vec<KycRequestDocument>)]
    documents: &'a [RequestedDocument],
    #[schema(value_type = KycRequestStatus)]
    status: RequestStatus,
    redirect_url: Option<&'a str>,
    reason: Option<&'a str>,
    #[schema(minimum = 1, maximum = 3)]
    match_level: u8,
    /// Grows with every change.
    revision: i64,
    #[schema(format = DateTime)]
    expiration_time: String,
    #[schema(format = DateTime)]
    created_time: String,
    #[schema(format = DateTime)]
    updated_time: String,
    /// `kycGatherer` is the link that the customer opens.
    #[serde(rename = "_links")]
    links: Vec<Link>,
    // `super::embed` adds it.
    #[serde(rename = "_embedded", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<WithDocuments>)]
    embedded: Option<Value>,
}

/// With `expand=documents`.
#[derive(ToSchema)]
#[schema(as = KycRequestEmbedded)]
#[expect(dead_code, reason = "describes what is embedded")]
struct WithDocuments {
    documents: Vec<KycDocument<'static>>,
}

/// The same, as the customer's token sees it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StorefrontKycRequest<'a> {
    id: &'a str,
    #[schema(value_type = Vec<KycRequestDocument>)]
    documents: &'a [RequestedDocument],
    #[schema(value_type = KycRequestStatus)]
    status: RequestStatus,
    /// Absent when there is none: not nullable here.
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_url: Option<&'a str>,
    #[schema(format = DateTime)]
    expiration_time: String,
    #[schema(format = DateTime)]
    created_time: String,
    #[schema(format = DateTime)]
    updated_time: String,
    #[serde(rename = "_links")]
    links: Vec<Link>,
    // `super::embed` adds it.
    #[serde(rename = "_embedded", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<WithOwnDocuments>)]
    embedded: Option<Value>,
}

/// With `expand=documents`.
#[derive(ToSchema)]
#[schema(as = StorefrontKycRequestEmbedded)]
#[expect(dead_code, reason = "describes what is embedded")]
struct WithOwnDocuments {
    documents: Vec<StorefrontKycDocument<'static>>,
}

/// [`KycRequest`]; `token` makes the gatherer's link, which is left out without one.
pub fn request(links: &Links, request: &Request, token: Option<&str>) -> Value {
    let mut all = vec![
        link("self", links.api(&format!("kyc-requests/{}", request.id))),
        link("documents", links.api(&format!("kyc-documents?filter=requestId:{}", request.id))),
    ];
    all.extend(token.map(|token| link("kycGatherer", links.gatherer(token))));
    render(&KycRequest {
        id: &request.id,
        customer_id: &request.customer_id,
        documents: &request.documents,
        status: request.status,
        redirect_url: request.redirect_url.as_deref(),
        reason: request.reason.as_deref(),
        match_level: request.match_level.0,
        revision: request.revision,
        expiration_time: to_rfc3339(request.expires_at),
        created_time: to_rfc3339(request.created_at),
        updated_time: to_rfc3339(request.updated_at),
        links: all,
        embedded: None,
    })
}

/// [`StorefrontKycRequest`]; `asked` is what is still asked of the customer.
pub fn storefront_request(links: &Links, request: &Request, asked: &[RequestedDocument]) -> Value {
    render(&StorefrontKycRequest {
        id: &request.id,
        documents: asked,
        status: request.status,
        redirect_url: request.redirect_url.as_deref(),
        expiration_time: to_rfc3339(request.expires_at),
        created_time: to_rfc3339(request.created_at),
        updated_time: to_rfc3339(request.updated_at),
        links: vec![link("self", links.api(&format!("storefront/kyc-requests/{}", request.id)))],
        embedded: None,
    })
}

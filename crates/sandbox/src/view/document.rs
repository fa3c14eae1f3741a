//! Filed documents, as the merchant's server and as the customer see them.

use kyc_wire::resource::Rejection;
use kyc_wire::{DocumentStatus, DocumentSubtype, DocumentType};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::tag::Tag;
use super::{Customer, File, Link, Links, link, render};
use crate::api::shapes::KycDocumentRejection;
use crate::clock::to_rfc3339;
use crate::openapi::words::{KycDocumentStatus, KycDocumentSubtypes, KycDocumentTypes};
use crate::record::{Document, Matches};

/// What everybody sees of it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CommonKycDocument)]
struct Common<'a> {
    id: &'a str,
    file_ids: &'a [String],
    #[schema(value_type = KycDocumentTypes)]
    document_type: DocumentType,
    #[schema(value_type = Option<KycDocumentSubtypes>)]
    document_subtype: Option<DocumentSubtype>,
    #[schema(value_type = KycDocumentStatus)]
    status: DocumentStatus,
    #[schema(value_type = Option<KycDocumentRejection>)]
    rejection_reason: Option<&'a Rejection>,
    request_id: Option<&'a str>,
    #[schema(format = DateTime)]
    created_time: String,
    #[schema(format = DateTime)]
    updated_time: String,
}

impl<'a> Common<'a> {
    fn new(document: &'a Document) -> Self {
        Self {
            id: &document.id,
            file_ids: &document.file_ids,
            document_type: document.document_type,
            document_subtype: document.subtype,
            status: document.status,
            rejection_reason: document.rejection.as_ref(),
            request_id: document.request_id.as_deref(),
            created_time: to_rfc3339(document.created_at),
            updated_time: to_rfc3339(document.updated_at),
        }
    }
}

/// What was handed in, with what came of it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct KycDocument<'a> {
    #[serde(flatten)]
    common: Common<'a>,
    customer_id: &'a str,
    #[schema(format = DateTime)]
    processed_time: Option<String>,
    /// Whoever takes it up; `api-key` when the key did.
    reviewer_id: Option<&'a str>,
    reviewer_name: Option<&'a str>,
    #[schema(format = DateTime)]
    review_start_time: Option<String>,
    #[schema(format = DateTime)]
    review_time: Option<String>,
    notes: Option<&'a str>,
    tags: Vec<Tag<'a>>,
    reason: Option<&'a str>,
    #[schema(minimum = 1, maximum = 3)]
    match_level: u8,
    /// The settings it is scored with, when they are not the organization's.
    #[schema(value_type = Option<Object>)]
    settings: Option<&'a Value>,
    /// Grows with every change.
    revision: i64,
    /// What counts, with what a person corrected.
    document_matches: Option<&'a Matches>,
    /// What the analysis found, as it found it.
    parsed_data: Option<&'a Matches>,
    #[serde(rename = "_links")]
    links: Vec<Link>,
    // `super::embed` adds it.
    #[serde(rename = "_embedded", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<KycDocumentEmbedded>)]
    embedded: Option<Value>,
}

/// With `expand=customer` and `expand=files`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what is embedded")]
struct KycDocumentEmbedded {
    customer: Option<Customer>,
    /// The first three.
    #[schema(required = false)]
    files: Vec<File<'static>>,
}

/// The same, as the customer's token sees it: without what concerns the merchant's reviewers.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StorefrontKycDocument<'a> {
    #[serde(flatten)]
    common: Common<'a>,
    /// Absent until there is one: not nullable here.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    processed_time: Option<String>,
    document_matches: Option<StorefrontMatches>,
    #[serde(rename = "_links")]
    links: Vec<Link>,
}

/// What the analysis read, without its score.
#[derive(Debug, Serialize, ToSchema)]
pub struct StorefrontMatches {
    version: String,
    #[schema(value_type = Object)]
    data: Value,
}

/// [`KycDocument`].
pub fn document(links: &Links, document: &Document) -> Value {
    let review = &document.review;
    render(&KycDocument {
        common: Common::new(document),
        customer_id: &document.customer_id,
        processed_time: document.processed_at.map(to_rfc3339),
        reviewer_id: review.reviewer_id.as_deref(),
        reviewer_name: review.reviewer_name.as_deref(),
        review_start_time: review.started_at.map(to_rfc3339),
        review_time: review.reviewed_at.map(to_rfc3339),
        notes: document.notes.as_deref(),
        tags: document.tags.iter().map(|tag| Tag::new(links, tag)).collect(),
        reason: document.reason.as_deref(),
        match_level: document.match_level.0,
        settings: document.settings.as_ref(),
        revision: document.revision,
        document_matches: document.matches.as_ref(),
        parsed_data: document.parsed.as_ref(),
        links: vec![
            link("self", links.api(&format!("kyc-documents/{}", document.id))),
            link("customer", links.api(&format!("customers/{}", document.customer_id))),
        ],
        embedded: None,
    })
}

/// [`StorefrontKycDocument`].
pub fn storefront_document(links: &Links, document: &Document) -> Value {
    render(&StorefrontKycDocument {
        common: Common::new(document),
        processed_time: document.processed_at.map(to_rfc3339),
        document_matches: document.matches.as_ref().map(|matches| StorefrontMatches {
            version: matches.version.clone(),
            data: for_customer(document.document_type, &matches.data),
        }),
        links: vec![link("self", links.api(&format!("storefront/kyc-documents/{}", document.id)))],
    })
}

/// The fields that the customer's view of the data has; there they are not nullable, so that unknown ones are absent.
fn for_customer(document_type: DocumentType, data: &Value) -> Value {
    let nullable: &[&str] = match document_type {
        DocumentType::IdentityProof => &[
            "dateOfBirth",
            "expirationDate",
            "issueDate",
            "hasMinimalAge",
            "nationality",
            "issuanceCountry",
            "issuanceRegion",
            "documentNumber",
            "sex",
            "documentSubtype",
            "hasMatchingFaceProof",
        ],
        _ => &["date", "documentSubtype"],
    };
    let hidden = [
        "isPublishedOnline",
        "matchingImages",
        "mrzChecksumValid",
        "isTampered",
        "isDigitallyTampered",
        "isPhotocopy",
    ];
    let fields = data.as_object().into_iter().flatten();
    fields
        .filter(|(name, _)| !hidden.contains(&name.as_str()))
        .filter(|(name, value)| !value.is_null() || nullable.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

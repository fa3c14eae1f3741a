//! `customClaims`: the request that a JWT is for, or, in the older form, what it asks for by itself. Other claims are
//! the merchant's own and are kept as they come.

use kyc_wire::resource::RequestedDocument;
use kyc_wire::{DocumentType, MatchLevel};
use serde_json::{Map, Value};

use crate::api::body::{MAX_NOTE, match_level, optional_text, present, redirect_url};
use crate::api::requests::parse_document;
use crate::lifecycle::{Act, requests};
use crate::problem::{ApiResult, InvalidFields};

/// The most documents that one token can ask for: it has to fit into a header.
const MAX_DOCUMENTS: usize = 20;

/// What the claims of the older form ask for.
#[derive(Clone, Debug)]
pub struct Claimed {
    pub documents: Vec<RequestedDocument>,
    pub reason: Option<String>,
    pub match_level: MatchLevel,
}

/// What the claims say.
#[derive(Debug, Default)]
pub struct Said {
    /// In the older form only: the current one names a request.
    pub asked: Option<Claimed>,
    /// The end of the request that is named.
    pub end: Option<i64>,
}

/// Reads the claims; refused ones are added to `fields` by their dot paths.
pub fn parse(
    act: &Act<'_>,
    claims: &Map<String, Value>,
    customer_id: &str,
    fields: &mut InvalidFields,
) -> ApiResult<Said> {
    let claims = Value::Object(claims.clone());
    let mut refused = InvalidFields::default();
    let end = request_end(act, &claims, customer_id, &mut refused)?;
    let documents = present(&claims, "documents").map(|list| documents(list, &mut refused));
    redirect_url(&claims, &mut refused);
    let reason = optional_text(&claims, "reason", MAX_NOTE, &mut refused);
    let match_level = match_level(&claims, &mut refused);
    for field in refused.iter() {
        fields.add(format!("customClaims.{}", field.field), field.message.clone());
    }
    let documents = documents.filter(|_| present(&claims, "kycRequestId").is_none());
    Ok(Said { asked: documents.map(|documents| Claimed { documents, reason, match_level }), end })
}

/// When the named request ends; refused unless it is one of this customer's.
fn request_end(
    act: &Act<'_>,
    claims: &Value,
    customer_id: &str,
    refused: &mut InvalidFields,
) -> ApiResult<Option<i64>> {
    let Some(id) = present(claims, "kycRequestId") else { return Ok(None) };
    let found = id.as_str().map(|id| requests::load(act, id)).transpose();
    let request = match found {
        Err(error) if error.status() == axum::http::StatusCode::NOT_FOUND => None,
        found => found?.map(|(request, _)| request).filter(|request| request.customer_id == customer_id),
    };
    if request.is_none() {
        refused.add("kycRequestId", "There is no such KYC request of this customer.");
    }
    // A JWT for a request that is over is made all the same: the gatherer then says so.
    Ok(request.map(|request| request.expires_at).filter(|end| *end > act.now))
}

/// A list of types, or of objects like those of a request.
fn documents(list: &Value, refused: &mut InvalidFields) -> Vec<RequestedDocument> {
    let Some(items) = list.as_array().filter(|items| (1..=MAX_DOCUMENTS).contains(&items.len())) else {
        refused.add("documents", format!("Must name 1 to {MAX_DOCUMENTS} documents."));
        return Vec::new();
    };
    let parsed =
        items.iter().enumerate().map(|(index, item)| document(item, &format!("documents.{index}"), refused));
    parsed.collect::<Vec<_>>().into_iter().flatten().collect()
}

fn document(item: &Value, path: &str, refused: &mut InvalidFields) -> Option<RequestedDocument> {
    let (parsed, place) = match item.as_str() {
        None => (parse_document(item, path, refused)?, format!("{path}.type")),
        Some(word) => match DocumentType::parse(word) {
            Some(document_type) => (RequestedDocument::new(document_type), path.to_owned()),
            None => {
                refused.add(path, "This is not a type of document.");
                return None;
            }
        },
    };
    if !parsed.document_type.is_gathered() {
        refused.add(place, "Nobody asks the bureau for a token's claims; make a KYC request.");
    }
    Some(parsed)
}

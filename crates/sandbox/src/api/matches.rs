//! `POST /kyc-documents/{id}/matches`: a person corrects what the analysis read. The score is made again with the
//! settings of the analysis; what becomes of the document is left to the person.

mod shapes;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use kyc_wire::{DocumentSubtype, DocumentType};
use serde_json::{Map, Value};

use super::body::{JsonBody, text_field};
use crate::analysis;
use crate::app::App;
use crate::auth::Merchant;
use crate::lifecycle::{Act, documents as lifecycle};
use crate::problem::{ApiError, ApiResult, InvalidFields};
use crate::record::{Document, Matches};
use crate::scoring::{self, AddressSettings, IdentitySettings};
use crate::store::settings;
use shapes::KycMatchesOverwrite;

/// Corrects what the analysis read.
///
/// The score is made again; what becomes of the document is left to the person.
#[utoipa::path(
    post, path = "/kyc-documents/{id}/matches", operation_id = "PostKycDocumentMatches", tag = "Reviews",
    request_body = KycMatchesOverwrite, responses((status = 204))
)]
pub async fn overwrite(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    JsonBody(body): JsonBody,
) -> ApiResult<StatusCode> {
    app.act(move |act| {
        let mut document = lifecycle::load_open(act, &id)?;
        let given = parse(&body, document.document_type)?;
        if document.analysis.is_some() {
            return Err(ApiError::unprocessable("The document is still to be analysed."));
        }
        document.matches = Some(corrected(act, &document, given)?);
        lifecycle::amend(act, &mut document)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a field of the data takes.
#[derive(Clone, Copy)]
enum Kind {
    Flag,
    Text,
    /// Text of at most, or of exactly so many characters.
    AtMost(usize),
    Exactly(usize),
    Day,
    Sex,
    Subtype,
    Count,
}

const IDENTITY: [(&str, Kind); 19] = [
    ("containsImage", Kind::Flag),
    ("isIdentityDocument", Kind::Flag),
    ("isPublishedOnline", Kind::Flag),
    ("firstName", Kind::Text),
    ("lastName", Kind::Text),
    ("dateOfBirth", Kind::Day),
    ("expirationDate", Kind::Day),
    ("expiryDate", Kind::Day),
    ("issueDate", Kind::Day),
    ("nationality", Kind::AtMost(3)),
    ("issuanceCountry", Kind::Exactly(2)),
    ("issuanceRegion", Kind::Text),
    ("documentNumber", Kind::Text),
    ("sex", Kind::Sex),
    ("documentSubtype", Kind::Subtype),
    ("hasMatchingFaceProof", Kind::Flag),
    ("isTampered", Kind::Flag),
    ("isDigitallyTampered", Kind::Flag),
    ("isPhotocopy", Kind::Flag),
];
const ADDRESS: [(&str, Kind); 12] = [
    ("firstName", Kind::Text),
    ("lastName", Kind::Text),
    ("line1", Kind::Text),
    ("city", Kind::Text),
    ("region", Kind::Text),
    ("postalCode", Kind::Text),
    ("wordCount", Kind::Count),
    ("uniqueWords", Kind::Count),
    ("date", Kind::Day),
    ("phone", Kind::Text),
    ("documentSubtype", Kind::Subtype),
    ("isTampered", Kind::Flag),
];
const FUNDS: [(&str, Kind); 3] =
    [("firstName", Kind::Text), ("lastName", Kind::Text), ("documentSubtype", Kind::Subtype)];
const PURCHASE: [(&str, Kind); 4] = [
    ("firstName", Kind::Text),
    ("lastName", Kind::Text),
    ("paymentInstrumentId", Kind::Text),
    ("documentSubtype", Kind::Subtype),
];

/// What can be said of a document.
fn known(document_type: DocumentType) -> &'static [(&'static str, Kind)] {
    match document_type {
        DocumentType::IdentityProof => &IDENTITY,
        DocumentType::AddressProof => &ADDRESS,
        DocumentType::FundsProof => &FUNDS,
        DocumentType::PurchaseProof => &PURCHASE,
        DocumentType::CreditFileProof => &[],
    }
}

/// The given fields of the type, as they are stored. What the API only lets be read is ignored like unknown fields.
fn parse(body: &Value, document_type: DocumentType) -> ApiResult<Map<String, Value>> {
    let known = known(document_type);
    let mut fields = InvalidFields::default();
    if known.is_empty() || text_field(body, "type") != Some(document_type.as_str()) {
        fields.add("type", "Must be the type of the document, and a credit file is not corrected by hand.");
    }
    let mut given = Map::new();
    for (name, kind) in known {
        let Some(value) = body.get(*name) else { continue };
        match stored(value, *kind) {
            Ok(value) => {
                given.insert((*name).to_owned(), value);
            }
            Err(message) => fields.add(*name, message),
        }
    }
    fields.check()?;
    // The old name of the same field.
    if let Some(old) = given.remove("expiryDate") {
        given.entry("expirationDate").or_insert(old);
    }
    Ok(given)
}

fn stored(value: &Value, kind: Kind) -> Result<Value, &'static str> {
    let text = value.as_str();
    let length = || text.map(|text| text.chars().count());
    let (fits, message) = match kind {
        Kind::Flag => (value.is_boolean(), "Must be true or false."),
        Kind::Count => {
            (value.as_u64().is_some_and(|count| count <= u64::from(u32::MAX)), "Must be a whole number.")
        }
        _ if value.is_null() => (true, ""),
        Kind::Text => (text.is_some(), "Must be text or null."),
        Kind::AtMost(most) => {
            (length().is_some_and(|length| length <= most), "Must be text of three letters or null.")
        }
        Kind::Exactly(many) => (length() == Some(many), "Must be text of two letters or null."),
        Kind::Day => (text.and_then(scoring::parse_day).is_some(), "Must be a date and time, or null."),
        Kind::Sex => (text.is_some_and(|text| ["M", "F", "X"].contains(&text)), "Must be M, F, X or null."),
        Kind::Subtype => {
            (text.and_then(DocumentSubtype::parse).is_some(), "Must be a subtype of a document or null.")
        }
    };
    let day = || text.and_then(scoring::parse_day).map(|day| scoring::day_to_text(day).into());
    match (fits, kind) {
        (false, _) => Err(message),
        (true, Kind::Day) => Ok(day().unwrap_or(Value::Null)),
        (true, _) => Ok(value.clone()),
    }
}

fn corrected(act: &Act<'_>, document: &Document, given: Map<String, Value>) -> ApiResult<Matches> {
    let mut data = document.matches.as_ref().and_then(|matches| matches.data.as_object().cloned());
    let data = data.get_or_insert_default();
    data.extend(given);
    let data = Value::Object(std::mem::take(data));
    let record = analysis::record_of(act.tx, &document.customer_id)?;
    let case = analysis::case_of(document, &record, act.now)?;
    let used = match &document.settings {
        Some(settings) if !settings.is_null() => settings.clone(),
        _ => analysis::settings_for(document.document_type, &settings::load(act.tx)?)?,
    };
    Ok(match document.document_type {
        DocumentType::IdentityProof => {
            let settings: IdentitySettings = serde_json::from_value(used)?;
            scoring::identity(serde_json::from_value(data)?, &settings, &case).matches
        }
        DocumentType::AddressProof => {
            let settings: AddressSettings = serde_json::from_value(used)?;
            scoring::address(serde_json::from_value(data)?, &settings, &case).matches
        }
        _ => scoring::unscored(data),
    })
}

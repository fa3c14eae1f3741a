//! What the analysis would have read, had it come to the verdict that was ordered for it: the customer's own data, and of
//! a rejection what its reason says is wrong. Score and checks are then made as ever.

use kyc_specimen_data::Date;
use kyc_wire::{DocumentStatus, DocumentType, FileTag, RejectionType};
use rusqlite::Transaction;
use serde_json::json;

use super::Judgement;
use super::judge::{case_of, record_of, settings_for};
use crate::app::App;
use crate::problem::ApiResult;
use crate::record::{Document, Matches, Verdict};
use crate::scoring::{self, AddressData, Case, IdentityData};
use crate::store::{files, liveness, settings};

/// Somebody else than the customer, whoever that is.
const STRANGER: [&str; 2] = ["Quirin", "Zwetschke"];
/// Who stands on the document where the merchant never said who the customer is.
const SOMEBODY: [&str; 2] = ["Alex", "Sample"];

/// The verdict with findings that fit it; without any while it leaves the document undecided.
pub(super) async fn judgement(app: &App, document: &Document, verdict: Verdict) -> ApiResult<Judgement> {
    if verdict.status == DocumentStatus::InProgress {
        return Ok(verdict.into());
    }
    let (document, now, cause) = (document.clone(), app.clock.now_ms(), Cause::of(&verdict));
    let scored = app.store.run(move |tx| matches(tx, &document, cause, now).map(Some)).await?;
    Ok(Judgement { verdict, scored })
}

/// Why it is not accepted.
#[derive(Clone, Copy)]
enum Cause {
    Fine,
    /// A person has to look: something is missing that a machine cannot do without.
    Doubt,
    Fault(RejectionType),
}

impl Cause {
    fn of(verdict: &Verdict) -> Self {
        match (&verdict.rejection, verdict.status) {
            (Some(rejection), _) => Self::Fault(rejection.rejection_type),
            (None, DocumentStatus::Pending) => Self::Doubt,
            _ => Self::Fine,
        }
    }

    /// Nothing can be read of such a document.
    const fn is_blind(self) -> bool {
        use RejectionType::{DocumentNotOpen, DocumentUnreadable, SubtypeMissing};
        matches!(self, Self::Fault(DocumentNotOpen | DocumentUnreadable | SubtypeMissing))
    }

    const fn is_of_another_name(self) -> bool {
        use RejectionType::{NameAndDobMismatch, NameMismatch, ThirdPartyOrMismatch};
        matches!(self, Self::Fault(NameMismatch | NameAndDobMismatch | ThirdPartyOrMismatch))
    }

    fn is(self, fault: RejectionType) -> bool {
        matches!(self, Self::Fault(cause) if cause == fault)
    }
}

fn matches(
    tx: &Transaction<'_>,
    document: &Document,
    cause: Cause,
    now: i64,
) -> ApiResult<(Matches, serde_json::Value)> {
    let record = record_of(tx, &document.customer_id)?;
    let case = case_of(document, &record, now)?;
    let all = settings::load(tx)?;
    let matches = match document.document_type {
        DocumentType::IdentityProof => {
            let mut data = identity(&case, cause);
            let found =
                document.file_ids.iter().map(|id| files::load(tx, id)).collect::<ApiResult<Vec<_>>>()?;
            let has_selfie = found.iter().any(|file| file.has_tag(FileTag::FaceProof));
            data.has_matching_face_proof =
                has_selfie.then(|| !cause.is_blind() && !cause.is(RejectionType::ThirdPartyOrMismatch));
            let request = document.request_id.as_ref();
            let has_succeeded = request.map(|id| liveness::has_succeeded(tx, id)).transpose()?;
            data.has_completed_face_liveness = has_succeeded.unwrap_or(false);
            scoring::identity(data, &all.identity_proof, &case).matches
        }
        DocumentType::AddressProof => {
            scoring::address(address(&case, cause), &all.address_proof, &case).matches
        }
        _ => {
            let [first, last] = names(&case, cause);
            scoring::unscored(
                json!({ "firstName": first, "lastName": last, "documentSubtype": case.subtype }),
            )
        }
    };
    Ok((matches, settings_for(document.document_type, &all)?))
}

/// The names on the document.
fn names(case: &Case<'_>, cause: Cause) -> [Option<String>; 2] {
    if cause.is_blind() || cause.is(RejectionType::CriticalInfoMissing) {
        [None, None]
    } else if cause.is_of_another_name() {
        STRANGER.map(|name| Some(name.to_owned()))
    } else {
        let [first, last] = SOMEBODY.map(str::to_owned);
        let record = case.record;
        [record.first_name.clone().or(Some(first)), record.last_name.clone().or(Some(last))]
    }
}

fn years(day: Date, years: i32) -> Option<Date> {
    // The first of the month is there in every year.
    Date::parse(&format!("{:04}-{:02}-01", day.year.checked_add_signed(years)?, day.month))
}

fn identity(case: &Case<'_>, cause: Cause) -> IdentityData {
    use RejectionType as Fault;
    if cause.is_blind() {
        return IdentityData::default();
    }
    let [first_name, last_name] = names(case, cause);
    let born = case.record.birth_date.or_else(|| years(case.today, -40));
    let date_of_birth = match cause {
        Cause::Fault(Fault::UnderagePerson) => years(case.today, -10),
        Cause::Fault(Fault::DobMismatch | Fault::NameAndDobMismatch) => born.and_then(|born| years(born, -7)),
        Cause::Fault(Fault::CriticalInfoMissing) => None,
        _ => born,
    };
    let is_over = cause.is(Fault::DocumentExpired) || cause.is(Fault::DocumentWasValidButExpired);
    let expiration = if is_over { -1 } else { 5 };
    let is_other = cause.is(Fault::DocumentNotMatching);
    IdentityData {
        // What a machine sees first, and what it most often misses.
        contains_image: !matches!(cause, Cause::Doubt) && !is_other,
        is_identity_document: !is_other,
        first_name,
        last_name,
        date_of_birth,
        expiration_date: years(case.today, expiration).filter(|_| !cause.is(Fault::ExpirationDateMissing)),
        issue_date: years(case.today, -5).filter(|_| !cause.is(Fault::IssueDateMissing)),
        nationality: Some("UTO".into()).filter(|_| !cause.is(Fault::CriticalInfoMissing)),
        issuance_country: case.record.country.clone().filter(|country| country.len() == 2),
        document_number: Some("ORDERED01".into()),
        mrz_checksum_valid: Some(!cause.is(Fault::DocumentInvalid)),
        document_subtype: if is_other { None } else { case.subtype },
        is_tampered: cause.is(Fault::TamperedDocument),
        ..IdentityData::default()
    }
}

fn address(case: &Case<'_>, cause: Cause) -> AddressData {
    use RejectionType as Fault;
    if cause.is_blind() {
        return AddressData::default();
    }
    let [first_name, last_name] = names(case, cause);
    let is_elsewhere = cause.is(Fault::OldAddressOnId) || cause.is(Fault::ThirdPartyOrMismatch);
    let place = |known: &Option<String>, elsewhere: &str| {
        known.clone().filter(|_| !is_elsewhere).or_else(|| Some(elsewhere.to_owned()))
    };
    let record = case.record;
    let is_doubtful = matches!(cause, Cause::Doubt) || cause.is(Fault::DocumentNotMatching);
    AddressData {
        first_name,
        last_name,
        line1: place(&record.line1, "1 Elsewhere Road"),
        city: place(&record.city, "Elsewhere"),
        region: record.region.clone().filter(|_| !is_elsewhere),
        postal_code: place(&record.postal_code, "00000"),
        word_count: 120,
        unique_words: 80,
        date: years(case.today, 0).filter(|_| !cause.is(Fault::IssueDateMissing)),
        document_subtype: if is_doubtful { None } else { case.subtype },
        is_tampered: cause.is(Fault::TamperedDocument),
        ..AddressData::default()
    }
}

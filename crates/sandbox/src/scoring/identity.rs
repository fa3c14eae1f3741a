//! Identity proofs: `KycIdentityMatches` and the checks on it.
//!
//! A check that cannot be made is left out and costs nothing. A field that is absent fails its check only on what is
//! known to be an identity document; of a picture that nothing can be read from, that alone is held against it.

use kyc_specimen_data::Date;
use kyc_wire::{DocumentSubtype, RejectionType};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Case;
use super::checks::{Checks, Fault};
use super::day;
use super::settings::IdentitySettings;

/// `KycIdentityMatches`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct IdentityData {
    pub contains_image: bool,
    pub is_identity_document: bool,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    #[serde(with = "day")]
    pub date_of_birth: Option<Date>,
    #[serde(with = "day")]
    pub expiration_date: Option<Date>,
    #[serde(with = "day")]
    pub issue_date: Option<Date>,
    /// Follows from the date of birth.
    pub has_minimal_age: Option<bool>,
    pub nationality: Option<String>,
    pub issuance_country: Option<String>,
    pub issuance_region: Option<String>,
    pub document_number: Option<String>,
    pub sex: Option<String>,
    pub mrz_checksum_valid: Option<bool>,
    pub document_subtype: Option<DocumentSubtype>,
    /// `None`: there is no selfie.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_matching_face_proof: Option<bool>,
    pub is_tampered: bool,
    pub is_photocopy: bool,
    pub has_completed_face_liveness: bool,
    /// What is not found out here, but may be entered by hand: `isPublishedOnline`, `isDigitallyTampered` and the like.
    #[serde(flatten)]
    pub others: Map<String, Value>,
}

impl IdentityData {
    fn has(&self, other: &str) -> bool {
        self.others.get(other) == Some(&Value::Bool(true))
    }

    /// Fills in what follows from the rest.
    pub fn derive(&mut self, settings: &IdentitySettings, case: &Case<'_>) {
        let country = case.record.country.as_deref().or(self.issuance_country.as_deref());
        let least = settings.minimum_age_settings.at(country, case.record.region.as_deref());
        self.has_minimal_age = self.date_of_birth.map(|born| born.age_on(case.today) >= u32::from(least));
    }

    /// Makes the checks.
    pub fn check(&self, settings: &IdentitySettings, case: &Case<'_>) -> Checks {
        let mut checks = Checks::default();
        self.check_pictures(settings, case, &mut checks);
        self.check_names(settings, case, &mut checks);
        self.check_birth(settings, case, &mut checks);
        self.check_dates(settings, case, &mut checks);
        self.check_soundness(settings, &mut checks);
        checks
    }

    fn check_pictures(&self, settings: &IdentitySettings, case: &Case<'_>, checks: &mut Checks) {
        use RejectionType as Cause;
        let weights = &settings.weights;
        let no_face = "There is no face on the front.";
        let fault = Fault::when(!self.contains_image, Cause::DocumentNotMatching, no_face);
        checks.add("containsImage", weights.contains_image, fault);
        let nothing = "Nothing that an identity document says can be read.";
        let fault = Fault::when(!self.is_identity_document, Cause::DocumentUnreadable, nothing);
        checks.add("isIdentityDocument", weights.is_identity_document, fault);
        if let Some(kind) = self.document_subtype {
            checks.add("documentSubtype", weights.document_subtype, case.fault_of_subtype(kind));
        }
        if let Some(is_matching) = self.has_matching_face_proof {
            let reason = "There is not exactly one face on the selfie, or none on the front.";
            let fault = Fault::when(!is_matching, Cause::ThirdPartyOrMismatch, reason);
            checks.add("hasMatchingFaceProof", weights.has_matching_face_proof, fault);
        }
        if let Some(Value::Bool(is_online)) = self.others.get("isPublishedOnline") {
            let fault = Fault::when(*is_online, Cause::TamperedDocument, "The picture is published online.");
            checks.add("isPublishedOnline", weights.is_published_online, fault);
        }
    }

    fn check_names(&self, settings: &IdentitySettings, case: &Case<'_>, checks: &mut Checks) {
        let read = [self.first_name.as_deref(), self.last_name.as_deref()];
        let weights = [settings.weights.first_name, settings.weights.last_name];
        for (name, weight, verdict) in case.judge_names(read, self.is_identity_document, weights) {
            checks.add(name, weight, verdict);
        }
    }

    /// Whether it is there, under its own name, or whether it is the customer's, when there is something to compare.
    fn check_birth(&self, settings: &IdentitySettings, case: &Case<'_>, checks: &mut Checks) {
        let weights = &settings.weights;
        match (self.date_of_birth, case.birth_date_to_match()) {
            (Some(read), Some(known)) => {
                let reason = "The date of birth differs from the customer's.";
                let fault = Fault::when(read != known, RejectionType::DobMismatch, reason);
                checks.add("matchesDateOfBirth", weights.date_of_birth, fault);
            }
            (Some(_), None) => checks.add("dateOfBirth", weights.date_of_birth, None),
            (None, _) if self.is_identity_document => {
                let fault = Fault::new(
                    RejectionType::CriticalInfoMissing,
                    "There is no date of birth on the document.",
                );
                checks.add("dateOfBirth", weights.date_of_birth, Some(fault));
            }
            (None, _) => {}
        }
        if let Some(is_old_enough) = self.has_minimal_age {
            let reason = "The person is younger than the settings permit.";
            let fault = Fault::when(!is_old_enough, RejectionType::UnderagePerson, reason);
            checks.add("hasMinimalAge", weights.has_minimal_age, fault);
        }
    }

    fn check_dates(&self, settings: &IdentitySettings, case: &Case<'_>, checks: &mut Checks) {
        let weights = &settings.weights;
        match self.expiration_date {
            Some(end) => checks.add("expirationDate", weights.expiration_date, fault_of_end(end, case)),
            None if self.is_identity_document && ends(self.document_subtype.or(case.subtype)) => {
                let reason = "There is no date of expiry on the document.";
                let fault = Fault::new(RejectionType::ExpirationDateMissing, reason);
                checks.add("expirationDate", weights.expiration_date, Some(fault));
            }
            None => {}
        }
        match self.issue_date {
            Some(issued) => {
                let is_odd = issued > case.today || self.expiration_date.is_some_and(|end| issued > end);
                let reason = "The date of issue cannot be right.";
                let fault = Fault::when(is_odd, RejectionType::DocumentInvalid, reason);
                checks.add("issueDate", weights.issue_date, fault);
            }
            None if self.is_identity_document => {
                let reason = "There is no date of issue on the document.";
                let fault = Fault::new(RejectionType::IssueDateMissing, reason);
                checks.add("issueDate", weights.issue_date, Some(fault));
            }
            None => {}
        }
    }

    /// The contract's list of names has none for the photocopy, the zone's digits and the nationality: they stand
    /// under the name that comes nearest, with a reason of their own.
    fn check_soundness(&self, settings: &IdentitySettings, checks: &mut Checks) {
        use RejectionType as Cause;
        let weights = &settings.weights;
        let is_altered = self.is_tampered || self.has("isDigitallyTampered");
        let fault = Fault::when(is_altered, Cause::TamperedDocument, "The document was altered.");
        checks.add("isTampered", weights.is_tampered, fault);
        let fault = Fault::when(
            self.is_photocopy,
            Cause::DocumentInvalid,
            "The front has no colour, like a photocopy.",
        );
        checks.add("isTampered", weights.is_photocopy, fault);
        if let Some(is_valid) = self.mrz_checksum_valid {
            let reason = "A check digit of the machine readable zone is wrong.";
            checks.add(
                "isTampered",
                weights.mrz_checksum,
                Fault::when(!is_valid, Cause::DocumentInvalid, reason),
            );
        }
        if self.is_identity_document {
            let reason = "There is no nationality on the document.";
            let fault = Fault::when(self.nationality.is_none(), Cause::CriticalInfoMissing, reason);
            checks.add("isIdentityDocument", weights.nationality, fault);
        }
    }
}

/// Good to the end of the day.
fn fault_of_end(end: Date, case: &Case<'_>) -> Option<Fault> {
    if end >= case.today {
        None
    } else if end >= case.filed {
        let reason = "The document was valid when it was handed in and has expired since.";
        Some(Fault::new(RejectionType::DocumentWasValidButExpired, reason))
    } else {
        Some(Fault::new(RejectionType::DocumentExpired, "The document has expired."))
    }
}

/// Whether documents of the kind have a date of expiry.
const fn ends(subtype: Option<DocumentSubtype>) -> bool {
    matches!(
        subtype,
        Some(
            DocumentSubtype::Passport
                | DocumentSubtype::IdCard
                | DocumentSubtype::DriverLicense
                | DocumentSubtype::FirearmsLicense
        )
    )
}

//! Address proofs: `KycAddressMatches` and the checks on it. What holds for absent fields of identity proofs holds
//! here for papers of a known kind.

use kyc_specimen_data::Date;
use kyc_wire::{DocumentSubtype, DocumentType, RejectionType};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Case;
use super::checks::{Checks, Fault};
use super::day;
use super::settings::AddressSettings;

/// `KycAddressMatches`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AddressData {
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub line1: Option<String>,
    pub city: Option<String>,
    pub region: Option<String>,
    pub postal_code: Option<String>,
    /// Words that were read.
    pub word_count: u32,
    pub unique_words: u32,
    #[serde(with = "day")]
    pub date: Option<Date>,
    pub phone: Option<String>,
    pub document_subtype: Option<DocumentSubtype>,
    pub is_tampered: bool,
    /// What a later version of the data may hold.
    #[serde(flatten)]
    pub others: Map<String, Value>,
}

impl AddressData {
    /// Makes the checks.
    pub fn check(&self, settings: &AddressSettings, case: &Case<'_>) -> Checks {
        let weights = &settings.weights;
        let mut checks = Checks::default();
        let fault = match self.document_subtype {
            Some(kind) => case.fault_of_subtype(kind),
            None => {
                let reason = "What kind of document it is cannot be read.";
                Some(Fault::new(RejectionType::DocumentUnreadable, reason))
            }
        };
        checks.add("documentSubtype", weights.document_subtype, fault);
        self.check_names(settings, case, &mut checks);
        self.check_place(settings, case, &mut checks);
        self.check_date(settings, case, &mut checks);
        let fault =
            Fault::when(self.is_tampered, RejectionType::TamperedDocument, "The document was altered.");
        checks.add("isTampered", weights.is_tampered, fault);
        checks
    }

    const fn is_known(&self) -> bool {
        self.document_subtype.is_some()
    }

    /// A paper in somebody else's name altogether is a third party's.
    fn check_names(&self, settings: &AddressSettings, case: &Case<'_>, checks: &mut Checks) {
        let read = [self.first_name.as_deref(), self.last_name.as_deref()];
        let weights = [settings.weights.first_name, settings.weights.last_name];
        let mut judged = case.judge_names(read, self.is_known(), weights);
        let differs = |fault: &Option<Fault>| {
            fault.as_ref().is_some_and(|fault| fault.cause == RejectionType::NameMismatch)
        };
        if judged.len() == 2 && judged.iter().all(|(_, _, fault)| differs(fault)) {
            for fault in judged.iter_mut().filter_map(|(_, _, fault)| fault.as_mut()) {
                fault.cause = RejectionType::ThirdPartyOrMismatch;
            }
        }
        for (name, weight, fault) in judged {
            checks.add(name, weight, fault);
        }
    }

    fn check_place(&self, settings: &AddressSettings, case: &Case<'_>, checks: &mut Checks) {
        let (weights, record) = (&settings.weights, case.record);
        // Papers seldom print a region or the customer's phone: without them nothing is missing.
        let parts = [
            ("line1", weights.line1, &self.line1, &record.line1, self.is_known()),
            ("city", weights.city, &self.city, &record.city, self.is_known()),
            ("postalCode", weights.postal_code, &self.postal_code, &record.postal_code, self.is_known()),
            ("region", weights.region, &self.region, &record.region, false),
            ("phone", weights.phone, &self.phone, &record.phone, false),
        ];
        for (name, weight, read, known, is_due) in parts {
            match (read, known) {
                (Some(read), Some(known)) => {
                    let fault = Fault::when(
                        !case.level.is_same(read, known),
                        self.cause_of_another_place(),
                        "The address differs from the customer's.",
                    );
                    checks.add(name, weight, fault);
                }
                (Some(_), None) => checks.add(name, weight, None),
                (None, _) if is_due => {
                    let reason = "This part of the address is not on the document.";
                    checks.add(name, weight, Some(Fault::new(RejectionType::CriticalInfoMissing, reason)));
                }
                (None, _) => {}
            }
        }
    }

    fn cause_of_another_place(&self) -> RejectionType {
        let is_identity = |kind: &DocumentSubtype| {
            *kind != DocumentSubtype::Other && DocumentType::IdentityProof.subtypes().contains(kind)
        };
        if self.document_subtype.as_ref().is_some_and(is_identity) {
            RejectionType::OldAddressOnId
        } else {
            RejectionType::ThirdPartyOrMismatch
        }
    }

    /// How old a paper may be is not part of the settings.
    fn check_date(&self, settings: &AddressSettings, case: &Case<'_>, checks: &mut Checks) {
        let weight = settings.weights.date;
        match self.date {
            Some(date) if date > case.today => {
                let fault = Fault::new(RejectionType::DocumentInvalid, "The date lies in the future.");
                checks.add("dateIsInvalid", weight, Some(fault));
            }
            Some(_) => checks.add("date", weight, None),
            None if self.is_known() => {
                let fault = Fault::new(RejectionType::IssueDateMissing, "There is no date on the document.");
                checks.add("date", weight, Some(fault));
            }
            None => {}
        }
    }
}

//! Scoring: a pure function from what was read, what is known of the customer and the settings to a score, the list
//! of checks and a verdict. No I/O and no clock. `docs/sandbox.md` has the table of checks and weights.

mod address;
mod checks;
mod compare;
mod day;
mod identity;
mod record;
mod settings;
#[cfg(test)]
mod tests;

pub use address::AddressData;
pub use checks::Fault;
pub use compare::{Level, Names};
pub use day::{parse as parse_day, to_text as day_to_text};
pub use identity::IdentityData;
pub use record::Record;
pub use settings::{AddressSettings, IdentitySettings, Settings};

use kyc_specimen_data::Date;
use kyc_wire::{DocumentSubtype, RejectionType};
use serde_json::Value;

use crate::record::{Matches, Verdict};

/// Which rules made a score.
const VERSION: &str = "1";

/// What a document is held against.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// What the customer says it is.
    pub subtype: Option<DocumentSubtype>,
    pub record: &'a Record,
    pub level: Level,
    pub today: Date,
    /// When it was handed in.
    pub filed: Date,
}

impl Case<'_> {
    /// `other` is every kind.
    fn fault_of_subtype(&self, read: DocumentSubtype) -> Option<Fault> {
        let declared = self.subtype.filter(|kind| *kind != DocumentSubtype::Other);
        let is_another = declared.is_some_and(|declared| declared != read);
        Fault::when(is_another, RejectionType::DocumentNotMatching, "It is another kind of document.")
    }

    /// At the basic level it only has to be there.
    fn birth_date_to_match(&self) -> Option<Date> {
        self.record.birth_date.filter(|_| self.level != Level::Basic)
    }

    /// The checks of first and last name. Absent ones are missing where they are `due`, else there is no check.
    fn judge_names(
        &self,
        read: Names<'_>,
        due: bool,
        weights: [u8; 2],
    ) -> Vec<(&'static str, u8, Option<Fault>)> {
        let known = [self.record.first_name.as_deref(), self.record.last_name.as_deref()];
        let are_swapped = self.level.are_swapped(read, known);
        let judge = |read: Option<&str>, known: Option<&str>| match (read, known) {
            (Some(read), Some(known)) => {
                let differs = !are_swapped && !self.level.is_same(read, known);
                let reason = "The name differs from the customer's.";
                Some(Fault::when(differs, RejectionType::NameMismatch, reason))
            }
            (Some(_), None) => Some(None),
            (None, _) => {
                let reason = "The name is not on the document.";
                due.then(|| Some(Fault::new(RejectionType::CriticalInfoMissing, reason)))
            }
        };
        let names = ["firstName", "lastName"].into_iter().zip(weights).zip(read.into_iter().zip(known));
        names
            .filter_map(|((name, weight), (read, known))| {
                judge(read, known).map(|fault| (name, weight, fault))
            })
            .collect()
    }
}

/// A score and what follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub matches: Matches,
    pub verdict: Verdict,
}

/// Scores an identity proof.
pub fn identity(mut data: IdentityData, settings: &IdentitySettings, case: &Case<'_>) -> Outcome {
    data.derive(settings, case);
    outcome(data.check(settings, case), settings.thresholds, serde_json::to_value(data))
}

/// Scores an address proof.
pub fn address(data: AddressData, settings: &AddressSettings, case: &Case<'_>) -> Outcome {
    outcome(data.check(settings, case), settings.thresholds, serde_json::to_value(data))
}

/// Matches of a document that is not scored.
pub fn unscored(data: Value) -> Matches {
    Matches { version: VERSION.into(), score: None, check_list: None, data }
}

fn outcome(
    checks: checks::Checks,
    thresholds: settings::Thresholds,
    data: serde_json::Result<Value>,
) -> Outcome {
    let verdict = checks.verdict(thresholds);
    let matches = Matches {
        version: VERSION.into(),
        score: Some(checks.score()),
        check_list: Some(checks.into_list()),
        // Plain structs always become JSON.
        data: data.unwrap_or_default(),
    };
    Outcome { matches, verdict }
}

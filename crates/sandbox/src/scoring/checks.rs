//! The checks of one document, the score they leave and the verdict that follows.

use kyc_wire::{DocumentStatus, RejectionType};

use super::settings::Thresholds;
use crate::record::{Check, Verdict};

/// The best score.
pub const FULL: u8 = 100;

/// Why a check failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What the document would be rejected for, if it were for this alone.
    pub cause: RejectionType,
    /// In a reviewer's words.
    pub reason: &'static str,
}

impl Fault {
    pub const fn new(cause: RejectionType, reason: &'static str) -> Self {
        Self { cause, reason }
    }

    /// `Some` when it is so.
    pub fn when(is_so: bool, cause: RejectionType, reason: &'static str) -> Option<Self> {
        is_so.then_some(Self { cause, reason })
    }
}

/// The checks that were made, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checks(Vec<(Check, Option<RejectionType>)>);

/// Which cause is told when several checks failed: what the customer can change least comes first.
const PRECEDENCE: [RejectionType; 15] = [
    RejectionType::TamperedDocument,
    RejectionType::UnderagePerson,
    RejectionType::DocumentExpired,
    RejectionType::DocumentWasValidButExpired,
    RejectionType::NameAndDobMismatch,
    RejectionType::ThirdPartyOrMismatch,
    RejectionType::NameMismatch,
    RejectionType::DobMismatch,
    RejectionType::OldAddressOnId,
    RejectionType::DocumentNotMatching,
    RejectionType::ExpirationDateMissing,
    RejectionType::IssueDateMissing,
    RejectionType::CriticalInfoMissing,
    RejectionType::DocumentInvalid,
    RejectionType::DocumentUnreadable,
];

impl Checks {
    /// Adds a check under one of the names of `KycDocumentCheck`.
    pub fn add(&mut self, name: &str, weight: u8, fault: Option<Fault>) {
        let check = Check {
            name: name.to_owned(),
            failed: fault.is_some(),
            score: weight,
            reason: fault.as_ref().map(|fault| fault.reason.to_owned()),
        };
        self.0.push((check, fault.map(|fault| fault.cause)));
    }

    /// What the failed checks leave of [`FULL`].
    pub fn score(&self) -> u8 {
        let failed = self.0.iter().filter(|(check, _)| check.failed);
        failed.fold(FULL, |score, (check, _)| score.saturating_sub(check.score))
    }

    /// The decision by score and thresholds alone.
    pub fn verdict(&self, thresholds: Thresholds) -> Verdict {
        match status(self.score(), thresholds) {
            DocumentStatus::Accepted => Verdict::accepted(),
            DocumentStatus::Rejected => self.rejection(),
            _ => Verdict::pending(),
        }
    }

    pub fn into_list(self) -> Vec<Check> {
        self.0.into_iter().map(|(check, _)| check).collect()
    }

    /// For what failed and cost something; a rejection has at least one of these.
    fn rejection(&self) -> Verdict {
        let costly = |(check, cause): &(Check, Option<RejectionType>)| {
            cause.filter(|_| check.score > 0).map(|cause| (cause, check.reason.clone()))
        };
        let failed: Vec<_> = self.0.iter().filter_map(costly).collect();
        let has = |wanted| failed.iter().any(|(cause, _)| *cause == wanted);
        if has(RejectionType::NameMismatch) && has(RejectionType::DobMismatch) {
            let rest = PRECEDENCE.iter().take_while(|cause| **cause != RejectionType::NameAndDobMismatch);
            if !rest.copied().any(has) {
                let message = "Name and date of birth differ from the customer's.";
                return Verdict::rejected(RejectionType::NameAndDobMismatch, message);
            }
        }
        let first = PRECEDENCE.iter().find_map(|wanted| failed.iter().find(|(cause, _)| cause == wanted));
        match first {
            Some((cause, reason)) => Verdict::rejected(*cause, reason.clone().unwrap_or_default()),
            None => Verdict::rejected(RejectionType::Other, "The score is too low."),
        }
    }
}

/// At or above `acceptAbove` accepted, below `rejectBelow` rejected, between them left to a person.
pub const fn status(score: u8, thresholds: Thresholds) -> DocumentStatus {
    if score >= thresholds.accept_above {
        DocumentStatus::Accepted
    } else if score < thresholds.reject_below {
        DocumentStatus::Rejected
    } else {
        DocumentStatus::Pending
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn checks(made: &[(u8, Option<usize>)]) -> Checks {
        let mut checks = Checks::default();
        for &(weight, cause) in made {
            let fault = cause.map(|at| Fault::new(PRECEDENCE[at], "It failed."));
            checks.add("line1", weight, fault);
        }
        checks
    }

    fn made() -> impl Strategy<Value = Vec<(u8, Option<usize>)>> {
        prop::collection::vec((0..=100u8, prop::option::of(0..PRECEDENCE.len())), 0..12)
    }

    fn thresholds() -> impl Strategy<Value = Thresholds> {
        (0..=100u8, 0..=100u8)
            .prop_map(|(a, b)| Thresholds { reject_below: a.min(b), accept_above: a.max(b) })
    }

    proptest! {
        #[test]
        fn the_score_is_what_the_failed_weights_leave(made in made()) {
            let lost: u32 =
                made.iter().filter(|(_, cause)| cause.is_some()).map(|(weight, _)| u32::from(*weight)).sum();
            let score = checks(&made).score();
            prop_assert!(score <= FULL);
            prop_assert_eq!(u32::from(score), 100u32.saturating_sub(lost));
        }

        #[test]
        fn one_more_failure_never_raises_the_score(made in made(), at: prop::sample::Index) {
            prop_assume!(!made.is_empty());
            let mut worse = made.clone();
            worse[at.index(made.len())].1 = Some(0);
            prop_assert!(checks(&worse).score() <= checks(&made).score());
        }

        #[test]
        fn the_verdict_follows_from_score_and_thresholds(
            one in made(), other in made(), thresholds in thresholds()
        ) {
            let (one, other) = (checks(&one), checks(&other));
            prop_assert_eq!(one.verdict(thresholds).status, status(one.score(), thresholds));
            if one.score() <= other.score() {
                let rank = |checks: &Checks| match checks.verdict(thresholds).status {
                    DocumentStatus::Rejected => 0,
                    DocumentStatus::Pending => 1,
                    _ => 2,
                };
                prop_assert!(rank(&one) <= rank(&other));
            }
        }

        #[test]
        fn a_rejection_names_what_failed_and_nothing_else_names_anything(
            made in made(), thresholds in thresholds()
        ) {
            let verdict = checks(&made).verdict(thresholds);
            let causes: Vec<RejectionType> = made
                .iter()
                .filter(|(weight, _)| *weight > 0)
                .filter_map(|(_, cause)| cause.map(|at| PRECEDENCE[at]))
                .collect();
            match verdict.rejection {
                Some(rejection) => {
                    prop_assert_eq!(verdict.status, DocumentStatus::Rejected);
                    let is_both = rejection.rejection_type == RejectionType::NameAndDobMismatch
                        && causes.contains(&RejectionType::NameMismatch)
                        && causes.contains(&RejectionType::DobMismatch);
                    prop_assert!(is_both || causes.contains(&rejection.rejection_type));
                }
                None => prop_assert_ne!(verdict.status, DocumentStatus::Rejected),
            }
        }
    }
}

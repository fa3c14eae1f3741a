//! What a picture of a side is meant to show, in the words of the analysis.

use kyc_flow::{Aim, Journey, Phase, Side, Stage};
use kyc_vision::Target;
use kyc_wire::DocumentSubtype;

/// The target of a picture.
#[must_use]
pub const fn of(aim: Aim) -> Target {
    target(aim.side, aim.subtype)
}

/// The target of the picture that the customer is told how to take; a face if one will be asked for later: who is ready
/// for faces also tells one from a document.
#[must_use]
pub fn of_tips(journey: &Journey) -> Option<Target> {
    let Phase::Gathering(gathering) = &journey.phase else { return None };
    let Stage::Tips { draft, side } = &gathering.stage else { return None };
    Some(if draft.needs_selfie { Target::Face } else { target(*side, draft.subtype) })
}

/// The target of a side of a document.
#[must_use]
pub const fn target(side: Side, subtype: DocumentSubtype) -> Target {
    use DocumentSubtype as S;
    match (side, subtype) {
        (Side::Selfie, _) => Target::Face,
        (Side::Front, S::Passport) => Target::PassportPage,
        (
            _,
            S::IdCard
            | S::DriverLicense
            | S::PublicHealthCard
            | S::ProofOfAgeCard
            | S::FirearmsLicense
            | S::ReverseOfId
            | S::CopyCreditCard,
        ) => Target::Card,
        _ => Target::Page,
    }
}

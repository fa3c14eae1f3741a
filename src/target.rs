//! What a picture of a side is meant to show, in the words of the analysis.

use kyc_flow::{Aim, Capturing, Journey, Means, Phase, Side, Stage};
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
    let (draft, side) = match &gathering.stage {
        Stage::Tips { draft, side } => (draft, side),
        Stage::Capturing(Capturing { draft, side, means: Means::Liveness(_) }) => (draft, side),
        _ => return None,
    };
    Some(if draft.needs_selfie() { Target::Face } else { target(*side, draft.subtype) })
}

/// How many pixels the long edge of a camera's picture must have for print of this target to be read: 200 to the inch, which
/// gives print of 7 points 19 px, where the document fills two thirds of the picture. `None` where nothing is read.
#[must_use]
pub const fn legible_edge(target: Target) -> Option<u32> {
    match target {
        // 85.6, 125 and 297 mm.
        Target::Card => Some(1_024),
        Target::PassportPage => Some(1_480),
        Target::Page => Some(3_510),
        Target::Face => None,
    }
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

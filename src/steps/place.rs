//! Where the customer is, as far as the screen is concerned: when this changes, a new screen is drawn and its heading
//! takes focus. Everything else changes in place.

use kyc_flow::{
    CameraState, Journey, Leaving, LivenessState, Means, Phase, ReviewLook, Reviewing, SendStep, SettleStep,
    Side, SlotIndex,
};
use kyc_flow::{Screen, Settling, Stage, Verdict};
use kyc_wire::DocumentType;

/// A part of a screen that has a heading of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The screen's usual one.
    Usual,
    /// Explaining what comes.
    Primer,
    /// Telling of a problem.
    Problem,
    /// The same screen for another reason.
    Other,
    /// It is done.
    Done,
}

/// A place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The screen.
    pub screen: Screen,
    /// What it is about.
    pub document: Option<DocumentType>,
    /// Which requested document.
    pub slot: Option<SlotIndex>,
    /// Which side of it.
    pub side: Option<Side>,
    /// Which heading.
    pub part: Part,
    /// How many parts lie ready: taking one out takes away the button that had the focus.
    pub ready: usize,
}

impl Place {
    /// The place of a journey.
    #[must_use]
    pub fn of(journey: &Journey) -> Self {
        let stage = match &journey.phase {
            Phase::Gathering(gathering) => Some(&gathering.stage),
            _ => None,
        };
        Self {
            screen: journey.screen(),
            document: journey.document(),
            slot: stage.and_then(Stage::slot),
            side: stage.and_then(side),
            part: match &journey.phase {
                Phase::Ended(ended) if ended.leaving == Leaving::Held => Part::Other,
                _ => stage.map_or(Part::Usual, part),
            },
            ready: match stage {
                Some(Stage::Ready { draft }) => draft.parts.len(),
                _ => 0,
            },
        }
    }

    /// Something is on its way.
    #[must_use]
    pub const fn loading() -> Self {
        Self { screen: Screen::Loading, document: None, slot: None, side: None, part: Part::Usual, ready: 0 }
    }

    /// Whether the screen is the dark stage of the viewfinder.
    #[must_use]
    pub fn is_stage(&self) -> bool {
        matches!(self.screen, Screen::Camera | Screen::Liveness) && self.part == Part::Usual
    }
}

const fn side(stage: &Stage) -> Option<Side> {
    match stage {
        Stage::Tips { side, .. } => Some(*side),
        Stage::Capturing(capturing) => Some(capturing.side),
        Stage::Reviewing(reviewing) => Some(reviewing.side),
        _ => None,
    }
}

const fn part(stage: &Stage) -> Part {
    match stage {
        Stage::Capturing(capturing) => match &capturing.means {
            Means::Camera { state: CameraState::Primer, .. } => Part::Primer,
            Means::Camera { state: CameraState::Failed { .. }, .. } => Part::Problem,
            Means::Liveness(liveness) => check(&liveness.state),
            _ => Part::Usual,
        },
        Stage::Sending(sending) => match sending.step {
            SendStep::Failed { .. } => Part::Problem,
            _ if sending.can_cancel() => Part::Usual,
            _ => Part::Other,
        },
        Stage::Decided { verdict: Verdict::Rejected { .. } | Verdict::Exhausted { .. }, .. } => Part::Problem,
        Stage::Reviewing(Reviewing { look: ReviewLook::Corners, .. }) | Stage::Finishing { .. } => {
            Part::Other
        }
        _ => Part::Usual,
    }
}

/// The session opens and runs at one place, or the stage would be put up twice.
const fn check(state: &LivenessState) -> Part {
    match state {
        LivenessState::Intro { problem: None } => Part::Primer,
        LivenessState::Intro { .. }
        | LivenessState::Blocked { .. }
        | LivenessState::Settling(Settling { step: SettleStep::Failed { .. }, .. }) => Part::Problem,
        LivenessState::Opening { .. } | LivenessState::Running { .. } => Part::Usual,
        LivenessState::Settling(_) => Part::Other,
        LivenessState::Passed { .. } => Part::Done,
    }
}

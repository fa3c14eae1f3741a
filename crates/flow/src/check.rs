//! The liveness check as a way to capture a face, with the data of each of its steps.

use kyc_wire::Code;
use serde::Serialize;

use crate::draft::Picture;
use crate::ids::{OpId, SlotIndex};

/// Checks that a document may fail before the customer is sent another way. A courtesy: the server has limits of its own.
pub const MAX_CHECKS: u8 = 3;
/// Sessions that may be opened for a document, those included that come to nothing because of a camera, a network or a
/// provider: somebody pays for each. More than anybody needs who gets anywhere.
pub const MAX_SESSIONS: u8 = 10;

/// What a visit remembers of liveness checks, from one screen and one document to the next. It is stored nowhere else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Checks {
    /// Whether the screen must not flash: the customer's choice; `None`: as the system's setting has it.
    pub is_calm: Option<bool>,
    /// Runs so far, whatever became of them.
    pub attempts: u32,
    /// What was spent on each requested document.
    pub spent: Vec<Spent>,
}

/// What was spent on a requested document, over all of its drafts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Spent {
    /// Which.
    pub slot: SlotIndex,
    /// Sessions that were opened.
    pub sessions: u8,
    /// Checks that were not passed.
    pub failed: u8,
}

impl Checks {
    fn of(&self, slot: SlotIndex) -> Spent {
        let known = self.spent.iter().find(|spent| spent.slot == slot);
        known.copied().unwrap_or(Spent { slot, sessions: 0, failed: 0 })
    }

    fn spend(&mut self, spent: Spent) {
        match self.spent.iter_mut().find(|known| known.slot == spent.slot) {
            Some(known) => *known = spent,
            None => self.spent.push(spent),
        }
    }

    /// A session was opened, and is about to be run.
    pub(crate) fn attempt(&mut self, slot: SlotIndex) {
        self.attempts = self.attempts.saturating_add(1);
        let spent = self.of(slot);
        self.spend(Spent { sessions: spent.sessions.saturating_add(1), ..spent });
    }

    /// A check was not passed.
    pub(crate) fn fail(&mut self, slot: SlotIndex) {
        let spent = self.of(slot);
        self.spend(Spent { failed: spent.failed.saturating_add(1), ..spent });
    }

    /// Checks of a requested document that were not passed.
    #[must_use]
    pub fn failed(&self, slot: SlotIndex) -> u8 {
        self.of(slot).failed
    }

    /// Why there is no other check for a requested document, if there is none.
    #[must_use]
    pub fn end(&self, slot: SlotIndex) -> Option<Code> {
        match self.of(slot) {
            Spent { failed: MAX_CHECKS.., .. } => Some(Code::LivenessExhausted),
            Spent { sessions: MAX_SESSIONS.., .. } => Some(Code::LivenessUnavailable),
            _ => None,
        }
    }
}

/// A liveness check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Liveness {
    /// Whether the clock was corrected already: once is enough.
    pub was_corrected: bool,
    /// How far it is.
    pub state: LivenessState,
}

/// How far a liveness check is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum LivenessState {
    /// Explaining what comes, and why the last try did not do.
    Intro {
        /// That: a code of any kind.
        problem: Option<Code>,
    },
    /// The server begins a session.
    Opening {
        /// The call.
        op: OpId,
    },
    /// The customer shows their face; what is seen goes past the machine.
    Running {
        /// The run.
        op: OpId,
        /// The session at the API.
        session: String,
    },
    /// Everything was shown; the server judges.
    Settling(Settling),
    /// A living face was seen.
    Passed {
        /// It.
        picture: Picture,
    },
    /// No check is possible, or none any more.
    Blocked {
        /// Why.
        code: Code,
    },
}

/// Waiting for the judgement on a liveness check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Settling {
    /// The session at the API.
    pub session: String,
    /// The best picture of the face.
    pub picture: Picture,
    /// What happens now.
    pub step: SettleStep,
    /// Reads so far that were answered.
    pub polls: u32,
    /// Calls in a row that failed.
    pub tries: u8,
}

/// What happens while a liveness check is judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum SettleStep {
    /// Asking for the judgement.
    Asking {
        /// The call.
        op: OpId,
    },
    /// Until the next question.
    Waiting {
        /// The timer.
        op: OpId,
    },
    /// Does not go on by itself.
    Failed {
        /// Why.
        code: Code,
    },
}

//! The liveness check as a way to capture a face, with the data of each of its steps.

use kyc_wire::Code;
use serde::Serialize;

use crate::draft::Picture;
use crate::ids::OpId;

/// Checks that a document may fail before the customer is sent another way. A courtesy: the server has limits of its own.
pub const MAX_CHECKS: u8 = 3;

/// A liveness check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Liveness {
    /// Whether the screen must not flash: the customer's choice; `None`: as the system's setting has it.
    pub is_calm: Option<bool>,
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

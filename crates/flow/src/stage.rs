//! The stages between the loaded request and the end, each with the data that exists only there.

use kyc_wire::Code;
use kyc_wire::resource::{Rejection, StorefrontDocument};
use serde::Serialize;

use crate::check::Liveness;
use crate::draft::{Draft, Facing, Picture, Side};
use crate::ids::{CaptureId, Millis, OpId, SlotIndex};

/// Where the customer is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Stage {
    /// What is asked for, and why.
    Welcome,
    /// Choosing what to hand in.
    Choosing {
        /// For which requested document.
        slot: SlotIndex,
    },
    /// How to take a good picture of this side; here the customer picks camera or file. An optional back is offered
    /// here and can be skipped.
    Tips {
        /// The document so far.
        draft: Draft,
        /// The side to capture.
        side: Side,
    },
    /// With the camera or by choosing files.
    Capturing(Capturing),
    /// Looking at the picture.
    Reviewing(Reviewing),
    /// Everything captured: a last look, more pages, send.
    Ready {
        /// The document.
        draft: Draft,
    },
    /// On its way to the server.
    Sending(Sending),
    /// Filed; waiting for the decision.
    Deciding(Deciding),
    /// Decided, or handed to a person.
    Decided {
        /// Which requested document.
        slot: SlotIndex,
        /// The decision.
        verdict: Verdict,
    },
    /// Reading the request a last time, so that the result follows from what the server says.
    Finishing {
        /// The read.
        op: OpId,
        /// Reads that failed.
        tries: u8,
    },
}

/// Capturing one side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Capturing {
    /// The document so far.
    pub draft: Draft,
    /// The side to capture.
    pub side: Side,
    /// How.
    pub means: Means,
}

/// How a side is captured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Means {
    /// With the camera.
    Camera {
        /// Which way it looks.
        facing: Facing,
        /// How far it is.
        state: CameraState,
    },
    /// By choosing, dropping or pasting files.
    File(FileState),
    /// By a liveness check.
    Liveness(Liveness),
}

/// How far the camera is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum CameraState {
    /// Explaining why the browser is about to ask for permission.
    Primer,
    /// Asking the browser.
    Starting {
        /// The start.
        op: OpId,
    },
    /// The preview runs.
    Live {
        /// The start it came from; an ending of that stream carries it.
        op: OpId,
    },
    /// The shutter was pressed.
    Taking {
        /// The start of the stream.
        stream: OpId,
        /// The shot.
        op: OpId,
    },
    /// Released while the page is hidden; starts again when it is shown.
    Paused,
    /// It does not work; a file is always a way on.
    Failed {
        /// Why: one of the `camera-…` codes.
        code: Code,
    },
}

/// Files being taken in, one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FileState {
    /// Files still to be prepared, the present one first.
    pub queue: Vec<CaptureId>,
    /// The preparation under way.
    pub op: Option<OpId>,
    /// How many were chosen together and fit.
    pub chosen: usize,
    /// How many were chosen and do not fit: always the last ones.
    pub left_out: u32,
    /// Why the last one was not taken: one of the `file-…` codes.
    pub problem: Option<Code>,
}

/// Looking at a picture before it is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reviewing {
    /// The document so far, without this picture.
    pub draft: Draft,
    /// Its side.
    pub side: Side,
    /// The picture.
    pub picture: Picture,
    /// How it is looked at.
    pub look: ReviewLook,
    /// The adjustment under way.
    pub op: Option<OpId>,
}

/// How a picture is looked at before it is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum ReviewLook {
    /// The document, cut out and straightened, where one was found.
    #[default]
    Straight,
    /// All that is sent, the ground around the document included.
    Whole,
    /// Its corners, to be moved.
    Corners,
}

/// Pictures with a warning after which the customer may overrule it.
pub const PERMITTING_WARNINGS: u8 = 2;

impl Reviewing {
    /// A picture to be looked at.
    #[must_use]
    pub const fn new(draft: Draft, side: Side, picture: Picture) -> Self {
        Self { draft, side, picture, look: ReviewLook::Straight, op: None }
    }

    /// Whether the picture may be used: nothing was noticed, or it is at least the second try with a warning; and it is
    /// not just being changed.
    #[must_use]
    pub fn can_use(&self) -> bool {
        self.op.is_none() && self.is_permitted()
    }

    /// Whether nothing was noticed that the customer may not overrule yet.
    #[must_use]
    pub fn is_permitted(&self) -> bool {
        self.picture.findings.is_empty() || self.draft.warnings >= PERMITTING_WARNINGS
    }
}

/// A document on its way to the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sending {
    /// The document; its parts know which are uploaded.
    pub draft: Draft,
    /// What happens now.
    pub step: SendStep,
    /// Tries of the present step that failed.
    pub tries: u8,
}

impl Sending {
    /// Whether it has failed without anybody knowing if the document arrived.
    #[must_use]
    pub const fn is_in_doubt(&self) -> bool {
        matches!(self.step, SendStep::Failed { resume: Resume::Settle | Resume::FileAgain, .. })
    }

    /// Whether the customer can still take everything back: nothing that counts is under way.
    #[must_use]
    pub const fn can_cancel(&self) -> bool {
        match self.step {
            SendStep::Uploading { .. } => true,
            SendStep::Filing { .. } | SendStep::Settling { .. } => false,
            SendStep::Waiting { resume, .. }
            | SendStep::Offline { resume }
            | SendStep::Failed { resume, .. } => {
                matches!(resume, Resume::Upload | Resume::File | Resume::FileAgain | Resume::Replace)
            }
        }
    }
}

/// What happens while sending.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum SendStep {
    /// The first part without a file id is being uploaded.
    Uploading {
        /// The upload.
        op: OpId,
        /// Bytes sent.
        sent: u64,
        /// Bytes to send.
        total: u64,
    },
    /// Waiting before the next try.
    Waiting {
        /// The timer.
        op: OpId,
        /// Why the last try failed.
        code: Code,
        /// When to go on at the latest, if the server said so.
        until: Option<Millis>,
        /// What to go on with.
        resume: Resume,
    },
    /// The device is offline; goes on by itself.
    Offline {
        /// What to go on with.
        resume: Resume,
    },
    /// Filing the document. From here on nothing can be cancelled.
    Filing {
        /// The call.
        op: OpId,
    },
    /// The call's fate is unknown: the request is read again before anything else.
    Settling {
        /// The read.
        op: OpId,
        /// The server refused the call: told to the customer unless the read explains it (another tab was quicker).
        refusal: Option<Code>,
    },
    /// Does not go on by itself.
    Failed {
        /// Why.
        code: Code,
        /// What "try again" does.
        resume: Resume,
    },
}

/// What sending goes on with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Resume {
    /// The next upload.
    Upload,
    /// Filing the document: known not to have been filed.
    File,
    /// Finding out whether it was filed.
    Settle,
    /// Filing the document although it may have been filed: nothing can be read that tells.
    FileAgain,
    /// Another picture for the part that was refused.
    Replace,
    /// Reading the request again and planning anew: the server's view differs from ours.
    Reload,
}

/// Waiting for a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deciding {
    /// Which requested document.
    pub slot: SlotIndex,
    /// The filed document as last read.
    #[serde(serialize_with = "crate::privacy::document")]
    pub document: StorefrontDocument,
    /// The watch.
    pub watch: Watch,
    /// Reads so far.
    pub polls: u32,
    /// Milliseconds waited so far, hidden time not counted.
    pub waited: u64,
    /// It takes longer than usual: leaving is offered.
    pub is_slow: bool,
    /// The analysis was seen to run, so that `pending` now means a person.
    pub was_in_progress: bool,
    /// The server asked not to be read before.
    pub not_before: Option<Millis>,
}

/// How the decision is watched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Watch {
    /// Until the next read.
    Waiting {
        /// The timer.
        op: OpId,
    },
    /// Reading.
    Reading {
        /// The read.
        op: OpId,
    },
    /// The tab is hidden.
    Paused,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Verdict {
    /// Accepted.
    Accepted,
    /// Refused; there are attempts left.
    Rejected {
        /// Why.
        #[serde(serialize_with = "crate::privacy::reason")]
        reason: Option<Rejection>,
        /// Attempts left; `None` = unlimited.
        attempts_left: Option<u32>,
    },
    /// Refused with no attempt left.
    Exhausted {
        /// Why.
        #[serde(serialize_with = "crate::privacy::reason")]
        reason: Option<Rejection>,
    },
    /// A person will look at it.
    Person,
}

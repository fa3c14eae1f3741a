//! What can happen to a journey: what the customer does, what the server and the device answer, and time.

use kyc_wire::resource::{LivenessSession, StorefrontDocument};
use kyc_wire::{Code, DocumentSubtype};

use crate::adjust::Spot;
use crate::draft::Picture;
use crate::ids::{CaptureId, Millis, OpId, SlotIndex};
use crate::journey::Link;
use crate::request::Request;
use crate::stage::ReviewLook;

/// A call that did not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Why.
    pub code: Code,
    /// When the server asked to retry (429, 503).
    pub retry_at: Option<Millis>,
}

impl Failure {
    /// A failure without a time to retry at.
    #[must_use]
    pub const fn new(code: Code) -> Self {
        Self { code, retry_at: None }
    }

    /// Whether trying again later may help: no answer, 429 or 5xx.
    #[must_use]
    pub const fn is_passing(self) -> bool {
        matches!(
            self.code,
            Code::Network | Code::Timeout | Code::RateLimited | Code::Server | Code::Maintenance
        )
    }

    /// Whether the server may have acted although no good answer arrived.
    #[must_use]
    pub const fn is_doubtful(self) -> bool {
        matches!(
            self.code,
            Code::Network | Code::Timeout | Code::Server | Code::Maintenance | Code::Cancelled
        )
    }
}

/// The first event: what the link and the browser say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// The link, or why it is of no use: `token-missing`, `token-malformed`, `config`, `unsupported-browser`,
    /// `insecure-context`.
    pub link: Result<Link, Code>,
    /// The server's clock.
    pub now: Millis,
}

impl Event {
    /// The time it tells, on the server's clock.
    #[must_use]
    pub const fn now(&self) -> Option<Millis> {
        match self {
            Self::Started(Start { now, .. })
            | Self::RequestLoaded { now, .. }
            | Self::TimerFired { now, .. }
            | Self::VisibilityChanged { now, .. } => Some(*now),
            _ => None,
        }
    }
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The page opened.
    Started(Start),
    /// The request was read.
    RequestLoaded {
        /// The read.
        op: OpId,
        /// What the server said.
        request: Request,
        /// The server's clock.
        now: Millis,
    },
    /// The request could not be read.
    RequestFailed {
        /// The read.
        op: OpId,
        /// Why.
        failure: Failure,
    },
    /// A timer ran out.
    TimerFired {
        /// The timer.
        op: OpId,
        /// The server's clock.
        now: Millis,
    },
    /// The page was hidden or shown.
    VisibilityChanged {
        /// Whether it is visible.
        is_visible: bool,
        /// The server's clock.
        now: Millis,
    },
    /// The device went offline or online.
    ConnectivityChanged {
        /// Whether it is online.
        is_online: bool,
    },

    /// Welcome: begin with the next open document.
    StartPressed,
    /// Welcome: begin with this one.
    SlotChosen(SlotIndex),
    /// Subtype chosen.
    SubtypeChosen(DocumentSubtype),
    /// Tips, or a camera that failed: use the camera.
    CameraChosen,
    /// Tips, or anywhere in the camera: hand in a file instead.
    FileChosen,
    /// Camera primer: go on to the browser's question.
    CameraAllowed,
    /// Tips of an optional side: go on without it.
    SideSkipped,
    /// Take the picture.
    ShutterPressed,
    /// Use the other camera.
    CameraSwitched,
    /// Review: take it again.
    RetakePressed,
    /// Review: use it.
    UsePressed,
    /// Review: turn it by a quarter, clockwise.
    TurnPressed,
    /// Review: the document's corners are here, clockwise from the upper left.
    CornersChosen([Spot; 4]),
    /// Review: look at it that way.
    LookChosen(ReviewLook),
    /// Ready: add a page.
    AddPagePressed,
    /// Ready: take this part out (pages), or take it again (sides).
    PartRemoved(CaptureId),
    /// Ready: send.
    SendPressed,
    /// Sending: stop, keep the pictures.
    CancelPressed,
    /// Try again: boot, camera, sending (also while the browser believes to be offline), or after a rejection.
    RetryPressed,
    /// Go on: after a decision, or without waiting for a slow one.
    ContinuePressed,
    /// One screen back inside the app.
    PreviousPressed,
    /// Back to the website.
    BackPressed,
    /// Yes, back to the website.
    BackConfirmed,
    /// Close the question.
    DialogDismissed,
    /// End: go now. Slow decision, or a last look at the request that fails: finish without waiting.
    LeavePressed,
    /// End: stop the countdown.
    HoldPressed,

    /// The preview runs.
    CameraStarted {
        /// The start.
        op: OpId,
    },
    /// The camera did not start.
    CameraFailed {
        /// The start.
        op: OpId,
        /// One of the `camera-…` codes.
        code: Code,
    },
    /// The running camera stopped by itself.
    CameraStopped {
        /// The start it came from.
        op: OpId,
        /// One of the `camera-…` codes.
        code: Code,
    },
    /// Files were chosen, dropped or pasted; the `files` service holds them.
    FilesChosen(Vec<CaptureId>),
    /// A picture or file is ready to be looked at.
    PictureReady {
        /// The shot or preparation.
        op: OpId,
        /// What came of it.
        picture: Picture,
    },
    /// A picture or file cannot be used.
    PictureRefused {
        /// The shot or preparation.
        op: OpId,
        /// One of the `file-…` or `camera-…` codes.
        code: Code,
    },

    /// Liveness: whether the screen must not flash.
    CalmChosen(bool),
    /// A liveness session was begun, finished or read.
    LivenessRead {
        /// The call.
        op: OpId,
        /// What the server said.
        session: LivenessSession,
    },
    /// It was not.
    LivenessUnread {
        /// The call.
        op: OpId,
        /// Why.
        failure: Failure,
    },
    /// Everything was shown and sent; here is the best picture of the face.
    LivenessPerformed {
        /// The run.
        op: OpId,
        /// That picture.
        picture: Picture,
    },
    /// It did not come that far.
    LivenessRefused {
        /// The run.
        op: OpId,
        /// One of the `liveness-…` or `camera-…` codes.
        code: Code,
    },

    /// Part of a file is sent.
    UploadProgressed {
        /// The upload.
        op: OpId,
        /// Bytes sent.
        sent: u64,
        /// Bytes to send.
        total: u64,
    },
    /// A file arrived, its tags verified.
    Uploaded {
        /// The upload.
        op: OpId,
        /// Its id.
        file_id: String,
    },
    /// A file did not arrive.
    UploadFailed {
        /// The upload.
        op: OpId,
        /// Why.
        failure: Failure,
    },
    /// The document was filed.
    DocumentFiled {
        /// The call.
        op: OpId,
        /// What the server made of it.
        document: StorefrontDocument,
    },
    /// The document was not filed, or nobody knows.
    FilingFailed {
        /// The call.
        op: OpId,
        /// Why.
        failure: Failure,
    },
    /// A document was read.
    DocumentRead {
        /// The read.
        op: OpId,
        /// Where it stands.
        document: StorefrontDocument,
    },
    /// A document could not be read.
    ReadFailed {
        /// The read.
        op: OpId,
        /// Why.
        failure: Failure,
    },
}

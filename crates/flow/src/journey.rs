//! The whole journey: before the request is known, while documents are gathered, and after.

use kyc_wire::config::{Limits, SelfieRules};
use kyc_wire::{Code, DocumentType, Info, RequestStatus};
use serde::Serialize;

use crate::check::{Checks, Liveness, LivenessState};
use crate::draft::{Draft, Side};
use crate::event::Event;
use crate::ids::{Millis, OpId};
use crate::request::Request;
use crate::stage::{Capturing, FileState, Means, Stage};

/// The state of everything, comparable. Free of pictures, and what it serialises to is free of personal data: the
/// words of a reviewer, the one free text in it, are left out there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Journey {
    /// The last operation id given out.
    pub(crate) last_op: u32,
    /// What is known of the page around.
    pub(crate) surroundings: Surroundings,
    /// Where the journey is.
    pub phase: Phase,
}

/// What is known of the page around, in every phase; the default is what a page starts with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Surroundings {
    /// The page is hidden.
    pub(crate) is_hidden: bool,
    /// The device says it is offline.
    pub(crate) is_offline: bool,
    /// The host was told that the app is ready.
    pub(crate) is_announced: bool,
}

impl Surroundings {
    /// Takes in what `event` says of them.
    pub(crate) const fn observe(&mut self, event: &Event) {
        match event {
            Event::VisibilityChanged { is_visible, .. } => self.is_hidden = !*is_visible,
            Event::ConnectivityChanged { is_online } => self.is_offline = !*is_online,
            _ => {}
        }
    }
}

/// The three parts of a journey, and the dead end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Phase {
    /// Nothing has happened yet.
    #[default]
    Starting,
    /// The request is being read.
    Loading {
        /// The read.
        op: OpId,
        /// What the link said.
        link: Link,
        /// Reads that failed.
        tries: u8,
    },
    /// The request cannot be had.
    Stopped(Stopped),
    /// The request is known; documents are gathered.
    Gathering(Box<Gathering>),
    /// Nothing more to do here.
    Ended(Box<Ended>),
}

/// What the link and the page's surroundings say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The request to gather for.
    pub request_id: Option<String>,
    /// End of the token.
    pub expires_at: Option<Millis>,
    /// Where to return to, in tokens of the older form.
    pub redirect_url: Option<String>,
    /// How the app is embedded.
    pub embedding: Embedding,
    /// Limits of the deployment.
    pub limits: Limits,
    /// What may be done instead of holding one's face into the camera.
    pub selfie: SelfieRules,
    /// Whether there is somebody who checks that a face is a living one.
    pub has_liveness: bool,
}

/// How the app is embedded, and how the host wants the result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Embedding {
    /// Not at all: the page itself goes back to the merchant.
    #[default]
    None,
    /// In a frame; the host is told and acts by itself.
    Told,
    /// In a frame; the whole window goes back to the merchant.
    Redirect,
}

/// A dead end before the request is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stopped {
    /// Why.
    pub code: Code,
    /// When it goes on by itself (rate limit).
    pub retry_at: Option<Millis>,
    /// The timer of that.
    pub op: Option<OpId>,
    /// What to try again with; `None` when trying again is of no use.
    pub retry: Option<Link>,
}

impl Stopped {
    /// Whether trying again may help: the request can be asked for again, or the page itself did not load whole.
    #[must_use]
    pub const fn can_retry(&self) -> bool {
        self.retry.is_some() || matches!(self.code, Code::Network)
    }
}

/// Gathering documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gathering {
    /// What the link said.
    pub link: Link,
    /// The request as last read.
    pub request: Request,
    /// Where the customer is.
    pub stage: Stage,
    /// A question in front of the stage.
    pub dialog: Option<Dialog>,
    /// The end of the token or the request, whichever comes first.
    pub expires_at: Option<Millis>,
    /// The timer of the warning before that.
    pub warn_op: Option<OpId>,
    /// The timer of that.
    pub expire_op: Option<OpId>,
    /// Ids of documents whose decision the customer does not wait for.
    pub unwatched: Vec<String>,
    /// What is remembered of liveness checks.
    pub checks: Checks,
    /// Whether the camera has worked before, so that no primer is needed.
    pub knows_camera: bool,
    /// Whether the page is visible.
    pub is_visible: bool,
    /// Whether the device says it is online.
    pub is_online: bool,
}

impl Gathering {
    /// Whether this side may be handed in as a file.
    #[must_use]
    pub fn allows_file(&self, side: Side) -> bool {
        side != Side::Selfie || self.link.selfie.upload
    }

    /// Whether a liveness check can be had at all: there is a provider, and the server knows the request.
    #[must_use]
    pub const fn has_liveness(&self) -> bool {
        self.link.has_liveness && !self.request.is_claimed()
    }

    /// Whether a plain selfie may stand for a liveness check.
    #[must_use]
    pub const fn allows_selfie_instead(&self) -> bool {
        self.link.selfie.instead_of_liveness
    }
}

/// A question in front of the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Dialog {
    /// Really go back to the website?
    ConfirmBack,
    /// The time is nearly up.
    ExpiringSoon,
}

/// After the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ended {
    /// What the merchant is told.
    pub info: Info,
    /// How it came to an end.
    pub ending: Ending,
    /// The request as last read; unknown when the token was expired from the start.
    pub request: Option<Request>,
    /// Where to return to, `info` included; `None`: the page can be closed.
    pub target: Option<String>,
    /// How the app is embedded.
    pub embedding: Embedding,
    /// How far leaving is.
    pub leaving: Leaving,
}

/// How a journey came to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Ending {
    /// Everything was handed in here.
    Finished,
    /// There was nothing to do: the request already stood like this when it was opened.
    Already(RequestStatus),
    /// The customer went back.
    Back,
    /// Time was up.
    Expired,
}

/// How far leaving is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Leaving {
    /// Leaves by itself after so many seconds.
    Countdown {
        /// Seconds left.
        seconds: u8,
        /// The timer.
        op: OpId,
    },
    /// The customer stopped the countdown.
    Held,
    /// On the way.
    Leaving,
    /// Nowhere to go, or the host acts.
    Stays,
}

/// The screen, as `data-kyc-screen` and the host's `step` message name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Screen {
    /// Loading the request.
    Loading,
    /// A dead end.
    Stopped,
    /// Welcome.
    Welcome,
    /// Choosing a subtype.
    Subtype,
    /// Tips.
    Tips,
    /// The camera.
    Camera,
    /// Choosing files.
    File,
    /// The liveness check.
    Liveness,
    /// Looking at the picture.
    Review,
    /// Last look before sending.
    Ready,
    /// Sending.
    Sending,
    /// Waiting for the decision.
    Deciding,
    /// The decision.
    Decided,
    /// The end.
    Done,
}

impl Screen {
    /// Its published name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Stopped => "stopped",
            Self::Welcome => "welcome",
            Self::Subtype => "subtype",
            Self::Tips => "tips",
            Self::Camera => "camera",
            Self::File => "file",
            Self::Liveness => "liveness",
            Self::Review => "review",
            Self::Ready => "ready",
            Self::Sending => "sending",
            Self::Deciding => "deciding",
            Self::Decided => "decided",
            Self::Done => "done",
        }
    }
}

impl Journey {
    /// The screen to show.
    #[must_use]
    pub fn screen(&self) -> Screen {
        match &self.phase {
            Phase::Starting | Phase::Loading { .. } => Screen::Loading,
            Phase::Stopped(_) => Screen::Stopped,
            Phase::Gathering(gathering) => gathering.stage.screen(),
            Phase::Ended(_) => Screen::Done,
        }
    }

    /// The requested document the screen is about.
    #[must_use]
    pub fn document(&self) -> Option<DocumentType> {
        let Phase::Gathering(gathering) = &self.phase else { return None };
        let slot = gathering.stage.slot()?;
        gathering.request.requested.get(slot.0).map(|requested| requested.document_type)
    }

    /// Whether the customer is past the welcome and not at the end; `None` while the request is being read.
    #[must_use]
    pub const fn is_under_way(&self) -> Option<bool> {
        match &self.phase {
            Phase::Starting | Phase::Loading { .. } => None,
            Phase::Gathering(gathering) => Some(!matches!(gathering.stage, Stage::Welcome)),
            Phase::Stopped(_) | Phase::Ended(_) => Some(false),
        }
    }

    /// Whether there is a question in front of the screen.
    #[must_use]
    pub fn has_dialog(&self) -> bool {
        matches!(&self.phase, Phase::Gathering(gathering) if gathering.dialog.is_some())
    }

    /// Whether there are pictures that are lost with the page: captured, and not yet handed in.
    #[must_use]
    pub fn holds_pictures(&self) -> bool {
        let Phase::Gathering(gathering) = &self.phase else { return false };
        let has_parts = |draft: &Draft| !draft.parts.is_empty();
        match &gathering.stage {
            Stage::Tips { draft, .. } | Stage::Ready { draft } => has_parts(draft),
            Stage::Capturing(Capturing { means: Means::File(FileState { op: Some(_), .. }), .. })
            | Stage::Capturing(Capturing {
                means:
                    Means::Liveness(Liveness {
                        state: LivenessState::Settling(_) | LivenessState::Passed { .. },
                        ..
                    }),
                ..
            })
            | Stage::Reviewing(_)
            | Stage::Sending(_) => true,
            Stage::Capturing(capturing) => has_parts(&capturing.draft),
            Stage::Welcome | Stage::Choosing { .. } => false,
            Stage::Deciding(_) | Stage::Decided { .. } | Stage::Finishing { .. } => false,
        }
    }
}

impl Stage {
    /// The screen to show.
    #[must_use]
    pub const fn screen(&self) -> Screen {
        match self {
            Self::Welcome => Screen::Welcome,
            Self::Choosing { .. } => Screen::Subtype,
            Self::Tips { .. } => Screen::Tips,
            Self::Capturing(capturing) => match capturing.means {
                Means::Camera { .. } => Screen::Camera,
                Means::File(_) => Screen::File,
                Means::Liveness(_) => Screen::Liveness,
            },
            Self::Reviewing(_) => Screen::Review,
            Self::Ready { .. } => Screen::Ready,
            Self::Sending(_) => Screen::Sending,
            Self::Deciding(_) | Self::Finishing { .. } => Screen::Deciding,
            Self::Decided { .. } => Screen::Decided,
        }
    }

    /// The slot the stage is about.
    #[must_use]
    pub const fn slot(&self) -> Option<crate::ids::SlotIndex> {
        match self {
            Self::Welcome | Self::Finishing { .. } => None,
            Self::Choosing { slot } | Self::Decided { slot, .. } => Some(*slot),
            Self::Tips { draft, .. } | Self::Ready { draft } => Some(draft.slot),
            Self::Capturing(capturing) => Some(capturing.draft.slot),
            Self::Reviewing(reviewing) => Some(reviewing.draft.slot),
            Self::Sending(sending) => Some(sending.draft.slot),
            Self::Deciding(deciding) => Some(deciding.slot),
        }
    }
}

//! Where a session is.

use super::effect::Hint;
use super::event::OpId;
use crate::colours::Colours;
use crate::events::{ChallengeKind, ColourSequence, InitialFace, TargetFace};
use crate::oval::{Fit, Matcher, Rect, Sight, Size, Thresholds};

/// The phases, in their order.
#[derive(Clone, Debug, Default)]
pub enum Phase {
    Idle,
    Camera {
        timer: OpId,
    },
    Connecting {
        timer: OpId,
        video: Size,
    },
    Informing {
        timer: OpId,
        video: Size,
    },
    Approaching(Approaching),
    Beginning(Beginning),
    Matching(Matching),
    Holding(Holding),
    Flashing(Flashing),
    Stopping(Stopping),
    Verifying {
        timer: OpId,
        /// The network has taken everything.
        is_sent: bool,
    },
    #[default]
    Finished,
}

impl Phase {
    /// Whether the page must be seen: the video is being taken.
    pub const fn is_watched(&self) -> bool {
        matches!(self, Self::Beginning(_) | Self::Matching(_) | Self::Holding(_) | Self::Flashing(_))
    }

    /// Whether everything was said.
    pub const fn is_complete(&self) -> bool {
        matches!(self, Self::Verifying { .. })
    }
}

/// What the server wants, in pixels.
#[derive(Clone, Debug)]
pub struct Scene {
    pub kind: ChallengeKind,
    pub video: Size,
    pub thresholds: Thresholds,
    pub oval: Rect,
    pub colours: Vec<ColourSequence>,
}

impl Scene {
    /// How the one face that is seen lies to the oval; `None` for nobody and for several.
    pub fn fit(&self, sight: Sight) -> Option<Fit> {
        match sight {
            Sight::One(face) => {
                let bounds = face.bounds(self.video, &self.thresholds);
                Some(Fit::of(&bounds, &self.oval, &self.thresholds))
            }
            Sight::Nobody | Sight::Several => None,
        }
    }
}

/// Before the recorder: waiting for one face that is far enough.
#[derive(Clone, Debug)]
pub struct Approaching {
    pub scene: Scene,
    pub timer: OpId,
    pub sight: Option<Sight>,
    pub was_far: bool,
}

/// The recorder was started: waiting for its first piece and for a face.
#[derive(Clone, Debug)]
pub struct Beginning {
    pub scene: Scene,
    pub called_at: u64,
    pub video_start: Option<u64>,
    pub face: Option<InitialFace>,
    pub sight: Option<Sight>,
    pub recorder_timer: OpId,
    pub face_timer: OpId,
}

/// What was told at the start.
#[derive(Clone, Debug)]
pub struct Run {
    pub scene: Scene,
    pub face: InitialFace,
}

/// The face comes into the oval.
#[derive(Clone, Debug)]
pub struct Matching {
    pub run: Run,
    pub matcher: Matcher,
    pub sight: Option<Sight>,
    pub fit: Fitting,
}

/// The time for the face to come into the oval, which goes on while it holds still.
#[derive(Clone, Copy, Debug)]
pub struct Fitting {
    pub timer: OpId,
    pub is_over: bool,
}

/// The face is in the oval; the colours are about to come.
#[derive(Clone, Debug)]
pub struct Holding {
    pub run: Run,
    pub matcher: Matcher,
    pub target: TargetFace,
    pub fit: Fitting,
    pub timer: OpId,
    pub bad_since: Option<u64>,
    /// What is to be done about what was seen last.
    pub seen: Hint,
}

/// The colours come.
#[derive(Clone, Debug)]
pub struct Flashing {
    pub run: Run,
    pub target: TargetFace,
    pub colours: Colours,
    pub timer: OpId,
    pub bad_since: Option<u64>,
    pub looked_at: u64,
}

/// Waiting for the recorder's last piece.
#[derive(Clone, Debug)]
pub struct Stopping {
    pub kind: ChallengeKind,
    pub face: InitialFace,
    pub target: TargetFace,
    pub timer: OpId,
    pub stopped: Option<Stopped>,
}

/// The recorder stopped.
#[derive(Clone, Copy, Debug)]
pub struct Stopped {
    pub chunks: u32,
    pub at: u64,
}

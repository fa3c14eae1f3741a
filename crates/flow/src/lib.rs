//! The customer's journey as a pure state machine: `transition(journey, event) -> (journey, effects)`.
//!
//! Total, without I/O, clock or randomness: times, ids and answers arrive inside events, and everything to be done
//! leaves as an [`Effect`]. Attempts, statuses and the redirect's `info` are decided here and nowhere else, from what
//! the server said.

pub mod adjust;
pub mod check;
pub mod draft;
pub mod effect;
pub mod event;
pub mod ids;
pub mod journey;
mod privacy;
pub mod request;
pub mod stage;
mod step;

pub use adjust::{Adjustment, Spot};
pub use check::{Checks, Liveness, LivenessState, MAX_CHECKS, MAX_SESSIONS, SettleStep, Settling, Spent};
pub use draft::{Aim, Draft, Face, Facing, Part, Picture, PictureFinding, PictureKind, Side};
pub use effect::Effect;
pub use event::{Event, Failure, Start};
pub use ids::{CaptureId, Millis, OpId, SlotIndex};
pub use journey::{
    Dialog, Embedding, Ended, Ending, Gathering, Journey, Leaving, Link, Phase, Screen, Stopped,
};
pub use request::{Request, SlotView};
pub use stage::{
    CameraState, Capturing, Deciding, FileState, Means, Resume, ReviewLook, Reviewing, SendStep, Sending,
    Stage, Verdict, Watch,
};
pub use step::transition;

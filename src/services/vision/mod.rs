//! What is to be seen in a picture or in a running video: asked of the vision module, which lives in a worker, or in the
//! page where no worker runs. Everything works without it, only unguided.

mod frames;
mod link;
mod page;
mod pump;
mod still;
mod web;

use std::any::Any;
use std::rc::Rc;

use web_sys::HtmlVideoElement;

use super::Task;
use super::files::Canvas;

pub use frames::Kept;
pub use kyc_vision::Target;
pub use kyc_worker::{Guidance, Look};
pub use web::{Module, WebVision};

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Watch {
    /// What the picture is meant to show.
    pub target: Target,
    /// [`Look::hash`] of the side that was taken before.
    pub previous: Option<u64>,
    /// Which advice is wanted; for videos only.
    pub guidance: Guidance,
}

impl Watch {
    /// Looks for `target`, without advice.
    #[must_use]
    pub const fn for_target(target: Target, previous: Option<u64>) -> Self {
        Self { target, previous, guidance: Guidance::None }
    }
}

/// What is called with everything that was seen, some 20 times a second at best, and with the frame it was seen in, if
/// it is good and the browser lets us keep it.
pub type OnLook = Rc<dyn Fn(Look, Option<Kept>)>;

/// Sees what is in pictures.
pub trait Vision {
    /// Gets ready, so that nobody waits later.
    fn warm_up(&self);
    /// Looks at the frames of a playing video until the answer is dropped.
    fn watch(&self, video: HtmlVideoElement, what: Watch, on_look: OnLook) -> Watching;
    /// Looks at a still picture, or at a copy of one of the size `source`, to which the places belong. `None` when nobody
    /// can look, or not in time.
    fn inspect(&self, picture: &Canvas, source: (u32, u32), what: Watch) -> Task<'_, Option<Look>>;
}

/// Frames are looked at until this is dropped.
pub struct Watching(
    /// Whatever has to be dropped.
    pub Box<dyn Any>,
);

//! What is to be seen in a picture or in a running video: asked of the vision module (`crates/worker`), which is loaded
//! when it is first wanted and looks in a worker, or in the page where no worker runs. Everything works without it, only
//! unguided.

mod kept;
mod web;

use std::any::Any;
use std::rc::Rc;

use web_sys::HtmlVideoElement;

use super::Task;
use super::files::Canvas;

pub use kept::Kept;
pub use kyc_vision::Target;
pub use kyc_worker::{Guidance, Look, What as Watch};
pub use web::{Module, WebVision};

/// What is called with everything that was seen, some 20 times a second at best, and with the frame it was seen in, if
/// it is good and the browser lets us keep it.
pub type OnLook = Rc<dyn Fn(Look, Option<Kept>)>;

/// Sees what is in pictures.
pub trait Vision {
    /// Gets ready for pictures of this, so that nobody waits later.
    fn warm_up(&self, target: Target);
    /// Whether nobody will ever look for faces here: no worker runs, and in the page it would hold everything up.
    fn is_faceless(&self) -> Task<'_, bool> {
        Box::pin(async { false })
    }
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

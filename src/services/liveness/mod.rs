//! The liveness client: carries a session of `kyc-liveness` out in the browser, with camera, recorder, socket, detector
//! and clock. What it needs of the studio it is given, and nothing of it is called by name from there but [`begin`], so that
//! it can be loaded apart.

mod acts;
mod best;
mod check;
mod codes;
mod correction;
mod held;
mod keys;
mod recorder;
mod setup;
mod sheet;
mod socket;

use std::rc::{Rc, Weak};

use kyc_liveness::session::{Event, View};
use kyc_wire::Code;
use kyc_wire::config::LivenessProvider;
use web_sys::HtmlCanvasElement;

use super::camera::Camera;
use super::clock::Clock;
use super::files::Canvas;
use super::vision::Vision;
use check::Run;

/// What a check is made with.
pub struct Kit {
    /// The camera. It is the check's alone until its end.
    pub camera: Rc<dyn Camera>,
    /// Who sees faces.
    pub vision: Rc<dyn Vision>,
    /// The server's clock.
    pub clock: Rc<Clock>,
    /// Who checks.
    pub provider: LivenessProvider,
    /// Called with every change of what is shown.
    pub on_change: Rc<dyn Fn()>,
}

/// Which check is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// What the provider calls the session.
    pub session_id: String,
    /// Whether the screen must not flash; `None`: as the system's setting has it.
    pub is_calm: Option<bool>,
    /// Which try it is, from 1.
    pub attempt: u32,
}

/// Gets the best still of a check that was performed, or why there was none.
pub type OnEnd = Box<dyn FnOnce(Result<Canvas, Code>)>;

/// A check under way.
pub trait Check {
    /// What the customer is to see; nothing after the end.
    fn view(&self) -> Option<View>;
    /// What the colours are drawn on, while there are any.
    fn colours(&self) -> Option<HtmlCanvasElement>;
    /// Ends it; its end is not told any more. Everything that it holds is released.
    fn stop(&self);
}

/// The client's code cannot be had now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unloaded;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for Unloaded {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// Loads the client's code; what fails can be tried again.
///
/// # Errors
/// When it cannot be had now.
#[cfg(feature = "split")]
pub async fn load() -> Result<(), Unloaded> {
    Ok(fetch().await?)
}

/// Begins a check.
///
/// # Errors
/// When the code cannot be had now.
#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(liveness, fallible, preload(#[doc(hidden)] fetch))]
pub fn begin(kit: Kit, order: Order, on_end: OnEnd) -> Result<Rc<dyn Check>, Unloaded> {
    Ok(Rc::new(Run::begin(kit, order, on_end)))
}

/// Loads the client's code; what fails can be tried again.
///
/// # Errors
/// When it cannot be had now.
#[cfg(not(feature = "split"))]
pub async fn load() -> Result<(), Unloaded> {
    Ok(())
}

/// Begins a check.
///
/// # Errors
/// When the code cannot be had now.
#[cfg(not(feature = "split"))]
pub async fn begin(kit: Kit, order: Order, on_end: OnEnd) -> Result<Rc<dyn Check>, Unloaded> {
    Ok(Rc::new(Run::begin(kit, order, on_end)))
}

/// Tells a check what happened, as long as there is one.
#[derive(Clone)]
struct Tell(Weak<Run>);

impl Tell {
    fn tell(&self, event: Event) {
        if let Some(run) = self.0.upgrade() {
            run.feed(event);
        }
    }
}

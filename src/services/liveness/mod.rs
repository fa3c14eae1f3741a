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
mod named;
mod recorder;
mod setup;
mod sheet;
mod socket;

use std::rc::{Rc, Weak};

use kyc_flow::{Aim, CaptureId, Event, OpId, Picture};
use kyc_liveness::session::{self, View};
use kyc_wire::Code;
use kyc_wire::config::LivenessProvider;
use web_sys::HtmlCanvasElement;

use super::Task;
use super::camera::Camera;
use super::clock::Clock;
use super::files::Canvas;
use super::vision::Vision;
use check::Run;

/// What a check needs of its surroundings.
pub trait Scene {
    /// The camera. It is the check's alone until its end.
    fn camera(&self) -> &Rc<dyn Camera>;
    /// Who sees faces.
    fn vision(&self) -> &dyn Vision;
    /// The server's clock.
    fn clock(&self) -> &Clock;
    /// Who checks.
    fn provider(&self) -> Option<&LivenessProvider>;
    /// Told of every change of what is shown.
    fn changed(&self);
    /// Keeps the still of a face that was checked, prepared for sending.
    fn keep(&self, still: Canvas, aim: Aim) -> Task<'_, Result<Picture, Code>>;
    /// Forgets a still that was kept for a check that is not wanted any more.
    fn forget(&self, still: CaptureId);
    /// Told how a check ended, which is over then: `LivenessPerformed` or `LivenessRefused`.
    fn answer(&self, event: Event);
}

/// Which check is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The operation.
    pub op: OpId,
    /// What the provider calls the session.
    pub session_id: String,
    /// Whether the screen must not flash; `None`: as the system's setting has it.
    pub is_calm: Option<bool>,
    /// Which try it is, from 1.
    pub attempt: u32,
    /// What the picture is to show.
    pub aim: Aim,
}

/// A check under way.
pub trait Check {
    /// What the customer is to see; nothing after the end.
    fn view(&self) -> Option<View>;
    /// What the colours are drawn on, while there are any.
    fn colours(&self) -> Option<HtmlCanvasElement>;
    /// Ends it; it is not answered any more. Everything that it holds is released.
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

/// Loads the client's code; what fails is tried again by [`begin`].
#[cfg(feature = "split")]
pub async fn preload() {
    drop(fetch().await);
}

/// Begins a check.
///
/// # Errors
/// When the code cannot be had now.
#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(liveness, fallible, preload(#[doc(hidden)] fetch))]
pub fn begin(scene: Rc<dyn Scene>, order: Order) -> Result<Rc<dyn Check>, Unloaded> {
    Ok(Rc::new(Run::begin(scene, order)))
}

/// Loads the client's code; what fails is tried again by [`begin`].
#[cfg(not(feature = "split"))]
pub async fn preload() {}

/// Begins a check.
///
/// # Errors
/// When the code cannot be had now.
#[cfg(not(feature = "split"))]
pub async fn begin(scene: Rc<dyn Scene>, order: Order) -> Result<Rc<dyn Check>, Unloaded> {
    Ok(Rc::new(Run::begin(scene, order)))
}

/// Tells a check what happened, as long as there is one.
#[derive(Clone)]
struct Tell(Weak<Run>);

impl Tell {
    fn tell(&self, event: session::Event) {
        if let Some(run) = self.0.upgrade() {
            run.feed(event);
        }
    }
}

//! The camera: one stream at a time, played by one `<video>` that a screen puts on its stage. A stream that is not wanted
//! any more is stopped wherever it is, even if it arrives late.

mod abilities;
mod errors;
pub mod lens;
mod photo;
mod stream;
mod web;

use std::rc::Rc;

use kyc_flow::Facing;
use kyc_wire::Code;
use web_sys::{Blob, HtmlVideoElement};

use super::Task;
use super::files::Canvas;

pub use web::WebCamera;

/// What is called when a running camera stops by itself.
pub type OnStopped = Rc<dyn Fn(Code)>;

/// A camera.
pub trait Camera {
    /// Starts it; a running one is stopped first. Fails with one of the `camera-…` codes, with `cancelled` when it
    /// was stopped or started anew meanwhile.
    fn start(&self, facing: Facing, on_stopped: OnStopped) -> Task<'_, Result<(), Code>>;
    /// Stops it, also one that is still starting.
    fn stop(&self);
    /// The present picture at the camera's own size, never mirrored.
    fn shot(&self) -> Task<'_, Result<Canvas, Code>>;
    /// A photograph instead, if the running picture's long edge has fewer than `enough` pixels and the camera has many
    /// more to give, soon and without a flash.
    fn photo(&self, enough: u32) -> Task<'_, Option<Blob>>;
    /// The element that plays it: `data-facing` is `front` or `rear`, `data-shape` is `wide` or `tall`.
    fn video(&self) -> Option<HtmlVideoElement>;
    /// Whether the running one has a light of its own.
    fn has_torch(&self) -> bool;
    /// Turns that light on or off.
    fn set_torch(&self, is_on: bool);
    /// Focuses on a place of the picture: shares of its width and height.
    fn focus_at(&self, x: f64, y: f64);
    /// How many there are, as far as the browser tells; 0 before the first start.
    fn count(&self) -> usize;
}

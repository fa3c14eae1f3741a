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
use web_sys::{Blob, HtmlVideoElement, MediaStream};

use super::Task;
use super::files::Canvas;

pub use web::WebCamera;

/// What is called when a running camera stops by itself.
pub type OnStopped = Rc<dyn Fn(Code)>;

/// What a camera is to give, if it can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Frames a second: the best number, and the least.
    pub frames: Option<(u32, u32)>,
}

impl Wish {
    /// Pictures that can be read.
    pub const PICTURE: Self = Self { width: 1920, height: 1080, frames: None };
    /// A video of a face; the numbers of Amazon's clients.
    pub const VIDEO: Self = Self { width: 640, height: 480, frames: Some((30, 15)) };
}

/// A camera.
pub trait Camera {
    /// Starts the one for what is to be had from `facing`; the customer's choice for that side stays theirs. A running
    /// one is stopped first, and it is the next one's turn: that is the switch. Fails with one of the `camera-…` codes,
    /// with `cancelled` when it was stopped or started anew meanwhile.
    fn start(&self, facing: Facing, wish: Wish, on_stopped: OnStopped) -> Task<'_, Result<(), Code>>;
    /// Stops it, also one that is still starting.
    fn stop(&self);
    /// The present picture at the camera's own size, never mirrored.
    fn shot(&self) -> Task<'_, Result<Canvas, Code>>;
    /// A photograph instead, if the running picture's long edge has fewer than `enough` pixels and the camera has many
    /// more to give, soon and without a flash.
    fn photo(&self, enough: u32) -> Task<'_, Option<Blob>>;
    /// The running one's video, to record it.
    fn media(&self) -> Option<MediaStream>;
    /// The element that plays it: `data-facing` is `front` or `rear`, which way it looks or, where nobody knows, was to
    /// look; `data-shape` is `wide` or `tall`.
    fn video(&self) -> Option<HtmlVideoElement>;
    /// Whether the running one has a light of its own.
    fn has_torch(&self) -> bool;
    /// Turns that light on or off.
    fn set_torch(&self, is_on: bool);
    /// Focuses on a place of the picture, if it can: shares of its width and height.
    fn focus_at(&self, x: f64, y: f64) -> bool;
    /// Whether the browser told, before the last start, that the customer is the one who refuses.
    fn is_denied(&self) -> bool;
    /// How many fit ones there are, as far as the browser tells; 0 before the first start.
    fn count(&self) -> usize;
}

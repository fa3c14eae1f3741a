//! The browser's camera.

use std::cell::{Cell, RefCell};

use kyc_flow::Facing;
use kyc_wire::Code;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlVideoElement;

use super::stream::{self, Stream};
use super::{Camera, OnStopped};
use crate::services::Task;
use crate::services::files::Canvas;
use crate::services::js::{self, Listener};

/// How long the start waits for the first frame. Not a condition: some browsers play nothing before the element is in
/// the page, and the screen puts it there when the start is done.
const FRAME_PATIENCE: u32 = 5_000;
/// How long a shot waits for it.
const FRAME_LIMIT: u32 = 10_000;
/// `HAVE_CURRENT_DATA`: there is a frame to draw.
const HAS_FRAME: u16 = 2;

/// The browser's camera.
#[derive(Default)]
pub struct WebCamera {
    /// Counts starts and stops: whoever awaited compares whether it is still wanted.
    turn: Cell<u32>,
    running: RefCell<Option<Running>>,
    video: RefCell<Option<HtmlVideoElement>>,
    count: Cell<usize>,
}

/// A stream and the listener for its end. The listener goes first: stopping must not look like an ending.
struct Running {
    _ended: Option<Listener>,
    _stream: Stream,
}

impl WebCamera {
    fn next_turn(&self) -> u32 {
        self.turn.set(self.turn.get().wrapping_add(1));
        self.turn.get()
    }

    fn check(&self, turn: u32) -> Result<(), Code> {
        if self.turn.get() == turn { Ok(()) } else { Err(Code::Cancelled) }
    }

    async fn run(&self, turn: u32, facing: Facing, on_stopped: OnStopped) -> Result<(), Code> {
        let stream = stream::open(facing).await?;
        self.check(turn)?;
        let video = self.video().ok_or(Code::CameraFailed)?;
        let name = if stream.facing(facing) == Facing::Front { "front" } else { "rear" };
        drop(video.set_attribute("data-facing", name));
        let ended = stream
            .track()
            .map(|track| Listener::new(&track, "ended", move |_| on_stopped(Code::CameraEnded)));
        // Not `media.clone()`: that is the browser's own method, and a copy of a stream keeps the camera running.
        let media = Clone::clone(stream.media());
        *self.running.borrow_mut() = Some(Running { _ended: ended, _stream: stream });
        let start = || {
            video.set_src_object(Some(&media));
            if let Ok(playing) = video.play() {
                // Rejected when the stream ends first, which its track tells; unheard it would litter the console.
                spawn_local(async move { drop(JsFuture::from(playing).await) });
            }
        };
        first_frame(&video, FRAME_PATIENCE, start).await;
        self.check(turn)?;
        let count = stream::count().await;
        self.check(turn)?;
        self.count.set(count);
        Ok(())
    }

    async fn draw(&self) -> Result<Canvas, Code> {
        let video = self.video().filter(|_| self.running.borrow().is_some()).ok_or(Code::CameraFailed)?;
        if video.ready_state() < HAS_FRAME && !first_frame(&video, FRAME_LIMIT, || ()).await {
            return Err(Code::CameraFailed);
        }
        let (width, height) = (video.video_width(), video.video_height());
        if width == 0 || height == 0 {
            return Err(Code::CameraFailed);
        }
        let canvas = Canvas::new(width, height).ok_or(Code::CameraFailed)?;
        canvas.draw(&video).ok_or(Code::CameraFailed)?;
        Ok(canvas)
    }
}

impl Camera for WebCamera {
    fn start(&self, facing: Facing, on_stopped: OnStopped) -> Task<'_, Result<(), Code>> {
        self.stop();
        let turn = self.next_turn();
        Box::pin(self.run(turn, facing, on_stopped))
    }

    fn stop(&self) {
        self.next_turn();
        drop(self.running.take());
        if let Some(video) = self.video.borrow().as_ref() {
            video.set_src_object(None);
        }
    }

    fn shot(&self) -> Task<'_, Result<Canvas, Code>> {
        Box::pin(self.draw())
    }

    fn video(&self) -> Option<HtmlVideoElement> {
        let mut video = self.video.borrow_mut();
        if video.is_none() {
            *video = stream::video();
        }
        video.clone()
    }

    fn count(&self) -> usize {
        self.count.get()
    }
}

impl Drop for WebCamera {
    fn drop(&mut self) {
        self.stop();
    }
}

async fn first_frame(video: &HtmlVideoElement, limit: u32, start: impl FnOnce()) -> bool {
    let event = js::first_event(video, &["loadeddata", "error"], limit, start).await;
    event.as_deref() == Some("loadeddata")
}

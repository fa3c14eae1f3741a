//! The browser's camera.

use std::cell::{Cell, RefCell};

use kyc_flow::Facing;
use kyc_wire::Code;
use web_sys::HtmlVideoElement;

use super::stream::{self, Stream};
use super::{Camera, OnStopped};
use crate::services::Task;
use crate::services::files::Canvas;
use crate::services::js::{self, Listener};

/// How long the first frame of a running stream may take.
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
        let media = stream.media().clone();
        *self.running.borrow_mut() = Some(Running { _ended: ended, _stream: stream });
        let has_frame = first_frame(&video, || {
            video.set_src_object(Some(&media));
            // Rejected when the stream ends first; the frame that does not come tells.
            drop(video.play());
        });
        let has_frame = has_frame.await;
        self.check(turn)?;
        if !has_frame {
            self.stop();
            return Err(Code::CameraSlow);
        }
        let count = stream::count().await;
        self.check(turn)?;
        self.count.set(count);
        Ok(())
    }

    async fn draw(&self) -> Result<Canvas, Code> {
        let video = self.video().filter(|_| self.running.borrow().is_some()).ok_or(Code::CameraFailed)?;
        if video.ready_state() < HAS_FRAME && !first_frame(&video, || ()).await {
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

async fn first_frame(video: &HtmlVideoElement, start: impl FnOnce()) -> bool {
    let event = js::first_event(video, &["loadeddata", "error"], FRAME_LIMIT, start).await;
    event.as_deref() == Some("loadeddata")
}

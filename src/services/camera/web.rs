//! The browser's camera.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use kyc_flow::Facing;
use kyc_wire::Code;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, HtmlVideoElement, MediaStream, MediaStreamTrack, MediaStreamTrackState};

use super::stream::{self, Stream};
use super::{Camera, OnStopped, Wish, abilities, lens, photo};
use crate::services::Task;
use crate::services::files::Canvas;
use crate::services::js::{self, Listener};

/// How long the start waits for the first frame. Not a condition: some browsers play nothing before the element is in
/// the page, and the screen puts it there when the start is done.
const FRAME_PATIENCE: u32 = 5_000;
/// How long a shot waits for it.
const FRAME_LIMIT: u32 = 10_000;
/// How long a camera may show nothing: a call that comes in takes it for a moment.
const MUTE_LIMIT: u32 = 3_000;
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
    /// The camera that proved right, for either side.
    preferred: RefCell<Vec<(Facing, String)>>,
    /// The one that ran last, and which way it was to look.
    last: RefCell<Option<(Facing, String)>>,
    /// A photograph was asked for in vain.
    is_photo_lost: Cell<bool>,
}

/// A stream and the listener for its end. The listener goes first: stopping must not look like an ending.
struct Running {
    _listeners: Vec<Listener>,
    stream: Stream,
}

impl WebCamera {
    fn next_turn(&self) -> u32 {
        self.turn.set(self.turn.get().wrapping_add(1));
        self.turn.get()
    }

    fn check(&self, turn: u32) -> Result<(), Code> {
        if self.turn.get() == turn { Ok(()) } else { Err(Code::Cancelled) }
    }

    async fn run(&self, turn: u32, facing: Facing, wish: Wish, on_stopped: OnStopped) -> Result<(), Code> {
        let stream = self.open(turn, facing, wish).await?;
        self.check(turn)?;
        let video = self.video().ok_or(Code::CameraFailed)?;
        let name = if stream.facing(facing) == Facing::Front { "front" } else { "rear" };
        drop(video.set_attribute("data-facing", name));
        let mut listeners = stream.track().map(|track| watch(&track, &on_stopped)).unwrap_or_default();
        listeners.extend(["loadedmetadata", "resize"].map(|event| shaped(&video, event)));
        // Not `media.clone()`: that is the browser's own method, and a copy of a stream keeps the camera running.
        let media = Clone::clone(stream.media());
        *self.running.borrow_mut() = Some(Running { _listeners: listeners, stream });
        let start = || {
            video.set_src_object(Some(&media));
            if let Ok(playing) = video.play() {
                // Rejected when the stream ends first, which its track tells; unheard it would litter the console.
                spawn_local(async move { drop(JsFuture::from(playing).await) });
            }
        };
        first_frame(&video, FRAME_PATIENCE, start).await;
        self.check(turn)?;
        if let Some(track) = self.track() {
            abilities::focus_always(&track);
        }
        Ok(())
    }

    /// The camera that suits best; the browser's own choice may be a lens that does not see sharply what is near.
    async fn open(&self, turn: u32, facing: Facing, wish: Wish) -> Result<Stream, Code> {
        let known =
            self.preferred.borrow().iter().find(|(side, _)| *side == facing).map(|(_, id)| id.clone());
        let given = stream::open(facing, wish, known.as_deref()).await?;
        self.check(turn)?;
        let lenses = stream::lenses().await;
        self.check(turn)?;
        self.count.set(lenses.len());
        let Some(id) = given.id() else { return Ok(given) };
        let before = self.last.borrow().clone();
        // A computer's cameras look no way at all: a switch is to the next one then.
        let is_same = before.is_some_and(|(side, last)| side != facing && last == id);
        let other = if is_same { lens::next(&lenses, &id) } else { lens::better(&lenses, &id, facing) };
        let (chosen, id) = match other {
            Some(other) if known.is_none() || is_same => {
                // Most telephones have only one camera open at a time.
                drop(given);
                let chosen = stream::open(facing, wish, Some(&other.id)).await?;
                (chosen, other.id.clone())
            }
            _ => (given, id),
        };
        let mut preferred = self.preferred.borrow_mut();
        preferred.retain(|(side, _)| *side != facing);
        preferred.push((facing, id.clone()));
        self.last.replace(Some((facing, id)));
        Ok(chosen)
    }

    fn track(&self) -> Option<MediaStreamTrack> {
        self.running.borrow().as_ref()?.stream.track()
    }

    async fn photograph(&self, enough: u32) -> Option<Blob> {
        let (track, video) = (self.track()?, self.video()?);
        let long = video.video_width().max(video.video_height());
        // The camera that looks at the customer lights the screen up for it, or the room.
        let is_rear = video.get_attribute("data-facing").is_some_and(|facing| facing == "rear");
        if self.is_photo_lost.get() || long >= enough || !is_rear {
            return None;
        }
        let taken = photo::take(&track, f64::from(long)).await;
        self.is_photo_lost.set(taken == Err(photo::Without::Answer));
        taken.ok()
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
    fn start(&self, facing: Facing, wish: Wish, on_stopped: OnStopped) -> Task<'_, Result<(), Code>> {
        self.stop();
        let turn = self.next_turn();
        Box::pin(self.run(turn, facing, wish, on_stopped))
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

    fn photo(&self, enough: u32) -> Task<'_, Option<Blob>> {
        Box::pin(self.photograph(enough))
    }

    fn media(&self) -> Option<MediaStream> {
        Some(Clone::clone(self.running.borrow().as_ref()?.stream.media()))
    }

    fn video(&self) -> Option<HtmlVideoElement> {
        let mut video = self.video.borrow_mut();
        if video.is_none() {
            *video = stream::video();
        }
        video.clone()
    }

    fn has_torch(&self) -> bool {
        self.track().is_some_and(|track| abilities::has_torch(&track))
    }

    fn set_torch(&self, is_on: bool) {
        if let Some(track) = self.track() {
            abilities::set_torch(&track, is_on);
        }
    }

    fn focus_at(&self, x: f64, y: f64) {
        if let Some(track) = self.track() {
            abilities::focus_at(&track, x, y);
        }
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

/// Told of: the end of the stream, and pictures that stay away because another program has taken the camera.
fn watch(track: &MediaStreamTrack, on_stopped: &OnStopped) -> Vec<Listener> {
    let (ended, muted) = (Rc::clone(on_stopped), Rc::clone(on_stopped));
    let waiting: Rc<Cell<Option<i32>>> = Rc::default();
    let (begun, over) = (Rc::clone(&waiting), waiting);
    let own = Clone::clone(track);
    vec![
        Listener::new(track, "ended", move |_| ended(Code::CameraEnded)),
        Listener::new(track, "mute", move |_| {
            let (muted, own) = (Rc::clone(&muted), Clone::clone(&own));
            let late = move || {
                if own.muted() && own.ready_state() == MediaStreamTrackState::Live {
                    muted(Code::CameraBusy);
                }
            };
            begun.set(Some(js::set_timer(MUTE_LIMIT, late)));
        }),
        Listener::new(track, "unmute", move |_| {
            if let Some(handle) = over.take() {
                js::cancel_timer(handle);
            }
        }),
    ]
}

/// Says on the element which way its picture lies, whenever that changes.
fn shaped(video: &HtmlVideoElement, event: &'static str) -> Listener {
    let own = Clone::clone(video);
    Listener::new(video, event, move |_| {
        let shape = if own.video_width() > own.video_height() { "wide" } else { "tall" };
        drop(own.set_attribute("data-shape", shape));
    })
}

async fn first_frame(video: &HtmlVideoElement, limit: u32, start: impl FnOnce()) -> bool {
    let event = js::first_event(video, &["loadeddata", "error"], limit, start).await;
    event.as_deref() == Some("loadeddata")
}

//! The browser's camera.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use kyc_flow::Facing;
use kyc_wire::Code;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, HtmlVideoElement, MediaStream, MediaStreamTrack, MediaStreamTrackState};

use super::lens::{self, Lens};
use super::stream::{self, Stream};
use super::{Camera, OnStopped, Wish, abilities, photo};
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
/// How long the camera stays focused where the customer has pointed: a lens needs about one second to get there, and once
/// the document has moved it would stay blurred.
const FOCUS_HELD: u32 = 4_000;
/// `HAVE_CURRENT_DATA`: there is a frame to draw.
const HAS_FRAME: u16 = 2;

/// The browser's camera.
#[derive(Default)]
pub struct WebCamera {
    /// Counts starts and stops: whoever awaited compares whether it is still wanted.
    turn: Cell<u32>,
    running: RefCell<Option<Running>>,
    video: RefCell<Option<HtmlVideoElement>>,
    /// The cameras there are.
    lenses: RefCell<Vec<Lens>>,
    /// The one that ran last for what was to be had from either side: the best of them, or the customer's own choice.
    front: RefCell<Option<String>>,
    rear: RefCell<Option<String>>,
    /// Those that had their turn, the last one at the end.
    used: RefCell<Vec<String>>,
    /// What lets the camera focus by itself again after the customer has pointed.
    refocus: Cell<Option<i32>>,
    /// The customer had refused before it was asked for.
    is_denied: Cell<bool>,
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

    async fn run(
        &self,
        turn: u32,
        wanted: (Facing, Option<String>),
        wish: Wish,
        on_stopped: OnStopped,
    ) -> Result<(), Code> {
        let (facing, id) = wanted;
        let stream = self.open(turn, facing, wish, id).await?;
        self.check(turn)?;
        let video = self.video().ok_or(Code::CameraFailed)?;
        let name = if stream.facing().unwrap_or(facing) == Facing::Front { "front" } else { "rear" };
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
    /// `known` is the one to take if it is still there.
    async fn open(
        &self,
        turn: u32,
        facing: Facing,
        wish: Wish,
        known: Option<String>,
    ) -> Result<Stream, Code> {
        let mut stream = stream::open(facing, wish, known.as_deref(), &self.is_denied).await?;
        self.check(turn)?;
        let mut lenses = stream::lenses().await;
        self.check(turn)?;
        let given = stream.id();
        if let Some(own) = lenses.iter_mut().find(|lens| Some(&lens.id) == given.as_ref()) {
            own.facing = stream.facing().or(own.facing);
        }
        let given = given.filter(|id| Some(id) != known.as_ref());
        let better =
            given.and_then(|given| lens::better(&lenses, &given, facing)).map(|lens| lens.id.clone());
        if better.is_some() {
            // Most telephones have only one camera open at a time.
            drop(stream);
            stream = stream::open(facing, wish, better.as_deref(), &self.is_denied).await?;
        }
        self.lenses.replace(lenses);
        // What could not be had has had its turn as well.
        self.remember(facing, known);
        self.remember(facing, stream.id());
        Ok(stream)
    }

    #[inline(never)]
    fn remember(&self, facing: Facing, id: Option<String>) {
        let Some(id) = id else { return };
        let mut used = self.used.borrow_mut();
        if let Some(at) = used.iter().position(|other| *other == id) {
            used.remove(at);
        }
        used.push(id.clone());
        self.preferred(facing).replace(Some(id));
    }

    const fn preferred(&self, facing: Facing) -> &RefCell<Option<String>> {
        match facing {
            Facing::Front => &self.front,
            Facing::Rear => &self.rear,
        }
    }

    /// The one to take for what is to be had from `facing`: the next one if one is running.
    fn wanted(&self, facing: Facing) -> Option<String> {
        if self.running.borrow().is_some()
            && let Some(next) = lens::next(&self.lenses.borrow(), &self.used.borrow())
        {
            return Some(next.id.clone());
        }
        self.preferred(facing).borrow().clone()
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
        let wanted = (facing, self.wanted(facing));
        self.stop();
        let turn = self.next_turn();
        Box::pin(self.run(turn, wanted, wish, on_stopped))
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

    fn focus_at(&self, x: f64, y: f64) -> bool {
        if let Some(earlier) = self.refocus.take() {
            js::cancel_timer(earlier);
        }
        let Some(track) = self.track() else { return false };
        let can_focus = abilities::focus_at(&track, x, y);
        if can_focus {
            // One that has ended since takes no wishes.
            let later = js::set_timer(FOCUS_HELD, move || abilities::focus_always(&track));
            self.refocus.set(Some(later));
        }
        can_focus
    }

    fn is_denied(&self) -> bool {
        self.is_denied.get()
    }

    fn count(&self) -> usize {
        self.lenses.borrow().iter().filter(|lens| lens.is_fit()).count()
    }
}

impl Drop for WebCamera {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Told of: the end of the stream, and pictures that stay away because another program has taken the camera. One that
/// has it from the start is told by no event.
fn watch(track: &MediaStreamTrack, on_stopped: &OnStopped) -> Vec<Listener> {
    let (ended, muted) = (Rc::clone(on_stopped), Rc::clone(on_stopped));
    let waiting: Rc<Cell<Option<i32>>> = Rc::default();
    let (begun, over) = (Rc::clone(&waiting), waiting);
    let own = Clone::clone(track);
    let wait = move |limit| {
        let (muted, own) = (Rc::clone(&muted), Clone::clone(&own));
        let late = move || {
            if own.muted() && own.ready_state() == MediaStreamTrackState::Live {
                muted(Code::CameraBusy);
            }
        };
        begun.set(Some(js::set_timer(limit, late)));
    };
    if track.muted() {
        wait(FRAME_PATIENCE);
    }
    vec![
        Listener::new(track, "ended", move |_| ended(Code::CameraEnded)),
        Listener::new(track, "mute", move |_| wait(MUTE_LIMIT)),
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

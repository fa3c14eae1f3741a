//! Guiding the customer to a good picture: what the vision module says about the running camera goes to the screen, and
//! when it says so, the picture is taken. The best frame of the last second is kept for that.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use kyc_flow::{Aim, Event};
use leptos::prelude::{RwSignal, Update};
use wasm_bindgen_futures::spawn_local;

use crate::ports::{Guidance, Share};
use crate::services::files::Canvas;
use crate::services::js;
use crate::services::vision::{Guidance as Wanted, Kept, Look, Watch, Watching};
use crate::store::Sender;
use crate::target;

use super::room::Room;

/// How old the best frame may be, in milliseconds.
const FRESH: f64 = 1_000.0;
/// After this time without a picture help is offered, whether or not anybody looks at the frames.
const PATIENCE: u32 = kyc_vision::PATIENCE_MS as u32;

/// The guidance of one viewfinder at a time.
pub struct Guiding {
    shown: Rc<Shown>,
    running: RefCell<Option<Running>>,
    is_automatic: Cell<bool>,
    best: Rc<RefCell<Option<Best>>>,
    /// Counts up when one viewfinder's guidance begins or ends, so that whoever waited for the one before stays silent.
    turn: Rc<Cell<u32>>,
}

/// What the screen shows, and how often it has changed.
struct Shown {
    guidance: RefCell<Guidance>,
    changes: RwSignal<u32>,
}

impl Shown {
    fn change(&self, change: impl FnOnce(&mut Guidance)) {
        change(&mut self.guidance.borrow_mut());
        // None after the page part was taken down.
        let _ = self.changes.try_update(|changes| *changes = changes.wrapping_add(1));
    }
}

struct Running {
    _watching: Watching,
    aim: Aim,
    sender: Sender,
}

/// The best frame lately.
struct Best {
    rating: f32,
    at: f64,
    frame: Kept,
}

impl Guiding {
    /// Nobody is guided yet. `changes` counts up with every change of what is shown.
    #[must_use]
    pub fn new(changes: RwSignal<u32>) -> Self {
        Self {
            shown: Rc::new(Shown {
                guidance: RefCell::new(Guidance { is_automatic: true, ..Guidance::default() }),
                changes,
            }),
            running: RefCell::default(),
            is_automatic: Cell::new(true),
            best: Rc::default(),
            turn: Rc::default(),
        }
    }

    /// What the screen shows.
    #[must_use]
    pub fn shown(&self) -> Guidance {
        self.shown.guidance.borrow().clone()
    }

    /// Remembers where the customer has moved a document's corners.
    pub fn set_corners(&self, corners: [Share; 4]) {
        self.shown.change(|shown| shown.corners = corners);
    }

    /// Shows where the customer has pointed.
    pub fn point(&self, place: Share) {
        self.shown.change(|shown| {
            let times = shown.pointed.map_or(0, |(times, _)| times);
            shown.pointed = Some((times.wrapping_add(1), place));
        });
    }

    /// Guides to `aim` until it is stopped.
    pub fn start(&self, room: &Room, aim: Aim, sender: Sender) {
        self.stop();
        self.show_torch(room.camera.has_torch().then_some(false));
        self.offer_help_later();
        self.watch(room, aim, sender);
    }

    fn watch(&self, room: &Room, aim: Aim, sender: Sender) {
        let Some(video) = room.camera.video() else { return };
        let what = Watch {
            target: target::of(aim),
            previous: aim.other.and_then(|other| room.files.hash(other)),
            guidance: if self.is_automatic.get() { Wanted::Shutter } else { Wanted::Hints },
            is_from_viewfinder: true,
        };
        let (shown, best, told) = (Rc::clone(&self.shown), Rc::clone(&self.best), sender.clone());
        let on_look = Rc::new(move |look, frame| take_in(&look, frame, &shown, &best, &told));
        let watching = room.vision.watch(video, what, on_look);
        self.running.replace(Some(Running { _watching: watching, aim, sender }));
    }

    fn offer_help_later(&self) {
        let (shown, turn, mine) = (Rc::clone(&self.shown), Rc::clone(&self.turn), self.turn.get());
        spawn_local(async move {
            js::sleep(PATIENCE).await;
            if turn.get() == mine {
                shown.change(|shown| shown.is_stuck = true);
            }
        });
    }

    /// Stops guiding and forgets what was seen.
    pub fn stop(&self) {
        self.turn.set(self.turn.get().wrapping_add(1));
        self.running.take();
        self.best.take();
        let is_automatic = self.is_automatic.get();
        self.shown.change(|shown| *shown = Guidance { is_automatic, ..Guidance::default() });
    }

    /// Turns the automatic shutter on or off; a wait that has begun ends.
    pub fn set_automatic(&self, room: &Room, is_on: bool) {
        self.is_automatic.set(is_on);
        self.shown.change(|shown| (shown.is_automatic, shown.progress) = (is_on, 0.0));
        if let Some(Running { aim, sender, .. }) = self.running.take() {
            self.watch(room, aim, sender);
        }
    }

    /// Turns the camera's light on or off.
    pub fn set_torch(&self, room: &Room, is_on: bool) {
        room.camera.set_torch(is_on);
        self.show_torch(Some(is_on));
    }

    fn show_torch(&self, torch: Option<bool>) {
        self.shown.change(|shown| shown.torch = torch);
    }

    /// The best frame of the last second, if one was worth keeping.
    pub fn best(&self) -> Option<Canvas> {
        let best = self.best.take()?;
        if js::monotonic_now() - best.at > FRESH { None } else { best.frame.to_canvas() }
    }
}

fn take_in(look: &Look, frame: Option<Kept>, shown: &Shown, best: &RefCell<Option<Best>>, sender: &Sender) {
    let Some(advice) = look.advice else { return };
    let now = js::monotonic_now();
    let is_old = |best: &Best| now - best.at > FRESH;
    let is_better = best.borrow().as_ref().is_none_or(|best| is_old(best) || advice.rating > best.rating);
    if let Some(frame) = frame.filter(|_| is_better && advice.rating > 0.0) {
        best.replace(Some(Best { rating: advice.rating, at: now, frame }));
    }
    let share = |length: f32, whole: u32| f64::from(length) / f64::from(whole.max(1));
    let outline = look.quad.map(|quad| quad.0.map(|at| (share(at.x, look.width), share(at.y, look.height))));
    shown.change(|shown| {
        shown.hint = Some(advice.hint);
        shown.outline = outline;
        shown.progress = advice.progress;
        shown.is_stuck |= advice.is_stuck;
    });
    if advice.is_shot {
        sender.send(Event::ShutterPressed);
    }
}

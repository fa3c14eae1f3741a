//! The liveness check of a journey: its code is loaded when it is about to be needed, and gets of the studio what it needs.
//! Most of what can be done there is done there: the studio is loaded by everybody.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use kyc_flow::{Aim, CaptureId, Event, Journey, Means, OpId, Phase, Picture, Stage};
use kyc_vision::Target;
use kyc_wire::Code;
use kyc_wire::config::LivenessProvider;
use leptos::prelude::{RwSignal, Update};
use wasm_bindgen_futures::spawn_local;

use super::room::Room;
use crate::services::camera::Camera;
use crate::services::clock::Clock;
use crate::services::files::Canvas;
use crate::services::liveness::{self, Check, Order, Scene};
use crate::services::vision::Vision;
use crate::services::{Task, js};

/// One check at a time.
pub struct Checking {
    provider: Option<LivenessProvider>,
    changes: RwSignal<u32>,
    running: RefCell<Option<Rc<dyn Check>>>,
    /// The one that is wanted.
    wanted: Cell<Option<OpId>>,
}

impl Checking {
    /// No check yet. `changes` counts up with every change of what is shown.
    #[must_use]
    pub fn new(provider: Option<LivenessProvider>, changes: RwSignal<u32>) -> Self {
        Self { provider, changes, running: RefCell::default(), wanted: Cell::new(None) }
    }

    /// The one under way.
    #[must_use]
    pub fn running(&self) -> Option<Rc<dyn Check>> {
        self.running.borrow().clone()
    }

    /// The code for it cannot be had, or not in time.
    fn refuse(&self, room: &Room, op: OpId) {
        if self.wanted.get() == Some(op) {
            self.wanted.set(None);
            room.answer(Event::LivenessRefused { op, code: Code::LivenessConnection });
        }
    }

    /// Ends it; it is not answered any more.
    pub fn stop(&self) {
        self.wanted.set(None);
        let running = self.running.take();
        if let Some(check) = running {
            check.stop();
        }
    }
}

/// Loads what a check needs while the customer reads what it is.
pub fn expect(room: &Room, journey: &Journey) {
    let Phase::Gathering(gathering) = &journey.phase else { return };
    let Stage::Capturing(capturing) = &gathering.stage else { return };
    if matches!(capturing.means, Means::Liveness(_)) {
        room.vision.warm_up(Target::Face);
        // What fails now is tried again when it is needed.
        spawn_local(liveness::preload());
    }
}

/// How long its code may take to load, in milliseconds. A load goes on after that; whoever tries again waits for the same.
const PATIENCE: u32 = 15_000;

/// Performs a check.
pub fn perform(room: &Rc<Room>, order: Order) {
    room.checking.stop();
    room.stop_camera();
    let (op, room) = (order.op, Rc::clone(room));
    room.checking.wanted.set(Some(op));
    let late = Rc::clone(&room);
    let timer = js::set_timer(PATIENCE, move || late.checking.refuse(&late, op));
    spawn_local(async move {
        let begun = liveness::begin(Rc::clone(&room) as Rc<dyn Scene>, order).await;
        js::cancel_timer(timer);
        let is_wanted = room.checking.wanted.get() == Some(op);
        match begun {
            Ok(check) if is_wanted => drop(room.checking.running.replace(Some(check))),
            Ok(check) => check.stop(),
            Err(_) => room.checking.refuse(&room, op),
        }
    });
}

impl Scene for Room {
    fn camera(&self) -> &Rc<dyn Camera> {
        &self.camera
    }

    fn vision(&self) -> &dyn Vision {
        &*self.vision
    }

    fn clock(&self) -> &Clock {
        &self.clock
    }

    fn provider(&self) -> Option<&LivenessProvider> {
        self.checking.provider.as_ref()
    }

    fn changed(&self) {
        // None after the page part was taken down.
        let _ = self.checking.changes.try_update(|changes| *changes = changes.wrapping_add(1));
    }

    fn keep(&self, still: Canvas, aim: Aim) -> Task<'_, Result<Picture, Code>> {
        Box::pin(self.files.keep_shot(still, aim, &self.limits))
    }

    fn forget(&self, still: CaptureId) {
        self.files.discard(still);
    }

    fn answer(&self, event: Event) {
        self.checking.running.take();
        self.sender.send(event);
    }
}

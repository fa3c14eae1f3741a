//! The liveness check of a journey: its code is loaded when it is about to be needed, it takes the camera, and what comes
//! of it is told to the machine.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use kyc_flow::{Aim, Event, Journey, Means, OpId, Phase, Stage};
use kyc_liveness::session::View;
use kyc_vision::Target;
use kyc_wire::Code;
use kyc_wire::config::LivenessProvider;
use leptos::prelude::{RwSignal, Update};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlCanvasElement;

use super::room::Room;
use crate::services::files::Canvas;
use crate::services::liveness::{self, Check, Kit, Order};
use crate::store::Sender;

/// One check at a time.
pub struct Checking {
    provider: Option<LivenessProvider>,
    changes: RwSignal<u32>,
    running: RefCell<Option<Rc<dyn Check>>>,
    /// Counts starts and stops: what comes late compares whether it is still wanted.
    turn: Cell<u32>,
}

impl Checking {
    /// No check yet. `changes` counts up with every change of what is shown.
    #[must_use]
    pub fn new(provider: Option<LivenessProvider>, changes: RwSignal<u32>) -> Self {
        Self { provider, changes, running: RefCell::default(), turn: Cell::default() }
    }

    /// What the customer is to see.
    #[must_use]
    pub fn view(&self) -> Option<View> {
        self.running.borrow().as_ref()?.view()
    }

    /// What the colours are drawn on.
    #[must_use]
    pub fn colours(&self) -> Option<HtmlCanvasElement> {
        self.running.borrow().as_ref()?.colours()
    }

    /// Ends it; it is not answered any more.
    pub fn stop(&self) {
        self.turn.set(self.turn.get().wrapping_add(1));
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
        spawn_local(async {
            let _ = liveness::load().await;
        });
    }
}

/// Performs a check.
pub fn perform(room: &Rc<Room>, sender: Sender, op: OpId, order: Order, aim: Aim) {
    room.checking.stop();
    room.stop_camera();
    let Some(kit) = kit(room) else {
        return sender.send(Event::LivenessRefused { op, code: Code::LivenessUnavailable });
    };
    let (room, turn) = (Rc::clone(room), room.checking.turn.get());
    let (ending, told) = (Rc::clone(&room), sender.clone());
    let on_end = Box::new(move |end| {
        spawn_local(async move {
            let event = ended(&ending, op, end, aim).await;
            if ending.checking.turn.get() == turn {
                ending.checking.running.take();
                told.send(event);
            }
        });
    });
    spawn_local(async move {
        let begun = liveness::begin(kit, order, on_end).await;
        let is_wanted = room.checking.turn.get() == turn;
        match begun {
            Ok(check) if is_wanted => drop(room.checking.running.replace(Some(check))),
            Ok(check) => check.stop(),
            Err(_) if is_wanted => {
                sender.send(Event::LivenessRefused { op, code: Code::LivenessConnection });
            }
            Err(_) => {}
        }
    });
}

fn kit(room: &Room) -> Option<Kit> {
    let changes = room.checking.changes;
    Some(Kit {
        camera: Rc::clone(&room.camera),
        vision: Rc::clone(&room.vision),
        clock: Rc::clone(&room.clock),
        provider: room.checking.provider.clone()?,
        // None after the page part was taken down.
        on_change: Rc::new(move || {
            let _ = changes.try_update(|changes| *changes = changes.wrapping_add(1));
        }),
    })
}

/// The still of a check that was performed becomes the picture that is filed with it.
async fn ended(room: &Room, op: OpId, end: Result<Canvas, Code>, aim: Aim) -> Event {
    let kept = match end {
        Ok(still) => room.files.keep_shot(still, aim, &room.limits).await,
        Err(code) => Err(code),
    };
    match kept {
        Ok(picture) => Event::LivenessPerformed { op, picture },
        Err(code) => Event::LivenessRefused { op, code },
    }
}

//! Guiding the customer to a good picture: what the vision module says about the running camera goes to the screen, and
//! when it says so, the picture is taken.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use kyc_flow::{Aim, Event};
use leptos::prelude::{RwSignal, Set, Update};

use crate::ports::{Guidance, Share};
use crate::services::js;
use crate::services::target;
use crate::services::vision::{self, Advised, Kept, Look, Watch, Watching};
use crate::store::{Sender, Store};

/// How old the best frame may be, in milliseconds.
const FRESH: f64 = 1_000.0;

/// The guidance of one viewfinder at a time.
pub struct Guiding {
    /// For the screen.
    pub shown: RwSignal<Guidance>,
    running: RefCell<Option<Running>>,
    is_automatic: Cell<bool>,
    best: Rc<RefCell<Option<Best>>>,
}

struct Running {
    _watching: Watching,
    aim: Aim,
    sender: Sender,
}

struct Best {
    rating: f32,
    at: f64,
    frame: Kept,
}

impl Guiding {
    /// Nobody is guided yet. Must be called inside a reactive owner.
    #[must_use]
    pub fn new() -> Self {
        Self {
            shown: RwSignal::new(Guidance { is_automatic: true, ..Guidance::default() }),
            running: RefCell::default(),
            is_automatic: Cell::new(true),
            best: Rc::default(),
        }
    }

    /// Guides to `aim` until it is stopped.
    pub fn start(&self, store: &Store, aim: Aim, sender: Sender) {
        self.stop();
        let Some(video) = store.services.camera.video() else { return };
        let guidance = if self.is_automatic.get() { vision::Advice::Shutter } else { vision::Advice::Hints };
        let previous = aim.other.and_then(|other| store.services.files.hash(other));
        let what = Watch { target: target::of(aim), previous, guidance };
        let (shown, best, told) = (self.shown, Rc::clone(&self.best), sender.clone());
        let on_look = Rc::new(move |advised| take_in(advised, shown, &best, &told));
        let watching = store.services.vision.watch(video, what, on_look);
        self.running.replace(Some(Running { _watching: watching, aim, sender }));
    }

    /// Stops guiding and forgets what was seen.
    pub fn stop(&self) {
        self.running.take();
        self.best.take();
        let is_automatic = self.is_automatic.get();
        // None after the page part was taken down.
        drop(self.shown.try_set(Guidance { is_automatic, ..Guidance::default() }));
    }
}

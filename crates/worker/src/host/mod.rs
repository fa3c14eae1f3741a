//! The page's side of the module: a worker is started, replaced when it hangs, given up when that does not help. What is
//! asked waits here for its answer.

mod frames;
mod link;
mod oval;
mod pump;
mod still;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Float64Array;
use kyc_js as js;
use kyc_vision::{Oval, Target};
use kyc_worker::{Ask, Skills};
use web_sys::HtmlVideoElement;

use frames::Handed;
use link::{Heard, Link};
use pump::Edge;

pub use pump::{Pump, Running};
pub use still::look as still;

/// Workers that are replaced; one that hangs again and again does so for a reason that the next one meets as well.
const MOST_LOSSES: u32 = 3;
/// What the first answer, the one that the module is loaded, has for a number.
const HELLO: u32 = 0;

/// How long things may take, see [`crate::exports::Host::new`].
pub struct Patience {
    pub stride: u32,
    pub loading: u32,
    pub answering: u32,
}

/// Who answers.
enum Engine {
    Waking(Link),
    Worker(Link, Skills),
    /// This very module.
    Page,
    Gone,
}

/// How the module can be asked at present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readiness {
    /// Not yet.
    Later,
    /// In a worker with these skills.
    Worker(Skills),
    /// In the page, where every moment of it is taken from the customer.
    Page,
    /// Not any more.
    Never,
}

/// Gets the whole answer, if it says that something was seen.
type OnAnswer = Box<dyn FnOnce(Option<Float64Array>)>;

/// What the host and everybody who waits for it share.
pub struct Shared {
    url: String,
    patience: Patience,
    engine: RefCell<Engine>,
    waiting: RefCell<Vec<(u32, OnAnswer)>>,
    /// The last number of a question.
    last: Cell<u32>,
    losses: Cell<u32>,
    /// Counted up with every start and loss: what is told by a former worker does not count.
    turn: Cell<u32>,
    /// The size at which the page itself can look without being held up.
    edge: Edge,
    /// A worker that comes up is told so.
    needs_faces: Cell<bool>,
    /// Where the viewfinder shows that a face belongs, and how wide the picture is.
    oval: Cell<Option<(Oval, u32)>>,
}

impl Shared {
    /// Starts a worker.
    pub fn start(url: String, patience: Patience) -> Rc<Self> {
        let shared = Rc::new(Self {
            url,
            patience,
            engine: RefCell::new(Engine::Gone),
            waiting: RefCell::default(),
            last: Cell::new(HELLO),
            losses: Cell::new(0),
            turn: Cell::new(0),
            edge: Edge::default(),
            needs_faces: Cell::new(false),
            oval: Cell::new(None),
        });
        shared.wake();
        shared
    }

    pub fn losses(&self) -> u32 {
        self.losses.get()
    }

    /// Where the viewfinder shows that a face belongs, in pixels of a picture of this size.
    pub fn measured_oval(&self, video: &HtmlVideoElement, target: Target, size: (u32, u32)) -> Option<Oval> {
        let oval = (target == Target::Face).then(|| oval::shown_over(video, size)).flatten();
        self.oval.set(oval.map(|oval| (oval, size.0)));
        oval
    }

    /// Where it was last, in pixels of a picture of this size.
    pub fn shown_oval(&self, size: (u32, u32)) -> Option<Oval> {
        let (oval, width) = self.oval.get()?;
        Some(oval.scaled(size.0 as f32 / width.max(1) as f32))
    }

    pub fn place(&self) -> Option<&'static str> {
        match self.readiness() {
            Readiness::Worker(_) => Some("worker"),
            Readiness::Page => Some("page"),
            Readiness::Later | Readiness::Never => None,
        }
    }

    fn readiness(&self) -> Readiness {
        match &*self.engine.borrow() {
            Engine::Waking(_) => Readiness::Later,
            Engine::Worker(_, skills) => Readiness::Worker(*skills),
            Engine::Page => Readiness::Page,
            Engine::Gone => Readiness::Never,
        }
    }

    /// A number nobody has had.
    fn number(&self) -> u32 {
        self.last.set(self.last.get() + 1);
        self.last.get()
    }

    /// Hands a picture over; `on_answer` is called once, whatever happens. `draw` is the long edge to which the module
    /// brings what it has to draw.
    fn ask(self: &Rc<Self>, ask: &Ask, picture: &Handed, draw: u32, on_answer: OnAnswer) {
        if self.readiness() == Readiness::Page {
            return on_answer(picture.look(&ask.encode()));
        }
        self.waiting.borrow_mut().push((ask.id, on_answer));
        let is_sent = match &*self.engine.borrow() {
            Engine::Worker(link, _) => link.post(&picture.message(ask, draw), &picture.transfer()),
            _ => false,
        };
        if !is_sent {
            self.settle(ask.id, None);
        }
    }

    /// Without a worker no faces are looked for: that would hold the page up.
    pub fn expect_faces(&self) {
        self.needs_faces.set(true);
        if let Engine::Worker(link, _) = &*self.engine.borrow() {
            link.post(&frames::order_of_faces(), &js_sys::Array::new());
        }
    }

    fn wake(self: &Rc<Self>) {
        let turn = self.next_turn();
        let weak = Rc::downgrade(self);
        let heard = move |heard| {
            if let Some(shared) = weak.upgrade().filter(|shared| shared.turn.get() == turn) {
                shared.hear(heard);
            }
        };
        let Some(link) = Link::new(&self.url, heard) else {
            self.engine.replace(Engine::Page);
            return;
        };
        self.engine.replace(Engine::Waking(link));
        self.guard(turn, HELLO, self.patience.loading);
    }

    fn next_turn(&self) -> u32 {
        self.turn.set(self.turn.get().wrapping_add(1));
        self.turn.get()
    }

    fn hear(self: &Rc<Self>, heard: Heard) {
        match heard {
            Heard::Ready(skills) => self.ready(skills),
            Heard::Seen(id, answer) => self.settle(id, answer),
            Heard::Failure => self.lose(),
        }
    }

    fn ready(&self, skills: Skills) {
        let engine = self.engine.replace(Engine::Gone);
        self.engine.replace(match engine {
            Engine::Waking(link) => Engine::Worker(link, skills),
            other => other,
        });
        if self.needs_faces.get() {
            self.expect_faces();
        }
    }

    fn settle(&self, id: u32, answer: Option<Float64Array>) {
        let mut waiting = self.waiting.borrow_mut();
        let position = waiting.iter().position(|(other, _)| *other == id);
        let found = position.map(|position| waiting.remove(position));
        drop(waiting);
        if let Some((_, on_answer)) = found {
            on_answer(answer);
        }
    }

    /// A worker that never came up is given up for the page; one that had, for another worker, but not for ever. Then
    /// the page does not try: what stops a worker would stop it.
    fn lose(self: &Rc<Self>) {
        let is_new = matches!(*self.engine.borrow(), Engine::Waking(_)) && self.losses.get() == 0;
        self.next_turn();
        self.engine.replace(if is_new { Engine::Page } else { Engine::Gone });
        if !is_new {
            self.losses.set(self.losses.get() + 1);
            if self.losses.get() <= MOST_LOSSES {
                self.wake();
            }
        }
        for (_, on_answer) in self.waiting.take() {
            on_answer(None);
        }
    }

    /// Notices when the first one who waits has waited too long. Time during which the page is hidden does not count.
    fn guard(self: &Rc<Self>, turn: u32, id: u32, left: u32) {
        let weak = Rc::downgrade(self);
        js::set_timer(self.patience.stride, move || {
            let Some(shared) = weak.upgrade().filter(|shared| shared.turn.get() == turn) else { return };
            let (first, limit) = shared.first();
            let left = if first != Some(id) {
                limit
            } else if js::global(&["document", "hidden"]).is_truthy() {
                left
            } else {
                left.saturating_sub(1)
            };
            match left {
                0 => shared.lose(),
                // Nobody waits at present; the number is nobody's.
                _ => shared.guard(turn, first.unwrap_or(u32::MAX), left),
            }
        });
    }

    /// Who waits longest, and how many strides at most.
    fn first(&self) -> (Option<u32>, u32) {
        if matches!(*self.engine.borrow(), Engine::Waking(_)) {
            return (Some(HELLO), self.patience.loading);
        }
        (self.waiting.borrow().first().map(|(id, _)| *id), self.patience.answering)
    }
}

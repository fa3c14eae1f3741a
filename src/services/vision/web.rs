//! The vision module of the deployment: started when it is first wanted, replaced when it hangs, given up when that does
//! not help. What is asked waits here for its answer.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use kyc_worker::{Answer, Ask, Look, Skills};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlVideoElement;

use super::frames::Handed;
use super::link::{Heard, Link};
use super::page::Guest;
use super::pump::{Edge, Pump};
use super::{OnLook, Vision, Watch, Watching, still};
use crate::services::files::Canvas;
use crate::services::{Task, js};

/// Workers that are replaced; one that hangs again and again does so for a reason that the next one meets as well.
const MOST_LOSSES: u32 = 3;
/// What the first answer, the one that the module is loaded, has for a number.
const HELLO: u32 = 0;

/// Where the module is, and how long it may take.
#[derive(Clone, Debug)]
pub struct Module {
    /// The address of `vision.js`, relative to the page.
    pub url: String,
    /// Time is counted in strides of so many milliseconds, so that a device that slept has not taken long.
    pub stride: u32,
    /// How many of them loading may take.
    pub loading: u32,
    /// How many an answer.
    pub answering: u32,
}

impl Default for Module {
    fn default() -> Self {
        Self { url: "vision/vision.js".into(), stride: 1_000, loading: 10, answering: 3 }
    }
}

/// The browser's vision.
#[derive(Clone)]
pub struct WebVision(Rc<Host>);

impl WebVision {
    /// The module at this place; nothing is loaded yet.
    #[must_use]
    pub fn new(module: Module) -> Self {
        Self(Rc::new(Host {
            module,
            engine: RefCell::new(Engine::Asleep),
            waiting: RefCell::default(),
            last: Cell::new(HELLO),
            losses: Cell::new(0),
            turn: Cell::new(0),
            edge: Edge::default(),
        }))
    }

    /// How many workers were lost so far.
    #[must_use]
    pub fn losses(&self) -> u32 {
        self.0.losses.get()
    }

    /// Where the module runs now: `worker`, `page`, or nowhere (yet).
    #[must_use]
    pub fn place(&self) -> Option<&'static str> {
        match &*self.0.engine.borrow() {
            Engine::Worker(..) => Some("worker"),
            Engine::Page(..) => Some("page"),
            Engine::Asleep | Engine::Waking(_) | Engine::Importing | Engine::Gone => None,
        }
    }
}

impl Vision for WebVision {
    fn warm_up(&self) {
        self.0.warm_up();
    }

    fn watch(&self, video: HtmlVideoElement, what: Watch, on_look: OnLook) -> Watching {
        self.0.warm_up();
        Watching(Box::new(Pump::start(&self.0, video, what, on_look)))
    }

    fn inspect(&self, picture: &Canvas, source: (u32, u32), what: Watch) -> Task<'_, Option<Look>> {
        self.0.warm_up();
        let picture = picture.element().clone();
        Box::pin(still::look(&self.0, picture, source, what))
    }
}

/// Who answers.
enum Engine {
    Asleep,
    Waking(Link),
    Worker(Link, Skills),
    Importing,
    Page(Guest),
    Gone,
}

/// How the module can be asked at present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Readiness {
    /// Not yet.
    Later,
    /// In a worker with these skills.
    Worker(Skills),
    /// In the page, where every moment of it is taken from the customer.
    Page,
    /// Not any more.
    Never,
}

type OnAnswer = Box<dyn FnOnce(Option<Look>)>;

/// What [`WebVision`] and everybody who waits for it share.
pub(super) struct Host {
    module: Module,
    engine: RefCell<Engine>,
    waiting: RefCell<Vec<(u32, OnAnswer)>>,
    /// The last number of a question.
    last: Cell<u32>,
    losses: Cell<u32>,
    /// Counted up with every start and loss: what is told by a former worker does not count.
    turn: Cell<u32>,
    /// The size at which the page itself can look without being held up.
    pub(super) edge: Edge,
}

impl Host {
    pub(super) fn readiness(&self) -> Readiness {
        match &*self.engine.borrow() {
            Engine::Asleep | Engine::Waking(_) | Engine::Importing => Readiness::Later,
            Engine::Worker(_, skills) => Readiness::Worker(*skills),
            Engine::Page(_) => Readiness::Page,
            Engine::Gone => Readiness::Never,
        }
    }

    /// A number nobody has had.
    pub(super) fn number(&self) -> u32 {
        self.last.set(self.last.get() + 1);
        self.last.get()
    }

    /// Hands a picture over; `on_answer` is called once, whatever happens. `draw` is the long edge to which the module
    /// brings what it has to draw.
    pub(super) fn ask(self: &Rc<Self>, ask: &Ask, picture: &Handed, draw: u32, on_answer: OnAnswer) {
        self.waiting.borrow_mut().push((ask.id, on_answer));
        let message = picture.message(&ask.encode(), draw);
        let is_sent = match &*self.engine.borrow() {
            Engine::Worker(link, _) => link.post(&message, &picture.transfer()),
            Engine::Page(guest) => {
                spawn_local(answer_in_page(Rc::clone(self), self.turn.get(), guest.ask(&message)));
                true
            }
            _ => false,
        };
        if !is_sent {
            self.settle(ask.id, None);
        }
    }

    fn warm_up(self: &Rc<Self>) {
        if matches!(*self.engine.borrow(), Engine::Asleep) {
            self.wake();
        }
    }

    fn wake(self: &Rc<Self>) {
        let turn = self.next_turn();
        let weak = Rc::downgrade(self);
        let heard = move |heard| {
            if let Some(host) = weak.upgrade().filter(|host| host.turn.get() == turn) {
                host.hear(heard);
            }
        };
        let Some(link) = Link::new(&self.module.url, heard) else { return self.import() };
        self.engine.replace(Engine::Waking(link));
        self.guard(turn, HELLO, self.module.loading);
    }

    fn next_turn(&self) -> u32 {
        self.turn.set(self.turn.get().wrapping_add(1));
        self.turn.get()
    }

    fn hear(self: &Rc<Self>, heard: Heard) {
        match heard {
            Heard::Answer(Answer::Ready(skills)) => self.ready(skills),
            Heard::Answer(Answer::Seen { id, look }) => self.settle(id, look),
            Heard::Failure => self.lose(),
        }
    }

    fn ready(self: &Rc<Self>, skills: Skills) {
        let engine = self.engine.replace(Engine::Gone);
        self.engine.replace(match engine {
            Engine::Waking(link) => Engine::Worker(link, skills),
            other => other,
        });
    }

    fn settle(&self, id: u32, look: Option<Look>) {
        let mut waiting = self.waiting.borrow_mut();
        let position = waiting.iter().position(|(other, _)| *other == id);
        let found = position.map(|position| waiting.remove(position));
        drop(waiting);
        if let Some((_, on_answer)) = found {
            on_answer(look);
        }
    }

    /// A worker that never came up is given up for the page; one that had, for another worker, but not for ever. Then
    /// the page does not try: what stops a worker would stop it.
    fn lose(self: &Rc<Self>) {
        let is_new = matches!(*self.engine.borrow(), Engine::Waking(_)) && self.losses.get() == 0;
        self.next_turn();
        self.engine.replace(Engine::Gone);
        if is_new {
            self.import();
        } else {
            self.losses.set(self.losses.get() + 1);
            if self.losses.get() <= MOST_LOSSES {
                self.wake();
            }
        }
        for (_, on_answer) in self.waiting.take() {
            on_answer(None);
        }
    }

    fn import(self: &Rc<Self>) {
        self.engine.replace(Engine::Importing);
        let (turn, host) = (self.next_turn(), Rc::clone(self));
        spawn_local(async move {
            let guest = Guest::invite(&host.module.url, host.module.stride * host.module.loading).await;
            if host.turn.get() == turn {
                host.engine.replace(guest.map_or(Engine::Gone, Engine::Page));
            }
        });
    }

    /// Notices when the first one who waits has waited too long. Time during which the page is hidden does not count.
    fn guard(self: &Rc<Self>, turn: u32, id: u32, left: u32) {
        let weak = Rc::downgrade(self);
        js::set_timer(self.module.stride, move || {
            let Some(host) = weak.upgrade().filter(|host| host.turn.get() == turn) else { return };
            let (first, limit) = host.first();
            let left = if first != Some(id) {
                limit
            } else if js::global(&["document", "hidden"]).is_truthy() {
                left
            } else {
                left.saturating_sub(1)
            };
            match left {
                0 => host.lose(),
                // Nobody waits at present; the number is nobody's.
                _ => host.guard(turn, first.unwrap_or(u32::MAX), left),
            }
        });
    }

    /// Who waits longest, and how many strides at most.
    fn first(&self) -> (Option<u32>, u32) {
        if matches!(*self.engine.borrow(), Engine::Waking(_)) {
            return (Some(HELLO), self.module.loading);
        }
        (self.waiting.borrow().first().map(|(id, _)| *id), self.module.answering)
    }
}

async fn answer_in_page(host: Rc<Host>, turn: u32, answer: Option<js_sys::Promise>) {
    let numbers = match answer {
        Some(promise) => wasm_bindgen_futures::JsFuture::from(promise).await.ok(),
        None => None,
    };
    if host.turn.get() != turn {
        return;
    }
    match numbers.as_ref().and_then(|numbers: &JsValue| Heard::of(numbers)) {
        Some(Heard::Answer(Answer::Seen { id, look })) => host.settle(id, look),
        // A trap: nothing the module says can be trusted any more.
        _ => host.give_up(),
    }
}

impl Host {
    fn give_up(&self) {
        self.engine.replace(Engine::Gone);
        for (_, on_answer) in self.waiting.take() {
            on_answer(None);
        }
    }
}

//! The one reactive cell: an event goes through the machine, the journey changes, and what is to be done goes to the
//! effect runner.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use kyc_flow::{Effect, Event, Journey, Millis, Phase, Screen, transition};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::effects;
use crate::ports::Media;
use crate::services::clock::Clock;
use crate::services::guard::{Guard, Guarded};
use crate::services::{Services, js};
use crate::studio::{self, Studio};

/// The journey and everything that moves it.
pub struct Store {
    journey: RwSignal<Journey>,
    /// What the runner acts with.
    pub services: Services,
    seen: RwSignal<u32>,
    /// What the screens get past the machine: little until the studio is there.
    media: StoredValue<Rc<dyn Media>, LocalStorage>,
    studio: OnceCell<Rc<dyn Studio>>,
    is_awaited: Cell<bool>,
    /// What is to be done in the studio once it is there.
    waiting: RefCell<Vec<Effect>>,
    /// The browser's back button.
    pub(crate) guard: Guard,
    queue: RefCell<VecDeque<Event>>,
    is_busy: Cell<bool>,
    was_welcome: Cell<bool>,
}

impl Store {
    /// A journey that has not started. Must be called inside a reactive owner, which owns the signals.
    #[must_use]
    pub fn new(services: Services) -> Rc<Self> {
        Rc::new_cyclic(|store| Self {
            journey: RwSignal::new(Journey::default()),
            seen: RwSignal::new(0),
            media: StoredValue::new_local(Rc::new(Before(Rc::clone(&services.clock)))),
            services,
            studio: OnceCell::new(),
            is_awaited: Cell::new(false),
            waiting: RefCell::default(),
            guard: Guard::new(Box::new(Sender(Weak::clone(store)))),
            queue: RefCell::default(),
            is_busy: Cell::new(false),
            was_welcome: Cell::new(false),
        })
    }

    /// The journey, to read.
    #[must_use]
    pub fn journey(&self) -> ReadSignal<Journey> {
        self.journey.read_only()
    }

    /// Counts up with every change of what is seen by the running camera.
    #[must_use]
    pub fn seen(&self) -> RwSignal<u32> {
        self.seen
    }

    /// What the screens get past the machine.
    #[must_use]
    pub fn media(&self) -> StoredValue<Rc<dyn Media>, LocalStorage> {
        self.media
    }

    /// The studio, once it is there.
    #[must_use]
    pub fn studio(&self) -> Option<&Rc<dyn Studio>> {
        self.studio.get()
    }

    /// Takes the studio in: what has waited for it is done and its screens are drawn.
    pub fn enter(self: &Rc<Self>, studio: Rc<dyn Studio>) {
        // None after the page part was taken down.
        let Some(journey) = self.journey.try_get_untracked() else { return };
        self.media.set_value(studio.media());
        studio.expect(&journey);
        let waiting = self.waiting.take();
        if self.studio.set(Rc::clone(&studio)).is_ok() {
            waiting.into_iter().for_each(|effect| studio.run(self, effect));
            self.journey.notify();
        }
    }

    /// Has the studio do something, now or when it is there.
    pub(crate) fn capture(self: &Rc<Self>, effect: Effect) {
        match self.studio.get() {
            Some(studio) => studio.run(self, effect),
            None => self.waiting.borrow_mut().push(effect),
        }
    }

    /// Takes an event. One that arises while another is worked off (an effect that answers at once) waits its turn.
    pub fn dispatch(self: &Rc<Self>, event: Event) {
        self.queue.borrow_mut().push_back(event);
        if self.is_busy.replace(true) {
            return;
        }
        loop {
            let next = self.queue.borrow_mut().pop_front();
            let Some(event) = next else { break };
            self.step(event);
        }
        self.is_busy.set(false);
        self.guard.sync();
    }

    /// A way to send events that does not keep the store alive: for whatever may outlive it.
    #[must_use]
    pub fn sender(self: &Rc<Self>) -> Sender {
        Sender(Rc::downgrade(self))
    }

    fn step(self: &Rc<Self>, event: Event) {
        // None after the page part was taken down: a late answer then changes nothing.
        let Some(before) = self.journey.try_get_untracked() else { return };
        let (after, effects) = transition(before, event);
        if self.journey.try_with_untracked(|before| after != *before) == Some(true) {
            let is_welcome = after.screen() == Screen::Welcome;
            let goes_on = matches!(after.phase, Phase::Gathering(_) | Phase::Ended(_));
            if let Some(studio) = self.studio.get() {
                studio.expect(&after);
            }
            self.journey.set(after);
            // The first screen goes first.
            if goes_on && !self.is_awaited.replace(true) {
                spawn_local(studio::bring(Rc::downgrade(self)));
            }
            if is_welcome && !self.was_welcome.replace(true) {
                js::mark_painted("kyc-welcome");
            }
        }
        for effect in effects {
            effects::run(self, effect);
        }
    }
}

/// What the screens get while there is no studio: the clock.
struct Before(Rc<Clock>);

impl Media for Before {
    fn now(&self) -> Millis {
        self.0.now()
    }
}

/// Sends events for as long as there is a store.
#[derive(Clone)]
pub struct Sender(Weak<Store>);

impl Sender {
    /// Sends an event.
    pub fn send(&self, event: Event) {
        if let Some(store) = self.0.upgrade() {
            store.dispatch(event);
        }
    }
}

impl Sender {
    fn ask<T>(&self, look: impl FnOnce(&Journey) -> T) -> Option<T> {
        // None after the page part was taken down, as above.
        self.0.upgrade()?.journey.try_with_untracked(look)
    }
}

impl Guarded for Sender {
    fn is_under_way(&self) -> Option<bool> {
        self.ask(Journey::is_under_way).flatten()
    }

    fn holds_pictures(&self) -> bool {
        self.ask(Journey::holds_pictures) == Some(true)
    }

    /// A question in front of the screen goes first. Where there is no screen to go back to, the website is what lies
    /// behind, and that is asked.
    fn go_back(&self) {
        let Some(before) = self.ask(Clone::clone) else { return };
        if before.has_dialog() {
            return self.send(Event::DialogDismissed);
        }
        self.send(Event::PreviousPressed);
        if self.ask(|after| *after == before) == Some(true) {
            self.send(Event::BackPressed);
        }
    }
}

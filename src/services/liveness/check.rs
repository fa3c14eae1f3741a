//! One check: the session is told what happens in the browser, and what it wants is done.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use kyc_flow::{self as flow, Aim, OpId};
use kyc_liveness::oval::{DetectedFace, Rect};
use kyc_liveness::session::{CameraFault, Event, Hint, Outcome, Reason, Recovery, Session, View};
use kyc_wire::Code;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlCanvasElement;

use super::best::Best;
use super::held::Held;
use super::{Check, Order, Scene, Tell, codes, correction, setup};
use crate::services::js::{self, Listener};
use crate::services::vision::Look;

/// A check under way.
pub struct Run {
    this: Weak<Self>,
    pub(super) scene: Rc<dyn Scene>,
    op: OpId,
    aim: Aim,
    is_over: Cell<bool>,
    pub(super) held: Held,
    /// None before the keys are there.
    session: RefCell<Option<Session>>,
    /// When it began: by the server's clock, and by one that never jumps.
    began: Cell<(f64, f64)>,
    events: RefCell<VecDeque<Event>>,
    is_busy: Cell<bool>,
    view: Cell<Option<View>>,
    /// Why the camera does not run, in the camera's own words.
    camera_code: Cell<Option<Code>>,
    best: Best,
}

impl Run {
    pub fn begin(scene: Rc<dyn Scene>, order: Order) -> Rc<Self> {
        let run = Rc::new_cyclic(|this| Self {
            this: Weak::clone(this),
            scene,
            op: order.op,
            aim: order.aim,
            is_over: Cell::new(false),
            held: Held::default(),
            session: RefCell::default(),
            began: Cell::default(),
            events: RefCell::default(),
            is_busy: Cell::new(false),
            view: Cell::new(Some(View { hint: Hint::CameraStarts, oval: None, percent: 0 })),
            camera_code: Cell::new(None),
            best: Best::default(),
        });
        spawn_local(Rc::clone(&run).open(order));
        run
    }

    async fn open(self: Rc<Self>, order: Order) {
        let setup = setup::of(&*self.scene, order).await;
        if self.is_over.get() {
            return;
        }
        match setup {
            Ok(setup) => {
                self.began.set((self.scene.clock().now().0 as f64, js::monotonic_now()));
                self.session.replace(Some(Session::new(setup)));
                self.watch_page();
                self.feed(Event::Begun);
            }
            Err(code) => self.refuse(code),
        }
    }

    fn watch_page(&self) {
        let Some(page) = web_sys::window().and_then(|window| window.document()) else { return };
        let seen = || Event::VisibilityChanged { is_visible: js::global(&["document", "hidden"]).is_falsy() };
        let tell = self.teller();
        let told = move |_| tell.tell(seen());
        self.held.visibility.replace(Some(Listener::new(&page, "visibilitychange", told)));
        self.feed(seen());
    }

    /// What tells it of events.
    pub(super) fn teller(&self) -> Tell {
        Tell(Weak::clone(&self.this))
    }

    /// A moment of the clock that never jumps on the server's clock, as it was known at the beginning.
    fn at(&self, moment: f64) -> u64 {
        let (server, own) = self.began.get();
        (server + (moment - own)).max(0.0) as u64
    }

    fn now(&self) -> u64 {
        self.at(js::monotonic_now())
    }

    /// Tells the session, and does what it wants. An event that arises from that waits its turn.
    pub(super) fn feed(&self, event: Event) {
        self.events.borrow_mut().push_back(event);
        if self.is_busy.replace(true) {
            return;
        }
        loop {
            let next = self.events.borrow_mut().pop_front();
            let Some(event) = next else { break };
            let effects = match self.session.borrow_mut().as_mut() {
                Some(session) => session.step(self.now(), event),
                None => Vec::new(),
            };
            effects.into_iter().for_each(|effect| self.act(effect));
        }
        self.is_busy.set(false);
    }

    /// What the detector saw in a frame.
    pub(super) fn looked(&self, look: &Look) {
        // Nobody has looked for them: the model is still on its way.
        let Some(faces) = &look.faces else { return };
        let at = self.at(js::monotonic_now() - f64::from(look.millis));
        let square = |face: &kyc_vision::Face| Rect {
            left: face.x.into(),
            top: face.y.into(),
            width: face.width.into(),
            height: face.height.into(),
        };
        let faces = faces.iter().map(|face| DetectedFace { square: square(face) }).collect();
        self.feed(Event::FacesSeen { at, faces });
        let is_fit = self.session.borrow().as_ref().is_some_and(Session::is_fit);
        self.best.consider(look, is_fit, self.view.get(), self.scene.camera());
    }

    /// The camera does not run, or not any more.
    pub(super) fn has_no_camera(&self, code: Code, event: Event) {
        self.camera_code.set(Some(code));
        self.feed(event);
    }

    pub(super) fn show(&self, view: View) {
        if view.hint == Hint::Verifying {
            self.best.close(self.scene.camera());
        }
        self.view.set(Some(view));
        self.changed();
    }

    pub(super) fn changed(&self) {
        self.scene.changed();
    }

    /// Where the face belongs, as it is shown.
    pub(super) fn oval(&self) -> Option<Rect> {
        self.view.get().and_then(|view| view.oval)
    }

    /// The session is over.
    pub(super) fn finish(&self, outcome: &Outcome) {
        self.release();
        let Some(run) = self.this.upgrade() else { return };
        match outcome {
            Outcome::Completed { .. } => spawn_local(run.perform()),
            Outcome::Failed(reason) if reason.recovery() == Recovery::CorrectClock => {
                spawn_local(run.correct(codes::of(reason)));
            }
            Outcome::Failed(reason) => self.refuse(self.code_of(reason)),
        }
    }

    /// The last view stays until the still is prepared.
    async fn perform(self: Rc<Self>) {
        let kept = match self.best.take() {
            Some(still) => self.scene.keep(still, self.aim).await,
            None => Err(Code::CameraFailed),
        };
        match kept {
            Ok(picture) if self.is_over.get() => self.scene.forget(picture.capture),
            Ok(picture) => self.answer(flow::Event::LivenessPerformed { op: self.op, picture }),
            Err(code) => self.refuse(code),
        }
    }

    async fn correct(self: Rc<Self>, code: Code) {
        self.refuse(match correction::is_needed(self.scene.clock(), || self.now()).await {
            Some(true) => Code::LivenessClock,
            Some(false) => code,
            // Nobody tells the time: the network.
            None => Code::LivenessConnection,
        });
    }

    fn refuse(&self, code: Code) {
        self.answer(flow::Event::LivenessRefused { op: self.op, code });
    }

    fn answer(&self, event: flow::Event) {
        if !self.is_over.replace(true) {
            self.view.set(None);
            self.scene.answer(event);
            self.changed();
        }
    }

    fn code_of(&self, reason: &Reason) -> Code {
        match (reason, self.camera_code.get()) {
            (Reason::Camera(fault), Some(code)) if *fault != CameraFault::Timeout => code,
            _ => codes::of(reason),
        }
    }

    /// Gives everything back.
    fn release(&self) {
        self.held.release();
        if self.held.has_camera.take() {
            self.scene.camera().stop();
        }
    }
}

impl Check for Rc<Run> {
    fn view(&self) -> Option<View> {
        self.view.get()
    }

    fn colours(&self) -> Option<HtmlCanvasElement> {
        Some(self.held.sheet.borrow().as_ref()?.element().clone())
    }

    fn stop(&self) {
        self.is_over.set(true);
        // Closes the socket with the right code.
        self.feed(Event::Cancelled);
        self.release();
        self.view.set(None);
        self.changed();
    }
}

//! One check: the session is told what happens in the browser, and what it wants is done.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use kyc_liveness::oval::{DetectedFace, Rect};
use kyc_liveness::session::{CameraFault, Event, Hint, Outcome, Reason, Recovery, Session, View};
use kyc_wire::Code;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlCanvasElement;

use super::best::Best;
use super::held::Held;
use super::{Check, Kit, OnEnd, Order, Tell, codes, correction, setup};
use crate::services::files::Canvas;
use crate::services::js::{self, Listener};
use crate::services::vision::Look;

/// A check under way.
pub struct Run {
    this: Weak<Self>,
    pub(super) kit: Kit,
    pub(super) held: Held,
    /// None before the keys are there.
    session: RefCell<Option<Session>>,
    /// When it began: by the server's clock, and by one that never jumps.
    began: Cell<(f64, f64)>,
    events: RefCell<VecDeque<Event>>,
    is_busy: Cell<bool>,
    on_end: RefCell<Option<OnEnd>>,
    view: Cell<Option<View>>,
    /// Why the camera does not run, in the camera's own words.
    camera_code: Cell<Option<Code>>,
    /// Somebody has looked for faces.
    has_looked: Cell<bool>,
    best: Best,
}

impl Run {
    pub fn begin(kit: Kit, order: Order, on_end: OnEnd) -> Rc<Self> {
        let run = Rc::new_cyclic(|this| Self {
            this: Weak::clone(this),
            kit,
            held: Held::default(),
            session: RefCell::default(),
            began: Cell::default(),
            events: RefCell::default(),
            is_busy: Cell::new(false),
            on_end: RefCell::new(Some(on_end)),
            view: Cell::new(Some(View { hint: Hint::CameraStarts, oval: None, percent: 0 })),
            camera_code: Cell::new(None),
            has_looked: Cell::new(false),
            best: Best::default(),
        });
        spawn_local(Rc::clone(&run).open(order));
        run
    }

    async fn open(self: Rc<Self>, order: Order) {
        let setup = setup::of(&self.kit, order).await;
        if self.is_over() {
            return;
        }
        match setup {
            Ok(setup) => {
                self.began.set((self.kit.clock.now().0 as f64, js::monotonic_now()));
                self.session.replace(Some(Session::new(setup)));
                self.watch_page();
                self.feed(Event::Begun);
            }
            Err(code) => self.end(Err(code)),
        }
    }

    fn watch_page(&self) {
        let Some(page) = web_sys::window().and_then(|window| window.document()) else { return };
        let (tell, own) = (self.teller(), page.clone());
        let told = move |_| tell.tell(Event::VisibilityChanged { is_visible: !own.hidden() });
        self.held.visibility.replace(Some(Listener::new(&page, "visibilitychange", told)));
        self.feed(Event::VisibilityChanged { is_visible: !page.hidden() });
    }

    /// What tells it of events.
    pub(super) fn teller(&self) -> Tell {
        Tell(Weak::clone(&self.this))
    }

    fn is_over(&self) -> bool {
        self.on_end.borrow().is_none()
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
        self.has_looked.set(true);
        let at = self.at(js::monotonic_now() - f64::from(look.millis));
        let square = |face: &kyc_vision::Face| Rect {
            left: face.x.into(),
            top: face.y.into(),
            width: face.width.into(),
            height: face.height.into(),
        };
        let faces = faces.iter().map(|face| DetectedFace { square: square(face) }).collect();
        self.feed(Event::FacesSeen { at, faces });
        self.best.consider(look, self.view.get(), &self.kit.camera);
    }

    /// The camera does not run, or not any more.
    pub(super) fn has_no_camera(&self, code: Code, event: Event) {
        self.camera_code.set(Some(code));
        self.feed(event);
    }

    pub(super) fn show(&self, view: View) {
        self.view.set(Some(view));
        self.changed();
    }

    pub(super) fn changed(&self) {
        (self.kit.on_change)();
    }

    /// Where the face belongs, as it is shown.
    pub(super) fn oval(&self) -> Option<Rect> {
        self.view.get().and_then(|view| view.oval)
    }

    /// The session is over.
    pub(super) fn finish(&self, outcome: &Outcome) {
        self.release();
        match outcome {
            Outcome::Completed { .. } => self.end(self.best.take().ok_or(Code::CameraFailed)),
            Outcome::Failed(reason) => match (reason.recovery(), self.this.upgrade()) {
                (Recovery::CorrectClock, Some(run)) => {
                    let code = codes::of(reason);
                    spawn_local(async move {
                        let is_wrong = correction::is_needed(&run.kit.clock, || run.now()).await;
                        run.end(Err(if is_wrong { Code::LivenessClock } else { code }));
                    });
                }
                _ => self.end(Err(self.code_of(reason))),
            },
        }
    }

    fn code_of(&self, reason: &Reason) -> Code {
        match (reason, self.camera_code.get()) {
            (Reason::Camera(fault), Some(code)) if *fault != CameraFault::Timeout => code,
            // The detector could not be loaded, or does not work here.
            (Reason::NoFace, _) if !self.has_looked.get() => Code::LivenessConnection,
            _ => codes::of(reason),
        }
    }

    /// Gives everything back.
    fn release(&self) {
        self.held.release();
        if self.held.has_camera.take() {
            self.kit.camera.stop();
        }
    }

    /// Tells how it ended. After a good end the last view stays until the still is prepared.
    fn end(&self, end: Result<Canvas, Code>) {
        if end.is_err() {
            self.view.set(None);
        }
        let on_end = self.on_end.take();
        if let Some(on_end) = on_end {
            self.changed();
            on_end(end);
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
        self.on_end.take();
        // Closes the socket with the right code.
        self.feed(Event::Cancelled);
        self.release();
        self.view.set(None);
        self.changed();
    }
}

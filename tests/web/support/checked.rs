//! A liveness check against the sandbox's provider, with the browser's camera and a detector that sees what a test wants.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use kyc_flow::{Aim, CaptureId, Event, OpId, Picture, Side};
use kyc_gatherer::services::Task;
use kyc_gatherer::services::camera::{Camera, WebCamera};
use kyc_gatherer::services::clock::Clock;
use kyc_gatherer::services::files::{Canvas, Files};
use kyc_gatherer::services::js;
use kyc_gatherer::services::liveness::{self, Check, Order, Scene};
use kyc_gatherer::services::vision::{Look, OnLook, Target, Vision, Watch, Watching};
use kyc_liveness::session::{Hint, View};
use kyc_vision::Face;
use kyc_wire::config::{Limits, LivenessProvider};
use kyc_wire::{Code, DocumentSubtype};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlCanvasElement, HtmlVideoElement, MediaStream, MediaStreamTrack, MediaStreamTrackState};

use super::customer::Customer;
use super::dom;
use super::fresh::Held;
use super::merchant::{self, Asked};

/// Of every check.
const OP: OpId = OpId(7);
/// Milliseconds between two looks of the detector.
const GAP: u32 = 40;

/// What is seen of the customer, who knows what the screen shows.
pub type Acts = Rc<dyn Fn(Option<View>) -> Vec<Face>>;

pub fn square(x: f64, y: f64, edge: f64) -> Face {
    let (left, top) = ((x - edge / 2.0).max(0.0) as u32, (y - edge / 2.0).max(0.0) as u32);
    Face { x: left, y: top, width: edge as u32, height: edge as u32, score: 20.0 }
}

/// Far away, in the middle of the video.
pub fn far() -> Face {
    square(320.0, 240.0, 110.0)
}

/// With the face in the oval, once there is one to come into.
pub fn does_right(view: Option<View>) -> Vec<Face> {
    match view {
        // Until the recorder runs, too.
        Some(View { hint: Hint::ShowFace | Hint::GoBack | Hint::BeAlone, .. })
        | Some(View { hint: Hint::HoldStill, percent: 0, .. }) => vec![far()],
        Some(View { oval: Some(oval), .. }) => {
            // What the box of the thresholds is made of: 0.72 of the square's edge, 1.618 times as high.
            let (x, y) = (oval.left + oval.width / 2.0, oval.top + oval.height / 2.0);
            vec![square(x, y, oval.height / (0.72 * 1.618))]
        }
        _ => vec![far()],
    }
}

/// A detector that sees what a test wants.
struct Seer {
    acts: Acts,
    stage: Weak<Stage>,
}

impl Seer {
    fn look(&self) -> Look {
        let stage = self.stage.upgrade();
        let view = stage.and_then(|stage| stage.check.borrow().as_ref().and_then(|check| check.view()));
        Look {
            width: 640,
            height: 480,
            quad: None,
            cut: Vec::new(),
            confidence: 0.0,
            sharpness: 0.5,
            glare: 0.0,
            hash: 0,
            faces: Some((self.acts)(view)),
            findings: Vec::new(),
            advice: None,
            millis: 5.0,
        }
    }

    fn go_on(self: Rc<Self>, is_over: Rc<Cell<bool>>, on_look: OnLook) {
        js::set_timer(GAP, move || {
            if !is_over.get() {
                on_look(self.look(), None);
                self.go_on(is_over, on_look);
            }
        });
    }
}

struct Sight {
    seer: Rc<Seer>,
    is_faceless: bool,
}

impl Vision for Sight {
    fn warm_up(&self, _: Target) {}

    fn watch(&self, _: HtmlVideoElement, what: Watch, on_look: OnLook) -> Watching {
        assert_eq!(what.target, Target::Face);
        let is_over = Rc::new(Cell::new(false));
        Rc::clone(&self.seer).go_on(Rc::clone(&is_over), on_look);
        Watching(Box::new(Blind(is_over)))
    }

    fn is_faceless(&self) -> Task<'_, bool> {
        Box::pin(async { self.is_faceless })
    }

    fn inspect(&self, _: &Canvas, _: (u32, u32), _: Watch) -> Task<'_, Option<Look>> {
        Box::pin(async { None })
    }
}

struct Blind(Rc<Cell<bool>>);

impl Drop for Blind {
    fn drop(&mut self) {
        self.0.set(true);
    }
}

/// The page around a check, and what it is told.
pub struct Stage {
    pub camera: Rc<dyn Camera>,
    pub clock: Rc<Clock>,
    vision: Sight,
    provider: LivenessProvider,
    files: Files,
    /// The check, once it has begun.
    check: RefCell<Option<Rc<dyn Check>>>,
    pub changes: Cell<u32>,
    /// Streams that the camera gave.
    pub streams: RefCell<Vec<MediaStream>>,
    pub views: RefCell<Vec<View>>,
    /// What the colours were drawn on.
    pub painted: RefCell<Option<HtmlCanvasElement>>,
    /// The size of the still.
    pub kept: Cell<Option<(u32, u32)>>,
    /// The check is to be stopped while its still is kept.
    pub is_impatient: Cell<bool>,
    pub forgotten: Cell<Option<CaptureId>>,
    pub answers: RefCell<Vec<Event>>,
}

impl Scene for Stage {
    fn camera(&self) -> &Rc<dyn Camera> {
        &self.camera
    }

    fn vision(&self) -> &dyn Vision {
        &self.vision
    }

    fn clock(&self) -> &Clock {
        &self.clock
    }

    fn provider(&self) -> Option<&LivenessProvider> {
        Some(&self.provider)
    }

    fn changed(&self) {
        self.changes.set(self.changes.get() + 1);
        self.streams.borrow_mut().extend(self.camera.media());
        let check = self.check.borrow().clone();
        self.views.borrow_mut().extend(check.as_ref().and_then(|check| check.view()));
        if let Some(canvas) = check.and_then(|check| check.colours()) {
            dom::page().body().expect("a body").append_child(&canvas).expect("a place");
            self.painted.borrow_mut().get_or_insert(canvas);
        }
    }

    fn keep(&self, still: Canvas, aim: Aim) -> Task<'_, Result<Picture, Code>> {
        self.kept.set(Some((still.width(), still.height())));
        if let Some(check) = self.check.borrow().clone().filter(|_| self.is_impatient.get()) {
            check.stop();
        }
        Box::pin(async move { self.files.keep_shot(still, aim, &Limits::default()).await })
    }

    fn forget(&self, still: CaptureId) {
        assert!(self.files.preview(still).is_some(), "it was kept");
        self.forgotten.set(Some(still));
    }

    fn answer(&self, event: Event) {
        self.answers.borrow_mut().push(event);
    }
}

/// A check in the page.
pub struct Checked {
    pub asked: Asked,
    pub id: String,
    pub stage: Rc<Stage>,
    pub check: Held<Rc<dyn Check>>,
}

/// What a check is begun with, if not the usual.
pub struct Plan {
    pub acts: Acts,
    pub is_calm: bool,
    /// Nobody looks for faces.
    pub is_faceless: bool,
    pub clock: Rc<Clock>,
    pub provider: LivenessProvider,
}

pub async fn provider() -> LivenessProvider {
    let config = Customer::opening(None).await.config.expect("a configuration");
    config.liveness.expect("a provider")
}

impl Plan {
    pub async fn of(acts: impl Fn(Option<View>) -> Vec<Face> + 'static) -> Self {
        Self {
            acts: Rc::new(acts),
            is_calm: false,
            is_faceless: false,
            clock: Rc::default(),
            provider: provider().await,
        }
    }

    pub async fn right() -> Self {
        Self::of(does_right).await
    }

    /// Begins a check of `asked`.
    pub async fn begin(self, asked: Asked) -> Checked {
        let (id, session_id) = asked.begins_check().await;
        let Self { acts, is_calm, is_faceless, clock, provider } = self;
        let camera: Rc<dyn Camera> = Rc::new(WebCamera::default());
        let video = camera.video().expect("a video");
        dom::page().body().expect("a body").append_child(&video).expect("a place");
        let stage = Rc::new_cyclic(|stage: &Weak<Stage>| Stage {
            camera,
            clock,
            vision: Sight { seer: Rc::new(Seer { acts, stage: Weak::clone(stage) }), is_faceless },
            provider,
            files: Files::default(),
            check: RefCell::default(),
            changes: Cell::default(),
            streams: RefCell::default(),
            views: RefCell::default(),
            painted: RefCell::default(),
            kept: Cell::default(),
            is_impatient: Cell::default(),
            forgotten: Cell::default(),
            answers: RefCell::default(),
        });
        let aim = Aim { side: Side::Selfie, subtype: DocumentSubtype::Passport, other: None };
        let order = Order { op: OP, session_id, is_calm: Some(is_calm), attempt: 1, aim };
        let scene: Rc<dyn Scene> = Rc::clone(&stage) as Rc<dyn Scene>;
        let check = liveness::begin(scene, order).await.expect("the code is there");
        stage.check.replace(Some(Rc::clone(&check)));
        Checked { asked, id, stage, check: Held::new(check) }
    }
}

/// A customer of whom a check is asked.
pub async fn asked() -> Asked {
    merchant::ask(json!([{ "type": "identity-proof", "faceLivenessRequired": true }])).await
}

/// One of whom this is asked.
pub async fn asked_for(order: Value) -> Asked {
    let asked = asked().await;
    asked.orders_check(order).await;
    asked
}

impl Checked {
    /// Waits for the end: the picture, or why there is none.
    pub async fn ends(&self) -> Result<Picture, Code> {
        let answer = dom::until("the end of the check", || self.stage.answers.borrow_mut().pop()).await;
        self.is_released();
        match answer {
            Event::LivenessPerformed { op: OP, picture } => Ok(picture),
            Event::LivenessRefused { op: OP, code } => Err(code),
            other => panic!("no answer of a check: {other:?}"),
        }
    }

    /// Ends without a picture.
    pub async fn fails(&self) -> Code {
        self.ends().await.expect_err("no check was performed")
    }

    /// Waits for a hint.
    pub async fn shows(&self, hint: Hint) {
        let look = || self.stage.views.borrow().iter().any(|view| view.hint == hint).then_some(());
        dom::until(&format!("the hint {hint:?}"), look).await;
    }

    pub fn is_released(&self) {
        let is_over = |track: JsValue| {
            track.unchecked_into::<MediaStreamTrack>().ready_state() == MediaStreamTrackState::Ended
        };
        let streams = self.stage.streams.borrow();
        assert!(
            streams.iter().all(|stream| stream.get_tracks().iter().all(is_over)),
            "the light of the camera is off"
        );
        assert!(self.stage.camera.media().is_none());
        assert!(self.check.with(|check| check.colours()).is_none(), "no colours stay");
    }
}

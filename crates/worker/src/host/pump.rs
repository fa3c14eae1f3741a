//! The frames of a playing video, one at a time: the next one is taken when the answer to the last has come, and is then
//! the newest there is.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Float64Array, Function};
use kyc_js as js;
use kyc_worker::{Ask, Guidance, What};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlVideoElement;

use super::frames::{Handed, Kept, Way};
use super::{Readiness, Shared};

/// Long edge at which a frame is looked at in a worker.
const LIVE_EDGE: u32 = 640;
/// Milliseconds between looks for a new frame where the browser does not tell of one. WebKitGTK 2.50 promises to, and never
/// does for a camera.
const TICK: u32 = 66;
/// The same where it does: then something is amiss.
const LATE: u32 = 500;
/// Milliseconds between two frames that the page itself looks at: what is left belongs to the customer.
const PAGE_GAP: f64 = 250.0;
/// `HAVE_CURRENT_DATA`: there is a frame to take.
const HAS_FRAME: u16 = 2;

/// The size at which the page itself can look at a picture without being held up noticeably.
pub struct Edge(Cell<f64>);

impl Default for Edge {
    /// Small enough for a slow telephone; grows when that proves quick.
    fn default() -> Self {
        Self(Cell::new(240.0))
    }
}

impl Edge {
    const LEAST: f64 = 120.0;
    const MOST: f64 = 1024.0;
    /// Milliseconds that one look may take; a task of more than 50 is felt.
    const GOOD: f64 = 25.0;

    /// The edge to use, at most `most`.
    pub fn affordable(&self, most: u32) -> u32 {
        (self.0.get() as u32).min(most)
    }

    /// Learns that a picture of the long edge `edge` took so many milliseconds, which grow with its area.
    fn learn(&self, edge: u32, millis: f64) {
        let affordable = f64::from(edge) * (Self::GOOD / millis.max(1.0)).sqrt();
        // Slowly up, at once down. The bounds are constants: the panic of others brings the writing of floats along.
        self.0.set(affordable.min(self.0.get() * 1.25).clamp(Self::LEAST, Self::MOST));
    }
}

/// Called with the moment of a frame, or by a timer with nothing.
type Tick = Closure<dyn FnMut(JsValue)>;

/// Looks at the frames of one video.
pub struct Pump {
    host: Rc<Shared>,
    video: HtmlVideoElement,
    what: What,
    on_look: Function,
    /// Told to the module, which remembers what it saw before.
    number: u32,
    is_stopped: Cell<bool>,
    /// A frame is with the module.
    is_busy: Cell<bool>,
    /// There is a frame that was not looked at.
    is_fresh: Cell<bool>,
    least: Cell<Way>,
    last: Cell<f64>,
    tick: RefCell<Option<Tick>>,
    /// The browser has told of a frame.
    is_told: Cell<bool>,
    frame: Cell<f64>,
    timer: Cell<i32>,
}

/// Stops it when dropped.
pub struct Running(Rc<Pump>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.is_stopped.set(true);
        self.0.disarm();
    }
}

impl Pump {
    pub fn start(host: &Rc<Shared>, video: HtmlVideoElement, what: What, on_look: Function) -> Running {
        let pump = Rc::new(Self {
            number: host.number(),
            host: Rc::clone(host),
            video,
            what,
            on_look,
            is_stopped: Cell::new(false),
            is_busy: Cell::new(false),
            is_fresh: Cell::new(false),
            least: Cell::new(Way::Frame),
            last: Cell::new(0.0),
            tick: RefCell::default(),
            is_told: Cell::new(false),
            frame: Cell::new(0.0),
            timer: Cell::new(0),
        });
        let weak = Rc::downgrade(&pump);
        let tick = Closure::new(move |moment: JsValue| {
            if let Some(pump) = weak.upgrade() {
                pump.is_told.set(pump.is_told.get() || !moment.is_undefined());
                pump.disarm();
                pump.arm();
                pump.is_fresh.set(true);
                pump.next();
            }
        });
        pump.tick.replace(Some(tick));
        pump.arm();
        Running(pump)
    }

    fn own(&self, name: &str) -> Option<Function> {
        js::get(&self.video, name).dyn_into().ok()
    }

    /// Whatever comes first: the browser's word, or the end of a wait for it.
    fn arm(&self) {
        let tick = self.tick.borrow();
        let Some(tick) = tick.as_ref() else { return };
        if let Some(request) = self.own("requestVideoFrameCallback") {
            let frame = request.call1(&self.video, tick.as_ref()).ok().and_then(|handle| handle.as_f64());
            self.frame.set(frame.unwrap_or_default());
        }
        let wait = if self.is_told.get() { LATE } else { TICK };
        self.timer.set(js::start_timer(tick.as_ref().unchecked_ref(), wait, &JsValue::UNDEFINED));
    }

    fn disarm(&self) {
        if let Some(cancel) = self.own("cancelVideoFrameCallback") {
            drop(cancel.call1(&self.video, &self.frame.get().into()));
        }
        js::cancel_timer(self.timer.get());
    }

    /// Takes the present frame, if there is one, somebody to look at it, and nothing in the way.
    fn next(self: &Rc<Self>) {
        let is_idle = self.is_fresh.get() && !self.is_busy.get() && !self.is_stopped.get();
        if !is_idle || self.video.ready_state() < HAS_FRAME || js::global(&["document", "hidden"]).is_truthy()
        {
            return;
        }
        let now = js::monotonic_now();
        let (way, edge) = match self.host.readiness() {
            Readiness::Worker(skills) => (Way::best(skills, self.least.get()), LIVE_EDGE),
            Readiness::Page if now - self.last.get() >= PAGE_GAP => {
                (Way::Pixels, self.host.edge.affordable(LIVE_EDGE))
            }
            _ => return,
        };
        self.is_fresh.set(false);
        self.is_busy.set(true);
        self.last.set(now);
        spawn_local(Rc::clone(self).send(way, edge));
    }

    async fn send(self: Rc<Self>, way: Way, edge: u32) {
        let start = js::monotonic_now();
        let source = (self.video.video_width(), self.video.video_height());
        let Some(handed) = Handed::new(way, &self.video, source, edge).await else {
            return self.failed(way);
        };
        let kept = if self.what.guidance == Guidance::None { None } else { handed.keep(way) };
        if self.is_stopped.get() {
            return;
        }
        let (id, watch, what) = (self.host.number(), self.number, self.what);
        let oval = self.host.measured_oval(&self.video, what.target, source);
        let ask = Ask { id, watch, now: start, edge, source, oval, what };
        let pump = Rc::clone(&self);
        let on_answer = move |answer| pump.answered(way, edge, start, answer, kept);
        self.host.ask(&ask, &handed, edge, Box::new(on_answer));
    }

    fn answered(
        self: &Rc<Self>,
        way: Way,
        edge: u32,
        start: f64,
        answer: Option<Float64Array>,
        kept: Option<Kept>,
    ) {
        if self.host.readiness() == Readiness::Page {
            // All of it happened in one go, from the drawing to the answer.
            self.host.edge.learn(edge, js::monotonic_now() - start);
        }
        if self.is_stopped.get() {
            return;
        }
        let Some(answer) = answer else { return self.failed(way) };
        // What it throws is told in the console by the browser that it was thrown to.
        let kept = kept.map(Kept::give).unwrap_or_default();
        drop(self.on_look.call2(&JsValue::UNDEFINED, &answer, &kept));
        self.is_busy.set(false);
        self.next();
    }

    /// The next frame goes another way. A worker that was lost is not the way's fault, but neither does it hurt.
    fn failed(self: &Rc<Self>, way: Way) {
        self.least.set(way.next());
        self.is_busy.set(false);
    }
}

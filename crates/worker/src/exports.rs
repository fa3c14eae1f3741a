//! What JavaScript sees: the looking for the worker, and for the page a host that has it done.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Promise};
use kyc_js as js;
use kyc_vision::{FaceDetector, FaceTracker};
use kyc_worker::{Answer, Finders, Pixels, Session, Skills, What};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use web_sys::{HtmlCanvasElement, HtmlVideoElement};

use crate::host::{self, Patience, Pump, Running, Shared};

thread_local! {
    static SESSION: RefCell<Session> = RefCell::default();
}

/// The first message to the page.
#[wasm_bindgen]
#[must_use]
pub fn hello(draws: bool) -> Vec<f64> {
    let is_wide = cfg!(target_feature = "simd128");
    Answer::Ready(Skills { draws, is_wide }).encode()
}

/// Looks at a picture and answers a question, see [`kyc_worker`]. The parts of the picture are those of [`Pixels`].
#[wasm_bindgen]
#[must_use]
pub fn look(
    ask: &[f64],
    bytes: &[u8],
    width: u32,
    height: u32,
    stride: u32,
    is_studio_range: bool,
) -> Vec<f64> {
    let pixels = Pixels { bytes, width, height, stride, is_studio_range };
    SESSION.with_borrow_mut(|session| session.answer(ask, pixels, js::monotonic_now))
}

/// Takes the packed model of the face detector; `false` for any other bytes.
#[wasm_bindgen]
#[must_use]
pub fn set_faces(model: &[u8]) -> bool {
    let Some(detector) = FaceDetector::from_packed(model) else { return false };
    let live = Box::new(FaceTracker::new(&detector));
    SESSION.with_borrow_mut(|session| session.set_faces(Finders { still: Box::new(detector), live }));
    true
}

/// Has pictures looked at: in a worker, or in the page where none runs.
#[wasm_bindgen]
pub struct Host(Rc<Shared>);

#[wasm_bindgen]
impl Host {
    /// Starts a worker with the module at `url`. Time is counted in strides of so many milliseconds, so that a device
    /// that slept has not taken long: `loading` of them may pass until the worker is ready, `answering` until it answers.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(url: String, stride: u32, loading: u32, answering: u32) -> Self {
        Self(Shared::start(url, Patience { stride, loading, answering }))
    }

    /// Has what is needed for faces loaded, so that nobody waits later.
    pub fn expect_faces(&self) {
        self.0.expect_faces();
    }

    /// Looks at the frames of a playing video until the answer is freed. `what` is a [`What`]; `on_look` gets answers.
    #[must_use]
    pub fn watch(&self, video: HtmlVideoElement, what: &[f64], on_look: Function) -> Option<Watching> {
        let what = What::decode(what)?;
        Some(Watching(Pump::start(&self.0, video, what, on_look)))
    }

    /// Looks at a picture, a copy of one of this width and height. Resolves to an answer, or to nothing.
    pub fn inspect(&self, picture: HtmlCanvasElement, width: u32, height: u32, what: &[f64]) -> Promise {
        let (shared, what) = (Rc::clone(&self.0), What::decode(what));
        future_to_promise(async move {
            let Some(what) = what else { return Ok(JsValue::UNDEFINED) };
            Ok(host::still(&shared, picture, (width, height), what).await.into())
        })
    }

    /// How many workers were lost so far.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn losses(&self) -> u32 {
        self.0.losses()
    }

    /// Where pictures are looked at now: `worker`, `page`, or nowhere (yet).
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn place(&self) -> Option<String> {
        self.0.place().map(Into::into)
    }
}

/// Frames are looked at until this is freed.
#[wasm_bindgen]
pub struct Watching(#[expect(dead_code, reason = "dropping it is what it is for")] Running);

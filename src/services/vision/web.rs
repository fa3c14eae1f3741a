//! The vision module of the deployment. Only what loads it is part of the app; the rest comes with it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Float64Array, Promise};
use kyc_worker::{Answer, Look};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlCanvasElement, HtmlVideoElement, Url};

use super::{Kept, OnLook, Target, Vision, Watch, Watching};
use crate::services::files::Canvas;
use crate::services::{Task, js};

/// How long a picture waits for the module, in milliseconds: the customer waits as well.
const PATIENCE: u32 = 5_000;

// By hand because no crate binds an expression of the language.
#[wasm_bindgen(inline_js = "export const load = (url) => import(url);")]
extern "C" {
    fn load(url: &str) -> Promise;
}

// `crates/worker/src/exports.rs` and `entry.js`. Everything may throw: it is loaded code.
#[wasm_bindgen]
extern "C" {
    type Loaded;
    #[wasm_bindgen(method, structural, catch)]
    fn open(this: &Loaded, stride: u32, loading: u32, answering: u32) -> Result<Promise, JsValue>;

    #[derive(Clone)]
    type Host;
    #[wasm_bindgen(method, structural, catch)]
    fn expect_faces(this: &Host) -> Result<(), JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn watch(
        this: &Host,
        video: &HtmlVideoElement,
        what: &[f64],
        on_look: &OnAnswer,
    ) -> Result<Option<Held>, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn inspect(
        this: &Host,
        picture: &HtmlCanvasElement,
        width: u32,
        height: u32,
        what: &[f64],
    ) -> Result<Promise, JsValue>;

    /// What the module keeps until it is freed.
    type Held;
    #[wasm_bindgen(method, structural, catch)]
    fn free(this: &Held) -> Result<(), JsValue>;
}

/// Where the module is, and how long it may take.
#[derive(Clone, Debug)]
pub struct Module {
    /// The address of `vision.js`, relative to the page.
    pub url: String,
    /// Time is counted in strides of so many milliseconds, so that a device that slept has not taken long.
    pub stride: u32,
    /// How many of them a worker may take to be ready.
    pub loading: u32,
    /// How many for an answer.
    pub answering: u32,
}

impl Default for Module {
    fn default() -> Self {
        Self { url: "vision/vision.js".into(), stride: 1_000, loading: 10, answering: 3 }
    }
}

/// The browser's vision.
pub struct WebVision {
    module: Module,
    /// Resolves to the module's host; rejected when it cannot be had, and then forgotten, so that the next who needs it asks
    /// again.
    host: Rc<RefCell<Option<Promise>>>,
}

impl WebVision {
    /// The module at this place; nothing is loaded yet.
    #[must_use]
    pub fn new(module: Module) -> Self {
        Self { module, host: Rc::default() }
    }

    /// The module's host; its getters `place` and `losses` tell how it fares.
    pub fn host(&self) -> Promise {
        let mut host = self.host.borrow_mut();
        let Module { url, stride, loading, answering } = self.module.clone();
        let kept = Rc::clone(&self.host);
        let open = async move {
            let module: Loaded = JsFuture::from(load(&absolute(&url)?)).await?.unchecked_into();
            JsFuture::from(module.open(stride, loading, answering)?).await
        };
        let opened = || {
            wasm_bindgen_futures::future_to_promise(async move {
                let opened = open.await;
                if opened.is_err() {
                    kept.take();
                }
                opened
            })
        };
        Clone::clone(host.get_or_insert_with(opened))
    }
}

impl Drop for WebVision {
    fn drop(&mut self) {
        if let Some(host) = self.host.take() {
            spawn_local(async move {
                if let Ok(host) = JsFuture::from(host).await {
                    // Ends the worker.
                    host.unchecked_into::<Held>().free().ok();
                }
            });
        }
    }
}

impl Vision for WebVision {
    fn warm_up(&self, target: Target) {
        let host = self.host();
        spawn_local(async move {
            // Without it there is no guidance, and nothing to say about that.
            let Ok(host) = JsFuture::from(host).await else { return };
            if target == Target::Face {
                host.unchecked_into::<Host>().expect_faces().ok();
            }
        });
    }

    fn is_faceless(&self) -> Task<'_, bool> {
        let host = self.host();
        Box::pin(async move {
            // What is not there yet may still come.
            let host = js::within(&host, PATIENCE).await;
            host.is_ok_and(|host| js::get(&host, "place") == JsValue::from_str("page"))
        })
    }

    fn watch(&self, video: HtmlVideoElement, what: Watch, on_look: OnLook) -> Watching {
        let running = Rc::new(Running::default());
        spawn_local(Rc::clone(&running).start(self.host(), video, what, on_look));
        Watching(Box::new(Stopping(running)))
    }

    fn inspect(&self, picture: &Canvas, source: (u32, u32), what: Watch) -> Task<'_, Option<Look>> {
        let (host, picture) = (self.host(), picture.element().clone());
        Box::pin(async move {
            let host: Host = js::within(&host, PATIENCE).await.ok()?.unchecked_into();
            let answer = host.inspect(&picture, source.0, source.1, &what.encode()).ok()?;
            look(&JsFuture::from(answer).await.ok()?)
        })
    }
}

/// What the module calls with answers.
type OnAnswer = Closure<dyn Fn(JsValue, JsValue)>;

/// A watch that may still be waiting for the module.
#[derive(Default)]
struct Running {
    is_over: Cell<bool>,
    held: RefCell<Option<(Held, OnAnswer)>>,
}

/// Ends a watch when dropped.
struct Stopping(Rc<Running>);

impl Running {
    async fn start(self: Rc<Self>, host: Promise, video: HtmlVideoElement, what: Watch, on_look: OnLook) {
        let Ok(host) = JsFuture::from(host).await else { return };
        if self.is_over.get() {
            return;
        }
        let closure = Closure::new(move |answer: JsValue, frame: JsValue| {
            let kept = Kept::new(frame);
            if let Some(look) = look(&answer) {
                let kept = kept.filter(|_| look.is_good());
                on_look(look, kept);
            }
        });
        if let Ok(Some(held)) = host.unchecked_into::<Host>().watch(&video, &what.encode(), &closure) {
            self.held.replace(Some((held, closure)));
        }
    }
}

impl Drop for Stopping {
    fn drop(&mut self) {
        self.0.is_over.set(true);
        if let Some((held, _)) = self.0.held.take() {
            held.free().ok();
        }
    }
}

fn look(answer: &JsValue) -> Option<Look> {
    match Answer::decode(&answer.dyn_ref::<Float64Array>()?.to_vec())? {
        Answer::Seen { look, .. } => look,
        Answer::Ready(_) => None,
    }
}

/// `url` as seen from the page, not from the script that loads it.
fn absolute(url: &str) -> Result<String, JsValue> {
    let base = js::global(&["document", "baseURI"]).as_string().unwrap_or_default();
    Ok(Url::new_with_base(url, &base)?.href())
}

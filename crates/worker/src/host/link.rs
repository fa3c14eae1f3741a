//! One worker that runs the vision module. Dropping it ends it.

use js_sys::{Array, Float64Array};
use kyc_js::Listener;
use kyc_worker::{Answer, Skills};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

/// What a worker tells.
pub enum Heard {
    /// It is loaded and can do this.
    Ready(Skills),
    /// It has answered this question; the whole answer, if something was seen.
    Seen(u32, Option<Float64Array>),
    /// It cannot be loaded, or broke.
    Failure,
}

impl Heard {
    /// `None` for what is not of this protocol.
    pub fn of(message: &JsValue) -> Option<Self> {
        if message.is_null() {
            return Some(Self::Failure);
        }
        let numbers = message.dyn_ref::<Float64Array>()?;
        // Longer than every answer: not worth copying.
        let is_short = numbers.length() < 4096;
        match Answer::decode(&is_short.then(|| numbers.to_vec())?)? {
            Answer::Ready(skills) => Some(Self::Ready(skills)),
            Answer::Seen { id, look } => Some(Self::Seen(id, look.map(|_| numbers.clone()))),
        }
    }
}

/// A running worker.
pub struct Link {
    worker: Worker,
    _listeners: [Listener; 2],
}

impl Link {
    /// Starts one; `None` where the browser or the policy of the deployment refuses at once.
    pub fn new(url: &str, heard: impl Fn(Heard) + Clone + 'static) -> Option<Self> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(url, &options).ok()?;
        let failed = heard.clone();
        let message = Listener::new(&worker, "message", move |event| {
            let data = event.unchecked_into::<MessageEvent>().data();
            if let Some(told) = Heard::of(&data) {
                heard(told);
            }
        });
        let error = Listener::new(&worker, "error", move |event| {
            // Otherwise it counts as an error of the page.
            event.prevent_default();
            failed(Heard::Failure);
        });
        Some(Self { worker, _listeners: [message, error] })
    }

    /// Sends a message; `false` when the browser cannot hand over what is in it.
    pub fn post(&self, message: &JsValue, transfer: &Array) -> bool {
        self.worker.post_message_with_transfer(message, transfer).is_ok()
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

//! The browser's recorder: pieces of video, numbered in the order in which it gave them.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Object, Promise, Uint8Array};
use kyc_liveness::session::Event;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{EventTarget, MediaStream};

use super::Tell;
use super::named::{call, construct};
use crate::services::js::{self, Listener};

const CLASS: &str = "MediaRecorder";

/// What is known to be taken by the provider: VP8 is made quickly everywhere but by Safari, which has MP4. Without any of
/// them the browser's own choice.
const FORMATS: [&str; 3] = ["video/webm;codecs=vp8", "video/webm", "video/mp4"];
/// Bits a second: those of Amazon's clients. Three minutes would be 22 MB; a check is over after some twenty seconds.
const BITS: u32 = 1_000_000;

/// A running recorder; stopped when dropped.
pub struct Recorder {
    recorder: EventTarget,
    _listeners: [Listener; 4],
}

impl Recorder {
    /// Records in pieces of so many milliseconds; `None` where the browser cannot.
    pub fn start(stream: &MediaStream, slice: u64, tell: &Tell) -> Option<Self> {
        let options = Object::new();
        let class = js::global(&[CLASS]);
        let is_supported = |format: &&str| {
            call(&class, "isTypeSupported", &[(*format).into()]).is_ok_and(|answer| answer == JsValue::TRUE)
        };
        if let Some(format) = FORMATS.into_iter().find(is_supported) {
            js::set(&options, "mimeType", &format.into());
        }
        js::set(&options, "bitsPerSecond", &BITS.into());
        let recorder: EventTarget = construct(CLASS, &[stream.into(), options.into()]).ok()?.unchecked_into();
        let count = Rc::new(Cell::new(0));
        let pieces = Rc::clone(&count);
        let [started, recorded, stopped, failed] = [tell.clone(), tell.clone(), tell.clone(), tell.clone()];
        let listeners = [
            Listener::new(&recorder, "start", move |_| started.tell(Event::RecorderStarted)),
            Listener::new(&recorder, "dataavailable", move |event| {
                let number = pieces.replace(pieces.get() + 1);
                spawn_local(hand_on(js::get(&event, "data"), number, recorded.clone()));
            }),
            Listener::new(&recorder, "stop", move |_| {
                stopped.tell(Event::RecorderStopped { chunks: count.get() });
            }),
            Listener::new(&recorder, "error", move |_| failed.tell(Event::RecorderFailed)),
        ];
        let this = Self { recorder, _listeners: listeners };
        call(&this.recorder, "start", &[(slice as f64).into()]).ok()?;
        Some(this)
    }

    /// Ends it; the last piece comes then.
    pub fn stop(&self) {
        // Throws where it is stopped already.
        drop(call(&self.recorder, "stop", &[]));
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.stop();
    }
}

async fn hand_on(piece: JsValue, number: u32, tell: Tell) {
    let reading = call(&piece, "arrayBuffer", &[]).and_then(JsCast::dyn_into::<Promise>);
    let bytes = match reading {
        Ok(reading) => JsFuture::from(reading).await,
        Err(error) => Err(error),
    };
    tell.tell(match bytes {
        Ok(bytes) => Event::ChunkRecorded { number, bytes: Uint8Array::new(&bytes).to_vec() },
        Err(_) => Event::RecorderFailed,
    });
}

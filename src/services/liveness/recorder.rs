//! The browser's recorder: pieces of video, numbered in the order in which it gave them.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Uint8Array;
use kyc_liveness::session::Event;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobEvent, MediaRecorder, MediaRecorderOptions, MediaStream, RecordingState};

use super::Tell;
use crate::services::js::Listener;

/// What is known to be taken by the provider: VP8 is made quickly everywhere but by Safari, which has MP4. Without any of
/// them the browser's own choice.
const FORMATS: [&str; 3] = ["video/webm;codecs=vp8", "video/webm", "video/mp4"];
/// Bits a second: those of Amazon's clients. Three minutes would be 22 MB; a check is over after some twenty seconds.
const BITS: u32 = 1_000_000;

/// A running recorder; stopped when dropped.
pub struct Recorder {
    recorder: MediaRecorder,
    _listeners: [Listener; 4],
}

impl Recorder {
    /// Records in pieces of so many milliseconds; `None` where the browser cannot.
    pub fn start(stream: &MediaStream, slice: u64, tell: &Tell) -> Option<Self> {
        let options = MediaRecorderOptions::new();
        if let Some(format) = FORMATS.into_iter().find(|format| MediaRecorder::is_type_supported(format)) {
            options.set_mime_type(format);
        }
        options.set_bits_per_second(BITS);
        let recorder =
            MediaRecorder::new_with_media_stream_and_media_recorder_options(stream, &options).ok()?;
        let count = Rc::new(Cell::new(0));
        let pieces = Rc::clone(&count);
        let [started, recorded, stopped, failed] = [tell.clone(), tell.clone(), tell.clone(), tell.clone()];
        let listeners = [
            Listener::new(&recorder, "start", move |_| started.tell(Event::RecorderStarted)),
            Listener::new(&recorder, "dataavailable", move |event| {
                let number = pieces.replace(pieces.get() + 1);
                let piece = event.unchecked_into::<BlobEvent>().data();
                spawn_local(hand_on(piece, number, recorded.clone()));
            }),
            Listener::new(&recorder, "stop", move |_| {
                stopped.tell(Event::RecorderStopped { chunks: count.get() });
            }),
            Listener::new(&recorder, "error", move |_| failed.tell(Event::RecorderFailed)),
        ];
        let this = Self { recorder, _listeners: listeners };
        this.recorder.start_with_time_slice(i32::try_from(slice).ok()?).ok()?;
        Some(this)
    }

    /// Ends it; the last piece comes then.
    pub fn stop(&self) {
        if self.recorder.state() != RecordingState::Inactive {
            drop(self.recorder.stop());
        }
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.stop();
    }
}

async fn hand_on(piece: Option<Blob>, number: u32, tell: Tell) {
    let bytes = match piece {
        Some(piece) => JsFuture::from(piece.array_buffer()).await,
        None => Err(JsValue::UNDEFINED),
    };
    tell.tell(match bytes {
        Ok(bytes) => Event::ChunkRecorded { number, bytes: Uint8Array::new(&bytes).to_vec() },
        Err(_) => Event::RecorderFailed,
    });
}

//! What a check holds of the browser's, and gives back at its end.

use std::cell::{Cell, RefCell};

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MediaStream, MediaStreamTrack};

use super::recorder::Recorder;
use super::sheet::Sheet;
use super::socket::Socket;
use crate::services::js::{self, Listener};
use crate::services::vision::Watching;

/// What is given back when dropped, and before that by [`Held::release`].
#[derive(Default)]
pub struct Held {
    pub has_camera: Cell<bool>,
    pub watching: RefCell<Option<Watching>>,
    pub recorder: RefCell<Option<Recorder>>,
    pub socket: RefCell<Option<Socket>>,
    pub sheet: RefCell<Option<Sheet>>,
    pub timers: RefCell<Vec<i32>>,
    /// Somebody looks what waits in the socket.
    pub is_polling: Cell<bool>,
    pub visibility: RefCell<Option<Listener>>,
}

impl Held {
    /// Gives everything back.
    pub fn release(&self) {
        self.visibility.take();
        self.watching.take();
        self.recorder.take();
        self.socket.take();
        self.sheet.take();
        for handle in self.timers.take() {
            js::cancel_timer(handle);
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.release();
    }
}

/// Frames a second of a camera, if it tells.
pub fn frame_rate(stream: &MediaStream) -> Option<f64> {
    let track: MediaStreamTrack = stream.get_video_tracks().get(0).dyn_into().ok()?;
    js::get(&JsValue::from(track.get_settings()), "frameRate").as_f64()
}

//! A frame that was kept while it was looked at elsewhere.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::services::files::Canvas;
use crate::services::js;

/// A frame of the video at the camera's own size. Held by the browser, which has only a few; closed when dropped.
pub struct Kept(JsValue);

impl Kept {
    /// Takes charge of a `VideoFrame`; `None` for anything else.
    pub(super) fn new(frame: JsValue) -> Option<Self> {
        (frame.is_object() && js::get(&frame, "close").is_function()).then_some(Self(frame))
    }

    /// The frame as a picture.
    #[must_use]
    pub fn to_canvas(&self) -> Option<Canvas> {
        let length =
            |name| js::get(&self.0, name).as_f64().map(|length| length as u32).filter(|length| *length > 0);
        let canvas = Canvas::new(length("displayWidth")?, length("displayHeight")?)?;
        canvas.draw(&self.0)?;
        Some(canvas)
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        if let Ok(close) = js::get(&self.0, "close").dyn_into::<Function>() {
            drop(close.call0(&self.0));
        }
    }
}

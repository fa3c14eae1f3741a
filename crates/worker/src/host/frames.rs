//! Pictures on their way to the vision module: as the browser's own handle of a frame where both sides can take one, as
//! a bitmap, or as plain pixels.

use js_sys::{Array, Float64Array, Function, Object, Promise, Reflect, Uint8Array};
use kyc_js as js;
use kyc_vision::Target;
use kyc_worker::{Ask, Skills};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::exports;

/// How a picture is handed over; the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// `VideoFrame`: nothing is copied in the page.
    Frame,
    /// `ImageBitmap`: scaled by the browser beside the page.
    Bitmap,
    /// Pixels from a canvas.
    Pixels,
}

impl Way {
    /// The best way to a worker with these skills; a former attempt has shown that those before `least` do not work.
    pub fn best(skills: Skills, least: Self) -> Self {
        let has = |name| js::global(&[name]).is_function();
        match least {
            Self::Frame if skills.draws && has("VideoFrame") => Self::Frame,
            Self::Frame | Self::Bitmap if skills.draws && has("createImageBitmap") => Self::Bitmap,
            _ => Self::Pixels,
        }
    }

    /// What to try when this one failed.
    pub const fn next(self) -> Self {
        match self {
            Self::Frame => Self::Bitmap,
            Self::Bitmap | Self::Pixels => Self::Pixels,
        }
    }
}

/// A picture to hand over. Dropping closes it, unless somebody else holds it by then.
pub struct Handed {
    picture: JsValue,
    transfer: JsValue,
}

impl Drop for Handed {
    fn drop(&mut self) {
        close(&self.picture);
    }
}

/// A frame of the video at the camera's own size. Held by the browser, which has only a few; closed when dropped.
pub struct Kept(Option<JsValue>);

impl Kept {
    /// Hands it on; closing it is the other's duty then.
    pub fn give(mut self) -> JsValue {
        self.0.take().unwrap_or_default()
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        if let Some(frame) = self.0.take() {
            close(&frame);
        }
    }
}

fn close(picture: &JsValue) {
    if let Ok(close) = js::get(picture, "close").dyn_into::<Function>() {
        // Does nothing to what was transferred.
        drop(close.call0(picture));
    }
}

impl Handed {
    /// A second handle of the frame, which stays here when the first one is handed over.
    pub fn keep(&self, way: Way) -> Option<Kept> {
        let clone: Function = js::get(&self.picture, "clone").dyn_into().ok()?;
        let kept = (way == Way::Frame).then(|| clone.call0(&self.picture).ok())??;
        Some(Kept(Some(kept)))
    }

    /// What `source` (a canvas or a video of this size) shows now, its long edge at most `edge` pixels where that is
    /// cheap.
    pub async fn new(way: Way, source: &JsValue, size: (u32, u32), edge: u32) -> Option<Self> {
        match way {
            Way::Frame => Self::frame(source),
            Way::Bitmap => Self::bitmap(source, size, edge).await,
            Way::Pixels => Self::pixels(source, size, edge),
        }
    }

    fn frame(source: &JsValue) -> Option<Self> {
        let class: Function = js::global(&["VideoFrame"]).dyn_into().ok()?;
        let frame = Reflect::construct(&class, &Array::of1(source)).ok()?;
        Some(Self { transfer: frame.clone(), picture: frame })
    }

    async fn bitmap(source: &JsValue, size: (u32, u32), edge: u32) -> Option<Self> {
        let create: Function = js::global(&["createImageBitmap"]).dyn_into().ok()?;
        let (width, height) = fitted(size.0, size.1, edge);
        let options = Object::new();
        if (width, height) != size {
            js::set(&options, "resizeWidth", &width.into());
            js::set(&options, "resizeHeight", &height.into());
            js::set(&options, "resizeQuality", &"medium".into());
        }
        let promise: Promise = create.call2(&JsValue::UNDEFINED, source, &options).ok()?.dyn_into().ok()?;
        let bitmap = JsFuture::from(promise).await.ok()?;
        Some(Self { transfer: bitmap.clone(), picture: bitmap })
    }

    fn pixels(source: &JsValue, size: (u32, u32), edge: u32) -> Option<Self> {
        let (width, height) = fitted(size.0, size.1, edge);
        let canvas: HtmlCanvasElement =
            web_sys::window()?.document()?.create_element("canvas").ok()?.unchecked_into();
        canvas.set_width(width);
        canvas.set_height(height);
        let options = Object::new();
        // The pixels are all that is wanted of it.
        js::set(&options, "willReadFrequently", &JsValue::TRUE);
        let context = canvas.get_context_with_context_options("2d", &options).ok()??;
        let context: CanvasRenderingContext2d = context.dyn_into().ok()?;
        js::set(&context, "imageSmoothingQuality", &"medium".into());
        // The binding hands its argument on as it is, and `drawImage` takes every kind of picture.
        let picture = source.unchecked_ref::<HtmlCanvasElement>();
        let (wide, high) = (f64::from(width), f64::from(height));
        context.draw_image_with_html_canvas_element_and_dw_and_dh(picture, 0.0, 0.0, wide, high).ok()?;
        let image = context.get_image_data(0.0, 0.0, width.into(), height.into()).ok()?;
        let data = js::get(&js::get(&image, "data"), "buffer");
        let picture = Object::new();
        js::set(&picture, "data", &data);
        js::set(&picture, "width", &width.into());
        js::set(&picture, "height", &height.into());
        Some(Self { transfer: data, picture: picture.into() })
    }

    /// The message that asks about it.
    pub fn message(&self, ask: &Ask, draw: u32) -> JsValue {
        let message = Object::new();
        js::set(&message, "ask", &Float64Array::from(ask.encode().as_slice()));
        js::set(&message, "picture", &self.picture);
        js::set(&message, "edge", &draw.into());
        // A frame does not wait for the model of faces; the next ones will have it.
        js::set(&message, "faces", &(ask.what.target == Target::Face).into());
        js::set(&message, "waits", &(ask.watch == 0).into());
        message.into()
    }

    /// What changes hands with it.
    pub fn transfer(&self) -> Array {
        Array::of1(&self.transfer)
    }

    /// The answer about plain pixels, found here and now.
    pub fn look(&self, ask: &[f64]) -> Option<Float64Array> {
        let number = |name| js::get(&self.picture, name).as_f64().map(|number| number as u32);
        let bytes = Uint8Array::new(&js::get(&self.picture, "data")).to_vec();
        let answer = exports::look(ask, &bytes, number("width")?, number("height")?, 0, false);
        (!answer.is_empty()).then(|| Float64Array::from(answer.as_slice()))
    }
}

/// The message that faces will be asked for.
pub fn order_of_faces() -> JsValue {
    let message = Object::new();
    js::set(&message, "faces", &JsValue::TRUE);
    message.into()
}

/// `width` and `height` with the long edge at most `edge`; never enlarged, never empty.
fn fitted(width: u32, height: u32, edge: u32) -> (u32, u32) {
    let long = f64::from(width.max(height).max(1));
    let scale = (f64::from(edge) / long).min(1.0);
    let scaled = |length: u32| ((f64::from(length) * scale).round() as u32).max(1);
    (scaled(width), scaled(height))
}

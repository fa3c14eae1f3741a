//! From a picture to what is sent of it. `assets/picture.js` does it in a worker: scaling and encoding twelve megapixels
//! takes a phone a second, and the page would stand still. Where that does not work the page does it itself.

use js_sys::{Array, Function, Object, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ImageBitmap, MessageEvent, Url, Worker};

use super::canvas::{Canvas, MAX_EDGE, Turn, UPRIGHT, fitted};
use super::{decode, quality};
use crate::services::js::{self, Listener};

/// From this long edge on, half of the picture is enough to look at. Halving is what the analysis' own box filter
/// does as well.
const HALF_FROM: u32 = 2048;
/// A slow phone needs 10 s for 48 megapixels.
const PATIENCE: u32 = 30_000;

/// A picture to be sent.
pub struct Source {
    /// A blob, or an `ImageBitmap`, which is handed over.
    pub picture: JsValue,
    /// As stored, if it is known.
    pub size: Option<(u32, u32)>,
    /// Whether decoders leave it as it is stored.
    pub is_left: bool,
    /// How it is to be turned.
    pub turn: Turn,
}

/// What is sent of a picture.
pub struct Made {
    pub blob: Blob,
    pub width: u32,
    pub height: u32,
    /// The same at half the size or less, to look at.
    pub small: Canvas,
}

impl Source {
    /// What the decoder is asked to scale to: only the long edge where it may turn the picture as well.
    pub fn scaled(&self) -> Object {
        let options = Object::new();
        if let Some((width, height)) = self.size.filter(|(width, height)| *width.max(height) > MAX_EDGE) {
            let (wide, high) = fitted(width, height, MAX_EDGE);
            if self.is_left || width >= height {
                js::set(&options, "resizeWidth", &wide.into());
            }
            if self.is_left || width < height {
                js::set(&options, "resizeHeight", &high.into());
            }
            js::set(&options, "resizeQuality", &"high".into());
        }
        options
    }
}

/// What is sent of `source`; `None` when it cannot be decoded.
pub async fn make(source: &Source) -> Option<Made> {
    match in_worker(source).await {
        Some(made) => Some(made),
        None => on_page(source).await,
    }
}

/// What is sent of a canvas.
pub async fn make_of_canvas(canvas: &Canvas) -> Option<Made> {
    if let Some(picture) = copied(canvas).await {
        let size = Some((canvas.width(), canvas.height()));
        if let Some(made) = in_worker(&Source { picture, size, is_left: true, turn: UPRIGHT }).await {
            return Some(made);
        }
    }
    let (width, height) = fitted(canvas.width(), canvas.height(), MAX_EDGE);
    let paper = Canvas::new(width, height)?;
    paper.draw(canvas.element())?;
    finished(paper).await
}

/// A copy that can be handed over.
async fn copied(canvas: &Canvas) -> Option<JsValue> {
    let create: Function = js::global(&["createImageBitmap"]).dyn_into().ok()?;
    let promise: Promise = create.call1(&JsValue::UNDEFINED, canvas.element()).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}

async fn in_worker(source: &Source) -> Option<Made> {
    if !js::global(&["OffscreenCanvas"]).is_function() {
        return None;
    }
    // Stopped when this is dropped, which also gives its memory back.
    let worker = Stopping(Worker::new(&script()?).ok()?);
    let given = Array::new();
    if source.picture.is_instance_of::<ImageBitmap>() {
        given.push(&source.picture);
    }
    let mut listeners = Vec::new();
    let answer = Promise::new(&mut |resolve, reject| {
        listeners.push(Listener::new(&worker.0, "message", move |event| {
            drop(resolve.call1(&JsValue::UNDEFINED, &event.unchecked_into::<MessageEvent>().data()));
        }));
        listeners.push(Listener::new(&worker.0, "error", move |_| drop(reject.call0(&JsValue::UNDEFINED))));
    });
    worker.0.post_message_with_transfer(&wanted(source), &given).ok()?;
    let made = js::within(&answer, PATIENCE).await.ok().filter(JsValue::is_object)?;
    let number = |name| js::get(&made, name).as_f64().map(|number| number as u32);
    let bitmap: ImageBitmap = js::get(&made, "small").dyn_into().ok()?;
    let small = Canvas::new(bitmap.width(), bitmap.height())?;
    let is_drawn = small.draw(&bitmap);
    bitmap.close();
    is_drawn?;
    Some(Made {
        blob: js::get(&made, "blob").dyn_into().ok()?,
        width: number("width")?,
        height: number("height")?,
        small,
    })
}

/// The worker's address; it lies beside the page.
fn script() -> Option<String> {
    let base = web_sys::window()?.document()?.base_uri().ok()??;
    Some(Url::new_with_base("picture.js", &base).ok()?.href())
}

fn wanted(source: &Source) -> Object {
    let list = |numbers: &[f64]| JsValue::from(numbers.iter().copied().map(JsValue::from).collect::<Array>());
    let message = Object::new();
    js::set(&message, "source", &source.picture);
    js::set(&message, "scaled", &source.scaled());
    if let Some((width, height)) = source.size {
        js::set(&message, "shape", &list(&[f64::from(width), f64::from(height)]));
    }
    js::set(&message, "turn", &list(&source.turn));
    js::set(&message, "edge", &MAX_EDGE.into());
    js::set(&message, "half", &HALF_FROM.into());
    js::set(&message, "good", &quality::GOOD_BYTES.into());
    let rungs = quality::RUNGS.iter().map(|(quality, share)| list(&[*quality, *share])).collect::<Array>();
    js::set(&message, "rungs", &rungs);
    message
}

async fn on_page(source: &Source) -> Option<Made> {
    finished(decode::to_canvas(source).await?).await
}

async fn finished(paper: Canvas) -> Option<Made> {
    let blob = paper.encode().await.ok()?;
    let (width, height) = (paper.width(), paper.height());
    if width.max(height) < HALF_FROM {
        return Some(Made { blob, width, height, small: paper });
    }
    let small = Canvas::new(width / 2, height / 2)?;
    small.draw(paper.element())?;
    Some(Made { blob, width, height, small })
}

struct Stopping(Worker);

impl Drop for Stopping {
    fn drop(&mut self) {
        self.0.terminate();
    }
}

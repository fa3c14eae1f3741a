//! From a picture to what is sent of it, in two steps: opened, upright and small enough to be looked at; then the wanted
//! part of it, scaled and encoded. `assets/picture.js` does both in a worker: twelve megapixels take a phone a second,
//! and the page would stand still. Where that does not work the page does it itself.

use js_sys::{Array, Function, Object, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ImageBitmap, MessageEvent, Url, Worker, WorkerOptions, WorkerType};

use super::canvas::{Canvas, MAX_EDGE, Turn, UPRIGHT, fitted, turn_by, turned};
use super::{decode, quality};
use crate::services::js::{self, Listener};

/// What is looked at has its long edge below this, and not much below `kyc_vision::ANALYSIS_EDGE`. Halving is what the
/// analysis' own box filter does as well; 12 megapixels (4,000 px, 4,032 px) are halved twice.
const HALF_FROM: u32 = 1921;
/// A picture is opened at this long edge at most: 12 megapixels whole, so that a document that fills little of it is sent
/// with all its pixels, and no more than 64 MB of memory.
const OPEN_EDGE: u32 = 4096;
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

/// An opened picture.
pub struct Opened {
    /// Its width in pixels, upright.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// The same, small enough to be looked at.
    pub small: Canvas,
    turn: Turn,
    engine: Engine,
    /// What the page opens if the worker fails later.
    origin: Origin,
}

enum Engine {
    Worker(Stopping),
    Page(Canvas),
}

enum Origin {
    Source(Source),
    Canvas(Canvas),
}

/// What is wanted of an upright picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cut {
    /// Left, top, width and height, as shares of the upright picture.
    pub part: [f64; 4],
    /// How often that part is turned clockwise by a quarter.
    pub quarters: u8,
}

/// What is sent of a picture.
pub struct Made {
    pub blob: Blob,
    pub width: u32,
    pub height: u32,
}

impl Source {
    /// What the decoder is asked to scale to: only the long edge where it may turn the picture as well.
    pub fn scaled(&self) -> Object {
        let options = Object::new();
        if let Some((width, height)) = self.size.filter(|(width, height)| *width.max(height) > OPEN_EDGE) {
            let (wide, high) = fitted(width, height, OPEN_EDGE);
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

/// Opens a picture; `None` when it cannot be decoded.
pub async fn open(source: Source, hand: Hand) -> Option<Opened> {
    if let Some((engine, width, height, small)) = in_worker(&source, hand).await {
        let turn = source.turn;
        return Some(Opened { width, height, small, turn, engine, origin: Origin::Source(source) });
    }
    on_page(decode::to_canvas(&source).await?, Origin::Source(source))
}

/// Opens a picture of the camera.
pub async fn open_canvas(canvas: Canvas) -> Option<Opened> {
    if let Some(picture) = copied(&canvas).await {
        let size = Some((canvas.width(), canvas.height()));
        let source = Source { picture, size, is_left: true, turn: UPRIGHT };
        if let Some((engine, width, height, small)) = in_worker(&source, Hand::ready()).await {
            return Some(Opened {
                width,
                height,
                small,
                turn: UPRIGHT,
                engine,
                origin: Origin::Canvas(canvas),
            });
        }
    }
    let paper = copy(&canvas, MAX_EDGE)?;
    on_page(paper, Origin::Canvas(canvas))
}

fn on_page(paper: Canvas, origin: Origin) -> Option<Opened> {
    let (width, height) = (paper.width(), paper.height());
    let mut edge = width.max(height);
    while edge >= HALF_FROM {
        edge /= 2;
    }
    let small = copy(&paper, edge)?;
    Some(Opened { width, height, small, turn: UPRIGHT, engine: Engine::Page(paper), origin })
}

fn copy(canvas: &Canvas, edge: u32) -> Option<Canvas> {
    let (width, height) = fitted(canvas.width(), canvas.height(), edge);
    let paper = Canvas::new(width, height)?;
    paper.draw(canvas.element())?;
    Some(paper)
}

impl Opened {
    /// What is sent of it; `None` when it cannot be encoded.
    pub async fn finish(self, cut: Cut) -> Option<Made> {
        let paper = match self.engine {
            Engine::Page(paper) => paper,
            Engine::Worker(worker) => match encoded(&worker, self.turn, cut).await {
                Some(made) => return Some(made),
                None => match self.origin {
                    Origin::Source(source) => decode::to_canvas(&source).await?,
                    Origin::Canvas(canvas) => canvas,
                },
            },
        };
        let sent = paper.cut(cut.part, turn_by(cut.quarters), MAX_EDGE)?;
        Some(Made { blob: sent.encode().await.ok()?, width: sent.width(), height: sent.height() })
    }
}

/// A copy that can be handed over.
async fn copied(canvas: &Canvas) -> Option<JsValue> {
    let create: Function = js::global(&["createImageBitmap"]).dyn_into().ok()?;
    let promise: Promise = create.call1(&JsValue::UNDEFINED, canvas.element()).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}

async fn in_worker(source: &Source, hand: Hand) -> Option<(Engine, u32, u32, Canvas)> {
    let worker = hand.0?;
    let message = Object::new();
    js::set(&message, "source", &source.picture);
    js::set(&message, "scaled", &source.scaled());
    if let Some((width, height)) = source.size {
        js::set(&message, "shape", &list(&[f64::from(width), f64::from(height)]));
    }
    js::set(&message, "turn", &list(&source.turn));
    js::set(&message, "half", &HALF_FROM.into());
    goals(&message);
    let given = Array::new();
    if source.picture.is_instance_of::<ImageBitmap>() {
        given.push(&source.picture);
    }
    let opened = worker.ask(&message, &given).await?;
    let bitmap: ImageBitmap = js::get(&opened, "small").dyn_into().ok()?;
    let small = Canvas::new(bitmap.width(), bitmap.height())?;
    let is_drawn = small.draw(&bitmap);
    bitmap.close();
    is_drawn?;
    Some((Engine::Worker(worker), number(&opened, "width")?, number(&opened, "height")?, small))
}

async fn encoded(worker: &Stopping, turn: Turn, cut: Cut) -> Option<Made> {
    let message = Object::new();
    js::set(&message, "part", &list(&stored(cut.part, turn)));
    js::set(&message, "turn", &list(&turned(turn, cut.quarters)));
    goals(&message);
    let made = worker.ask(&message, &Array::new()).await?;
    let blob = js::get(&made, "blob").dyn_into().ok()?;
    Some(Made { blob, width: number(&made, "width")?, height: number(&made, "height")? })
}

/// What every picture should be like.
fn goals(message: &Object) {
    js::set(message, "edge", &MAX_EDGE.into());
    js::set(message, "good", &quality::GOOD_BYTES.into());
    let rungs = quality::RUNGS.iter().map(|(quality, share)| list(&[*quality, *share])).collect::<Array>();
    js::set(message, "rungs", &rungs);
}

/// A part of the upright picture as a part of the stored one. Turns are about the middle, and the inverse of one is its
/// transpose.
fn stored([x, y, width, height]: [f64; 4], [a, b, c, d]: Turn) -> [f64; 4] {
    let (right, down) = (x + width / 2.0 - 0.5, y + height / 2.0 - 0.5);
    let (middle_x, middle_y) = (a * right + b * down + 0.5, c * right + d * down + 0.5);
    let (wide, high) = if a == 0.0 { (height, width) } else { (width, height) };
    [middle_x - wide / 2.0, middle_y - high / 2.0, wide, high]
}

fn list(numbers: &[f64]) -> JsValue {
    numbers.iter().copied().map(JsValue::from).collect::<Array>().into()
}

fn number(object: &JsValue, name: &str) -> Option<u32> {
    js::get(object, name).as_f64().map(|number| number as u32)
}

/// The address of a file that lies beside the page.
fn beside(name: &str) -> Option<String> {
    let base = web_sys::window()?.document()?.base_uri().ok()??;
    Some(Url::new_with_base(name, &base).ok()?.href())
}

/// A worker that is already on its way while the file is still looked through; none where it could not draw.
pub struct Hand(Option<Stopping>);

impl Hand {
    pub fn ready() -> Self {
        let start = || Worker::new(&beside("picture.js")?).ok().map(Stopping);
        Self(if can_draw() { start() } else { None })
    }
}

fn can_draw() -> bool {
    js::global(&["OffscreenCanvas"]).is_function()
}

/// Stopped when this is dropped, which also gives its memory back.
pub struct Stopping(Worker);

impl Stopping {
    /// A worker that is a module, once it says that it is there; `None` where it could not draw.
    pub async fn module(url: &str) -> Option<Self> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let start = || Worker::new_with_options(&beside(url)?, &options).ok().map(Self);
        let worker = if can_draw() { start()? } else { return None };
        worker.answer(|_| Some(())).await?;
        Some(worker)
    }

    /// What the worker answers; `None` when it cannot, or not in time.
    pub async fn ask(&self, message: &Object, given: &Array) -> Option<JsValue> {
        let post = |worker: &Worker| worker.post_message_with_transfer(message, given).ok();
        self.answer(post).await.filter(JsValue::is_object)
    }

    /// What the worker says next, after `post`.
    async fn answer(&self, post: impl FnOnce(&Worker) -> Option<()>) -> Option<JsValue> {
        let mut listeners = Vec::new();
        let answer = Promise::new(&mut |resolve, reject| {
            listeners.push(Listener::new(&self.0, "message", move |event| {
                drop(resolve.call1(&JsValue::UNDEFINED, &event.unchecked_into::<MessageEvent>().data()));
            }));
            listeners.push(Listener::new(&self.0, "error", move |_| drop(reject.call0(&JsValue::UNDEFINED))));
        });
        post(&self.0)?;
        js::within(&answer, PATIENCE).await.ok()
    }
}

impl Drop for Stopping {
    fn drop(&mut self) {
        self.0.terminate();
    }
}

//! The colours over the whole page, fainter in the oval where the face is.

use std::f64::consts::TAU;

use kyc_liveness::colours::Picture;
use kyc_liveness::events::Rgb;
use kyc_liveness::oval::{Rect, Size};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlCanvasElement, HtmlVideoElement};

use super::named::call;
use crate::services::js;

/// How much of the page is covered, outside of the oval and inside: the numbers of Amazon's clients, as is the line.
const OUTSIDE: f64 = 0.9;
const INSIDE: f64 = 0.75;
const LINE: f64 = 8.0;

/// What the colours are drawn on.
pub struct Sheet {
    canvas: HtmlCanvasElement,
    context: JsValue,
}

impl Sheet {
    /// An empty one.
    pub fn new() -> Option<Self> {
        let canvas: HtmlCanvasElement =
            web_sys::window()?.document()?.create_element("canvas").ok()?.unchecked_into();
        let context = canvas.get_context("2d").ok()??.into();
        Some(Self { canvas, context })
    }

    /// The element.
    pub const fn element(&self) -> &HtmlCanvasElement {
        &self.canvas
    }

    /// Draws colours; `oval` is where the face belongs in the pixels of `video`, which is on the page.
    pub fn draw(&self, picture: &Picture, oval: Option<Rect>, video: &HtmlVideoElement) {
        let place = self.place();
        let (width, height) = (place.width, place.height);
        // Setting it empties the canvas.
        if self.canvas.width() != width as u32 || self.canvas.height() != height as u32 {
            self.canvas.set_width(width as u32);
            self.canvas.set_height(height as u32);
        }
        self.act("clearRect", &[0.0, 0.0, width, height]);
        self.fill(picture, OUTSIDE, &place);
        let Some(oval) = oval.and_then(|oval| on_page(&oval, video)) else { return };
        let (x, y) = (oval.left - place.left + oval.width / 2.0, oval.top - place.top + oval.height / 2.0);
        self.act("save", &[]);
        self.act("beginPath", &[]);
        self.act("ellipse", &[x, y, oval.width / 2.0, oval.height / 2.0, 0.0, 0.0, TAU]);
        self.act("clip", &[]);
        self.act("clearRect", &[0.0, 0.0, width, height]);
        self.fill(picture, INSIDE, &place);
        js::set(&self.context, "globalAlpha", &1.into());
        // Half of the line is cut off.
        js::set(&self.context, "lineWidth", &(LINE * 2.0).into());
        js::set(&self.context, "strokeStyle", &"#fff".into());
        self.act("stroke", &[]);
        self.act("restore", &[]);
    }

    fn act(&self, name: &str, numbers: &[f64]) {
        let numbers: Vec<JsValue> = numbers.iter().map(|number| (*number).into()).collect();
        drop(call(&self.context, name, &numbers));
    }

    /// Where it lies in the window, all of which it covers while nobody has put it anywhere.
    fn place(&self) -> Rect {
        let area = self.canvas.get_bounding_client_rect();
        if area.width() > 0.0 && area.height() > 0.0 {
            let (left, top) = (area.x(), area.y());
            return Rect { left, top, width: area.width().round(), height: area.height().round() };
        }
        let length = |name| js::global(&[name]).as_f64().unwrap_or_default();
        Rect { left: 0.0, top: 0.0, width: length("innerWidth"), height: length("innerHeight") }
    }

    fn fill(&self, picture: &Picture, alpha: f64, place: &Rect) {
        let edge = (picture.reach * place.height).round();
        js::set(&self.context, "globalAlpha", &alpha.into());
        js::set(&self.context, "fillStyle", &named(picture.current).into());
        self.act("fillRect", &[0.0, 0.0, place.width, edge]);
        js::set(&self.context, "fillStyle", &named(picture.previous).into());
        self.act("fillRect", &[0.0, edge, place.width, place.height - edge]);
    }
}

fn named(Rgb([red, green, blue]): Rgb) -> String {
    ["rgb(", &red.to_string(), ",", &green.to_string(), ",", &blue.to_string(), ")"].concat()
}

/// A place in the video as a place in the window. The picture covers its element and sticks out of it on two sides; that of
/// a camera that looks at the customer is mirrored.
fn on_page(oval: &Rect, video: &HtmlVideoElement) -> Option<Rect> {
    let area = video.get_bounding_client_rect();
    let size = Size { width: video.video_width().into(), height: video.video_height().into() };
    let scale = (area.width() / size.width).max(area.height() / size.height);
    if !(scale.is_finite() && scale > 0.0) {
        return None;
    }
    let is_mirrored = video.get_attribute("data-facing").is_none_or(|facing| facing != "rear");
    let oval = if is_mirrored { oval.mirrored(size) } else { *oval };
    let left = area.x() + area.width() / 2.0 + (oval.left - size.width / 2.0) * scale;
    let top = area.y() + area.height() / 2.0 + (oval.top - size.height / 2.0) * scale;
    Some(Rect { left, top, width: oval.width * scale, height: oval.height * scale })
}

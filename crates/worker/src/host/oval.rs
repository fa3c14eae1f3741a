//! Where the face belongs: the oval that lies over the camera's picture on the screen, as a place in that picture.

use kyc_js as js;
use kyc_vision::{Oval, Point};
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlVideoElement};

/// How the page marks it.
const MARK: &str = "[data-kyc-oval]";

/// The place in a picture of this size, which covers `video` and sticks out of it on two sides. Mirrored or not: the oval
/// is in the middle from left to right. `None` where there is none, or nothing is on the screen.
pub fn shown_over(video: &HtmlVideoElement, (width, height): (u32, u32)) -> Option<Oval> {
    let document: Document = js::global(&["document"]).dyn_into().ok()?;
    let (stage, oval) = (spot(video), spot(&document.query_selector(MARK).ok()??));
    let (width, height) = (f64::from(width), f64::from(height));
    let scale = (stage.width / width).max(stage.height / height);
    // Sizes of nothing and of pictures without an edge.
    if !(scale.is_finite() && scale > 0.0 && oval.height > 0.0) {
        return None;
    }
    let place = |at: f64, middle: f64, length: f64| ((at - middle) / scale + length / 2.0) as f32;
    let (x, y) = (place(oval.x, stage.x, width), place(oval.y, stage.y, height));
    let length = |length: f64| (length / scale) as f32;
    Some(Oval { centre: Point::new(x, y), width: length(oval.width), height: length(oval.height) })
}

/// A place on the screen, by its middle.
struct Spot {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

fn spot(element: &Element) -> Spot {
    let area = element.get_bounding_client_rect();
    let (width, height) = (area.width(), area.height());
    Spot { x: area.x() + width / 2.0, y: area.y() + height / 2.0, width, height }
}

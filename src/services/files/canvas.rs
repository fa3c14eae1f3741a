//! Canvases: pictures are drawn onto white paper at the size they are sent in and encoded as JPEG, which keeps nothing
//! but pixels: no place, no device, no time.

use js_sys::{Function, Promise};
use kyc_wire::Code;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement};

use super::quality;
use crate::services::js;

/// The long edge of what is sent, at most.
pub const MAX_EDGE: u32 = 2560;

/// How a stored picture is laid onto its paper: `x' = a x + c y`, `y' = b x + d y`, then moved into view.
pub type Turn = [f64; 4];

/// As it is.
pub const UPRIGHT: Turn = [1.0, 0.0, 0.0, 1.0];

/// Clockwise by quarters.
pub fn turn_by(quarters: u8) -> Turn {
    turned(UPRIGHT, quarters)
}

/// `turn`, then clockwise by quarters.
pub fn turned([a, b, c, d]: Turn, quarters: u8) -> Turn {
    if quarters.is_multiple_of(4) { [a, b, c, d] } else { turned([-b, a, -d, c], quarters - 1) }
}

/// A canvas that gives its memory back when dropped; some browsers keep it until the collector comes by, and allow
/// only so much of it.
pub struct Canvas(HtmlCanvasElement);

impl Canvas {
    /// An empty canvas.
    pub fn new(width: u32, height: u32) -> Option<Self> {
        let element = web_sys::window()?.document()?.create_element("canvas").ok()?;
        let canvas: HtmlCanvasElement = element.unchecked_into();
        canvas.set_width(width);
        canvas.set_height(height);
        Some(Self(canvas))
    }

    /// The element itself.
    #[must_use]
    pub const fn element(&self) -> &HtmlCanvasElement {
        &self.0
    }

    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.0.width()
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.0.height()
    }

    /// Draws `source` (anything that a canvas draws) over the whole of it, on white.
    pub fn draw(&self, source: &JsValue) -> Option<()> {
        self.draw_turned(source, UPRIGHT)
    }

    /// As [`Canvas::draw`], the picture turned.
    pub fn draw_turned(&self, source: &JsValue, turn: Turn) -> Option<()> {
        let (context, wide, high) = self.prepared(turn)?;
        // The binding hands its argument on as it is, and `drawImage` takes every kind of picture.
        let picture = source.unchecked_ref::<HtmlCanvasElement>();
        context.draw_image_with_html_canvas_element_and_dw_and_dh(picture, 0.0, 0.0, wide, high).ok()?;
        context.reset_transform().ok()
    }

    fn draw_part(
        &self,
        source: &HtmlCanvasElement,
        [x, y, width, height]: [f64; 4],
        turn: Turn,
    ) -> Option<()> {
        let (context, wide, high) = self.prepared(turn)?;
        context
            .draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                source, x, y, width, height, 0.0, 0.0, wide, high,
            )
            .ok()?;
        context.reset_transform().ok()
    }

    /// White, and turned; the size to draw at.
    fn prepared(&self, [a, b, c, d]: Turn) -> Option<(CanvasRenderingContext2d, f64, f64)> {
        let context = self.context()?;
        let (width, height) = (f64::from(self.width()), f64::from(self.height()));
        context.set_fill_style_str("#fff");
        context.fill_rect(0.0, 0.0, width, height);
        js::set(&context, "imageSmoothingQuality", &"high".into());
        let (right, down) = (if a + c < 0.0 { width } else { 0.0 }, if b + d < 0.0 { height } else { 0.0 });
        context.set_transform(a, b, c, d, right, down).ok()?;
        Some(if a == 0.0 { (context, height, width) } else { (context, width, height) })
    }

    /// A part of it, by shares (left, top, width, height), turned, its long edge at most `edge`.
    pub fn cut(&self, [x, y, wide, high]: [f64; 4], turn: Turn, edge: u32) -> Option<Self> {
        let (width, height) = (f64::from(self.width()), f64::from(self.height()));
        let (part_width, part_height) = ((wide * width).round() as u32, (high * height).round() as u32);
        let (part_width, part_height) = fitted(part_width, part_height, edge);
        let [lies_along, ..] = turn;
        let (to_width, to_height) =
            if lies_along == 0.0 { (part_height, part_width) } else { (part_width, part_height) };
        let part = Self::new(to_width, to_height)?;
        part.draw_part(&self.0, [x * width, y * height, wide * width, high * height], turn)?;
        Some(part)
    }

    /// Its pixels, four bytes each.
    pub fn pixels(&self) -> Option<Vec<u8>> {
        let (width, height) = (f64::from(self.width()), f64::from(self.height()));
        Some(self.context()?.get_image_data(0.0, 0.0, width, height).ok()?.data().0)
    }

    /// As JPEG, see [`quality`].
    pub async fn encode(&self) -> Result<Blob, Code> {
        let best = self.encode_at(quality::BEST).await.ok_or(Code::FileDamaged)?;
        match quality::instead_of(best.size()) {
            None => Ok(best),
            Some(lower) => self.encode_at(lower).await.ok_or(Code::FileDamaged),
        }
    }

    /// As JPEG to begin anew from, see [`quality::KEPT`].
    pub async fn encode_to_keep(&self) -> Option<Blob> {
        self.encode_at(quality::KEPT).await
    }

    async fn encode_at(&self, quality: f64) -> Option<Blob> {
        let canvas = self.0.clone();
        let promise = Promise::new(&mut |resolve: Function, reject: Function| {
            let quality = JsValue::from(quality);
            if canvas.to_blob_with_type_and_encoder_options(&resolve, "image/jpeg", &quality).is_err() {
                drop(reject.call0(&JsValue::UNDEFINED));
            }
        });
        JsFuture::from(promise).await.ok()?.dyn_into().ok()
    }

    fn context(&self) -> Option<CanvasRenderingContext2d> {
        self.0.get_context("2d").ok()??.dyn_into().ok()
    }
}

impl Drop for Canvas {
    fn drop(&mut self) {
        self.0.set_width(0);
        self.0.set_height(0);
    }
}

/// `width` and `height` with the long edge at most `max`; never enlarged, never empty.
pub fn fitted(width: u32, height: u32, max: u32) -> (u32, u32) {
    let long = width.max(height).max(1);
    if long <= max {
        return (width.max(1), height.max(1));
    }
    let scaled = |edge: u32| ((f64::from(edge) * f64::from(max) / f64::from(long)).round() as u32).max(1);
    (scaled(width), scaled(height))
}

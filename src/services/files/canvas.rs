//! Canvases: pictures are drawn onto white paper at the size they are sent in and encoded as JPEG, which keeps nothing
//! but pixels: no place, no device, no time.

use js_sys::{Function, Promise};
use kyc_wire::Code;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement};

use crate::services::js;

/// The long edge of what is sent, at most.
pub const MAX_EDGE: u32 = 2560;
/// What is sent should not be larger than this, in bytes.
const GOOD_BYTES: f64 = 2_500_000.0;
/// Qualities tried in turn until the picture is small enough. Below the last one small print suffers.
const QUALITIES: [f64; 4] = [0.9, 0.8, 0.7, 0.6];

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
        let context = self.context()?;
        let (width, height) = (f64::from(self.width()), f64::from(self.height()));
        context.set_fill_style_str("#fff");
        context.fill_rect(0.0, 0.0, width, height);
        js::set(&context, "imageSmoothingQuality", &"high".into());
        // The binding hands its argument on as it is, and `drawImage` takes every kind of picture.
        let picture = source.unchecked_ref::<HtmlCanvasElement>();
        context.draw_image_with_html_canvas_element_and_dw_and_dh(picture, 0.0, 0.0, width, height).ok()
    }

    /// The picture turned clockwise by quarters.
    pub fn turned(&self, quarters: u8) -> Option<Self> {
        let (width, height) = (self.width(), self.height());
        let is_lying = !quarters.is_multiple_of(2);
        let turned = if is_lying { Self::new(height, width)? } else { Self::new(width, height)? };
        let context = turned.context()?;
        context.translate(f64::from(turned.width()) / 2.0, f64::from(turned.height()) / 2.0).ok()?;
        context.rotate(f64::from(quarters % 4) * std::f64::consts::FRAC_PI_2).ok()?;
        let (left, top) = (-f64::from(width) / 2.0, -f64::from(height) / 2.0);
        context.draw_image_with_html_canvas_element(&self.0, left, top).ok()?;
        Some(turned)
    }

    /// Its pixels, four bytes each.
    pub fn pixels(&self) -> Option<Vec<u8>> {
        let (width, height) = (f64::from(self.width()), f64::from(self.height()));
        Some(self.context()?.get_image_data(0.0, 0.0, width, height).ok()?.data().0)
    }

    /// As JPEG, at the best quality that is small enough.
    pub async fn encode(&self) -> Result<Blob, Code> {
        let mut best = None;
        for quality in QUALITIES {
            let blob = self.encode_at(quality).await.ok_or(Code::FileDamaged)?;
            let is_small = blob.size() <= GOOD_BYTES;
            best = Some(blob);
            if is_small {
                break;
            }
        }
        best.ok_or(Code::FileDamaged)
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

//! Decoding pictures on the page with the browser's own decoders, for browsers whose workers cannot.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HtmlImageElement, ImageBitmap, Url};

use super::canvas::{Canvas, MAX_EDGE, fitted};
use super::make::Source;
use crate::services::js;

/// A picture as the browser decoded it.
enum Decoded {
    Bitmap(ImageBitmap),
    /// For browsers whose `createImageBitmap` is missing, and for formats that only the page's own decoder reads. The
    /// URL lives as long as the element is drawn from.
    Element(HtmlImageElement, String),
}

impl Drop for Decoded {
    fn drop(&mut self) {
        match self {
            Self::Bitmap(bitmap) => bitmap.close(),
            Self::Element(_, url) => drop(Url::revoke_object_url(url)),
        }
    }
}

/// The picture upright on white, its long edge within what is sent; `None` when it cannot be decoded.
pub async fn to_canvas(source: &Source) -> Option<Canvas> {
    let blob: &Blob = source.picture.dyn_ref()?;
    let decoded = match bitmap(blob, source).await {
        Some(bitmap) => Decoded::Bitmap(bitmap),
        None => element(blob).await?,
    };
    let (width, height) = match &decoded {
        Decoded::Bitmap(bitmap) => (bitmap.width(), bitmap.height()),
        Decoded::Element(image, _) => (image.natural_width(), image.natural_height()),
    };
    if width == 0 || height == 0 {
        return None;
    }
    let (width, height) = fitted(width, height, MAX_EDGE);
    let [lies_along, ..] = source.turn;
    let canvas = if lies_along == 0.0 { Canvas::new(height, width)? } else { Canvas::new(width, height)? };
    let picture: &JsValue = match &decoded {
        Decoded::Bitmap(bitmap) => bitmap,
        Decoded::Element(image, _) => image,
    };
    canvas.draw_turned(picture, source.turn)?;
    Some(canvas)
}

async fn bitmap(blob: &Blob, source: &Source) -> Option<ImageBitmap> {
    let create: js_sys::Function = js::global(&["createImageBitmap"]).dyn_into().ok()?;
    let options = source.scaled();
    js::set(&options, "imageOrientation", &"from-image".into());
    // An old browser refuses the option with an exception, a broken picture with a rejection.
    let promise: js_sys::Promise = create.call2(&JsValue::UNDEFINED, blob, &options).ok()?.dyn_into().ok()?;
    let bitmap: ImageBitmap = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
    if source.size.is_none_or(|size| is_like((bitmap.width(), bitmap.height()), size)) {
        return Some(bitmap);
    }
    // Scaled before it was turned: another shape. The element does that right.
    bitmap.close();
    None
}

/// Whether a scaled picture has the shape of its original, or that of the original on its side.
fn is_like((width, height): (u32, u32), (wide, high): (u32, u32)) -> bool {
    let share = f64::from(width) / f64::from(height.max(1));
    let is_near = |shape: f64| (share / shape - 1.0).abs() < 0.02;
    is_near(f64::from(wide) / f64::from(high)) || is_near(f64::from(high) / f64::from(wide))
}

async fn element(blob: &Blob) -> Option<Decoded> {
    let image = HtmlImageElement::new().ok()?;
    let url = Url::create_object_url_with_blob(blob).ok()?;
    let decoded = Decoded::Element(image.clone(), url.clone());
    image.set_src(&url);
    JsFuture::from(image.decode()).await.ok()?;
    Some(decoded)
}

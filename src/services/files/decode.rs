//! Decoding pictures with the browser's own decoders, the orientation applied.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HtmlImageElement, ImageBitmap, Url};

use super::canvas::{Canvas, MAX_EDGE, fitted};
use crate::services::js;

/// A picture as the browser decoded it.
enum Decoded {
    Bitmap(ImageBitmap),
    /// For browsers whose `createImageBitmap` is missing or does not know the orientation, and for formats that only
    /// the page's own decoder reads. The URL lives as long as the element is drawn from.
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

/// The picture in `blob` upright on white, its long edge within what is sent; `None` when it cannot be decoded.
pub async fn to_canvas(blob: &Blob) -> Option<Canvas> {
    let decoded = match bitmap(blob).await {
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
    let (to_width, to_height) = fitted(width, height, MAX_EDGE);
    let canvas = Canvas::new(to_width, to_height)?;
    canvas.draw(match &decoded {
        Decoded::Bitmap(bitmap) => bitmap,
        Decoded::Element(image, _) => image,
    })?;
    Some(canvas)
}

async fn bitmap(blob: &Blob) -> Option<ImageBitmap> {
    let create: js_sys::Function = js::global(&["createImageBitmap"]).dyn_into().ok()?;
    let options = js_sys::Object::new();
    js::set(&options, "imageOrientation", &"from-image".into());
    // An old browser refuses the option with an exception, a broken picture with a rejection.
    let promise: js_sys::Promise = create.call2(&JsValue::UNDEFINED, blob, &options).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

async fn element(blob: &Blob) -> Option<Decoded> {
    let image = HtmlImageElement::new().ok()?;
    let url = Url::create_object_url_with_blob(blob).ok()?;
    let decoded = Decoded::Element(image.clone(), url.clone());
    image.set_src(&url);
    JsFuture::from(image.decode()).await.ok()?;
    Some(decoded)
}

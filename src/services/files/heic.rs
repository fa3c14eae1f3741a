//! HEIC pictures in browsers that cannot open them: the module of `crates/heic`, which is fetched only then, makes a JPEG
//! of one. From there on it is a picture like any other: shown beside what is sent of it, cut and turned.

use js_sys::{Array, Object};
use wasm_bindgen::JsCast;
use web_sys::Blob;

use super::make::Stopping;
use super::quality;
use crate::services::js;

/// Where the module of a deployment is, relative to the page.
pub const MODULE: &str = "heic/heic.js";

/// A JPEG of the picture, upright and as large as it is, see `kyc_heic::open`; `None` when the module cannot be had, or
/// cannot open it.
pub async fn to_jpeg(picture: &Blob, module: &str) -> Option<Blob> {
    let worker = Stopping::module(module).await?;
    let message = Object::new();
    js::set(&message, "file", picture);
    js::set(&message, "quality", &quality::KEPT.into());
    worker.ask(&message, &Array::new()).await?.dyn_into().ok()
}

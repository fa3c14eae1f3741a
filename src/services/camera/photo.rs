//! Photographs with more pixels than the running picture has, from cameras that take them. When one is better than the
//! best frame: docs/intake.md.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, MediaStreamTrack};

use super::lens::includes;
use crate::services::js;

/// How long a camera may take. Those of telephones need half a second to one; the customer holds still for no longer.
const PATIENCE: u32 = 2_000;
/// A photograph is worth the wait from here on, in lengths of the running picture.
const LARGER: f64 = 1.5;
/// More is asked of no camera: what is sent has 2,560 px, of which the document fills a part.
const MOST: f64 = 4_096.0;

/// Why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Without {
    /// This camera has nothing better than its running picture, or only with a flash.
    Better,
    /// It broke, or took too long; it is not asked again.
    Answer,
}

/// A photograph by the camera of `track`, whose running picture has a long edge of `long` pixels.
pub async fn take(track: &MediaStreamTrack, long: f64) -> Result<Blob, Without> {
    let camera = capture(track).ok_or(Without::Better)?;
    let abilities = asked(&camera, "getPhotoCapabilities", &JsValue::UNDEFINED).await?;
    let settings = settings(&abilities, long).ok_or(Without::Better)?;
    asked(&camera, "takePhoto", &settings).await?.dyn_into().map_err(|_| Without::Answer)
}

fn capture(track: &MediaStreamTrack) -> Option<JsValue> {
    // A lit torch would go out for the photograph.
    let is_lit = js::get(&JsValue::from(track.get_settings()), "torch").is_truthy();
    let class: Function = js::global(&["ImageCapture"]).dyn_into().ok()?;
    if is_lit { None } else { Reflect::construct(&class, &Array::of1(track)).ok() }
}

async fn asked(camera: &JsValue, name: &str, with: &JsValue) -> Result<JsValue, Without> {
    let method = js::get(camera, name).dyn_into::<Function>();
    let promise = method.and_then(|method| method.call1(camera, with)).and_then(JsCast::dyn_into::<Promise>);
    js::within(&promise.map_err(|_| Without::Answer)?, PATIENCE).await.map_err(|_| Without::Answer)
}

/// The largest size within bounds, without a flash: it shines back from a document.
fn settings(abilities: &JsValue, long: f64) -> Option<JsValue> {
    let most = |name| js::get(&js::get(abilities, name), "max").as_f64();
    let (wide, high) = (most("imageWidth")?, most("imageHeight")?);
    if wide.max(high) < long * LARGER {
        return None;
    }
    let scale = (MOST / wide.max(high)).min(1.0);
    let settings = Object::new();
    js::set(&settings, "imageWidth", &(wide * scale).round().into());
    js::set(&settings, "imageHeight", &(high * scale).round().into());
    let flash = js::get(abilities, "fillLightMode");
    if Array::is_array(&flash) && flash.unchecked_ref::<Array>().length() > 0 {
        if !includes(&flash, "off") {
            return None;
        }
        js::set(&settings, "fillLightMode", &"off".into());
    }
    Some(settings.into())
}

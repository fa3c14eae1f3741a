//! What a running camera can do beyond showing a picture: light, and focus where the customer points.

use js_sys::{Array, Function, Object, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::MediaStreamTrack;

use super::lens::includes;
use crate::services::js;

/// What the camera of a track can do; old browsers tell nothing.
fn of(track: &MediaStreamTrack, name: &str) -> JsValue {
    let ask = js::get(track, "getCapabilities").dyn_into::<Function>();
    let abilities = ask.ok().and_then(|ask| ask.call0(track).ok()).unwrap_or_default();
    if abilities.is_object() { js::get(&abilities, name) } else { JsValue::UNDEFINED }
}

/// Whether it has a light of its own.
pub fn has_torch(track: &MediaStreamTrack) -> bool {
    let torch = of(track, "torch");
    // Once a plain truth value, later a list of the possible ones.
    torch == JsValue::TRUE
        || (Array::is_array(&torch)
            && torch.unchecked_ref::<Array>().iter().any(|value| value == JsValue::TRUE))
}

/// Turns its light on or off.
pub fn set_torch(track: &MediaStreamTrack, is_on: bool) {
    wish(track, &[("torch", is_on.into())]);
}

/// Lets it focus by itself, if it does not from the start.
pub fn focus_always(track: &MediaStreamTrack) {
    if includes(&of(track, "focusMode"), "continuous") {
        wish(track, &[("focusMode", "continuous".into())]);
    }
}

/// Focuses on a place, shares of the picture's width and height; whether it can.
pub fn focus_at(track: &MediaStreamTrack, x: f64, y: f64) -> bool {
    let modes = of(track, "focusMode");
    let mode = ["single-shot", "continuous"].into_iter().find(|mode| includes(&modes, mode));
    let place = Object::new();
    js::set(&place, "x", &x.into());
    js::set(&place, "y", &y.into());
    if let Some(mode) = mode {
        wish(track, &[("pointsOfInterest", Array::of1(&place).into()), ("focusMode", mode.into())]);
    }
    mode.is_some()
}

/// Wishes that the camera may leave unfulfilled: nothing depends on them.
fn wish(track: &MediaStreamTrack, wishes: &[(&str, JsValue)]) {
    let advanced = Array::new();
    for (name, value) in wishes {
        let one = Object::new();
        js::set(&one, name, value);
        advanced.push(&one);
    }
    let constraints = Object::new();
    js::set(&constraints, "advanced", &advanced);
    let apply = js::get(track, "applyConstraints").dyn_into::<Function>();
    let applied = apply.ok().and_then(|apply| apply.call1(track, &constraints).ok());
    if let Some(promise) = applied.and_then(|promise| promise.dyn_into::<Promise>().ok()) {
        // Unheard, a refusal would litter the console.
        spawn_local(async move { drop(JsFuture::from(promise).await) });
    }
}

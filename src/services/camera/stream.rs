//! Streams: asking the browser for one, and stopping it.

use std::cell::Cell;

use js_sys::{Array, Object, Promise};
use kyc_flow::Facing;
use kyc_wire::Code;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlVideoElement, MediaDevices, MediaStream, MediaStreamTrack};

use super::lens::Lens;
use super::{Wish, errors};
use crate::services::js::{self, Missed};

/// How long a camera may take that the browser lets us use.
const START_LIMIT: u32 = 15_000;
/// How long it may take while the browser may be asking the customer: reading the question counts.
const ASKING_LIMIT: u32 = 60_000;

/// A stream that is stopped when dropped.
pub struct Stream(MediaStream);

impl Stream {
    /// The stream itself.
    pub const fn media(&self) -> &MediaStream {
        &self.0
    }

    /// Its picture.
    pub fn track(&self) -> Option<MediaStreamTrack> {
        self.0.get_video_tracks().get(0).dyn_into().ok()
    }

    /// How the camera is asked for again.
    pub fn id(&self) -> Option<String> {
        let settings = JsValue::from(self.track()?.get_settings());
        js::get(&settings, "deviceId").as_string().filter(|id| !id.is_empty())
    }

    /// Which way it looks, if the browser tells.
    pub fn facing(&self) -> Option<Facing> {
        let settings = JsValue::from(self.track()?.get_settings());
        match js::get(&settings, "facingMode").as_string()?.as_str() {
            "user" => Some(Facing::Front),
            "environment" => Some(Facing::Rear),
            _ => None,
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        for track in self.0.get_tracks().iter() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
    }
}

/// Asks for a camera; a second time without wishes when none fulfils them. `wanted` is a certain one; another one comes
/// in its place when it cannot. `is_denied` says whether the customer had refused before.
pub async fn open(
    facing: Facing,
    wish: Wish,
    wanted: Option<&str>,
    is_denied: &Cell<bool>,
) -> Result<Stream, Code> {
    let devices = devices().ok_or(Code::CameraMissing)?;
    if errors::is_blocked() {
        return Err(Code::CameraBlocked);
    }
    let permission = permission().await;
    is_denied.set(permission == "denied");
    let limit = if permission == "granted" { START_LIMIT } else { ASKING_LIMIT };
    if let Some(id) = wanted {
        match ask(&devices, &wishes(facing, wish, Some(id)), limit).await {
            Err(Missed::Rejected(error)) if errors::is_about_one(&error) => {}
            answer => return answer.map_err(|missed| code_of(&missed)),
        }
    }
    match ask(&devices, &wishes(facing, wish, None), limit).await {
        Err(Missed::Rejected(error)) if errors::is_about_wishes(&error) => {
            ask(&devices, &JsValue::TRUE, limit).await.map_err(|missed| code_of(&missed))
        }
        answer => answer.map_err(|missed| code_of(&missed)),
    }
}

/// The cameras there are.
pub async fn lenses() -> Vec<Lens> {
    let listing = devices().and_then(|devices| devices.enumerate_devices().ok());
    let Some(promise) = listing else { return Vec::new() };
    let listed: Array = JsFuture::from(promise).await.unwrap_or_default().dyn_into().unwrap_or_default();
    let cameras = listed.iter().filter(|device| js::get(device, "kind") == "videoinput");
    cameras.map(|device| Lens::of(&device)).collect()
}

/// A `<video>` as phones need it to play by itself, inside the page.
pub fn video() -> Option<HtmlVideoElement> {
    let video: HtmlVideoElement =
        web_sys::window()?.document()?.create_element("video").ok()?.unchecked_into();
    video.set_muted(true);
    video.set_autoplay(true);
    for name in ["muted", "autoplay", "playsinline", "disablepictureinpicture"] {
        drop(video.set_attribute(name, ""));
    }
    Some(video)
}

fn devices() -> Option<MediaDevices> {
    let devices = js::global(&["navigator", "mediaDevices"]);
    let can_ask = devices.is_object() && js::get(&devices, "getUserMedia").is_function();
    can_ask.then(|| devices.unchecked_into())
}

fn wishes(facing: Facing, wish: Wish, id: Option<&str>) -> JsValue {
    let ideal = |value: JsValue| {
        let wish = Object::new();
        js::set(&wish, "ideal", &value);
        wish
    };
    let video = Object::new();
    let mode = if facing == Facing::Front { "user" } else { "environment" };
    match id {
        Some(id) => {
            let exact = Object::new();
            js::set(&exact, "exact", &id.into());
            js::set(&video, "deviceId", &exact);
        }
        None => js::set(&video, "facingMode", &ideal(mode.into())),
    }
    js::set(&video, "width", &ideal(wish.width.into()));
    js::set(&video, "height", &ideal(wish.height.into()));
    if let Some((best, least)) = wish.frames {
        let frames = ideal(best.into());
        js::set(&frames, "min", &least.into());
        js::set(&video, "frameRate", &frames);
    }
    video.into()
}

async fn ask(devices: &MediaDevices, video: &JsValue, limit: u32) -> Result<Stream, Missed> {
    let constraints = web_sys::MediaStreamConstraints::new();
    constraints.set_video(video);
    constraints.set_audio(&JsValue::FALSE);
    let promise = devices.get_user_media_with_constraints(&constraints).map_err(Missed::Rejected)?;
    let answer = js::within(&promise, limit).await;
    if matches!(answer, Err(Missed::Late)) {
        spawn_local(stop_when_it_comes(promise));
    }
    answer.map(|stream| Stream(stream.unchecked_into()))
}

async fn stop_when_it_comes(promise: Promise) {
    if let Ok(stream) = JsFuture::from(promise).await {
        drop(Stream(stream.unchecked_into()));
    }
}

fn code_of(missed: &Missed) -> Code {
    match missed {
        Missed::Late => Code::CameraSlow,
        Missed::Rejected(error) => errors::code_of(error),
    }
}

/// What is known of the customer's permission: `granted` and `denied` are settled, with `prompt` the browser asks; empty
/// where it does not tell.
async fn permission() -> String {
    let permissions = js::global(&["navigator", "permissions"]);
    let Ok(query) = js::global(&["navigator", "permissions", "query"]).dyn_into::<js_sys::Function>() else {
        return String::new();
    };
    let which = Object::new();
    js::set(&which, "name", &"camera".into());
    let asked = query.call1(&permissions, &which).ok().and_then(|promise| promise.dyn_into::<Promise>().ok());
    let Some(promise) = asked else { return String::new() };
    let status = js::within(&promise, 1_000).await.unwrap_or_default();
    js::get(&status, "state").as_string().unwrap_or_default()
}

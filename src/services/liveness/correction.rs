//! Looking whether the clock was wrong: asked is whoever serves the page, whose `Date` every page may read.

use js_sys::Object;
use wasm_bindgen::JsCast;
use web_sys::{RequestInit, Response};

use crate::services::clock::Clock;
use crate::services::js;

/// Every deployment has it beside the page, and no answer is too large: only the head is asked for.
const ADDRESS: &str = "config.json";
/// How long the answer may take.
const TIME_LIMIT: u32 = 5_000;
/// A smaller difference is none: `Date` leaves out fractions of a second, and answers take their time. Signatures are
/// good for minutes.
const LEAST: u64 = 60_000;

/// Whether another time than `assumed` is told; the clock has learnt it then. `None`: nobody tells one.
pub async fn is_needed(clock: &Clock, assumed: impl Fn() -> u64) -> Option<bool> {
    let window = web_sys::window()?;
    let init: RequestInit = Object::new().unchecked_into();
    js::set(&init, "method", &"HEAD".into());
    js::set(&init, "cache", &"no-store".into());
    let answer = js::within(&window.fetch_with_str_and_init(ADDRESS, &init), TIME_LIMIT).await.ok()?;
    clock.learn(&answer.unchecked_into::<Response>().headers());
    Some(clock.now().0.abs_diff(assumed()) >= LEAST)
}

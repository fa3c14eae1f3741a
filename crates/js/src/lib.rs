//! Small helpers over the browser: listeners that remove themselves, waiting with a limit, and properties by name.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, EventTarget};

/// A property; undefined when there is none.
#[must_use]
pub fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// Sets a property of a plain object.
pub fn set(object: &JsValue, name: &str, value: &JsValue) {
    // Fails only for frozen and exotic objects, which nobody passes.
    drop(Reflect::set(object, &name.into(), value));
}

/// The value reached by following `names` from the global object; undefined when there is none.
#[must_use]
pub fn global(names: &[&str]) -> JsValue {
    names.iter().fold(js_sys::global().into(), |object: JsValue, name| {
        if object.is_object() || object.is_function() { get(&object, name) } else { JsValue::UNDEFINED }
    })
}

/// The `name` of an error.
#[must_use]
pub fn error_name(error: &JsValue) -> String {
    if error.is_object() { get(error, "name").as_string().unwrap_or_default() } else { String::new() }
}

/// Whether the system is set to less motion.
#[must_use]
pub fn prefers_reduced_motion() -> bool {
    let asked =
        web_sys::window().and_then(|window| window.match_media("(prefers-reduced-motion: reduce)").ok());
    asked.flatten().is_some_and(|query| query.matches())
}

/// The device's clock in unix milliseconds. For differences only, and for as long as the server has said nothing.
#[must_use]
pub fn device_now() -> f64 {
    js_sys::Date::now()
}

/// Milliseconds on a clock that never jumps.
#[must_use]
pub fn monotonic_now() -> f64 {
    let performance = web_sys::window().and_then(|window| window.performance());
    performance.map_or_else(device_now, |performance| performance.now())
}

/// A listener that is removed when dropped.
pub struct Listener {
    target: EventTarget,
    name: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Calls `act` on every `name` event of `target`.
    pub fn new(target: &EventTarget, name: &'static str, act: impl FnMut(Event) + 'static) -> Self {
        let closure: Closure<dyn FnMut(Event)> = Closure::new(act);
        drop(target.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref()));
        Self { target: target.clone(), name, closure }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.closure.as_ref().unchecked_ref();
        drop(self.target.remove_event_listener_with_callback(self.name, callback));
    }
}

/// Calls `act` once after `millis`; the handle for [`cancel_timer`].
pub fn set_timer(millis: u32, act: impl FnOnce() + 'static) -> i32 {
    let callback = Closure::once_into_js(act);
    start_timer(callback.unchecked_ref(), millis, &JsValue::UNDEFINED)
}

/// Stops a timer.
pub fn cancel_timer(handle: i32) {
    if let Some(window) = web_sys::window() {
        window.clear_timeout_with_handle(handle);
    }
}

/// Calls `callback` with `argument` after `millis`; the handle for [`cancel_timer`].
pub fn start_timer(callback: &Function, millis: u32, argument: &JsValue) -> i32 {
    let millis = i32::try_from(millis).unwrap_or(i32::MAX);
    let started = web_sys::window().and_then(|window| {
        window.set_timeout_with_callback_and_timeout_and_arguments_1(callback, millis, argument).ok()
    });
    started.unwrap_or_default()
}

/// Resolves after `millis`.
pub async fn sleep(millis: u32) {
    let promise = Promise::new(&mut |resolve, _| {
        start_timer(&resolve, millis, &JsValue::UNDEFINED);
    });
    drop(JsFuture::from(promise).await);
}

/// Why a promise gave nothing.
#[derive(Debug)]
pub enum Missed {
    /// Time was up.
    Late,
    /// It was rejected.
    Rejected(JsValue),
}

/// What `promise` resolves to, if it does so within `millis`.
///
/// # Errors
/// [`Missed`] when it is rejected or takes longer.
pub async fn within(promise: &Promise, millis: u32) -> Result<JsValue, Missed> {
    let late = JsValue::from(js_sys::Object::new());
    let mut handle = 0;
    let timer = Promise::new(&mut |_, reject: Function| {
        handle = start_timer(&reject, millis, &late);
    });
    let answer = JsFuture::from(Promise::race(&js_sys::Array::of2(promise, &timer))).await;
    cancel_timer(handle);
    answer.map_err(|error| if error == late { Missed::Late } else { Missed::Rejected(error) })
}

/// Resolves at the first of the named events; `start` runs once the listeners are there. The answer is its name.
pub async fn first_event(
    target: &EventTarget,
    names: &[&'static str],
    limit: u32,
    start: impl FnOnce(),
) -> Option<String> {
    let mut listeners = Vec::new();
    let promise = Promise::new(&mut |resolve, _| {
        for name in names {
            let resolve = resolve.clone();
            listeners.push(Listener::new(target, name, move |event: Event| {
                drop(resolve.call1(&JsValue::UNDEFINED, &event.type_().into()));
            }));
        }
    });
    start();
    within(&promise, limit).await.ok()?.as_string()
}

/// Marks a moment for measurements, once what shows now is painted.
pub fn mark_painted(name: &'static str) {
    let mark = Closure::once_into_js(move || {
        if let Some(performance) = web_sys::window().and_then(|window| window.performance()) {
            drop(performance.mark(name));
        }
    });
    if let Some(window) = web_sys::window() {
        drop(window.request_animation_frame(mark.unchecked_ref()));
    }
}

/// Text as one segment of an address.
#[must_use]
pub fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        drop(window.location().reload());
    }
}

/// A value that this history entry keeps.
#[must_use]
pub fn remembered(name: &str) -> Option<String> {
    let state = web_sys::window()?.history().ok()?.state().ok().filter(JsValue::is_object)?;
    get(&state, name).as_string()
}

/// Keeps a value in this history entry, where a reload finds it and no other page does.
pub fn remember(name: &str, value: &str) {
    let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else { return };
    let state =
        history.state().ok().filter(JsValue::is_object).unwrap_or_else(|| js_sys::Object::new().into());
    set(&state, name, &value.into());
    drop(history.replace_state_with_url(&state, "", None));
}

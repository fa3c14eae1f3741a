//! When the app itself fails: the page's static failure screen with a reference, and a word to the embedding page. Uses
//! nothing of the rest of the app, which cannot be relied on any more.

use std::cell::RefCell;
use std::panic::PanicHookInfo;

use js_sys::Function;
use wasm_bindgen::JsValue;

use crate::services::embed::Embed;
use crate::services::js;

thread_local! {
    static SHOW: RefCell<Option<Function>> = const { RefCell::new(None) };
    static HOST: RefCell<Option<Embed>> = const { RefCell::new(None) };
}

/// What shows the failure screen; it also stops the camera.
pub fn remember(show: Option<Function>) {
    SHOW.set(show);
}

/// Whom to tell.
pub fn pin(embed: &Embed) {
    HOST.set(Some(embed.clone()));
}

/// Must come before anything that may fail.
pub fn install() {
    std::panic::set_hook(Box::new(on_panic));
}

fn on_panic(info: &PanicHookInfo<'_>) {
    let reference = reference();
    let place = info.location().map(|place| [place.file(), ":", &place.line().to_string()].concat());
    // Only the place: a message may hold what the customer entered.
    let line =
        ["kyc-gatherer crashed at ", place.as_deref().unwrap_or("?"), ", reference ", &reference].concat();
    web_sys::console::error_1(&line.into());
    give_up(&reference);
}

/// Shows the page's failure screen, and tells the embedding page.
pub fn give_up(reference: &str) {
    let show = SHOW.try_with(|show| show.try_borrow().ok()?.clone()).ok().flatten();
    if let Some(show) = show {
        drop(show.call1(&JsValue::UNDEFINED, &reference.into()));
    }
    let host = HOST.try_with(|host| host.try_borrow().ok()?.clone()).ok().flatten();
    if let Some(host) = host {
        host.tell_of_crash();
    }
}

/// Short enough to be read out on the telephone, and different every time.
fn reference() -> String {
    let now: js_sys::Number = js::device_now().into();
    now.to_string_with_radix(36).map_or_else(|_| String::new(), String::from)
}

//! Leaving the page, and noticing that it is hidden, offline or left.

use kyc_flow::Event;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use web_sys::Window;

use super::js::{self, Listener};

/// Goes to `url` without a way back here; `is_top`: with the whole window. The token is forgotten first.
pub fn leave(url: &str, is_top: bool) {
    let Some(window) = web_sys::window() else { return };
    if let Ok(history) = window.history() {
        drop(history.replace_state_with_url(&JsValue::NULL, "", None));
    }
    let top = if is_top { window.top().ok().flatten() } else { None };
    // A browser may refuse a frame to move its top; the screen's own link, which the customer presses, is not refused.
    drop(top.unwrap_or(window).location().replace(url));
}

/// This page's address together with the token it was opened with, which the address bar does not show any more.
#[must_use]
pub fn own_link() -> Option<String> {
    let window = web_sys::window()?;
    let token = js::get(&window.history().ok()?.state().ok()?, "kycToken").as_string()?;
    let url = web_sys::Url::new(&window.location().href().ok()?).ok()?;
    url.search_params().set("token", &token);
    Some(url.href())
}

/// What the page notices by itself.
pub struct PageWatch {
    _listeners: Vec<Listener>,
}

impl PageWatch {
    /// `send` gets visibility and connectivity; `on_left` runs when the page is left, for good or into the browser's
    /// cache of pages.
    #[must_use]
    pub fn new(
        now: impl Fn() -> kyc_flow::Millis + 'static,
        send: impl Fn(Event) + Clone + 'static,
        on_left: impl Fn() + 'static,
    ) -> Option<Self> {
        let window = web_sys::window()?;
        let document = window.document()?;
        let mut listeners = Vec::new();
        let (seen, shown) = (document.clone(), send.clone());
        listeners.push(Listener::new(&document, "visibilitychange", move |_| {
            shown(Event::VisibilityChanged { is_visible: !seen.hidden(), now: now() });
        }));
        for (name, is_online) in [("online", true), ("offline", false)] {
            let send = send.clone();
            listeners
                .push(Listener::new(&window, name, move |_| send(Event::ConnectivityChanged { is_online })));
        }
        listeners.push(Listener::new(&window, "pagehide", move |_| on_left()));
        listeners.push(revival(&window));
        Some(Self { _listeners: listeners })
    }
}

/// A page that comes back from the browser's cache has lost its pictures: it starts anew, from what the server has.
fn revival(window: &Window) -> Listener {
    let location = window.location();
    Listener::new(window, "pageshow", move |event| {
        if js::get(event.unchecked_ref(), "persisted") == JsValue::TRUE {
            drop(location.reload());
        }
    })
}

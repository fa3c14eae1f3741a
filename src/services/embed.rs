//! The embedding page. It is pinned once, by what the browser says of it and by what the deployment permits; messages go
//! to exactly that origin. The app takes no orders from it, so that nothing is listened to.

use std::cell::Cell;
use std::rc::Rc;

use kyc_flow::Embedding;
use kyc_wire::Code;
use kyc_wire::config::AppConfig;
use kyc_wire::embed::HostMessage;
use wasm_bindgen::prelude::*;
use web_sys::{Element, ResizeObserver, Window};

use super::{js, wire};

/// The page around the app, if there is one that may be told.
#[derive(Clone, Default)]
pub struct Embed {
    host: Option<Host>,
    is_framed: bool,
}

#[derive(Clone)]
struct Host {
    window: Window,
    origin: String,
}

impl Embed {
    /// Pins the parent if the deployment permits it.
    #[must_use]
    pub fn pin(config: Option<&AppConfig>) -> Self {
        let parent = web_sys::window().and_then(|window| {
            let parent = window.parent().ok()??;
            (parent != window).then_some(parent)
        });
        let Some(window) = parent else { return Self::default() };
        let origin =
            parent_origin().filter(|origin| config.is_some_and(|config| config.allows_parent(origin)));
        Self { host: origin.map(|origin| Host { window, origin }), is_framed: true }
    }

    /// How the journey ends: the host acts by itself only if it asked for that and may be told.
    #[must_use]
    pub fn embedding(&self, return_mode: Option<&str>) -> Embedding {
        match (&self.host, return_mode) {
            _ if !self.is_framed => Embedding::None,
            (Some(_), Some("message")) => Embedding::Told,
            _ => Embedding::Redirect,
        }
    }

    /// Tells the host; nobody when there is none to be told.
    pub fn tell(&self, message: &HostMessage) {
        if let Some(host) = &self.host {
            drop(host.window.post_message(&wire::message(message), &host.origin));
        }
    }

    /// Tells the host of a crash. Works without the rest of the app.
    pub fn tell_of_crash(&self) {
        self.tell(&HostMessage::Error { code: Code::Crash });
    }

    /// Tells the host of the content's height, now and whenever it changes.
    #[must_use]
    pub fn watch_height(&self, content: &Element) -> Option<HeightWatch> {
        self.host.as_ref()?;
        // The styles then keep the content's height from depending on the frame's.
        content.owner_document()?.document_element()?.set_class_name("kyc-framed");
        let (embed, measured, last) = (self.clone(), content.clone(), Rc::new(Cell::new(0)));
        let closure: Closure<dyn FnMut()> = Closure::new(move || {
            let height = u32::try_from(measured.scroll_height()).unwrap_or_default();
            if last.replace(height) != height {
                embed.tell(&HostMessage::Resize { height });
            }
        });
        // Missing in old browsers: the host's frame then keeps its height and scrolls.
        if !js::global(&["ResizeObserver"]).is_function() {
            return None;
        }
        let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok()?;
        observer.observe(content);
        Some(HeightWatch { observer, _closure: closure })
    }
}

/// Ends the watch when dropped.
pub struct HeightWatch {
    observer: ResizeObserver,
    _closure: Closure<dyn FnMut()>,
}

impl Drop for HeightWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// The parent's origin: told by the browser itself, else by the referrer of the first load.
fn parent_origin() -> Option<String> {
    let ancestors = js::global(&["location", "ancestorOrigins", "0"]).as_string();
    ancestors.or_else(|| {
        let referrer = js::global(&["document", "referrer"]).as_string()?;
        Some(web_sys::Url::new(&referrer).ok()?.origin())
    })
}

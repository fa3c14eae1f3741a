//! The browser's own back button, and closing the page, while the customer has something to lose. One history entry of
//! ours (the guard) lies in front of the page's; going back takes that one, and the app goes one screen back instead.
//!
//! The guard carries what the page's entry does, the token above all, so that a reload on it goes on as one
//! on the page's own entry does.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use js_sys::Object;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::History;

use super::js::{self, Listener};
use super::navigation;

/// On the state of a history entry: true for a guard, false for one that has served.
const MARK: &str = "kycGuard";
/// How long going back over our own entry may take before the page is left without it.
const PATIENCE: u32 = 500;

/// What the guard asks of the app.
pub trait Guarded {
    /// Whether going back is to stay inside the app; `None` while that is not known.
    fn is_under_way(&self) -> Option<bool>;
    /// Whether closing the page loses something.
    fn holds_pictures(&self) -> bool;
    /// Goes one screen back.
    fn go_back(&self);
}

/// Keeps exactly one guard while the app wants it.
pub struct Guard {
    inner: Rc<Inner>,
    _listeners: Vec<Listener>,
}

struct Inner {
    app: Box<dyn Guarded>,
    /// Going back over the guard; the browser has not arrived yet.
    is_retreating: Cell<bool>,
    /// What the guard carried last: the page's own entry was written before.
    carried: RefCell<Option<Object>>,
    /// Where to leave to once it has.
    leaving: RefCell<Option<(String, bool)>>,
}

impl Guard {
    /// A guard for `app`.
    #[must_use]
    pub fn new(app: Box<dyn Guarded>) -> Self {
        let inner = Rc::new(Inner {
            app,
            is_retreating: Cell::new(false),
            carried: RefCell::default(),
            leaving: RefCell::default(),
        });
        let mut listeners = Vec::new();
        if let Some(window) = web_sys::window() {
            let (popped, closing) = (Rc::downgrade(&inner), Rc::downgrade(&inner));
            listeners.push(Listener::new(&window, "popstate", move |_| with(&popped, Inner::arrived)));
            listeners.push(Listener::new(&window, "beforeunload", move |event| {
                if closing.upgrade().is_some_and(|inner| inner.app.holds_pictures()) {
                    event.prevent_default();
                    // What browsers looked at before they looked at the above.
                    js::set(&event, "returnValue", &JsValue::TRUE);
                }
            }));
        }
        Self { inner, _listeners: listeners }
    }

    /// Brings the history in line with what the app wants now.
    pub fn sync(&self) {
        self.inner.sync();
    }

    /// Leaves for `url`, from the page's own entry, so that neither entry stays behind to lead to a dead page.
    pub fn leave(&self, url: &str, is_top: bool) {
        let inner = &self.inner;
        inner.sync();
        if inner.is_retreating.get() {
            inner.leaving.replace(Some((url.to_owned(), is_top)));
            let late = Rc::downgrade(inner);
            js::set_timer(PATIENCE, move || with(&late, Inner::go));
        } else {
            navigation::leave(url, is_top);
        }
    }
}

fn with(inner: &Weak<Inner>, act: impl FnOnce(&Inner)) {
    if let Some(inner) = inner.upgrade() {
        act(&inner);
    }
}

impl Inner {
    fn sync(&self) {
        let (Some(is_wanted), Some(history)) = (self.app.is_under_way(), history()) else { return };
        if self.is_retreating.get() {
            return;
        }
        let is_guard = mark(&history) == JsValue::TRUE;
        if is_guard {
            self.carried.replace(history.state().ok().and_then(|state| state.dyn_into().ok()));
        }
        match (is_wanted, is_guard) {
            (true, false) => {
                drop(history.push_state_with_url(&guard(&history), "", None));
            }
            // The history of a frame is also its host's: a step back might be the host's. One press too many is
            // better than that.
            (false, true) if !is_framed() => self.retreat(&history),
            _ => {}
        }
    }

    /// Goes back to the page's own entry. The guard stays ahead, without the token.
    fn retreat(&self, history: &History) {
        drop(history.replace_state_with_url(&spent(), "", None));
        self.is_retreating.set(history.back().is_ok());
    }

    /// The browser has gone to another entry of this page.
    fn arrived(&self) {
        self.carry();
        if self.is_retreating.replace(false) {
            self.go();
            return self.sync();
        }
        let Some(history) = history() else { return };
        let mark = mark(&history);
        if mark == JsValue::FALSE {
            return self.retreat(&history);
        }
        if mark != JsValue::TRUE && self.app.is_under_way() == Some(true) {
            self.app.go_back();
        }
        self.sync();
    }

    /// What was kept while the guard lay in front comes along to the page's own entry.
    fn carry(&self) {
        let (Some(history), Some(carried)) = (history(), self.carried.borrow().clone()) else { return };
        if mark(&history).is_undefined() {
            let state = Object::assign(&Object::new(), &carried);
            js::set(&state, MARK, &JsValue::UNDEFINED);
            drop(history.replace_state_with_url(&state, "", None));
        }
    }

    fn go(&self) {
        if let Some((url, is_top)) = self.leaving.take() {
            // The token is not to come back to an entry that is left for good.
            self.carried.take();
            navigation::leave(&url, is_top);
        }
    }
}

fn history() -> Option<History> {
    web_sys::window()?.history().ok()
}

fn is_framed() -> bool {
    js::global(&["parent"]) != js::global(&["self"])
}

fn mark(history: &History) -> JsValue {
    let state = history.state().unwrap_or_default();
    if state.is_object() { js::get(&state, MARK) } else { JsValue::UNDEFINED }
}

/// All that the present entry carries, and the mark.
fn guard(history: &History) -> JsValue {
    let state = Object::new();
    if let Some(present) = history.state().ok().and_then(|state| state.dyn_into::<Object>().ok()) {
        Object::assign(&state, &present);
    }
    js::set(&state, MARK, &JsValue::TRUE);
    state.into()
}

fn spent() -> JsValue {
    let state = JsValue::from(Object::new());
    js::set(&state, MARK, &JsValue::FALSE);
    state
}

//! Every test begins with a fresh page. A panic drops nothing (wasm aborts), so what a failed test held is let go of
//! when the next one begins: what lies in Rust by [`Held`], what lies in the page by `fresh.js`.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Once;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

#[wasm_bindgen(module = "/tests/web/support/fresh.js")]
extern "C" {
    /// The name of the test that runs, as the runner prints it.
    pub fn test() -> String;
    fn hold(release: &JsValue);
    #[wasm_bindgen(js_name = keepGoing)]
    fn keep_going(kick: &JsValue);
    async fn settled();
}

// Without it a change of the script would build nothing.
const _: &str = include_str!("fresh.js");

/// Waits until nothing that an earlier test began can change where the page is.
pub async fn page() {
    static ONCE: Once = Once::new();
    // A task that panics takes the turn of those behind it, the runner's among them, until another one is queued.
    ONCE.call_once(|| keep_going(&Closure::<dyn Fn()>::new(|| spawn_local(async {})).into_js_value()));
    settled().await;
}

/// What a test holds: gone when dropped, or else before the next test begins.
pub struct Held<T: 'static>(Rc<RefCell<Option<T>>>);

impl<T: 'static> Held<T> {
    pub fn new(value: T) -> Self {
        let place = Rc::new(RefCell::new(Some(value)));
        let held = Rc::downgrade(&place);
        let release = Closure::<dyn Fn()>::new(move || {
            let left = held.upgrade().and_then(|place| place.borrow_mut().take());
            drop(left);
        });
        hold(&release.into_js_value());
        Self(place)
    }

    /// Reads it; not for what may panic inside.
    pub fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(self.0.borrow().as_ref().expect("it is still held"))
    }

    /// Lets go of it now.
    pub fn release(&self) {
        let held = self.0.borrow_mut().take();
        drop(held);
    }
}

impl<T: 'static> Drop for Held<T> {
    fn drop(&mut self) {
        self.release();
    }
}

//! Keys that work wherever focus is.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};

use super::Press;
use super::el::El;

/// What wants the space bar for itself.
const CONTROLS: &str = "button, select, a, dialog";

impl El {
    /// What happens when the space bar is pressed anywhere on the page while this element is there, unless focus is on
    /// a control that wants it for itself.
    #[must_use]
    pub fn on_space(self, press: Press) -> Self {
        self.on_page("keydown", move |event| {
            let key: &KeyboardEvent = event.unchecked_ref();
            if key.key() == " " && !key.repeat() && !is_on_control(&event) {
                event.prevent_default();
                press();
            }
        })
    }
}

fn is_on_control(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|element| matches!(element.closest(CONTROLS), Ok(Some(_))))
}

//! A choice that is on or off.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::el::{Node, el};

/// What to choose.
pub struct Checkbox {
    /// The words beside it, part of what can be pressed.
    pub label: String,
    /// How it stands.
    pub is_on: bool,
    /// What choosing does.
    pub change: Rc<dyn Fn(bool)>,
}

/// Draws it.
#[must_use]
pub fn checkbox(choice: Checkbox) -> Node {
    let Checkbox { label, is_on, change } = choice;
    let field = el("input", "kyc-checkbox__box")
        .attr("type", "checkbox")
        .on("change", move |event| {
            let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            if let Some(field) = field {
                change(field.checked());
            }
        })
        // Once somebody has pressed it, only the property changes what shows.
        .after(move |field| field.unchecked_ref::<HtmlInputElement>().set_checked(is_on));
    el("label", "kyc-checkbox").child(field).child(el("span", "").text(label)).node()
}

//! A question in front of the screen. The native element traps focus, closes on Escape and gives focus back.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement};

use super::el::{Node, el};
use super::element::group;

/// The id of a dialog's title.
const TITLE: &str = "kyc-dialog-title";

/// Shows `content` as a modal dialog while there is any; `dismiss` is asked for when the customer closes it.
#[must_use]
pub fn dialog(content: Option<Node>, dismiss: Rc<dyn Fn()>) -> Node {
    let is_open = content.is_some();
    let on_close = Rc::clone(&dismiss);
    el("dialog", "kyc-dialog")
        .attr("aria-labelledby", TITLE)
        // The machine closes it, so that what is seen is always what it knows.
        .on("cancel", move |event| {
            event.prevent_default();
            dismiss();
        })
        // Some browsers close it all the same when Escape is pressed twice.
        .on("close", move |_| {
            if is_open {
                on_close();
            }
        })
        .after(move |element| show(element, is_open))
        .children(content)
        .node()
}

fn show(element: &Element, is_open: bool) {
    let element: &HtmlDialogElement = element.unchecked_ref();
    if is_open && !element.open() {
        // Refused only when the element has left the page; then there is nothing to show.
        drop(element.show_modal());
    } else if !is_open && element.open() {
        element.close();
    }
}

/// The usual content of a dialog.
#[must_use]
pub fn question(title: String, body: Vec<Node>, actions: Vec<Node>) -> Node {
    let title = el("h2", "kyc-dialog__title").attr("id", TITLE).text(title);
    let actions = group("kyc-dialog__actions", actions);
    el("div", "kyc-dialog__body").child(title).children(body).child(actions).node()
}

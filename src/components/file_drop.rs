//! Choosing files: a button that opens the system's chooser, a field to drop them on, and dropping and pasting anywhere
//! else on the page.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DragEvent, Element, Event, File, FileList, HtmlInputElement};

use super::el::{Node, el};
use super::{Icon, icon};

const HINT: &str = "kyc-file-hint";

/// Where files go.
pub type Take = Rc<dyn Fn(Vec<File>)>;

/// A field for files.
pub struct FileDrop {
    /// The media types the chooser offers; what really arrives is checked elsewhere.
    pub accept: &'static str,
    /// Whether several can be chosen.
    pub is_multiple: bool,
    /// What the button says.
    pub label: String,
    /// That dropping and pasting work too.
    pub hint: String,
    /// What is accepted.
    pub accepted: String,
    /// Where the files go.
    pub take: Take,
}

/// Draws the field. The native input lies invisibly over the button, so that the keyboard, screen readers and the
/// system's own camera offer work as everywhere else.
#[must_use]
pub fn file_drop(field: FileDrop) -> Node {
    let FileDrop { accept, is_multiple, label, hint, accepted, take } = field;
    let (choose, paste) = (Rc::clone(&take), Rc::clone(&take));
    let mut input = el("input", "kyc-drop__input")
        .attr("type", "file")
        .attr("accept", accept)
        .attr("aria-describedby", HINT)
        .on("change", move |event| chosen(&choose, &event));
    if is_multiple {
        input = input.attr("multiple", "");
    }
    let button = el("label", "kyc-button kyc-button--primary kyc-drop__button");
    let more = el("span", "kyc-drop__more").text(hint);
    el("div", "kyc-drop")
        .on("drop", |event| mark(&event, "kyc-drop"))
        .on("dragover", |event| mark(&event, "kyc-drop kyc-drop--over"))
        .on("dragleave", |event| mark(&event, "kyc-drop"))
        .on_page("drop", move |event| dropped(&take, &event))
        .on_page("paste", move |event| pasted(&paste, &event))
        .child(icon(Icon::Upload))
        .child(button.child(el("span", "").text(label)).child(input))
        .child(el("p", "kyc-drop__hint").attr("id", HINT).text(accepted).child(more))
        .node()
}

fn chosen(take: &Take, event: &Event) {
    let Some(input) = event.current_target().map(JsCast::unchecked_into::<HtmlInputElement>) else { return };
    take_all(take, input.files());
    // Without this, choosing the same file again would be no change.
    input.set_value("");
}

fn dropped(take: &Take, event: &Event) {
    let data = event.unchecked_ref::<DragEvent>().data_transfer();
    take_all(take, data.and_then(|data| data.files()));
}

fn pasted(take: &Take, event: &Event) {
    let data = event.dyn_ref().and_then(ClipboardEvent::clipboard_data);
    take_all(take, data.and_then(|data| data.files()));
}

/// Shows whether files hover above the field. Only the page knows: nothing else depends on it.
fn mark(event: &Event, class: &str) {
    event.prevent_default();
    if let Some(field) = event.current_target().map(JsCast::unchecked_into::<Element>) {
        field.set_class_name(class);
    }
}

fn take_all(take: &Take, files: Option<FileList>) {
    let Some(files) = files else { return };
    let files: Vec<File> = (0..files.length()).filter_map(|index| files.item(index)).collect();
    if !files.is_empty() {
        take(files);
    }
}

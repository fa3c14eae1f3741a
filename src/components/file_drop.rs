//! Choosing files: a button that opens the system's chooser, a field to drop them on, and pasting anywhere on the page.

use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsCast;
use web_sys::{DataTransfer, File, FileList};

use super::{Icon, icon};

const HINT: &str = "kyc-file-hint";

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
    pub take: Callback<Vec<File>>,
}

/// Draws the field. The native input lies invisibly over the button, so that the keyboard, screen readers and the
/// system's own camera offer work as everywhere else.
#[must_use]
pub fn file_drop(field: FileDrop) -> AnyView {
    let FileDrop { accept, is_multiple, label, hint, accepted, take } = field;
    let input = NodeRef::<html::Input>::new();
    let (is_over, set_over) = signal(false);
    let choose = move |_: ev::Event| {
        let Some(input) = input.get_untracked() else { return };
        take_all(take, input.files());
        // Without this, choosing the same file again would be no change.
        input.set_value("");
    };
    let drop = move |event: ev::DragEvent| {
        event.prevent_default();
        set_over.set(false);
        take_all(take, event.data_transfer().and_then(|data: DataTransfer| data.files()));
    };
    let over = move |event: ev::DragEvent| {
        event.prevent_default();
        set_over.set(true);
    };
    on_paste(take);
    let class = move || if is_over.get() { "kyc-drop kyc-drop--over" } else { "kyc-drop" };
    view! {
        <div class=class on:drop=drop on:dragover=over on:dragleave=move |_| set_over.set(false)>
            {icon(Icon::Upload)}
            <label class="kyc-button kyc-button--primary kyc-drop__button">
                <span>{label}</span>
                <input
                    type="file"
                    class="kyc-drop__input"
                    accept=accept
                    multiple=is_multiple
                    aria-describedby=HINT
                    node_ref=input
                    on:change=choose
                />
            </label>
            <p id=HINT class="kyc-drop__hint">{accepted}<span class="kyc-drop__more">{hint}</span></p>
        </div>
    }
    .into_any()
}

fn on_paste(take: Callback<Vec<File>>) {
    let handle = window_event_listener(ev::paste, move |event| {
        let data =
            event.dyn_ref::<web_sys::ClipboardEvent>().and_then(web_sys::ClipboardEvent::clipboard_data);
        take_all(take, data.and_then(|data| data.files()));
    });
    on_cleanup(move || handle.remove());
}

fn take_all(take: Callback<Vec<File>>, files: Option<FileList>) {
    let Some(files) = files else { return };
    let files: Vec<File> = (0..files.length()).filter_map(|index| files.item(index)).collect();
    if !files.is_empty() {
        take.run(files);
    }
}

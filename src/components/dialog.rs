//! A question in front of the screen. The native element traps focus, closes on Escape and gives focus back.

use leptos::prelude::*;
use leptos::{ev, html};

use super::element::{dynamic, group, maybe};

/// The id of a dialog's title.
const TITLE: &str = "kyc-dialog-title";

/// Shows `content` as a modal dialog while there is any; `dismiss` is asked for when the customer closes it.
/// `content` runs again when something it reads changes.
#[must_use]
pub fn dialog(is_open: Memo<bool>, dismiss: Callback<()>, content: Callback<(), AnyView>) -> AnyView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let (is_open, Some(element)) = (is_open.get(), node.get()) else { return };
        if is_open && !element.open() {
            // Refused only when the element has left the page; then there is nothing to show.
            let _ = element.show_modal();
        } else if !is_open && element.open() {
            element.close();
        }
    });
    // The machine closes it, so that what is seen is always what it knows.
    let on_cancel = move |event: ev::Event| {
        event.prevent_default();
        dismiss.run(());
    };
    // Some browsers close it all the same when Escape is pressed twice.
    let on_close = move |_| {
        if is_open.get_untracked() {
            dismiss.run(());
        }
    };
    let body = dynamic(move || maybe(is_open.get().then(|| content.run(()))));
    view! {
        <dialog
            class="kyc-dialog"
            node_ref=node
            aria-labelledby=TITLE
            on:cancel=on_cancel
            on:close=on_close
        >
            {body}
        </dialog>
    }
    .into_any()
}

/// The usual content of a dialog.
#[must_use]
pub fn question(title: String, body: Vec<AnyView>, actions: Vec<AnyView>) -> AnyView {
    let title = view! { <h2 id=TITLE class="kyc-dialog__title">{title}</h2> }.into_any();
    let actions = group("kyc-dialog__actions", actions);
    group("kyc-dialog__body", [title].into_iter().chain(body).chain([actions]).collect())
}

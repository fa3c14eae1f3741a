//! Bars that tell how far something is, and the spinner for what cannot tell.

use leptos::prelude::*;

use super::element::group;

/// A bar with words above it.
#[must_use]
pub fn progress(name: String, label: String, done: u32, all: u32) -> AnyView {
    let text = label.clone();
    let bar = view! {
        <progress
            class="kyc-progress__bar"
            aria-label=name
            aria-valuetext=text
            max=all.to_string()
            value=done.to_string()
        ></progress>
    };
    // The bar itself tells the label to screen readers.
    let label = view! { <span class="kyc-progress__label" aria-hidden="true">{label}</span> };
    group("kyc-progress", vec![label.into_any(), bar.into_any()])
}

/// A turning ring; the words beside it tell what is awaited.
#[must_use]
pub fn spinner() -> AnyView {
    view! { <div class="kyc-spinner" aria-hidden="true"></div> }.into_any()
}

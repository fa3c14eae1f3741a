//! Bars that tell how far something is, and the spinner for what cannot tell.

use leptos::prelude::*;

/// A bar with words above it; `aside` stands at the other end of the line.
#[must_use]
pub fn progress(name: String, label: String, aside: Option<String>, done: f64, all: f64) -> AnyView {
    let text = label.clone();
    view! {
        <div class="kyc-progress">
            <span class="kyc-progress__label" aria-hidden="true">
                <span>{label}</span>
                {aside.map(|words| view! { <span>{words}</span> }.into_any())}
            </span>
            <progress
                class="kyc-progress__bar"
                aria-label=name
                aria-valuetext=text
                max=all.to_string()
                value=done.to_string()
            ></progress>
        </div>
    }
    .into_any()
}

/// A turning ring; the words beside it tell what is awaited.
#[must_use]
pub fn spinner() -> AnyView {
    view! { <div class="kyc-spinner" aria-hidden="true"></div> }.into_any()
}

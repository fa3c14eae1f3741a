//! Buttons, and links that look like buttons.

use leptos::prelude::*;

use super::{Icon, Press, icon};

/// How much a button stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// The one action of a screen.
    Primary,
    /// Another way on.
    Secondary,
    /// A side path.
    Quiet,
    /// A quiet one in a row of things.
    Small,
}

impl Look {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "kyc-button kyc-button--primary",
            Self::Secondary => "kyc-button kyc-button--secondary",
            Self::Quiet => "kyc-button kyc-button--quiet",
            Self::Small => "kyc-button kyc-button--quiet kyc-button--small",
        }
    }
}

/// A button with words.
#[must_use]
pub fn button(look: Look, label: String, press: Press) -> AnyView {
    view! { <button type="button" class=look.class() on:click=move |_| press()>{label}</button> }.into_any()
}

/// A small button whose visible word is short and whose accessible name (`name`) says what it is about. The name
/// begins with the visible word, so that people who speak to their device can say what they see.
#[must_use]
pub fn named_button(label: String, name: String, press: Press) -> AnyView {
    view! {
        <button type="button" class=Look::Small.class() aria-label=name on:click=move |_| press()>
            {label}
        </button>
    }
    .into_any()
}

/// A square button that shows only an icon.
#[must_use]
pub fn icon_button(symbol: Icon, name: String, press: Press) -> AnyView {
    view! {
        <button type="button" class="kyc-button kyc-button--icon" aria-label=name on:click=move |_| press()>
            {icon(symbol)}
        </button>
    }
    .into_any()
}

/// A link that looks like a button and leaves the app, out of any frame.
#[must_use]
pub fn link(look: Look, label: String, href: String) -> AnyView {
    view! { <a class=look.class() href=href target="_top" rel="noreferrer">{label}</a> }.into_any()
}

/// A link among text, in a new tab: the journey stays.
#[must_use]
pub fn text_link(label: String, href: String) -> AnyView {
    view! { <a class="kyc-link" href=href target="_blank" rel="noopener noreferrer">{label}</a> }.into_any()
}

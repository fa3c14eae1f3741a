//! Buttons, and links that look like buttons.

use super::el::{El, Node, el};
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

/// A button with words. The words are its key: what was another button never turns into it under the customer's
/// finger.
#[must_use]
pub fn button(look: Look, label: String, press: Press) -> Node {
    pressable(look.class(), press).key(label.clone()).text(label).node()
}

/// A small button that stays where it is, and keeps the focus, while it is of no use for a moment (`is_busy`) and when
/// its words change; `key` tells it apart.
#[must_use]
pub fn tool(key: &'static str, label: String, is_busy: bool, press: Press) -> Node {
    let press = if is_busy { Box::new(|| ()) } else { press };
    let tool = pressable(Look::Small.class(), press).key(key).text(label);
    if is_busy { tool.attr("aria-disabled", "true").node() } else { tool.node() }
}

/// A small button whose visible word is short and whose accessible name (`name`) says what it is about. The name
/// begins with the visible word, so that people who speak to their device can say what they see.
#[must_use]
pub fn named_button(label: String, name: String, press: Press) -> Node {
    pressable(Look::Small.class(), press).attr("aria-label", name).text(label).node()
}

/// A square button that shows only an icon.
#[must_use]
pub fn icon_button(symbol: Icon, name: String, press: Press) -> Node {
    pressable("kyc-button kyc-button--icon", press).attr("aria-label", name).child(icon(symbol)).node()
}

/// A button without content.
#[must_use]
pub fn pressable(class: &'static str, press: Press) -> El {
    el("button", class).attr("type", "button").press(press)
}

/// A link that looks like a button and leaves the app, out of any frame.
#[must_use]
pub fn link(look: Look, label: String, href: String) -> Node {
    anchor(look.class(), href, "_top", "noreferrer").text(label).node()
}

/// A link among text, in a new tab: the journey stays.
#[must_use]
pub fn text_link(label: String, href: String) -> Node {
    anchor("kyc-link", href, "_blank", "noopener noreferrer").text(label).node()
}

fn anchor(class: &'static str, href: String, target: &'static str, rel: &'static str) -> El {
    el("a", class).attr("href", href).attr("target", target).attr("rel", rel)
}

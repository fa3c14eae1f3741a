//! A box that tells what happened, with an icon beside the words.

use super::el::{Node, Text, el};
use super::element::paragraph;
use super::{Icon, icon};

/// What a thing means for the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Info,
    /// It went well.
    Success,
    /// Worth a look.
    Warning,
    /// It did not work.
    Danger,
}

impl Tone {
    /// `class`, and how it differs for this tone.
    #[must_use]
    pub fn class(self, class: &'static str) -> Text {
        let modifier = match self {
            Self::Info => return class.into(),
            Self::Success => "--success",
            Self::Warning => "--warning",
            Self::Danger => "--danger",
        };
        [class, " ", class, modifier].concat().into()
    }

    const fn icon(self) -> Icon {
        match self {
            Self::Info => Icon::Info,
            Self::Success => Icon::Tick,
            Self::Warning => Icon::Warning,
            Self::Danger => Icon::Danger,
        }
    }
}

/// A notice with a title, lines of text and perhaps something to act with.
#[must_use]
pub fn notice(tone: Tone, title: String, body: Vec<Node>) -> Node {
    let body = el("div", "kyc-notice__body").child(paragraph("kyc-notice__title", title)).children(body);
    el("div", tone.class("kyc-notice")).child(icon(tone.icon())).child(body).node()
}

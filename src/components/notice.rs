//! A box that tells what happened, with an icon beside the words.

use leptos::prelude::*;

use super::element::{group, paragraph};
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
pub fn notice(tone: Tone, title: String, body: Vec<AnyView>) -> AnyView {
    let class = match tone {
        Tone::Info => "kyc-notice",
        Tone::Success => "kyc-notice kyc-notice--success",
        Tone::Warning => "kyc-notice kyc-notice--warning",
        Tone::Danger => "kyc-notice kyc-notice--danger",
    };
    let lines = [paragraph("kyc-notice__title", title)].into_iter().chain(body).collect();
    group(class, vec![icon(tone.icon()), group("kyc-notice__body", lines)])
}

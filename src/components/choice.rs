//! Rows: things to choose from, and things that only tell where they stand.

use super::button::pressable;
use super::el::{Node, Text, el};
use super::element::{group, span};
use super::{Icon, Press, Tone, icon};

/// A row.
pub struct Row {
    /// The icon in front.
    pub icon: Icon,
    /// What the row is.
    pub title: String,
    /// Lines below it, each with what it means.
    pub details: Vec<(Option<Tone>, String)>,
    /// How the row as a whole stands.
    pub tone: Option<Tone>,
    /// What choosing it does; without it the row only tells.
    pub press: Option<Press>,
}

/// Draws a row: a button when it can be chosen.
#[must_use]
pub fn row(row: Row) -> Node {
    let Row { icon: symbol, title, details, tone, press } = row;
    let figure = toned(tone, "kyc-row__figure");
    let title = span("kyc-row__title", vec![title.into()]);
    let lines = el("span", "kyc-row__text").child(title).children(details.into_iter().map(detail));
    let figure = el("span", figure).child(icon(symbol));
    match press {
        Some(press) => pressable("kyc-row", press).child(figure).child(lines).child(icon(Icon::Next)).node(),
        None => group("kyc-row", vec![figure.node(), lines.node()]),
    }
}

fn detail((tone, words): (Option<Tone>, String)) -> Node {
    el("span", toned(tone, "kyc-row__detail")).text(words).node()
}

fn toned(tone: Option<Tone>, class: &'static str) -> Text {
    tone.unwrap_or(Tone::Info).class(class)
}

/// A line of text behind an icon.
#[must_use]
pub fn fact(class: &'static str, symbol: Icon, words: String) -> Node {
    group(class, vec![icon(symbol), span("kyc-text", vec![words.into()])])
}

//! Rows: things to choose from, and things that only tell where they stand.

use leptos::prelude::*;

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
pub fn row(row: Row) -> AnyView {
    let Row { icon: symbol, title, details, tone, press } = row;
    let figure = match tone {
        None | Some(Tone::Info) => "kyc-row__figure",
        Some(Tone::Success) => "kyc-row__figure kyc-row__figure--success",
        Some(Tone::Warning) => "kyc-row__figure kyc-row__figure--warning",
        Some(Tone::Danger) => "kyc-row__figure kyc-row__figure--danger",
    };
    let title = span("kyc-row__title", vec![title.into_any()]);
    let lines = [title].into_iter().chain(details.into_iter().map(detail)).collect();
    let mut content = vec![span(figure, vec![icon(symbol)]), span("kyc-row__text", lines)];
    match press {
        Some(press) => {
            content.push(icon(Icon::Next));
            view! {
                <button type="button" class="kyc-row" on:click=move |_| press()>{content}</button>
            }
            .into_any()
        }
        None => group("kyc-row", content),
    }
}

fn detail((tone, words): (Option<Tone>, String)) -> AnyView {
    let class = match tone {
        None | Some(Tone::Info) => "kyc-row__detail",
        Some(Tone::Success) => "kyc-row__detail kyc-row__detail--success",
        Some(Tone::Warning) => "kyc-row__detail kyc-row__detail--warning",
        Some(Tone::Danger) => "kyc-row__detail kyc-row__detail--danger",
    };
    span(class, vec![words.into_any()])
}

/// A line of text behind an icon.
#[must_use]
pub fn fact(class: &'static str, symbol: Icon, words: String) -> AnyView {
    group(class, vec![icon(symbol), span("kyc-text", vec![words.into_any()])])
}

//! The frame of every screen: a way back and the progress, the heading, the content, and the actions at the bottom.

use leptos::prelude::*;

use super::element::{group, paragraph};

/// The id of the heading, which takes focus on each step.
pub const HEADING: &str = "kyc-heading";

/// What a screen consists of.
#[derive(Default)]
pub struct Layout {
    /// The way back and the progress.
    pub top: Option<AnyView>,
    /// What the screen belongs to, above the heading.
    pub eyebrow: Option<String>,
    /// The heading.
    pub title: String,
    /// At most two sentences below it.
    pub lead: Option<String>,
    /// The content.
    pub body: Vec<AnyView>,
    /// The actions, the primary one first.
    pub actions: Vec<AnyView>,
}

/// Lays a screen out.
#[must_use]
pub fn layout(parts: Layout) -> AnyView {
    let Layout { top, eyebrow, title, lead, body, actions } = parts;
    let head = [
        eyebrow.map(|words| paragraph("kyc-screen__eyebrow", words)),
        Some(heading(title)),
        lead.map(|words| paragraph("kyc-screen__lead", words)),
    ];
    let head = group("kyc-screen__head", head.into_iter().flatten().collect());
    let screen = top.into_iter().chain([head]).chain(body).collect();
    vec![group("kyc-screen", screen), group("kyc-actions", actions)].into_any()
}

/// The heading of a screen. It takes focus, so that it is read, but is no stop of the Tab key.
#[must_use]
pub fn heading(title: String) -> AnyView {
    view! { <h1 id=HEADING tabindex="-1">{title}</h1> }.into_any()
}

/// The row above the heading.
#[must_use]
pub fn top(previous: Option<AnyView>, progress: Option<AnyView>) -> AnyView {
    group("kyc-screen__top", previous.into_iter().chain(progress).collect())
}

/// A heading of a part of a screen.
#[must_use]
pub fn subheading(words: String) -> AnyView {
    view! { <h2>{words}</h2> }.into_any()
}

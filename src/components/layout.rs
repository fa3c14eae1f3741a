//! The frame of every screen: a way back and the progress, the heading, the content, and the actions at the bottom.

use leptos::prelude::*;

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
    view! {
        <div class="kyc-screen">
            {top}
            <div class="kyc-screen__head">
                {eyebrow.map(|words| paragraph("kyc-screen__eyebrow", words))}
                <h1 id=HEADING tabindex="-1">{title}</h1>
                {lead.map(|words| paragraph("kyc-screen__lead", words))}
            </div>
            {body}
        </div>
        <div class="kyc-actions">{actions}</div>
    }
    .into_any()
}

/// The row above the heading.
#[must_use]
pub fn top(previous: Option<AnyView>, progress: Option<AnyView>) -> AnyView {
    view! { <div class="kyc-screen__top">{previous}{progress}</div> }.into_any()
}

/// A paragraph.
#[must_use]
pub fn paragraph(class: &'static str, words: String) -> AnyView {
    view! { <p class=class>{words}</p> }.into_any()
}

/// A plain paragraph.
#[must_use]
pub fn text(words: String) -> AnyView {
    view! { <p>{words}</p> }.into_any()
}

/// A quiet paragraph.
#[must_use]
pub fn note(words: String) -> AnyView {
    paragraph("kyc-screen__note", words)
}

/// A heading of a part of a screen.
#[must_use]
pub fn subheading(words: String) -> AnyView {
    view! { <h2>{words}</h2> }.into_any()
}

/// Things below each other.
#[must_use]
pub fn group(class: &'static str, children: Vec<AnyView>) -> AnyView {
    view! { <div class=class>{children}</div> }.into_any()
}

/// A list; each item is wrapped in its own element.
#[must_use]
pub fn list(class: &'static str, items: Vec<AnyView>) -> AnyView {
    let items: Vec<_> = items.into_iter().map(|item| view! { <li>{item}</li> }.into_any()).collect();
    // Without its bullets WebKit no longer calls it a list, unless it is told to.
    view! { <ul class=class role="list">{items}</ul> }.into_any()
}

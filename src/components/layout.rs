//! The frame of every screen: a way back and the progress, the heading, the content, and the actions at the bottom.

use super::el::{Node, el};
use super::element::{group, paragraph};

/// The id of the heading, which takes focus on each step.
pub const HEADING: &str = "kyc-heading";

/// What a screen consists of.
#[derive(Default)]
pub struct Layout {
    /// The way back and the progress.
    pub top: Option<Node>,
    /// What the screen belongs to, above the heading.
    pub eyebrow: Option<String>,
    /// The heading.
    pub title: String,
    /// At most two sentences below it.
    pub lead: Option<String>,
    /// The content.
    pub body: Vec<Node>,
    /// The actions, the primary one first.
    pub actions: Vec<Node>,
}

/// Lays a screen out.
#[must_use]
pub fn layout(parts: Layout) -> Vec<Node> {
    let Layout { top, eyebrow, title, lead, body, actions } = parts;
    let head = el("div", "kyc-screen__head")
        .children(eyebrow.map(|words| paragraph("kyc-screen__eyebrow", words)))
        .child(heading(title))
        .children(lead.map(|words| paragraph("kyc-screen__lead", words)));
    let screen = el("div", "kyc-screen").children(top).child(head).children(body);
    vec![screen.node(), group("kyc-actions", actions)]
}

/// The heading of a screen. It takes focus, so that it is read, but is no stop of the Tab key.
#[must_use]
pub fn heading(title: String) -> Node {
    el("h1", "").attr("id", HEADING).attr("tabindex", "-1").text(title).node()
}

/// The row above the heading.
#[must_use]
pub fn top(previous: Option<Node>, progress: Option<Node>) -> Node {
    el("div", "kyc-screen__top").children(previous).children(progress).node()
}

/// A heading of a part of a screen.
#[must_use]
pub fn subheading(words: String) -> Node {
    el("h2", "").text(words).node()
}

//! The few shapes that almost everything is made of.

use super::el::{Node, el};

/// A block of things.
#[must_use]
pub fn group(class: &'static str, children: Vec<Node>) -> Node {
    el("div", class).children(children).node()
}

/// A stretch of text, or of things among text.
#[must_use]
pub fn span(class: &'static str, children: Vec<Node>) -> Node {
    el("span", class).children(children).node()
}

/// A paragraph.
#[must_use]
pub fn paragraph(class: &'static str, words: String) -> Node {
    el("p", class).text(words).node()
}

/// A plain paragraph.
#[must_use]
pub fn text(words: String) -> Node {
    paragraph("kyc-text", words)
}

/// A quiet paragraph.
#[must_use]
pub fn note(words: String) -> Node {
    paragraph("kyc-screen__note", words)
}

/// A list; each item is wrapped in its own element.
#[must_use]
pub fn list(class: &'static str, items: Vec<Node>) -> Node {
    // Without its bullets WebKit no longer calls it a list, unless it is told to.
    let list = el("ul", class).attr("role", "list");
    list.children(items.into_iter().map(|item| el("li", "").child(item).node())).node()
}

/// A picture; `description` tells it to people who do not see it.
#[must_use]
pub fn image(class: &'static str, url: String, description: String) -> Node {
    el("img", class).attr("src", url).attr("alt", description).node()
}

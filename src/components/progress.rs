//! Bars that tell how far something is, and the spinner for what cannot tell.

use super::el::{Node, el};
use super::element::group;

/// A bar with words above it.
#[must_use]
pub fn progress(name: String, label: String, done: u32, all: u32) -> Node {
    let bar = el("progress", "kyc-progress__bar")
        .attr("aria-label", name)
        .attr("aria-valuetext", label.clone())
        .attr("max", all.to_string())
        .attr("value", done.to_string());
    // The bar itself tells the label to screen readers.
    let label = el("span", "kyc-progress__label").attr("aria-hidden", "true").text(label);
    group("kyc-progress", vec![label.node(), bar.node()])
}

/// A turning ring; the words beside it tell what is awaited.
#[must_use]
pub fn spinner() -> Node {
    el("div", "kyc-spinner").attr("aria-hidden", "true").node()
}

//! The few shapes that almost everything is made of. Each distinct view type costs about a kilobyte of code for drawing,
//! changing and removing it, so components are put together from these where they can be.

use leptos::prelude::*;

/// A block of things.
#[must_use]
pub fn group(class: &'static str, children: Vec<AnyView>) -> AnyView {
    view! { <div class=class>{children}</div> }.into_any()
}

/// A stretch of text, or of things among text.
#[must_use]
pub fn span(class: &'static str, children: Vec<AnyView>) -> AnyView {
    view! { <span class=class>{children}</span> }.into_any()
}

/// A paragraph.
#[must_use]
pub fn paragraph(class: &'static str, words: String) -> AnyView {
    view! { <p class=class>{words}</p> }.into_any()
}

/// A plain paragraph.
#[must_use]
pub fn text(words: String) -> AnyView {
    paragraph("kyc-text", words)
}

/// A quiet paragraph.
#[must_use]
pub fn note(words: String) -> AnyView {
    paragraph("kyc-screen__note", words)
}

/// A list; each item is wrapped in its own element.
#[must_use]
pub fn list(class: &'static str, items: Vec<AnyView>) -> AnyView {
    let items: Vec<_> = items.into_iter().map(|item| view! { <li>{item}</li> }.into_any()).collect();
    // Without its bullets WebKit no longer calls it a list, unless it is told to.
    view! { <ul class=class role="list">{items}</ul> }.into_any()
}

/// A picture; `description` tells it to people who do not see it.
#[must_use]
pub fn image(class: &'static str, url: String, description: String) -> AnyView {
    view! { <img class=class src=url alt=description/> }.into_any()
}

/// Something that is drawn again whenever what it reads changes. The box keeps this to one type.
#[must_use]
pub fn dynamic(draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let draw: Box<dyn Fn() -> AnyView + Send> = Box::new(draw);
    (move || draw()).into_any()
}

/// Text that follows what it reads.
#[must_use]
pub fn words(read: impl Fn() -> String + Send + 'static) -> AnyView {
    dynamic(move || read().into_any())
}

/// Something, or nothing.
#[must_use]
pub fn maybe(view: Option<AnyView>) -> AnyView {
    view.unwrap_or_else(|| ().into_any())
}

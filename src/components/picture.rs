//! A captured picture, large or as a thumbnail; a PDF is shown as a file.

use leptos::prelude::*;

use super::element::{group, image, span};
use super::{Icon, icon};

/// A picture as large as the column allows; `fallback` stands for a file that cannot be drawn.
#[must_use]
pub fn picture(url: Option<String>, description: String, fallback: Vec<AnyView>) -> AnyView {
    let content = match url {
        Some(url) => image("kyc-picture__image", url, description),
        None => group("kyc-picture__file", [icon(Icon::File)].into_iter().chain(fallback).collect()),
    };
    group("kyc-picture", vec![content])
}

/// A captured part: thumbnail, words, and what can be done with it.
#[must_use]
pub fn part(
    url: Option<String>,
    description: String,
    title: String,
    detail: AnyView,
    action: Option<AnyView>,
) -> AnyView {
    let thumb = match url {
        Some(url) => image("kyc-part__image", url, description),
        None => icon(Icon::File),
    };
    let title = span("kyc-part__title", vec![title.into_any()]);
    let parts = [group("kyc-part__thumb", vec![thumb]), group("kyc-part__text", vec![title, detail])];
    group("kyc-part", parts.into_iter().chain(action).collect())
}

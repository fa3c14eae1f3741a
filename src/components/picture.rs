//! A captured picture, large or as a thumbnail; a PDF is shown as a file.

use leptos::prelude::*;

use super::{Icon, icon};

/// A picture as large as the column allows; `fallback` stands for a file that cannot be drawn.
#[must_use]
pub fn picture(url: Option<String>, description: String, fallback: Vec<AnyView>) -> AnyView {
    let content = match url {
        Some(url) => view! { <img class="kyc-picture__image" src=url alt=description/> }.into_any(),
        None => view! { <div class="kyc-picture__file">{icon(Icon::File)}{fallback}</div> }.into_any(),
    };
    view! { <div class="kyc-picture">{content}</div> }.into_any()
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
        Some(url) => view! { <img src=url alt=description/> }.into_any(),
        None => icon(Icon::File),
    };
    view! {
        <div class="kyc-part">
            <span class="kyc-part__thumb">{thumb}</span>
            <div class="kyc-part__text">
                <span class="kyc-part__title">{title}</span>
                {detail}
            </div>
            {action}
        </div>
    }
    .into_any()
}

//! Every screen in every state, for looking at: `?state=<name>&locale=<tag>` shows one, without a state all of them in
//! frames. The machine behind a screen is the real one, so that buttons work; nothing else is.

mod build;
mod fake;
mod states;

use std::rc::Rc;

use kyc_flow::{Event, Journey, transition};
use kyc_gatherer::app::App;
use kyc_gatherer::i18n::{Locale, provide_i18n};
use kyc_gatherer::ports::{Links, Media, Ports};
use leptos::html;
use leptos::prelude::*;

fn main() {
    let query = window().location().search().unwrap_or_default();
    let parameters = web_sys::UrlSearchParams::new_with_str(&query).ok();
    let get = |name| parameters.as_ref().and_then(|parameters| parameters.get(name));
    let locale = get("locale").and_then(|tag| Locale::find(&tag));
    match get("state").filter(|name| name != "all") {
        Some(name) => show(&name, locale),
        None => leptos::mount::mount_to_body(move || index(locale)),
    }
}

/// One state, as the app shows it. The words come first, so that a picture taken early is in the right language.
fn show(name: &str, locale: Option<Locale>) {
    let Some(journey) = states::all().into_iter().find(|(known, _)| known == name) else {
        leptos::logging::error!("no such state: {name}");
        return;
    };
    leptos::mount::mount_to_body(move || {
        let i18n = provide_i18n();
        let is_ready = RwSignal::new(locale.is_none());
        if let Some(locale) = locale {
            leptos::task::spawn_local(async move {
                if i18n.set_locale(locale).await.is_err() {
                    leptos::logging::error!("no words for {}", locale.tag);
                }
                is_ready.set(true);
            });
        }
        provide_context(ports(journey.1));
        move || is_ready.get().then(|| view! { <App/> })
    });
}

fn ports(journey: Journey) -> Ports {
    let journey = RwSignal::new(journey);
    let send = Callback::new(move |event: Event| {
        journey.update(|journey| *journey = transition(std::mem::take(journey), event).0);
    });
    let media: Rc<dyn Media> = Rc::new(fake::Pictures);
    let links = Links {
        support: Some("https://example.com/help".to_owned()),
        privacy: Some("https://example.com/privacy".to_owned()),
    };
    Ports {
        journey: journey.read_only(),
        send,
        media: StoredValue::new_local(media),
        links: StoredValue::new(links),
    }
}

/// All states below each other, each in a frame of a telephone's size.
fn index(locale: Option<Locale>) -> impl IntoView {
    let tag = locale.map_or("en", |locale| locale.tag);
    let frames: Vec<_> = states::all()
        .into_iter()
        .map(|(name, _)| {
            let href = format!("?state={name}&locale={tag}");
            let frame = html::iframe().src(href.clone()).title(name.clone()).width("390").height("844");
            view! {
                <figure>
                    <figcaption><a href=href>{name}</a></figcaption>
                    {frame.attr("loading", "lazy")}
                </figure>
            }
        })
        .collect();
    view! { <div class="gallery">{frames}</div> }
}

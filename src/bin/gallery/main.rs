//! Every screen in every state, for looking at: `?state=<name>&locale=<tag>` shows one, without a state all of them in
//! frames. The machine behind a screen is the real one, so that buttons work; nothing else is.

mod build;
mod fake;
mod states;

use std::rc::Rc;

use kyc_flow::{Event, Journey, transition};
use kyc_gatherer::app;
use kyc_gatherer::components::el::{Node, el};
use kyc_gatherer::components::render;
use kyc_gatherer::i18n::{Locale, provide_i18n};
use kyc_gatherer::ports::{Links, Media, Ports};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

fn main() {
    let query = window().location().search().unwrap_or_default();
    let parameters = web_sys::UrlSearchParams::new_with_str(&query).ok();
    let get = |name| parameters.as_ref().and_then(|parameters| parameters.get(name));
    let locale = get("locale").and_then(|tag| Locale::find(&tag));
    let Some(body) = document().body() else { return };
    match get("state").filter(|name| name != "all") {
        Some(name) => show(body.into(), &name, locale),
        // Here and below: it stays as long as the page.
        None => std::mem::forget(render::mount(&body, index(locale))),
    }
}

/// One state, as the app shows it. The words come first, so that a picture taken early is in the right language.
fn show(body: web_sys::Element, name: &str, locale: Option<Locale>) {
    let Some((_, journey)) = states::all().into_iter().find(|(known, _)| known == name) else {
        leptos::logging::error!("no such state: {name}");
        return;
    };
    let name = name.to_owned();
    spawn_local(async move {
        let owner = Owner::new();
        let i18n = owner.with(provide_i18n);
        if let Some(locale) = locale
            && i18n.set_locale(locale).await.is_err()
        {
            leptos::logging::error!("no words for {}", locale.tag);
        }
        let mounted = owner.with(|| {
            provide_context(ports(&name, journey)?);
            app::mount(&body)
        });
        std::mem::forget((mounted, owner));
    });
}

fn ports(name: &str, journey: Journey) -> Option<Ports> {
    let journey = RwSignal::new(journey);
    let send = Callback::new(move |event: Event| {
        journey.update(|journey| *journey = transition(std::mem::take(journey), event).0);
    });
    let is_camera = journey.with_untracked(Journey::screen) == kyc_flow::Screen::Camera;
    let media: Rc<dyn Media> = Rc::new(fake::Pictures::of(name, is_camera)?);
    let links = Links {
        support: Some("https://example.com/help".to_owned()),
        privacy: Some("https://example.com/privacy".to_owned()),
    };
    Some(Ports {
        seen: RwSignal::new(0).read_only(),
        journey: journey.read_only(),
        send,
        media: StoredValue::new_local(media),
        links: StoredValue::new(links),
    })
}

/// All states below each other, each in a frame of a telephone's size.
fn index(locale: Option<Locale>) -> Node {
    let tag = locale.map_or("en", |locale| locale.tag);
    let frames = states::all().into_iter().map(|(name, _)| {
        let href = format!("?state={name}&locale={tag}");
        let link = el("a", "").attr("href", href.clone()).text(name.clone());
        let frame = el("iframe", "")
            .attr("loading", "lazy")
            .attr("title", name)
            .attr("width", "390")
            .attr("height", "844")
            .attr("src", href);
        el("figure", "").child(el("figcaption", "").child(link)).child(frame).node()
    });
    el("div", "gallery").children(frames).node()
}

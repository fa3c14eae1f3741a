//! The app as it is seen: header, the present screen, the dialog and the live region. Draws a new screen when the place
//! changes, gives its heading the focus and the page its title.

use std::time::Duration;

use leptos::prelude::*;

use crate::components::element::dynamic;
use crate::components::layout::HEADING;
use crate::components::live::{Announcer, live_region};
use crate::i18n::{I18n, keys, use_i18n};
use crate::ports::use_ports;
use crate::steps::{self, Context, Place, dialogs, header, speech};

/// What `index.html` shows until the app does.
const SKELETON: &str = "kyc-skeleton";

/// The whole app. Takes the ports and the words from the surrounding context; without ports there is nothing to show.
#[component]
pub fn App() -> impl IntoView {
    use_ports().map(|ports| {
        let context = Context { ports, i18n: use_i18n(), announcer: Announcer::default() };
        if let Some(skeleton) = document().get_element_by_id(SKELETON) {
            skeleton.remove();
        }
        frame(context)
    })
}

fn frame(context: Context) -> AnyView {
    let journey = context.ports.journey;
    let place = Memo::new(move |_| journey.with(Place::of));
    let class = move || match place.with(Place::is_stage) {
        true => "kyc-app kyc-app--stage",
        false => "kyc-app",
    };
    let screen_name = move || place.with(|place| place.screen.as_str());
    let document = move || place.with(|place| place.document.map(kyc_wire::DocumentType::as_str));
    let screen = dynamic(move || place.with(|place| steps::view(context, place)));
    let view = view! {
        <div class=class>
            {header::view(context)}
            <main class="kyc-main" data-kyc-screen=screen_name data-kyc-document=document>{screen}</main>
            {live_region(context.announcer)}
            {dialogs::view(context)}
        </div>
    };
    follow(context, place);
    view.into_any()
}

/// Focus, title and announcements follow the place.
fn follow(context: Context, place: Memo<Place>) {
    Effect::new(move |before: Option<Place>| {
        let now = place.get();
        // The very first screen leaves focus alone: in a frame it would be taken from the host's page.
        let is_new = before.is_some_and(|before| before != now);
        let i18n = context.i18n;
        // A change of language changes the title, and leaves focus where it is.
        let _ = i18n.locale();
        set_timeout(move || arrive(i18n, is_new), Duration::ZERO);
        now
    });
    Effect::new(move || {
        if let Some(words) = context.ports.journey.with(|journey| speech(context, journey)) {
            context.announcer.say(words);
        }
    });
}

/// Runs once the new screen is in the page.
fn arrive(i18n: I18n, takes_focus: bool) {
    let page = document();
    let Some(heading) = page.get_element_by_id(HEADING) else { return };
    let title = heading.text_content().unwrap_or_default();
    page.set_title(&untrack(|| {
        let app = i18n.t(keys::APP_TITLE);
        i18n.t_with(keys::APP_PAGE_TITLE, &[("title", &title), ("app", &app)])
    }));
    if takes_focus {
        window().scroll_to_with_x_and_y(0.0, 0.0);
        if let Some(heading) = wasm_bindgen::JsCast::dyn_ref::<web_sys::HtmlElement>(&heading) {
            // Fails only for elements that have left the page again.
            heading.focus().ok();
        }
    }
}

//! The app as it is seen: header, the present screen, the dialog and the live region. One effect draws it anew when the
//! journey or the language changes; what differs is changed in place. A new place gets new elements, its heading the
//! focus and the page its title.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use kyc_flow::Journey;
use leptos::prelude::{With, document, set_timeout, window};
use web_sys::{Element, HtmlElement};

use crate::components::el::{Node, el, live};
use crate::components::layout::HEADING;
use crate::components::live::{Announcer, live_region};
use crate::components::render::{self, Mounted};
use crate::i18n::{keys, use_i18n};
use crate::ports::use_ports;
use crate::steps::{self, Context, Place, dialogs, header, speech};

/// What `index.html` shows until the app does.
const SKELETON: &str = "kyc-skeleton";

/// Puts the whole app at the end of `parent` until the answer is dropped. Takes the ports and the words from the
/// surrounding context; without ports there is nothing to show.
#[must_use]
pub fn mount(parent: &Element) -> Option<Mounted> {
    let context = Context { ports: use_ports()?, i18n: use_i18n(), announcer: Announcer::default() };
    if let Some(skeleton) = document().get_element_by_id(SKELETON) {
        skeleton.remove();
    }
    let seen = Rc::new(RefCell::new(Seen { place: None, key: "even" }));
    let draw = move || context.ports.journey.with(|journey| frame(context, journey, &seen));
    Some(render::mount(parent, live(draw)))
}

/// What was drawn last.
struct Seen {
    place: Option<Place>,
    /// Another one at each place, so that nothing of one place becomes something of the next.
    key: &'static str,
}

fn frame(context: Context, journey: &Journey, seen: &RefCell<Seen>) -> Node {
    let place = steps::place(context, journey);
    let screen = steps::view(context, journey, &place).unwrap_or_default();
    let class = if place.is_stage() { "kyc-app kyc-app--stage" } else { "kyc-app" };
    let mut main = el("main", "kyc-main").attr("data-kyc-screen", place.screen.as_str());
    if let Some(document) = place.document {
        main = main.attr("data-kyc-document", document.as_str());
    }
    let key = follow(context, journey, place, seen);
    el("div", class)
        // A browser opens a file that is dropped beside the field, and everything captured is gone.
        .on_page("dragover", |event| event.prevent_default())
        .on_page("drop", |event| event.prevent_default())
        .child(header::view(context, journey))
        .child(main.children(screen.into_iter().map(|part| part.keyed(key))))
        .child(live_region(context.announcer))
        .child(dialogs::view(context, journey))
        .node()
}

/// Focus, title and announcements follow the place. Answers its key.
fn follow(context: Context, journey: &Journey, place: Place, seen: &RefCell<Seen>) -> &'static str {
    let mut seen = seen.borrow_mut();
    let is_same = seen.place.as_ref() == Some(&place);
    // The very first screen leaves focus alone: in a frame it would be taken from the host's page.
    let is_elsewhere = !is_same && seen.place.is_some();
    if !is_same {
        seen.place = Some(place);
        seen.key = if seen.key == "even" { "odd" } else { "even" };
    }
    let words = speech(context, journey);
    // Once the screen is in the page.
    set_timeout(move || arrive(context, is_elsewhere, words), Duration::ZERO);
    seen.key
}

fn arrive(context: Context, is_elsewhere: bool, words: Option<String>) {
    if is_elsewhere {
        context.announcer.clear();
    }
    if let Some(words) = words {
        context.announcer.say(words);
    }
    let page = document();
    let Some(heading) = page.get_element_by_id(HEADING) else { return };
    let title = heading.text_content().unwrap_or_default();
    let app = context.i18n.t(keys::APP_TITLE);
    page.set_title(&context.i18n.t_with(keys::APP_PAGE_TITLE, &[("title", &title), ("app", &app)]));
    if is_elsewhere {
        window().scroll_to_with_x_and_y(0.0, 0.0);
        if let Some(heading) = wasm_bindgen::JsCast::dyn_ref::<HtmlElement>(&heading) {
            // Fails only for elements that have left the page again.
            heading.focus().ok();
        }
    }
}

//! The element layer and the components on it: what stays on the page, what changes, what is let go of.

mod controls;
mod patching;
mod pictures;

use kyc_gatherer::components::el::{Node, live};
use kyc_gatherer::components::render::{self, Mounted};
use leptos::prelude::Owner;
use leptos::task::tick;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::support::dom;
use crate::support::fresh::Held;

/// A place of its own in the page, gone when dropped.
struct Stage {
    place: Element,
    mounted: Held<Mounted>,
    _owner: Held<Owner>,
}

impl Stage {
    /// Shows what `draw` answers, again whenever a signal changes that it reads.
    fn show(draw: impl Fn() -> Node + 'static) -> Self {
        let place = dom::page().create_element("div").unwrap();
        dom::page().body().unwrap().append_child(&place).unwrap();
        let owner = Owner::new();
        let mounted = owner.with(|| render::mount(&place, live(draw)));
        Self { place, mounted: Held::new(mounted), _owner: Held::new(owner) }
    }

    fn find(&self, selector: &str) -> HtmlElement {
        self.place.query_selector(selector).unwrap().expect(selector).unchecked_into()
    }

    fn text(&self) -> String {
        self.place.text_content().unwrap()
    }

    /// Takes everything out again.
    async fn clear(&self) {
        self.mounted.release();
        tick().await;
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.mounted.release();
        self.place.remove();
    }
}

fn focused() -> Element {
    dom::page().active_element().expect("something has the focus")
}

//! The page is changed in place.

use std::cell::Cell;
use std::rc::Rc;

use kyc_gatherer::components::el::{Node, el, live};
use kyc_gatherer::components::tick::every_second;
use leptos::prelude::*;
use leptos::task::tick;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Stage, focused};

#[wasm_bindgen_test]
async fn what_stays_keeps_its_element_and_the_focus() {
    let count = RwSignal::new(0);
    let stage = Stage::show(move || {
        let field = el("input", if count.get() > 0 { "field field--late" } else { "field" });
        let notice = (count.get() > 0).then(|| el("p", "notice").text("new").node());
        let label = el("b", "").attr("data-count", count.get().to_string()).text(count.get().to_string());
        el("div", "").children(notice).child(field).child(label).node()
    });
    let (field, label) = (stage.find("input"), stage.find("b"));
    field.focus().unwrap();
    count.set(7);
    tick().await;
    assert_eq!(stage.text(), "new7");
    assert_eq!(label.get_attribute("data-count").as_deref(), Some("7"));
    assert_eq!(field.class_name(), "field field--late");
    assert!(stage.find("b") == label && stage.find("input") == field, "the same elements");
    assert!(focused() == *field, "a notice in front of a field leaves the focus in it");

    count.set(0);
    tick().await;
    assert_eq!(stage.text(), "0");
    assert!(focused() == *field, "and so does its going");
}

#[wasm_bindgen_test]
async fn attributes_and_elements_that_are_gone_are_taken_out() {
    let is_plain = RwSignal::new(false);
    let stage = Stage::show(move || match is_plain.get() {
        true => el("p", "").node(),
        false => el("p", "").attr("title", "x").child(el("i", "")).child(el("b", "")).node(),
    });
    let paragraph = stage.find("p");
    is_plain.set(true);
    tick().await;
    assert!(!paragraph.has_attribute("title"));
    assert_eq!(paragraph.child_element_count(), 0);
    assert!(stage.find("p") == paragraph);
}

#[wasm_bindgen_test]
async fn one_listener_calls_the_present_handler() {
    let (round, heard) = (RwSignal::new(1), Rc::new(Cell::new(0)));
    let seen = Rc::clone(&heard);
    let stage = Stage::show(move || {
        let (round, heard) = (round.get(), Rc::clone(&seen));
        el("button", "").on("click", move |_| heard.set(heard.get() + round)).node()
    });
    let button = stage.find("button");
    button.click();
    assert_eq!(heard.get(), 1);
    round.set(10);
    tick().await;
    button.click();
    assert_eq!(heard.get(), 11, "the new handler, once");
    stage.clear().await;
    button.click();
    assert_eq!(heard.get(), 11, "nobody listens to what has left the page");
}

#[wasm_bindgen_test]
async fn keys_tell_siblings_apart_and_follow_them() {
    let names = RwSignal::new(vec!["a", "b", "c"]);
    let stage = Stage::show(move || {
        let items = names.get().into_iter().map(|name| el("li", "").key(name).text(name).node());
        el("ul", "").children(items).node()
    });
    let (first, last) = (stage.find("li:first-child"), stage.find("li:last-child"));
    names.set(vec!["c", "new", "a"]);
    tick().await;
    assert_eq!(stage.text(), "cnewa");
    assert!(stage.find("li:first-child") == last && stage.find("li:last-child") == first);
}

#[wasm_bindgen_test]
async fn another_key_or_tag_is_another_element() {
    let step = RwSignal::new(0);
    let stage = Stage::show(move || match step.get() {
        0 => el("h1", "").key("even").text("first").node(),
        1 => el("h1", "").key("odd").text("second").node(),
        _ => el("p", "").text("third").node(),
    });
    let heading = stage.find("h1");
    step.set(1);
    tick().await;
    assert!(stage.find("h1") != heading, "a new heading, so that it can take the focus");
    step.set(2);
    tick().await;
    assert_eq!(stage.find("p").text_content().as_deref(), Some("third"));
    assert!(stage.place.query_selector("h1").unwrap().is_none());
}

#[wasm_bindgen_test]
async fn live_parts_change_alone_and_end_with_their_place() {
    let (value, has_part) = (RwSignal::new(1), RwSignal::new(true));
    let (outer, inner, cleaned) = (Counter::default(), Counter::default(), Counter::default());
    let (outer_seen, inner_seen, cleaned_seen) = (outer.clone(), inner.clone(), cleaned.clone());
    let stage = Stage::show(move || {
        outer_seen.add();
        let (inner, cleaned) = (inner_seen.clone(), cleaned_seen.clone());
        let part = live(move || {
            inner.add();
            let cleaned = cleaned.clone();
            on_cleanup(move || cleaned.add());
            Node::from(value.get().to_string())
        });
        el("div", "").children(has_part.get().then_some(part)).node()
    });
    assert_eq!((stage.text().as_str(), outer.get(), inner.get()), ("1", 1, 1));
    value.set(2);
    tick().await;
    assert_eq!((stage.text().as_str(), outer.get(), inner.get(), cleaned.get()), ("2", 1, 2, 1));
    has_part.set(false);
    tick().await;
    assert_eq!((stage.text().as_str(), outer.get(), cleaned.get()), ("", 2, 2));
    value.set(3);
    tick().await;
    assert_eq!(inner.get(), 2, "a part that is gone is not drawn");
}

#[wasm_bindgen_test]
async fn clocks_tick_while_they_show() {
    let drawn = Counter::default();
    let seen = drawn.clone();
    let stage = Stage::show(move || {
        let (tick, seen) = (every_second(), seen.clone());
        live(move || {
            seen.add();
            tick.get().to_string().into()
        })
    });
    crate::support::dom::until("a second", || (stage.text() == "1").then_some(())).await;
    stage.clear().await;
    assert_eq!(stage.text(), "");
    let before = drawn.get();
    gloo_timers::future::TimeoutFuture::new(1_100).await;
    assert_eq!(drawn.get(), before, "no clock ticks for nobody");
}

/// Counts across closures.
#[derive(Clone, Default)]
struct Counter(std::sync::Arc<std::sync::atomic::AtomicU32>);

impl Counter {
    fn add(&self) {
        self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    }

    fn get(&self) -> u32 {
        self.0.load(std::sync::atomic::Ordering::Relaxed)
    }
}

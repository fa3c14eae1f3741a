//! The components as people meet them: names and hints, dialogs, announcements, and the focus on each step.

use std::rc::Rc;

use js_sys::{Function, Reflect};
use kyc_gatherer::components::dialog::{dialog, question};
use kyc_gatherer::components::element::text;
use kyc_gatherer::components::file_drop::{FileDrop, file_drop};
use kyc_gatherer::components::live::{Announcer, live_region};
use kyc_gatherer::components::{Look, button};
use kyc_gatherer::services::js::monotonic_now;
use leptos::prelude::*;
use leptos::task::tick;
use serde_json::json;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlDialogElement;

use super::{Stage, focused};
use crate::support::customer::Customer;
use crate::support::{dom, merchant};

#[wasm_bindgen_test]
fn a_field_for_files_is_named_and_described() {
    let stage = Stage::show(|| {
        file_drop(FileDrop {
            accept: "image/png",
            is_multiple: true,
            label: "Choose".to_owned(),
            hint: "Or drop them.".to_owned(),
            accepted: "PNG only.".to_owned(),
            take: Rc::new(|_| {}),
        })
    });
    let input = stage.find("input[type=file][multiple]");
    assert_eq!(input.closest("label").unwrap().unwrap().text_content().as_deref(), Some("Choose"));
    let hint = input.get_attribute("aria-describedby").expect("a hint");
    assert_eq!(stage.find(&format!("#{hint}")).text_content().as_deref(), Some("PNG only.Or drop them."));
}

#[wasm_bindgen_test]
async fn a_dialog_is_named_closes_on_escape_and_gives_the_focus_back() {
    let is_open = RwSignal::new(false);
    let stage = Stage::show(move || {
        let content = is_open.get().then(|| {
            let stay = button(Look::Primary, "Stay".to_owned(), Box::new(move || is_open.set(false)));
            question("Really?".to_owned(), vec![text("Think.".to_owned())], vec![stay])
        });
        kyc_gatherer::components::el::el("div", "")
            .child(button(Look::Quiet, "Leave".to_owned(), Box::new(move || is_open.set(true))))
            .child(dialog(content, Rc::new(move || is_open.set(false))))
            .node()
    });
    let element: HtmlDialogElement = stage.find("dialog").unchecked_into();
    let opener = stage.find("button");
    opener.focus().unwrap();
    opener.click();
    tick().await;
    assert!(element.open());
    let title = element.get_attribute("aria-labelledby").expect("a name");
    assert_eq!(stage.find(&format!("#{title}")).text_content().as_deref(), Some("Really?"));
    assert!(element.contains(Some(&focused())), "the focus is in the dialog");

    // What the browser does when Escape is pressed.
    let close: Function = Reflect::get(&element, &"requestClose".into()).unwrap().unchecked_into();
    close.call0(&element).unwrap();
    dom::until("the dialog's end", || (!element.open() && !is_open.get_untracked()).then_some(())).await;
    assert!(focused() == *opener, "the focus is back");
}

#[wasm_bindgen_test]
async fn a_button_never_turns_into_another_one() {
    let is_ready = RwSignal::new(false);
    let stage = Stage::show(move || {
        let go_on = is_ready.get().then(|| button(Look::Primary, "Go on".to_owned(), Box::new(|| {})));
        let back = button(Look::Secondary, "Camera".to_owned(), Box::new(|| {}));
        kyc_gatherer::components::el::el("div", "").children(go_on).child(back).node()
    });
    let camera = stage.find("button");
    camera.focus().unwrap();
    is_ready.set(true);
    tick().await;
    assert_eq!(stage.text(), "Go onCamera");
    assert!(focused() == *camera && camera.text_content().as_deref() == Some("Camera"));
}

#[wasm_bindgen_test]
async fn announcements_keep_a_distance_and_are_not_repeated() {
    let owner = Owner::new();
    let announcer = owner.with(Announcer::default);
    let stage = Stage::show(move || live_region(announcer));
    let says = |words: &'static str| {
        let region = stage.find("[role=status]");
        move || (region.text_content().as_deref() == Some(words)).then_some(())
    };
    announcer.say("one".to_owned());
    dom::until("the first words", says("one")).await;
    let start = monotonic_now();
    announcer.say("two".to_owned());
    announcer.say("three".to_owned());
    let mut heard = Vec::new();
    dom::until("the last words", || {
        let now = stage.text();
        if heard.last() != Some(&now) {
            heard.push(now);
        }
        says("three")()
    })
    .await;
    let waited = monotonic_now() - start;
    assert!(waited > 1_300.0, "only {waited} ms between two announcements");
    assert_eq!(heard, ["one", "three"], "of several the newest");

    // The same again is no announcement: once the rest after "three" is over, the next one need not wait.
    announcer.say("three".to_owned());
    gloo_timers::future::TimeoutFuture::new(1_600).await;
    announcer.say("four".to_owned());
    tick().await;
    assert_eq!(stage.text(), "four");
}

#[wasm_bindgen_test]
async fn what_was_said_on_another_screen_is_not_said_any_more() {
    let owner = Owner::new();
    let announcer = owner.with(Announcer::default);
    let stage = Stage::show(move || live_region(announcer));
    announcer.say("here".to_owned());
    announcer.say("still here".to_owned());
    tick().await;
    assert_eq!(stage.text(), "here");
    announcer.clear();
    tick().await;
    assert_eq!(stage.text(), "", "it is about a screen that is gone");
    gloo_timers::future::TimeoutFuture::new(1_600).await;
    assert_eq!(stage.text(), "", "so is what was waiting");
    announcer.say("here".to_owned());
    tick().await;
    assert_eq!(stage.text(), "here", "on the next screen it is new");
}

#[wasm_bindgen_test]
async fn a_new_screen_does_not_keep_the_words_of_the_one_before() {
    let asked = merchant::ask(json!([{ "type": "identity-proof", "subtypes": ["passport"] }])).await;
    let customer = Customer::open(&asked).await;
    customer.presses("welcome.start").await.sees("tips").await;
    let region = || dom::page().query_selector("[role=status]").unwrap().unwrap().text_content().unwrap();
    dom::until("the step", || (!region().is_empty()).then_some(())).await;
    customer.presses("tips.file").await.sees("file").await;
    dom::until("silence", || region().is_empty().then_some(())).await;
}

#[wasm_bindgen_test]
async fn each_step_gives_its_heading_the_focus_and_the_page_its_title() {
    let asked = merchant::ask(json!([{ "type": "identity-proof" }])).await;
    let customer = Customer::open(&asked).await;
    for (screen, action) in
        [("welcome", "welcome.start"), ("subtype", "subtype.id-card"), ("tips", "tips.file")]
    {
        customer.sees(screen).await.presses(action).await;
        let heading = dom::until("the focus on the next heading", || {
            let is_next = dom::screen()? != screen;
            dom::page().active_element().filter(|element| is_next && element.id() == "kyc-heading")
        })
        .await;
        let title = heading.text_content().unwrap();
        assert!(dom::page().title().starts_with(&title), "{} names {title}", dom::page().title());
    }
}

//! Pictures to look at: a part of one shown flat, and corners that can be moved.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Reflect;
use kyc_gatherer::components::corners::{Corners, corners};
use kyc_gatherer::components::flat::{Flat, flat};
use leptos::prelude::*;
use leptos::task::tick;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, Event, HtmlElement};

use super::Stage;

/// Four by four pixels of nothing.
const PICTURE: &str = "data:image/gif;base64,R0lGODlhBAAEAIAAAP///wAAACH5BAAAAAAALAAAAAAEAAQAAAIEhI+pWQA7";

fn is_near(places: [(f64, f64); 4], wanted: [(f64, f64); 4]) -> bool {
    places.iter().zip(wanted).all(|((x, y), (a, b))| (x - a).abs() < 0.02 && (y - b).abs() < 0.02)
}

const SQUARE: [(f64, f64); 4] = [(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)];

type Said = Rc<RefCell<String>>;

fn shown() -> (Stage, RwSignal<[(f64, f64); 4]>, Said) {
    let places = RwSignal::new(SQUARE);
    let said = Said::default();
    let told = Rc::clone(&said);
    let stage = Stage::show(move || {
        corners(Corners {
            url: PICTURE.to_owned(),
            description: "The card".to_owned(),
            name: "Corners".to_owned(),
            names: ["Upper left", "Upper right", "Lower right", "Lower left"].map(str::to_owned),
            help: "Arrow keys move a corner.".to_owned(),
            places: std::rc::Rc::new(move || places.get()),
            put: std::rc::Rc::new(move |now| places.set(now)),
            describe: Rc::new(|(x, y)| format!("{x:.3} {y:.3}")),
            say: {
                let told = Rc::clone(&told);
                Rc::new(move |words| *told.borrow_mut() = words)
            },
        })
    });
    // As large as a phone would show it.
    let image: HtmlElement = stage.find("img").unchecked_into();
    image.style().set_property("width", "200px").unwrap();
    image.style().set_property("height", "200px").unwrap();
    (stage, places, said)
}

fn fire(on: &Element, constructor: &str, kind: &str, values: &[(&str, JsValue)]) -> Event {
    let settings = js_sys::Object::new();
    for (name, value) in [("bubbles", JsValue::TRUE), ("cancelable", JsValue::TRUE)].iter().chain(values) {
        Reflect::set(&settings, &(*name).into(), value).unwrap();
    }
    let constructor: js_sys::Function =
        Reflect::get(&js_sys::global(), &constructor.into()).unwrap().unchecked_into();
    let arguments = js_sys::Array::of2(&kind.into(), &settings);
    let event: Event = Reflect::construct(&constructor, &arguments).unwrap().unchecked_into();
    on.dispatch_event(&event).unwrap();
    event
}

fn press(on: &Element, key: &str, has_shift: bool) {
    let event = fire(on, "KeyboardEvent", "keydown", &[("key", key.into()), ("shiftKey", has_shift.into())]);
    assert_eq!(event.default_prevented(), key.starts_with("Arrow"), "the page must not scroll for {key}");
}

fn point(on: &Element, kind: &str, (x, y): (f64, f64)) {
    fire(on, "PointerEvent", kind, &[("clientX", x.into()), ("clientY", y.into()), ("pointerId", 1.into())]);
}

#[wasm_bindgen_test]
async fn arrow_keys_move_the_corner_that_has_the_focus_and_keep_it_inside() {
    let (stage, places, said) = shown();
    let corner = stage.find("[role=application] button[aria-label='Upper left']");
    fire(&corner, "FocusEvent", "focus", &[]);
    assert_eq!(*said.borrow(), "0.100 0.100", "where it is");
    press(&corner, "ArrowRight", false);
    assert_eq!(*said.borrow(), "0.102 0.100", "a pixel on a phone, and it is said");
    press(&corner, "ArrowDown", true);
    assert_eq!(*said.borrow(), "0.102 0.120");
    press(&corner, "Tab", false);
    (0..40).for_each(|_| press(&corner, "ArrowLeft", true));
    assert!(is_near(places.get_untracked(), [(0.0, 0.12), SQUARE[1], SQUARE[2], SQUARE[3]]));
    tick().await;
    let moved: HtmlElement = stage.find("button[aria-label='Upper left']").unchecked_into();
    assert_eq!(moved.style().get_property_value("left").as_deref(), Ok("0%"));
    assert!(stage.find("path").get_attribute("d").unwrap().starts_with("M0.000 12.000L"));
}

#[wasm_bindgen_test]
fn a_corner_follows_the_pointer_that_holds_it_and_no_other() {
    let (stage, places, _) = shown();
    let corner = stage.find("button[aria-label='Lower right']");
    let area = stage.find("img").get_bounding_client_rect();
    let at = |x: f64, y: f64| (area.left() + x * area.width(), area.top() + y * area.height());
    point(&corner, "pointermove", at(0.5, 0.5));
    assert!(is_near(places.get_untracked(), SQUARE), "nobody holds it");
    // Scripts cannot capture a pointer that is not there, so the browser is told that it is.
    let holds = js_sys::Function::new_no_args("return true");
    Reflect::set(&corner, &"hasPointerCapture".into(), &holds).unwrap();
    point(&corner, "pointermove", at(0.7, 0.6));
    assert!(is_near(places.get_untracked(), [SQUARE[0], SQUARE[1], (0.7, 0.6), SQUARE[3]]));
    point(&corner, "pointermove", at(3.0, -1.0));
    assert!(is_near(places.get_untracked(), [SQUARE[0], SQUARE[1], (1.0, 0.0), SQUARE[3]]));
}

#[wasm_bindgen_test]
async fn a_part_is_laid_flat_as_wide_as_there_is_room() {
    let asked: Rc<std::cell::Cell<_>> = Rc::default();
    let seen = Rc::clone(&asked);
    let stage = Stage::show(move || {
        let seen = Rc::clone(&seen);
        flat(Flat {
            url: PICTURE.to_owned(),
            description: "The card".to_owned(),
            marks: Vec::new(),
            size: (400.0, 300.0),
            part: (200.0, 100.0),
            map: Rc::new(move |picture, part| {
                seen.set(Some((picture, part)));
                Some([[2.0, 0.0, -50.0], [0.0, 2.0, -25.0], [0.0, 0.0, 1.0]])
            }),
        })
    });
    let holder = stage.find("[role=img][aria-label='The card']");
    holder.style().set_property("width", "321px").unwrap();
    while asked.get().is_none_or(|((wide, _), _)| (wide - 321.0).abs() > 0.01) {
        kyc_gatherer::services::js::sleep(5).await;
    }
    let wide = 321.0;
    let (picture, part) = asked.get().expect("the map was asked");
    assert!((picture.0 - wide).abs() < 0.01 && (picture.1 - wide * 0.75).abs() < 0.01);
    assert!((part.1 - wide / 2.0).abs() < 0.01);
    let layer: HtmlElement = stage.find("[role=img] > div").unchecked_into();
    let transform = layer.style().get_property_value("transform").unwrap();
    assert_eq!(transform, "matrix3d(2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1, 0, -50, -25, 0, 1)");
}

//! A picture of which a part is shown flat, as if seen from straight above. The browser's own graphics do the work: no
//! pixel passes through the app.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement, ResizeObserver};

use super::el::{Node, el};

/// What to show flat.
pub struct Flat {
    /// The picture.
    pub url: String,
    /// What is on it, for those who do not see it.
    pub description: String,
    /// What lies on the picture and moves with it.
    pub marks: Vec<Node>,
    /// Width and height of the picture in any unit.
    pub size: (f64, f64),
    /// Width and height of the flat part, likewise.
    pub part: (f64, f64),
    /// From the width and height of the picture and of the flat part as shown, in pixels, to the matrix that lays the
    /// one onto the other.
    pub map: Rc<Map>,
}

/// A projective map, row by row.
pub type Matrix = [[f32; 3]; 3];

type Map = dyn Fn((f64, f64), (f64, f64)) -> Option<Matrix>;

/// Draws it.
#[must_use]
pub fn flat(content: Flat) -> Node {
    let Flat { url, description, marks, size, part, map } = content;
    let layout = Rc::new(move |holder: &Element| lay(holder, size, part, &*map));
    let watch: Rc<RefCell<Option<Watch>>> = Rc::default();
    let kept = Rc::clone(&watch);
    let image = el("img", "kyc-flat__image").attr("src", url).attr("alt", "");
    let layer = el("div", "kyc-flat__layer").child(image).children(marks);
    el("div", "kyc-flat")
        .attr("role", "img")
        .attr("aria-label", description)
        // Keeps the watch for as long as the element is there, and does its work where there is none.
        .on_page("resize", move |_| {
            if let Some(watch) = kept.borrow().as_ref() {
                (watch.act)();
            }
        })
        .after(move |holder| {
            layout(holder);
            let (layout, place) = (Rc::clone(&layout), holder.clone());
            *watch.borrow_mut() = Some(Watch::new(holder, Rc::new(move || layout(&place))));
        })
        .child(layer)
        .node()
}

/// Acts whenever the size of an element changes, until it is dropped.
struct Watch {
    act: Rc<dyn Fn()>,
    observer: Option<ResizeObserver>,
    _closure: Closure<dyn FnMut()>,
}

impl Watch {
    fn new(element: &Element, act: Rc<dyn Fn()>) -> Self {
        let called = Rc::clone(&act);
        let closure: Closure<dyn FnMut()> = Closure::new(move || called());
        // Absent in old browsers.
        let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(element);
        }
        Self { act, observer, _closure: closure }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

fn lay(holder: &Element, (width, height): (f64, f64), (part_width, part_height): (f64, f64), map: &Map) {
    let Some(layer) = holder.first_element_child() else { return };
    set(holder, "aspect-ratio", &[number(part_width), " / ".to_owned(), number(part_height)].concat());
    let shown = f64::from(holder.client_width());
    let picture = (shown, shown * height / width.max(1.0));
    let Some(matrix) = map(picture, (shown, shown * part_height / part_width.max(1.0))) else { return };
    set(&layer, "width", &px(picture.0));
    set(&layer, "height", &px(picture.1));
    set(&layer, "transform", &three_dimensional(matrix));
}

/// The matrix in the order of CSS, column by column, with a depth that stays as it is.
fn three_dimensional([[a, b, c], [d, e, f], [g, h, i]]: Matrix) -> String {
    let columns = [a, d, 0.0, g, b, e, 0.0, h, 0.0, 0.0, 1.0, 0.0, c, f, 0.0, i];
    let numbers: Vec<String> = columns.iter().map(|value| number(f64::from(*value))).collect();
    ["matrix3d(", &numbers.join(","), ")"].concat()
}

/// Never in the form of 1e-7, which old style parsers refuse, and never longer than it matters.
pub(super) fn number(value: f64) -> String {
    js_sys::Number::from(value).to_fixed(6).map_or_else(|_| "0".to_owned(), String::from)
}

fn px(value: f64) -> String {
    [number(value).as_str(), "px"].concat()
}

/// Sets a style from the script's side, which a strict Content-Security-Policy permits.
pub(super) fn set(element: &Element, name: &str, value: &str) {
    // Fails only for names and values that are none.
    drop(element.unchecked_ref::<HtmlElement>().style().set_property(name, value));
}

/// A share as style sheets write it.
pub(super) fn percent(share: f64) -> String {
    [number(share * 100.0).as_str(), "%"].concat()
}

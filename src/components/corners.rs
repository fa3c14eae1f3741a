//! Four corners on a picture, to be moved by finger, mouse and keyboard.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent, PointerEvent};

use super::el::{Node, el, live};
use super::flat::{percent, set};

/// Shares of the picture's width and height, 0 to 1.
pub type Place = (f64, f64);

/// How far an arrow key moves a corner, and how far together with the shift key: 0.2 and 2 % of the picture. On a phone the
/// smaller one is less than a pixel of the screen, so that the keyboard is as exact as a finger.
const STEPS: (f64, f64) = (0.002, 0.02);

/// A picture with four corners.
pub struct Corners {
    /// The picture.
    pub url: String,
    /// What is on it.
    pub description: String,
    /// What the four corners are together.
    pub name: String,
    /// What each corner is called, clockwise from the upper left.
    pub names: [String; 4],
    /// How the keyboard moves them.
    pub help: String,
    /// Where they are; follows its signal.
    pub places: Rc<dyn Fn() -> [Place; 4]>,
    /// Where they are moved to.
    pub put: Rc<dyn Fn([Place; 4])>,
    /// A place in words.
    pub describe: Rc<dyn Fn(Place) -> String>,
    /// Tells words to people who do not see where a corner is.
    pub say: Rc<dyn Fn(String)>,
}

/// Draws them. It is an `application`, or screen readers would keep the arrow keys to themselves; where a corner is, is
/// said when it takes the focus and after each move by the keyboard.
#[must_use]
pub fn corners(content: Corners) -> Node {
    let Corners { url, description, name, names, help, places, put, describe, say } = content;
    let picture = el("img", "kyc-corners__image").attr("src", url).attr("alt", description);
    let shared = Rc::new(Field { places: Rc::clone(&places), put, describe, say });
    let handles = names.into_iter().enumerate().map(|(index, name)| handle(index, name, &shared));
    let field = el("div", "kyc-corners__field").child(picture).child(outline(places)).children(handles);
    el("div", "kyc-corners")
        .attr("role", "application")
        .attr("aria-label", name)
        .attr("aria-description", help)
        .child(field)
        .node()
}

/// Where the corners are, and how they are moved.
struct Field {
    places: Rc<dyn Fn() -> [Place; 4]>,
    put: Rc<dyn Fn([Place; 4])>,
    describe: Rc<dyn Fn(Place) -> String>,
    say: Rc<dyn Fn(String)>,
}

impl Field {
    fn tell(&self, index: usize) {
        if let Some(place) = (self.places)().get(index) {
            (self.say)((self.describe)(*place));
        }
    }
}

fn outline(places: Rc<dyn Fn() -> [Place; 4]>) -> Node {
    live(move || {
        let points = places().map(|(x, y)| [text(x * 100.0), " ".to_owned(), text(y * 100.0)].concat());
        let path = ["M", &points.join("L"), "z"].concat();
        let line = el("path", "kyc-corners__line").attr("d", path);
        el("svg", "kyc-corners__outline")
            .attr("viewBox", "0 0 100 100")
            .attr("preserveAspectRatio", "none")
            .attr("aria-hidden", "true")
            .child(line)
            .node()
    })
}

fn handle(index: usize, name: String, field: &Rc<Field>) -> Node {
    let field = Rc::clone(field);
    live(move || {
        let (x, y) = (field.places)().get(index).copied().unwrap_or_default();
        let [dragged, stepped, told] = [(); 3].map(|()| Rc::clone(&field));
        el("button", "kyc-corners__handle")
            .attr("type", "button")
            .attr("aria-label", name.clone())
            .on("pointerdown", grab)
            .on("pointermove", move |event| drag(&event, index, &dragged))
            .on("focus", move |_| told.tell(index))
            .on("keydown", move |event| step(&event, index, &stepped))
            .after(move |handle| {
                // Places in the picture are the same in every language: left stays left.
                set(handle, "left", &percent(x));
                set(handle, "top", &percent(y));
            })
            .node()
    })
}

/// From now on the pointer belongs to the handle, wherever it goes.
fn grab(event: Event) {
    let pointer = event.unchecked_ref::<PointerEvent>().pointer_id();
    if let Some(handle) = target(&event) {
        // Fails only when the pointer is gone already.
        drop(handle.set_pointer_capture(pointer));
    }
}

fn drag(event: &Event, index: usize, field: &Field) {
    let pointer = event.unchecked_ref::<PointerEvent>();
    let Some(handle) = target(event).filter(|handle| handle.has_pointer_capture(pointer.pointer_id())) else {
        return;
    };
    let picture = handle.parent_element().and_then(|field| field.first_element_child());
    let Some(area) = picture.map(|picture| picture.get_bounding_client_rect()) else { return };
    let x = (f64::from(pointer.client_x()) - area.left()) / area.width().max(1.0);
    let y = (f64::from(pointer.client_y()) - area.top()) / area.height().max(1.0);
    put(field, index, (x, y));
}

fn step(event: &Event, index: usize, field: &Field) {
    let key = event.unchecked_ref::<KeyboardEvent>();
    let length = if key.shift_key() { STEPS.1 } else { STEPS.0 };
    let (right, down) = match key.key().as_str() {
        "ArrowLeft" => (-length, 0.0),
        "ArrowRight" => (length, 0.0),
        "ArrowUp" => (0.0, -length),
        "ArrowDown" => (0.0, length),
        _ => return,
    };
    // The page must not scroll away under the corner.
    event.prevent_default();
    if let Some((x, y)) = (field.places)().get(index) {
        put(field, index, (x + right, y + down));
        field.tell(index);
    }
}

fn put(field: &Field, index: usize, (x, y): Place) {
    let mut now = (field.places)();
    if let Some(place) = now.get_mut(index) {
        *place = (x.clamp(0.0, 1.0), y.clamp(0.0, 1.0));
        (field.put)(now);
    }
}

fn target(event: &Event) -> Option<Element> {
    event.current_target()?.dyn_into().ok()
}

fn text(value: f64) -> String {
    js_sys::Number::from(value).to_fixed(3).map_or_else(|_| "0".to_owned(), String::from)
}

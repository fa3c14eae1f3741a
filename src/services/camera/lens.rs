//! Which of many cameras: telephones have wide, tele and infrared ones, computers virtual ones, and browsers hand out
//! any of them.

use js_sys::{Array, Function};
use kyc_flow::Facing;
use wasm_bindgen::{JsCast, JsValue};

use crate::services::js;

/// A camera, as far as it tells about itself before it is started.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lens {
    /// How it is asked for.
    pub id: String,
    /// What the system calls it.
    pub label: String,
    /// Which way it looks, if it tells.
    pub facing: Option<Facing>,
    /// Pixels across, if it tells.
    pub width: u32,
    /// It focuses by itself.
    pub has_focus: bool,
}

/// Words of systems for cameras that take no pictures of paper: light that is not seen, distances, other programs.
const UNFIT: [&str; 7] = ["infrared", "ir camera", "depth", "virtual", "obs", "manycam", "snap camera"];
/// Lenses that do not see sharply what is near, or see little of it.
const SPECIAL: [&str; 3] = ["ultra", "telephoto", "tele "];
/// Several lenses in one: the system takes the right one, for near things too.
const COMBINED: [&str; 2] = ["triple", "dual"];
/// What Android calls the first of the cameras of a side, which is the main one.
const FIRST: [&str; 2] = ["camera2 0", "camera 0"];

impl Lens {
    /// What a device says of itself; its label is empty before the customer has allowed a camera.
    #[must_use]
    pub fn of(device: &JsValue) -> Self {
        let text = |object: &JsValue, name| js::get(object, name).as_string().unwrap_or_default();
        // The words looked for are plain, and the tables of all letters are 5 KB (brotli).
        let label = text(device, "label").to_ascii_lowercase();
        let asked = js::get(device, "getCapabilities").dyn_into::<Function>();
        let abilities = asked.ok().and_then(|ask| ask.call0(device).ok()).unwrap_or_default();
        let has = |name: &str, wanted: &str| includes(&js::get(&abilities, name), wanted);
        let is = |words: &[&str]| says(&label, words);
        let facing = if has("facingMode", "user") || is(&["front", "facetime"]) {
            Some(Facing::Front)
        } else if has("facingMode", "environment") || is(&["back", "rear"]) {
            Some(Facing::Rear)
        } else {
            None
        };
        let width = js::get(&js::get(&abilities, "width"), "max").as_f64().unwrap_or_default() as u32;
        let has_focus = has("focusMode", "continuous");
        Self { id: text(device, "deviceId"), label, facing, width, has_focus }
    }

    /// How well it suits pictures of paper that is near; higher is better.
    fn rank(&self, facing: Facing) -> (i32, u32) {
        let has = |words: &[&str]| says(&self.label, words);
        let mut rank = 0;
        if has(&UNFIT) {
            rank -= 100;
        }
        if self.facing.is_some_and(|own| own != facing) {
            rank -= 50;
        }
        if has(&COMBINED) {
            rank += 6;
        } else if has(&SPECIAL) {
            rank -= 10;
        }
        if has(&FIRST) {
            rank += 4;
        }
        if self.has_focus {
            rank += 3;
        }
        (rank, self.width.min(1920))
    }
}

/// The better one for `facing` than the one the browser gave, if there is one.
#[must_use]
pub fn better<'a>(lenses: &'a [Lens], given: &str, facing: Facing) -> Option<&'a Lens> {
    let own = lenses.iter().find(|lens| lens.id == given)?;
    let best = lenses.iter().max_by_key(|lens| lens.rank(facing))?;
    (best.rank(facing) > own.rank(facing)).then_some(best)
}

/// The one after `given`, for a switch that the browser did not follow.
#[must_use]
pub fn next<'a>(lenses: &'a [Lens], given: &str) -> Option<&'a Lens> {
    let at = lenses.iter().position(|lens| lens.id == given)?;
    lenses.iter().cycle().skip(at + 1).take(lenses.len() - 1).find(|lens| lens.rank(Facing::Rear).0 > -100)
}

/// Whether a label holds one of these words; the search of the standard library is made for longer texts.
fn says(label: &str, words: &[&str]) -> bool {
    words.iter().any(|word| label.as_bytes().windows(word.len()).any(|part| part == word.as_bytes()))
}

/// Whether a list of the browser holds a word.
pub fn includes(list: &JsValue, wanted: &str) -> bool {
    Array::is_array(list) && list.unchecked_ref::<Array>().iter().any(|word| word == wanted)
}

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
    /// It focuses by itself.
    pub has_focus: bool,
}

/// Words of systems for cameras that take no pictures of paper: light that is not seen, distances, other programs.
const UNFIT: [&str; 7] = ["infrared", "ir", "depth", "virtual", "obs", "manycam", "snap camera"];
/// Lenses that do not see sharply what is near, or see little of it; "Desk View" is a part of a wide one, bent straight.
const SPECIAL: [&str; 4] = ["ultra", "telephoto", "tele", "desk view"];
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
        let has_focus = has("focusMode", "continuous");
        Self { id: text(device, "deviceId"), label, facing, has_focus }
    }

    /// Whether it takes pictures that can be read.
    #[must_use]
    pub fn is_fit(&self) -> bool {
        !says(&self.label, &UNFIT)
    }

    /// How well it suits paper that is near, among those that look the same way; higher is better.
    fn quality(&self) -> i32 {
        let has = |words: &[&str]| says(&self.label, words);
        let kind = if has(&COMBINED) {
            6
        } else if has(&SPECIAL) {
            -10
        } else {
            0
        };
        kind + if has(&FIRST) { 4 } else { 0 } + if self.has_focus { 3 } else { 0 }
    }

    /// The same for what is to be had from `facing`.
    fn rank(&self, facing: Facing) -> i32 {
        let way = match self.facing {
            Some(own) if own == facing => 100,
            Some(_) => -100,
            None => 0,
        };
        way + self.quality() + if self.is_fit() { 1_000 } else { 0 }
    }
}

/// The better one for `facing` than the one the browser gave, if there is one. A computer's cameras look no way at all:
/// there the browser's choice is the customer's own, made in its settings or its question, and only what takes no
/// pictures of paper is left.
#[must_use]
pub fn better<'a>(lenses: &'a [Lens], given: &str, facing: Facing) -> Option<&'a Lens> {
    let own = lenses.iter().find(|lens| lens.id == given)?;
    let may_follow = |lens: &&Lens| !own.is_fit() || (own.facing.is_some() && lens.facing == Some(facing));
    // Of equal ones the browser's first; the search takes the last.
    let best = lenses.iter().rev().filter(may_follow).max_by_key(|lens| lens.rank(facing))?;
    (best.rank(facing) > own.rank(facing)).then_some(best)
}

/// Where the switch leads from the last of those that were `used`: to the other side, then to what looks nowhere, and
/// there to the one that had its turn longest ago. A lens beside a better one of its side has none: who turns a
/// telephone's camera round and back wants the one from before.
#[must_use]
pub fn next<'a>(lenses: &'a [Lens], used: &[String]) -> Option<&'a Lens> {
    let own = lenses.iter().find(|lens| used.last() == Some(&lens.id))?;
    let is_outdone = |lens: &Lens| {
        let beside = |other: &&Lens| other.is_fit() && other.facing == lens.facing;
        lens.facing.is_some() && lenses.iter().filter(beside).any(|other| other.quality() > lens.quality())
    };
    let order = |lens: &&Lens| {
        let way = match (own.facing, lens.facing) {
            (Some(own), Some(other)) if own == other => 2_000,
            (Some(_), Some(_)) => 0,
            _ => 1_000,
        };
        way + used.iter().position(|id| *id == lens.id).map_or(0, |at| at + 1)
    };
    let others = lenses.iter().filter(|lens| lens.id != own.id && lens.is_fit() && !is_outdone(lens));
    others.min_by_key(order)
}

/// Whether one of these is in a label as words of their own: "ir" is not in "MacBook Air". The search of the standard
/// library is made for longer texts, and its tables of all letters are large: what is not ASCII counts as a letter.
fn says(label: &str, words: &[&str]) -> bool {
    let label = label.as_bytes();
    let is_letter = |at: Option<&u8>| at.is_some_and(|byte| !byte.is_ascii() || byte.is_ascii_alphanumeric());
    let is_at = |at: usize, word: &str| {
        let before = at.checked_sub(1).and_then(|before| label.get(before));
        !is_letter(before) && !is_letter(label.get(at + word.len()))
    };
    words.iter().any(|word| {
        let mut parts = label.windows(word.len()).enumerate();
        parts.any(|(at, part)| part == word.as_bytes() && is_at(at, word))
    })
}

/// Whether a list of the browser holds a word.
pub fn includes(list: &JsValue, wanted: &str) -> bool {
    Array::is_array(list) && list.unchecked_ref::<Array>().iter().any(|word| word == wanted)
}

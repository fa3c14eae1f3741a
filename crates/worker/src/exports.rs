//! The functions that JavaScript calls.

use std::cell::RefCell;

use kyc_worker::{Answer, Pixels, Session, Skills};
use wasm_bindgen::prelude::*;

thread_local! {
    static SESSION: RefCell<Session> = RefCell::default();
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;
}

/// The first message to the page.
#[wasm_bindgen]
#[must_use]
pub fn hello(draws: bool) -> Vec<f64> {
    let is_wide = cfg!(target_feature = "simd128");
    Answer::Ready(Skills { draws, is_wide }).encode()
}

/// Looks at a picture and answers a question, see [`kyc_worker`]. The parts of the picture are those of [`Pixels`].
#[wasm_bindgen]
#[must_use]
pub fn look(
    ask: &[f64],
    bytes: &[u8],
    width: u32,
    height: u32,
    stride: u32,
    is_studio_range: bool,
) -> Vec<f64> {
    let pixels = Pixels { bytes, width, height, stride, is_studio_range };
    SESSION.with_borrow_mut(|session| session.answer(ask, pixels, now))
}

//! The browser tests: one binary, because each one links the whole app. Run by `cargo xtask test --suite web`.

#![cfg(target_arch = "wasm32")]
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod components;
mod journeys;
mod screens;
mod services;
mod support;

use support::{fresh, sandbox};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn specimens_are_there_to_be_handed_in() {
    let picture = sandbox::specimen("passport.jpg").await;
    assert!(picture.starts_with(&[0xff, 0xd8]), "a JPEG file");
}

#[wasm_bindgen_test]
fn each_test_is_announced_before_it_starts() {
    assert_eq!(
        fresh::test(),
        "each_test_is_announced_before_it_starts",
        "else no test begins with a fresh page"
    );
}

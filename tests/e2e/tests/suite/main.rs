//! The end-to-end tests: one binary, so that the harness is linked once. `cargo xtask test --suite e2e` runs them.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests fail by panicking")]

mod accessible;
mod bundle;
mod camera;
mod claimed;
mod embedded;
mod five_results;
mod framed_results;
mod harness;
mod hostile;
mod keyboard;
mod lasting;
mod liveness;
mod screenshots;
mod secrecy;
mod shop;

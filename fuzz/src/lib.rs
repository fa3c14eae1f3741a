//! Laws that hold for any bytes, one module for each target of the fuzzer: `hold(bytes)` panics where a law is broken.
//!
//! `cargo xtask fuzz` builds and runs them. What it finds becomes a plain test in the crate that was wrong.

pub mod figures;
pub mod files;
pub mod guide;
pub mod heic;
pub mod looks;
pub mod messages;
mod numbers;
mod pictures;
pub mod session;
pub mod stream;
pub mod words;

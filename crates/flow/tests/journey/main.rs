//! Proof of the journey: stories in the customer's terms, and properties of random worlds. One binary, so that the
//! support modules are compiled once.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod properties;
mod stories;
mod support;

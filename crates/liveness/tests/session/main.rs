//! The session machine: stories of single runs, and laws that hold whatever happens.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod endings;
mod properties;
mod stories;
mod world;

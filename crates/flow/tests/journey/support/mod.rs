//! What the tests share: builders, a scripted story, and a random world.

pub mod build;
pub mod chance;
pub mod fair;
pub mod inspect;
pub mod laws;
pub mod server;
pub mod story;
pub mod world;

//! Drives the built app from outside, as a customer and a merchant would: a sandbox process, a browser through
//! WebDriver, the merchant's API. Pages are spoken to in user terms (roles, accessible names, screens), never by class.
//!
//! Everything a test starts ends with it, also when it panics. A failed test says where the page stood and leaves a
//! picture under `target/e2e-failures`. Waiting always waits for something in the page, with a deadline.

mod address;
mod browser;
mod camera;
mod console;
mod contract;
mod control;
mod forge;
mod host;
mod inspect;
mod journey;
mod keyboard;
mod look;
mod merchant;
mod page;
mod people;
mod process;
mod report;
mod settings;
mod specimens;
mod wait;
mod words;
mod world;

pub use address::without_token;
pub use camera::Camera;
pub use forge::{rfc3339, unsigned_token};
pub use host::{Host, Told};
pub use inspect::Inspection;
pub use journey::{Means, Walk};
pub use keyboard::Keys;
pub use look::Look;
pub use merchant::{Merchant, Request};
pub use page::Page;
pub use people::{OVAL, People};
pub use specimens::specimen;
pub use words::Words;
pub use world::{Setup, World};

//! The words that the page and the vision module exchange, and the looking itself, without a browser: numbers in, numbers
//! out.
//!
//! One message is one list of 64-bit floats, because that is what crosses between two wasm modules and two threads without
//! a reader or a writer of its own on either side. It begins with the version of this protocol; what does not read is
//! ignored. The module itself is in `main.rs`: it runs in the page, where it starts a worker (`host`), and in that worker,
//! where it looks. `entry.js` is what both load.

mod answer;
mod ask;
mod look;
mod numbers;
mod session;

pub use answer::{Answer, Skills};
pub use ask::{Ask, Guidance, What};
pub use look::Look;
pub use session::{Finders, Pixels, Session};

/// Counted up with every change of the messages: an app that was opened before an update may meet a newer module.
pub const VERSION: u32 = 4;

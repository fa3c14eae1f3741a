//! Faults on order: calls that match go wrong in a chosen way, so that tests and demos can show what a bad network or a
//! busy server does. Nothing is random: a fault says which calls it is for, how many it lets pass and how often it plays.
//!
//! A dropped connection breaks right after the answer's head. Cutting it before the first byte would prove nothing:
//! Chromium (156, tried) then sends the request again by itself, even a POST and up to twice, when the connection
//! was reused or opened ahead. The head arrives, the promised body never does, and the client is left in doubt.

mod book;
mod call;
mod cut;
mod entry;
mod fault;
mod header;
mod lifted;
mod pace;
mod parse;
mod plan;
mod play;
mod plays;
mod reader;
mod scope;
mod shapes;
mod stream;
pub mod switches;

pub use book::Faults;
pub use header::HEADER;
pub use parse::{METHODS, kinds};
pub use play::{Met, play, slow_down};
pub use stream::{EXCEPTIONS, Point, StreamFault};

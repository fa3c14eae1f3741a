//! Which message belongs to a value of the API or of the journey.

mod document;
mod outcome;

pub use document::*;
pub use outcome::*;

use super::WordKey;

fn word(parts: &[&str]) -> WordKey {
    WordKey(parts.join("."))
}

#[cfg(test)]
mod tests;

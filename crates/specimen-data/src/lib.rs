//! What a drawn specimen says about itself: the text of the 2D code that `kyc-specimen` prints on every document and
//! that the sandbox reads back from pictures instead of recognising letters.
//!
//! A crate of its own, because the sandbox must read without being able to draw (fonts, canvas), and the app, which
//! shares `kyc-wire` and `kyc-intake`, has no use for either half.

mod code;
mod data;
mod date;
pub mod mrz;

pub use data::{Address, Sex, Side, SpecimenData, UTOPIA};
pub use date::Date;

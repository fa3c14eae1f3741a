//! Every word the customer reads: message keys, the catalogue they are looked up in, and numbers, sizes and dates in
//! the present language. Words appear nowhere else.

pub mod catalog;
pub mod format;
pub mod keys;
pub mod locale;
pub mod lookup;
mod reactive;

pub use catalog::Catalog;
pub use locale::{LOCALES, Locale, negotiate};
pub use reactive::{I18n, preferred_locale, provide_i18n, use_i18n};

/// The key of a message; [`keys`] has all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key(&'static str);

/// The key of a message that belongs to a word of the API; [`lookup`] makes them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct WordKey(String);

/// What a message can be looked up by. A plain text is no key, so that a misspelt one does not compile.
pub trait Message {
    /// The key as it stands in the catalogue.
    fn key(&self) -> &str;
}

impl Message for Key {
    fn key(&self) -> &str {
        self.0
    }
}

impl Message for WordKey {
    fn key(&self) -> &str {
        &self.0
    }
}

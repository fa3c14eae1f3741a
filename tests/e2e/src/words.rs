//! The app's words by their keys, from the same catalogues the app shows, so that a new wording breaks no test.

use std::collections::BTreeMap;

use crate::settings;

/// One language's words.
#[derive(Clone, Debug)]
pub struct Words {
    language: String,
    messages: BTreeMap<String, String>,
}

impl Words {
    /// Reads `locales/<language>.json`.
    ///
    /// # Panics
    /// When the catalogue is missing or no flat JSON object of texts.
    #[must_use]
    pub fn load(language: &str) -> Self {
        let file = settings::workspace().join("locales").join(format!("{language}.json"));
        let text = match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) => panic!("{} cannot be read: {error}", file.display()),
        };
        match serde_json::from_str(&text) {
            Ok(messages) => Self { language: language.to_owned(), messages },
            Err(error) => panic!("{} is no catalogue: {error}", file.display()),
        }
    }

    /// The language of these words.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The text of `key`.
    ///
    /// # Panics
    /// When there is no such key.
    #[must_use]
    pub fn text(&self, key: &str) -> &str {
        match self.messages.get(key) {
            Some(text) => text,
            None => panic!("locales/{}.json has no {key}", self.language),
        }
    }

    /// The text of `key` with its placeholders filled.
    #[must_use]
    pub fn filled(&self, key: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.text(key).to_owned(), |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), value)
        })
    }
}

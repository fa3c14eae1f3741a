//! The English words by their keys, so that a new wording breaks no test.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The words of `key`.
pub fn text(key: &str) -> &'static str {
    static WORDS: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        serde_json::from_str(include_str!("../../../locales/en.json")).expect("locales/en.json is a flat map")
    });
    words.get(key).unwrap_or_else(|| panic!("no words for {key}"))
}

/// The words of `key` with one placeholder filled.
pub fn filled(key: &str, name: &str, value: &str) -> String {
    text(key).replace(&format!("{{{name}}}"), value)
}

//! One language's texts by key, and filling in their placeholders. Knows no browser, so it is tested anywhere.

use std::collections::BTreeMap;

/// English is part of the app: it is there before anything is fetched, and whenever a text is missing.
const ENGLISH: &str = include_str!("../../locales/en.json");

/// The texts of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    texts: BTreeMap<String, String>,
}

impl Catalog {
    /// Reads a flat JSON object of texts; `None` when it is something else.
    #[must_use]
    pub fn parse(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok().map(|texts| Self { texts })
    }

    /// The built-in one.
    #[must_use]
    pub fn english() -> Self {
        Self::parse(ENGLISH).unwrap_or_default()
    }

    /// The text of `key`.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }

    /// The text of the plural family `key` in the category that the language uses for the number at hand, else its
    /// general one.
    #[must_use]
    pub fn plural(&self, key: &str, category: &str) -> Option<&str> {
        self.text(&format!("{key}.{category}")).or_else(|| self.text(&format!("{key}.other")))
    }
}

/// Replaces `{name}` by its value, each once and from left to right, so that a value with braces in it stays as it
/// is. A name without a value is left standing: it shows, and so it is found.
#[must_use]
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let known = after.split_once('}').and_then(|(name, tail)| {
            let value = values.iter().find(|(known, _)| *known == name)?.1;
            Some((value, tail))
        });
        match known {
            Some((value, tail)) => {
                filled.push_str(value);
                rest = tail;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_filled_in_and_not_filled_again() {
        let values = [("step", "2"), ("total", "{step}")];
        assert_eq!(fill("Step {step} of {total}", &values), "Step 2 of {step}");
        assert_eq!(fill("{step}{step}", &values), "22");
        assert_eq!(fill("{unknown} and {step", &values), "{unknown} and {step");
    }

    #[test]
    fn a_plural_falls_back_to_its_general_form() {
        let catalog = Catalog::parse(r#"{"left.one": "one", "left.other": "some"}"#).unwrap();
        assert_eq!(catalog.plural("left", "one"), Some("one"));
        assert_eq!(catalog.plural("left", "few"), Some("some"));
        assert_eq!(catalog.plural("right", "few"), None);
    }

    #[test]
    fn english_is_built_in() {
        assert_eq!(Catalog::english().text("action.cancel"), Some("Cancel"));
    }

    #[test]
    fn anything_but_a_flat_object_is_no_catalogue() {
        assert_eq!(Catalog::parse("<!doctype html>"), None);
        assert_eq!(Catalog::parse(r#"{"a": {"b": "c"}}"#), None);
    }
}

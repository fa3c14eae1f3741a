//! One language's texts by key, and filling in their placeholders.

use crate::services::json::Json;

/// English is part of the app: it is there before anything is fetched, and whenever a text is missing.
const ENGLISH: &str = include_str!("../../locales/en.json");

/// The texts of one language, as the browser parsed them.
#[derive(Clone, Debug)]
pub struct Catalog(Json);

impl Catalog {
    /// Takes a flat object of texts; `None` when it is something else.
    #[must_use]
    pub fn of(json: Json) -> Option<Self> {
        json.is_flat().then_some(Self(json))
    }

    /// The built-in one.
    #[must_use]
    pub fn english() -> Option<Self> {
        Json::parse(ENGLISH).map(Self)
    }

    /// The text of `key`.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<String> {
        self.0.get(key).text()
    }

    /// The text of the plural family `key` in the category that the language uses for the number at hand, else its
    /// general one.
    #[must_use]
    pub fn plural(&self, key: &str, category: &str) -> Option<String> {
        self.text(&[key, ".", category].concat()).or_else(|| self.text(&[key, ".other"].concat()))
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
}

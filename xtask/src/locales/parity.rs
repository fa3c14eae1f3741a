//! Whether a catalogue says the same things as the English one.

use std::collections::BTreeSet;

use super::Catalog;

/// One sentence for each difference of `other` from `english`. The plural categories may differ, every language
/// has its own; only `other` has to be there.
pub fn differences(english: &Catalog, other: &Catalog) -> Vec<String> {
    let families = english.families();
    let (expected, found) = (english.messages(&families), other.messages(&families));
    let mut differences = Vec::new();
    for message in expected.keys().filter(|message| !found.contains_key(*message)) {
        differences.push(format!("{message} is missing"));
    }
    for (message, keys) in &found {
        let Some(english_keys) = expected.get(message) else {
            differences.push(format!("{message} is not in en.json"));
            continue;
        };
        let allowed: BTreeSet<&str> = english_keys.iter().flat_map(|key| english.placeholders(key)).collect();
        let is_family = families.contains(*message);
        let general = format!("{message}.other");
        if is_family && other.text(&general).is_none() {
            differences.push(format!("{general} is missing"));
        }
        for key in keys {
            let used = other.placeholders(key);
            // "One attempt left" needs no number, so a category may use fewer; the general one may not.
            let must_match = !is_family || *key == general;
            if !used.is_subset(&allowed) || (must_match && used != allowed) {
                differences.push(format!("{key} has the placeholders {used:?}, en.json {allowed:?}"));
            }
        }
    }
    differences
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = r#"{"title": "Hello {name}", "left.one": "One left", "left.other": "{n} left"}"#;

    fn against_english(other: &str) -> Vec<String> {
        differences(&Catalog::parse(ENGLISH).unwrap(), &Catalog::parse(other).unwrap())
    }

    #[test]
    fn a_language_may_have_its_own_plural_categories() {
        let arabic = r#"{"title": "{name}", "left.zero": "0", "left.two": "2", "left.few": "{n}", "left.other": "{n}"}"#;
        assert_eq!(against_english(arabic), Vec::<String>::new());
    }

    #[test]
    fn missing_and_unknown_keys_are_named() {
        let found = against_english(r#"{"left.one": "1", "left.other": "{n}", "extra": "x"}"#);
        assert_eq!(found, ["title is missing", "extra is not in en.json"]);
    }

    #[test]
    fn placeholders_must_be_the_same_except_in_special_plurals() {
        let found =
            against_english(r#"{"title": "Hola {nombre}", "left.one": "Uno", "left.other": "Quedan"}"#);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("left.other") && found[1].starts_with("title"));
    }

    #[test]
    fn a_family_without_its_general_form_is_incomplete() {
        let found = against_english(r#"{"title": "{name}", "left.one": "1"}"#);
        assert_eq!(found, ["left.other is missing"]);
    }
}

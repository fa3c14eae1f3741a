//! One catalogue: flat message keys, texts with `{placeholders}`, and plural families.
//!
//! `attempts.one` and `attempts.other` together are the plural family `attempts`; a lone `….other` is a plain key.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, bail};
use serde_json::Value;

/// The plural categories of Unicode.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The texts of one language by key, sorted.
#[derive(Debug, Default)]
pub struct Catalog {
    texts: BTreeMap<String, String>,
}

impl Catalog {
    /// Reads one flat JSON object of strings.
    pub fn parse(json: &str) -> anyhow::Result<Self> {
        let value: Value = serde_json::from_str(json).context("is not JSON")?;
        let object = value.as_object().context("is not an object")?;
        let mut texts = BTreeMap::new();
        for (key, text) in object {
            let text = text.as_str().with_context(|| format!("{key} is not a text"))?;
            if text.trim().is_empty() {
                bail!("{key} is empty");
            }
            placeholders(text).with_context(|| format!("{key} has unbalanced braces"))?;
            texts.insert(key.clone(), text.to_owned());
        }
        Ok(Self { texts })
    }

    /// The text of a full key.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }

    /// The plural families of this catalogue, as the English one defines them.
    pub fn families(&self) -> BTreeSet<String> {
        let bases = self.texts.keys().filter_map(|key| key.strip_suffix(".other"));
        bases.filter(|base| self.texts.contains_key(&format!("{base}.one"))).map(str::to_owned).collect()
    }

    /// Every message: plain keys and families, each with the full keys that belong to it.
    pub fn messages(&self, families: &BTreeSet<String>) -> BTreeMap<&str, Vec<&str>> {
        let mut messages: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for key in self.texts.keys() {
            messages.entry(base(key, families)).or_default().push(key);
        }
        messages
    }

    /// The placeholders of a full key's text.
    pub fn placeholders(&self, key: &str) -> BTreeSet<&str> {
        self.text(key).and_then(placeholders).unwrap_or_default()
    }
}

/// The family of a full key, or the key itself.
fn base<'a>(key: &'a str, families: &BTreeSet<String>) -> &'a str {
    match key.rsplit_once('.') {
        Some((base, category)) if CATEGORIES.contains(&category) && families.contains(base) => base,
        _ => key,
    }
}

/// The names between braces; `None` when the braces do not pair up.
fn placeholders(text: &str) -> Option<BTreeSet<&str>> {
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        if before.contains('}') || name.is_empty() || name.contains('{') {
            return None;
        }
        names.insert(name);
        rest = after;
    }
    (!rest.contains('}')).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_found_and_unpaired_braces_refused() {
        assert_eq!(placeholders("{n} of {total}").unwrap(), BTreeSet::from(["n", "total"]));
        for broken in ["{n", "n}", "{}", "{a{b}}"] {
            assert!(placeholders(broken).is_none(), "{broken}");
        }
    }

    #[test]
    fn a_family_needs_one_and_other_so_a_key_may_end_in_other() {
        let catalog =
            Catalog::parse(r#"{"left.one": "1", "left.other": "{n}", "subtype.other": "Other"}"#).unwrap();
        let families = catalog.families();
        assert_eq!(families, BTreeSet::from(["left".to_owned()]));
        let messages = catalog.messages(&families);
        assert_eq!(messages.keys().copied().collect::<Vec<_>>(), ["left", "subtype.other"]);
    }

    #[test]
    fn nested_and_empty_texts_are_refused() {
        assert!(Catalog::parse(r#"{"a": {"b": "c"}}"#).is_err());
        assert!(Catalog::parse(r#"{"a": " "}"#).is_err());
    }
}

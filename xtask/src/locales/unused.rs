//! Messages that nobody shows: neither their constant nor a lookup that could come to them is in the app's sources.

use super::Catalog;
use super::keys::constant;

/// A lookup's parts: words, or a value.
type Pattern<'a> = Vec<Option<&'a str>>;

/// The messages of `english` that `sources`, without the generated constants, cannot come to.
pub fn unused(english: &Catalog, sources: &str) -> Vec<String> {
    let families = english.families();
    let patterns = patterns(sources);
    let is_used = |message: &str| {
        let is_looked_up = || patterns.iter().any(|pattern| comes_to(pattern, message));
        names(sources, &constant(message)) || is_looked_up()
    };
    english.messages(&families).into_keys().filter(|message| !is_used(message)).map(str::to_owned).collect()
}

/// Whether an identifier occurs as a whole.
fn names(sources: &str, identifier: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    sources.match_indices(identifier).any(|(at, found)| {
        let (before, after) = (sources.get(..at), sources.get(at + found.len()..));
        !before.unwrap_or_default().ends_with(is_part) && !after.unwrap_or_default().starts_with(is_part)
    })
}

/// Every `word(&[…])`, of which anything but a plain string is a value.
fn patterns(sources: &str) -> Vec<Pattern<'_>> {
    let lookups = sources.split("word(&[").skip(1).filter_map(|rest| Some(rest.split_once("])")?.0));
    let part = |part| -> Option<&str> { str::trim(part).strip_prefix('"')?.strip_suffix('"') };
    lookups.map(|parts| arguments(parts).into_iter().map(part).collect()).collect()
}

/// What commas part, but for those within brackets.
fn arguments(list: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    let is_border = |c: char| {
        depth += i32::from("({[".contains(c)) - i32::from(")}]".contains(c));
        c == ',' && depth == 0
    };
    list.split(is_border).collect()
}

/// A value may have several segments.
fn comes_to(pattern: &Pattern<'_>, message: &str) -> bool {
    let is_word = |part: &&Option<&str>| part.is_some();
    let before: Vec<&str> = pattern.iter().take_while(is_word).flatten().copied().collect();
    let after: Vec<&str> = pattern.iter().skip(before.len() + 1).flatten().copied().collect();
    let rest = message.strip_prefix(&before.join("."));
    rest.is_some_and(|rest| rest.starts_with('.') && rest.ends_with(&after.join(".")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_and_lookups_count_and_nothing_else_does() {
        let english = r#"{"a.title": "a", "a.title.long": "a", "b.x.body": "a", "b.x.next": "a", "c.d.y": "a", "e.one": "a", "e.other": "a"}"#;
        let sources = r#"show(keys::A_TITLE); word(&["b", code(1, 2), "body"]) word(&["c.d", y]) // E"#;
        let found = unused(&Catalog::parse(english).unwrap(), sources);
        assert_eq!(found, ["a.title.long", "b.x.next"]);
    }
}

//! The layers inside `src/`, which no crate border keeps apart.

use std::collections::BTreeSet;
use std::path::Path;

use super::Verdict;
use super::lengths::sources;
use crate::paths::Paths;

/// Modules that the files below a directory must not use.
const FORBIDDEN: [(&str, &[&str]); 2] = [
    ("src/components/", &["store", "effects", "services", "steps", "studio"]),
    ("src/steps/", &["services", "effects", "studio"]),
];

/// Where elements may be made.
const MARKUP: [&str; 4] = ["src/steps/", "src/components/", "src/app.rs", "src/bin/gallery/"];

/// Where the browser may be touched.
const BROWSER: &str = "src/services/";

/// Files that name `web_sys` all the same, each with its reason.
const EXCEPTIONS: [(&str, &str); 8] = [
    ("src/components/", "the element layer makes and patches the page's nodes, docs/adr/0007"),
    ("src/ports.rs", "pictures and the camera's element cannot travel through the machine"),
    ("src/studio/media.rs", "implements those ports"),
    ("src/app.rs", "moves focus to the heading of a new screen"),
    ("src/boot.rs", "takes over what boot.js left before there are services"),
    ("src/lib.rs", "finds the place in the page"),
    ("src/crash.rs", "works when nothing else does"),
    ("src/i18n/reactive.rs", "asks for the browser's languages and sets the page's"),
];

/// The gallery stands in for the browser's camera and files.
const GALLERY: &str = "src/bin/gallery/";

pub fn check(paths: &Paths) -> anyhow::Result<Verdict> {
    let mut wrong = Vec::new();
    for file in sources(&paths.root.join("src"))? {
        let name = file.strip_prefix(&paths.root).unwrap_or(&file);
        wrong.extend(violations(name, &std::fs::read_to_string(&file)?));
    }
    Ok(Verdict::of(wrong))
}

fn violations(file: &Path, source: &str) -> Vec<String> {
    let name = file.to_string_lossy().replace('\\', "/");
    let code: String = source.lines().map(without_comment).collect::<Vec<_>>().join("\n");
    let used = modules(&code);
    let mut wrong = Vec::new();
    for (_, forbidden) in FORBIDDEN.iter().filter(|(directory, _)| name.starts_with(directory)) {
        let found = forbidden.iter().filter(|module| used.contains(**module));
        wrong.extend(found.map(|module| format!("{name} must not use crate::{module}")));
    }
    if has_word(&code, "web_sys")
        && !name.starts_with(BROWSER)
        && !name.starts_with(GALLERY)
        && !EXCEPTIONS.iter().any(|(place, _)| name.starts_with(place))
    {
        wrong.push(format!("{name} names web_sys, which belongs into {BROWSER}"));
    }
    if has_word(&code, "el(") && !MARKUP.iter().any(|place| name.starts_with(place)) {
        wrong.push(format!("{name} makes elements, which belongs into {}", MARKUP.join(", ")));
    }
    if has_word(&code, "view!") {
        wrong.push(format!("{name} writes view!; elements are made with el(…), see docs/adr/0007"));
    }
    wrong
}

/// The line up to a comment. A `//` inside a text cuts too, which only hides the rest of that text.
fn without_comment(line: &str) -> &str {
    line.split_once("//").map_or(line, |(code, _)| code)
}

/// The modules named after `crate::`, alone or first in a braced group.
fn modules(code: &str) -> BTreeSet<String> {
    let mut modules = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        match rest.trim_start().strip_prefix('{') {
            Some(group) => modules.extend(group_heads(group)),
            None => modules.extend(identifier(rest)),
        }
    }
    modules
}

/// The first identifier of every item of a braced group.
fn group_heads(group: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut item = String::new();
    let mut heads = Vec::new();
    for character in group.chars() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.extend(identifier(&std::mem::take(&mut item))),
            _ => {}
        }
        if character != ',' {
            item.push(character);
        }
    }
    heads.extend(identifier(&item));
    heads
}

fn identifier(text: &str) -> Option<String> {
    let name: String = text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}

/// Whether `word` occurs and is not part of a longer name.
fn has_word(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code.get(..at).and_then(|text| text.chars().next_back());
        let after = code.get(at + word.len()..).and_then(|text| text.chars().next());
        let joins = |c: char| c.is_alphanumeric() || c == '_';
        let is_longer = before.is_some_and(joins) || (word.ends_with(joins) && after.is_some_and(joins));
        !is_longer
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(file: &str, source: &str) -> Vec<String> {
        violations(Path::new(file), source)
    }

    #[test]
    fn a_component_that_knows_the_store_is_named() {
        assert_eq!(
            found("src/components/button.rs", "use crate::store::Store;"),
            ["src/components/button.rs must not use crate::store"]
        );
        assert_eq!(found("src/components/button.rs", "use crate::components::icon;"), Vec::<String>::new());
    }

    #[test]
    fn braced_imports_are_read() {
        let source = "use crate::{i18n::{Key, tr}, services::Api,\n    effects};";
        assert_eq!(found("src/steps/welcome.rs", source).len(), 2);
        assert_eq!(modules("use crate::{a::{b, c}, d};"), BTreeSet::from(["a".to_owned(), "d".to_owned()]));
    }

    #[test]
    fn the_browser_and_markup_keep_to_their_places() {
        assert_eq!(found("src/store.rs", "fn f(w: web_sys::Window) {}").len(), 1);
        assert!(found("src/services/clock.rs", "use web_sys::Window;").is_empty());
        assert_eq!(found("src/boot.rs", "let p = el(\"p\", class);").len(), 1);
        assert!(found("src/app.rs", "el(\"p\", class)").is_empty());
        assert_eq!(found("src/app.rs", "view! { <p/> }").len(), 1);
    }

    #[test]
    fn comments_and_longer_names_do_not_count() {
        assert!(
            found("src/store.rs", "//! Knows no web_sys and no view! at all.\nlet my_web_sys_like = 1;")
                .is_empty()
        );
        assert!(found("src/store.rs", "preview!(x); label(x)").is_empty());
    }
}

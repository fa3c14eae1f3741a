//! The start page holds nothing that a strict Content-Security-Policy would refuse.

use anyhow::Context;

use super::Verdict;
use crate::paths::Paths;

pub fn check(paths: &Paths) -> anyhow::Result<Verdict> {
    let page = std::fs::read_to_string(paths.root.join("index.html")).context("index.html cannot be read")?;
    Ok(Verdict::of(violations(&page)))
}

fn violations(page: &str) -> Vec<String> {
    let page = without_comments(page);
    let mut wrong = Vec::new();
    for tag in page.split('<').skip(1).filter_map(|rest| rest.split_once('>').map(|(tag, _)| tag)) {
        let mut words = tag.split_whitespace();
        let name = words.next().unwrap_or_default();
        let attributes: Vec<&str> = words.filter_map(|word| word.split('=').next()).collect();
        if name == "script" && !attributes.contains(&"src") {
            wrong.push("index.html has an inline <script>: put it into a file".to_owned());
        }
        if name == "style" {
            wrong.push("index.html has a <style>: put it into style/".to_owned());
        }
        if attributes.contains(&"style") {
            wrong.push(format!("index.html has a style attribute on <{name}>: use a class"));
        }
        if let Some(handler) = attributes.iter().find(|attribute| attribute.starts_with("on")) {
            wrong.push(format!("index.html has {handler} on <{name}>: listen in a script file"));
        }
    }
    wrong
}

fn without_comments(page: &str) -> String {
    let mut kept = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn external_scripts_and_classes_pass() {
        let page = "<!-- no <script> here --><script data-trunk src=\"a.js\"></script><main class=\"stage\" id=one></main>";
        assert_eq!(violations(page), Vec::<String>::new());
    }

    #[test]
    fn every_inline_form_is_named() {
        let page = "<script>x()</script><style>a{}</style><p style=\"color:red\" onclick=\"x()\">";
        assert_eq!(violations(page).len(), 4);
    }
}

//! `size`: what is sent, file by file, and whether everything before the welcome screen fits the budget.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::build;
use crate::paths::Paths;
use crate::report::{Tally, kilobytes};

/// Brotli bytes of everything that is loaded before the welcome screen works, of 1000 bytes each.
const BUDGET: u64 = 130_000;

/// Brotli bytes of the studio, which is loaded while the customer reads the welcome screen.
const STUDIO_BUDGET: u64 = 70_000;

/// Brotli bytes of the liveness client, which is loaded while the customer reads what a check is.
const LIVENESS_BUDGET: u64 = 60_000;

/// Brotli bytes of the vision module, which is loaded while the customer reads the tips. The goal is 90 without the code that
/// finds faces, which is part of it and weighs 23.
const VISION_BUDGET: u64 = 100_000;

/// Brotli bytes of the module that opens HEIC pictures: loaded for such a file only, where the browser cannot open it.
const HEIC_BUDGET: u64 = 90_000;

#[derive(Debug)]
struct Shipped {
    /// Relative to `dist/`, with slashes.
    name: String,
    raw: u64,
    /// What is sent: brotli where a twin exists.
    sent: u64,
}

/// Builds when needed, prints the table and answers whether the budget holds.
pub fn run(paths: &Paths) -> anyhow::Result<bool> {
    let dist = build::app(paths)?;
    let page = std::fs::read_to_string(dist.join("index.html")).context("dist/index.html cannot be read")?;
    let files = shipped(&dist, &dist)?;
    let first = critical(&page, files.iter().map(|file| file.name.as_str()));
    println!("{:>12} {:>12}  file (* before the welcome screen works)", "raw", "brotli");
    for file in &files {
        let mark = if first.contains(&file.name) { '*' } else { ' ' };
        println!("{:>12} {:>12} {mark}{}", file.raw, file.sent, file.name);
    }
    let total: u64 = files.iter().filter(|file| first.contains(&file.name)).map(|file| file.sent).sum();
    let mut tally = Tally::default();
    tally.count(is_within("before the welcome screen works", total, BUDGET));
    // What the two later parts share is loaded with the first of them.
    let studio = named(&files, "studio-") + named(&files, "chunk_");
    tally.count(is_within("the studio, loaded behind it", studio, STUDIO_BUDGET));
    let liveness = named(&files, "liveness-");
    tally.count(is_within("the liveness client, loaded for a check", liveness, LIVENESS_BUDGET));
    if let Some(model) = files.iter().find(|file| file.name.starts_with("vision/faces-")) {
        println!("the model of faces, loaded for a selfie: {} brotli", kilobytes(model.sent));
    }
    tally.count(is_within("the vision module", module(&files, "vision/"), VISION_BUDGET));
    tally.count(is_within("the module for HEIC pictures", module(&files, "heic/"), HEIC_BUDGET));
    println!("{tally}");
    Ok(tally.is_ok())
}

fn named(files: &[Shipped], stem: &str) -> u64 {
    files.iter().filter(|file| file.name.starts_with(stem)).map(|file| file.sent).sum()
}

fn is_within(what: &str, bytes: u64, budget: u64) -> bool {
    let is_within = bytes <= budget;
    let verdict = if is_within { "within" } else { "OVER" };
    println!("{what}: {} brotli, {verdict} the budget of {}", kilobytes(bytes), kilobytes(budget));
    is_within
}

/// The script and one wasm: where there are several builds, a browser loads one of them.
fn module(files: &[Shipped], directory: &str) -> u64 {
    let of_module = files.iter().filter(|file| file.name.starts_with(directory));
    let (wasm, others): (Vec<_>, Vec<_>) = of_module.partition(|file| file.name.ends_with(".wasm"));
    let largest = wasm.iter().map(|file| file.sent).max().unwrap_or(0);
    others.iter().filter(|file| file.name.ends_with(".js")).map(|file| file.sent).sum::<u64>() + largest
}

fn shipped(directory: &Path, dist: &Path) -> anyhow::Result<Vec<Shipped>> {
    let entries =
        std::fs::read_dir(directory).with_context(|| format!("{} cannot be read", directory.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(shipped(&path, dist)?);
        } else if path.extension().is_none_or(|extension| extension != "br") {
            let content = std::fs::read(&path)?;
            let sent = if build::has_twin(&path) { build::brotli(&content)?.len() } else { content.len() };
            let name = path.strip_prefix(dist).unwrap_or(&path).display().to_string();
            files.push(Shipped { name, raw: content.len() as u64, sent: sent as u64 });
        }
    }
    Ok(files)
}

/// The page itself, what it links as style, script or preload, and the snippets the glue script imports.
fn critical<'a>(page: &str, names: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let linked: BTreeSet<&str> = tags(page).filter_map(first_need).collect();
    let is_critical =
        |name: &&str| *name == "index.html" || name.starts_with("snippets/") || linked.contains(name);
    names.filter(is_critical).map(str::to_owned).collect()
}

/// The inside of every tag of a page.
fn tags(page: &str) -> impl Iterator<Item = &str> {
    page.split('<').skip(1).filter_map(|rest| rest.split_once('>').map(|(tag, _)| tag))
}

/// What a tag makes the browser load before the app runs.
fn first_need(tag: &str) -> Option<&str> {
    const RELATIONS: [&str; 3] = ["stylesheet", "modulepreload", "preload"];
    let address = match tag.split_whitespace().next()? {
        "script" => attribute(tag, "src"),
        "link" => {
            attribute(tag, "rel").filter(|rel| RELATIONS.contains(rel)).and_then(|_| attribute(tag, "href"))
        }
        _ => None,
    };
    address.map(|address| address.trim_start_matches("./").trim_start_matches('/'))
}

/// An attribute's value, quoted or (after minifying) bare.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}="))?;
    match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => rest.split_whitespace().next(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!doctype html><link rel=\"stylesheet\" href=\"./main-1.css\"><link rel=icon href=./icon.svg>\
        <script type=module src=./boot-1.js></script><link id=kyc-wasm rel=preload as=fetch href=./app-1_bg.wasm>";

    #[test]
    fn what_the_page_loads_first_is_found_quoted_and_bare() {
        let names = ["index.html", "main-1.css", "icon.svg", "boot-1.js", "app-1_bg.wasm", "locales/es.json"];
        let first = critical(PAGE, names.into_iter());
        let first: Vec<&str> = first.iter().map(String::as_str).collect();
        assert_eq!(first, ["app-1_bg.wasm", "boot-1.js", "index.html", "main-1.css"]);
    }

    #[test]
    fn the_sent_size_is_the_compressed_one_and_twins_are_not_counted_twice() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("a.css"), "b{}".repeat(1000)).unwrap();
        std::fs::write(home.path().join("a.css.br"), "x").unwrap();
        let files = shipped(home.path(), home.path()).unwrap();
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].raw, 3000);
        assert!(files[0].sent < 100);
    }
}

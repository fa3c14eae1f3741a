//! The notices of what others have written, as their licences ask of whoever hands out copies: a text file beside the
//! app, made of the licence files in the packages that the app and its modules are built from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde_json::Value;

use crate::paths::Paths;
use crate::proc::Cmd;

/// Its name in `dist/`.
const FILE: &str = "licences.txt";
const HEAD: &str = "This app contains the work of others, under these terms. The model that finds faces (vision/faces-….bin)\n\
                    is part of the package rustface.\n";

/// Writes the notices into `dist`.
pub fn write(paths: &Paths, dist: &Path) -> anyhow::Result<()> {
    let tree = Cmd::cargo(&paths.root)
        .args(["tree", "--quiet", "--locked", "--package", "kyc-gatherer", "--package", "kyc-worker"])
        .args(["--package", "kyc-heic", "--features", "kyc-worker/module,kyc-heic/module"])
        .args(["--target", "wasm32-unknown-unknown"])
        .args(["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"])
        .read("cargo tree")?;
    let metadata = Cmd::cargo(&paths.root)
        .args(["metadata", "--format-version", "1", "--locked"])
        .read("cargo metadata --locked")?;
    let metadata = serde_json::from_str(&metadata).context("cargo metadata answered unreadably")?;
    let apache =
        std::fs::read_to_string(paths.root.join("LICENSE-APACHE")).context("LICENSE-APACHE is missing")?;
    let mut notices = BTreeMap::new();
    for name in foreign(&tree) {
        let package = package(&metadata, &name).with_context(|| format!("cargo does not know {name}"))?;
        let text = terms(&package, &apache).with_context(|| format!("the licence of {name}"))?;
        notices.entry(text).or_insert_with(Vec::new).push(format!("{name} ({})", package.licence));
    }
    std::fs::write(dist.join(FILE), together(&notices)).with_context(|| format!("{FILE} cannot be written"))
}

/// The packages of a tree that are not ours, as `name version`.
fn foreign(tree: &str) -> BTreeSet<String> {
    let lines = tree.lines().map(|line| line.trim_end_matches(" (*)"));
    // Ours have a path in brackets.
    let others = lines.filter(|line| !line.is_empty() && !line.contains('('));
    others.map(|line| line.replacen(" v", " ", 1)).collect()
}

struct Package {
    licence: String,
    authors: String,
    directory: PathBuf,
}

fn package(metadata: &Value, wanted: &str) -> Option<Package> {
    let (name, version) = wanted.split_once(' ')?;
    let text = |package: &Value, field: &str| package.get(field).and_then(Value::as_str).map(str::to_owned);
    let packages = metadata.get("packages")?.as_array()?;
    let package = packages.iter().find(|package| {
        text(package, "name").as_deref() == Some(name) && text(package, "version").as_deref() == Some(version)
    })?;
    let authors = package.get("authors").and_then(Value::as_array);
    let authors = authors.into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>().join(", ");
    let licence = text(package, "license").unwrap_or_default();
    Some(Package {
        licence,
        authors,
        directory: Path::new(&text(package, "manifest_path")?).parent()?.to_owned(),
    })
}

/// The licence files of a package; of a choice of licences the MIT one. A package without any, which may be used under the
/// Apache licence, is: that one names nobody, and its text is known.
fn terms(package: &Package, apache: &str) -> anyhow::Result<String> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(&package.directory)?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_file() && is_licence(path))
        .collect();
    files.sort();
    let is_mit = |path: &PathBuf| path.to_string_lossy().to_ascii_uppercase().ends_with("MIT");
    if package.licence.contains("MIT") && files.iter().any(is_mit) {
        files.retain(is_mit);
    }
    let texts: Vec<String> = files.iter().map(std::fs::read_to_string).collect::<Result<_, _>>()?;
    if !texts.is_empty() {
        return Ok(texts.iter().map(|text| plain(text)).collect::<Vec<_>>().join("\n\n"));
    }
    if package.licence.is_empty() {
        bail!("it has none");
    }
    if package.licence.contains("Apache-2.0") {
        return Ok(plain(apache));
    }
    Ok(format!("{}, by {}", package.licence, package.authors))
}

fn is_licence(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_uppercase()).unwrap_or_default();
    ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"].iter().any(|start| name.starts_with(start))
}

/// Without what differs between packages and says nothing.
fn plain(text: &str) -> String {
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Every text once, under the names of the packages that it is for.
fn together(notices: &BTreeMap<String, Vec<String>>) -> String {
    let mut parts: Vec<_> = notices.iter().collect();
    parts.sort_by_key(|(_, names)| names.first().cloned());
    let rule = "-".repeat(72);
    let parts = parts.iter().map(|(text, names)| format!("{rule}\n{}\n\n{text}\n", names.join("\n")));
    [HEAD.to_owned()].into_iter().chain(parts).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_of_others_are_told_from_ours() {
        let tree =
            "kyc-worker v0.1.0 (/w/crates/worker)\nrustface v0.1.7\n\nrustface v0.1.7 (*)\nnum v0.3.1\n";
        assert_eq!(foreign(tree), BTreeSet::from(["rustface 0.1.7".to_owned(), "num 0.3.1".to_owned()]));
    }

    #[test]
    fn of_a_choice_of_licences_one_text_is_taken_and_equal_ones_are_put_together() {
        let home = tempfile::tempdir().unwrap();
        let package = |licence: &str| Package {
            licence: licence.to_owned(),
            authors: "Somebody".to_owned(),
            directory: home.path().to_owned(),
        };
        let terms = |licence: &str| super::terms(&package(licence), "Apache ");
        assert_eq!(terms("MIT").unwrap(), "MIT, by Somebody");
        assert_eq!(terms("MIT OR Apache-2.0").unwrap(), "Apache");
        assert!(terms("").is_err());
        std::fs::write(home.path().join("LICENSE-MIT"), "free \n").unwrap();
        std::fs::write(home.path().join("LICENSE-APACHE"), "long").unwrap();
        std::fs::write(home.path().join("README"), "hello").unwrap();
        assert_eq!(terms("MIT OR Apache-2.0").unwrap(), "free");
        assert_eq!(terms("BSD-2-Clause").unwrap(), "long\n\nfree");
        let all = together(&BTreeMap::from([("free".to_owned(), vec!["a 1".to_owned(), "b 2".to_owned()])]));
        assert!(all.starts_with(HEAD) && all.ends_with("-\na 1\nb 2\n\nfree\n"), "{all}");
    }
}

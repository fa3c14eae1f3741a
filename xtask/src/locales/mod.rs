//! The message catalogues: reading them, and generating `src/i18n/keys.rs` from the English one.

mod catalog;
mod keys;
mod parity;
mod unused;

use std::path::PathBuf;

use anyhow::Context;

use crate::paths::Paths;

pub use catalog::Catalog;
pub use parity::differences;
pub use unused::unused;

fn keys_file(paths: &Paths) -> PathBuf {
    paths.root.join("src").join("i18n").join("keys.rs")
}

/// Every catalogue by its file name, English first.
pub fn read_all(paths: &Paths) -> anyhow::Result<Vec<(String, Catalog)>> {
    let directory = paths.root.join("locales");
    let entries = std::fs::read_dir(&directory).context("locales/ cannot be read")?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.ends_with(".json"))
        .collect();
    names.sort_by_key(|name| (name != "en.json", name.clone()));
    names
        .into_iter()
        .map(|name| {
            let text = std::fs::read_to_string(directory.join(&name))
                .with_context(|| format!("locales/{name} cannot be read"))?;
            let catalog = Catalog::parse(&text).with_context(|| format!("locales/{name}"))?;
            Ok((name, catalog))
        })
        .collect()
}

/// Writes the constants of every key.
pub fn write_keys(paths: &Paths) -> anyhow::Result<()> {
    let text = keys(paths)?;
    let file = keys_file(paths);
    std::fs::write(&file, text).with_context(|| format!("{} cannot be written", paths.show(&file)))?;
    println!("wrote {}", paths.show(&file));
    Ok(())
}

/// Whether the checked-in constants are the ones `locales/en.json` gives.
pub fn are_keys_current(paths: &Paths) -> anyhow::Result<bool> {
    let expected = keys(paths)?;
    Ok(std::fs::read_to_string(keys_file(paths)).is_ok_and(|text| text == expected))
}

fn keys(paths: &Paths) -> anyhow::Result<String> {
    let catalogs = read_all(paths)?;
    let english =
        catalogs.first().filter(|(name, _)| name == "en.json").context("locales/en.json is missing")?;
    keys::format(paths, &keys::generate(&english.1)?)
}

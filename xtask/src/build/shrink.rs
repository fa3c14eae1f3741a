//! Makes built wasm and its JavaScript small: one-letter names for the hundreds of
//! functions the two share, no paths of the building machine, and minified JavaScript. Trunk's own minifier cannot
//! parse the glue of wasm-bindgen.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::Value;

use crate::paths::Paths;
use crate::proc::Cmd;
use crate::tools::WasmTools;

/// The features that rustc's output uses; `--all-features` would let binaryen write what no browser reads yet.
pub const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// What the shared functions are called now, by what they were called.
pub type Names = HashMap<String, String>;

/// Optimises `from` into `to`.
pub fn wasm(paths: &Paths, tools: &WasmTools, from: &Path, to: &Path) -> anyhow::Result<()> {
    optimised(paths, tools, &[], from, to).map(drop)
}

/// Optimises `from` into `to` and shortens the names of what it imports and exports.
pub fn wasm_and_names(paths: &Paths, tools: &WasmTools, from: &Path, to: &Path) -> anyhow::Result<Names> {
    let listing = optimised(paths, tools, &["--minify-imports-and-exports-and-modules"], from, to)?;
    names(&listing).context("wasm-opt told the new names in another form")
}

fn optimised(
    paths: &Paths,
    tools: &WasmTools,
    further: &[&str],
    from: &Path,
    to: &Path,
) -> anyhow::Result<String> {
    Cmd::new(&tools.wasm_opt, &paths.root)
        .args(FEATURES)
        .args(["-Oz", "--strip-debug", "--strip-producers"])
        .args(further)
        .arg(from)
        .arg("-o")
        .arg(to)
        .read("wasm-opt")
}

/// Shrinks the scripts that stand beside the app in `dist`.
pub fn others(paths: &Paths, tools: &WasmTools, dist: &Path) -> anyhow::Result<()> {
    script(paths, tools, &boot(dist)?)?;
    script(paths, tools, &dist.join("picture.js"))
}

/// Arguments for rustc that take the building machine's directories out of the panic messages.
pub fn remapped_paths(paths: &Paths) -> String {
    let mut flags = vec![format!("--remap-path-prefix={}=", paths.root.display())];
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")));
    let sources = home.and_then(|home| std::fs::read_dir(home.join("registry").join("src")).ok());
    for source in sources.into_iter().flatten().flatten() {
        flags.push(format!("--remap-path-prefix={}/=", source.path().display()));
    }
    // Separated by what cannot stand in a path.
    flags.join("\u{1f}")
}

fn boot(dist: &Path) -> anyhow::Result<PathBuf> {
    let entries = std::fs::read_dir(dist).context("dist/ cannot be read")?;
    let is_boot = |name: &str| name.starts_with("boot-") && name.ends_with(".js");
    let mut files = entries.flatten().map(|entry| entry.path());
    files
        .find(|path| path.file_name().and_then(|name| name.to_str()).is_some_and(is_boot))
        .context("the build left boot.js out")
}

/// Reads `{"imports": [[module, old, new]…], "exports": [[old, new]…]}`. All imports come from one module then, which
/// binaryen calls "a".
fn names(listing: &str) -> Option<Names> {
    let listing: Value = serde_json::from_str(listing).ok()?;
    let mut names = Names::new();
    for (kind, place) in [("imports", 1), ("exports", 0)] {
        for entry in listing.get(kind)?.as_array()? {
            let word = |place: usize| entry.get(place)?.as_str().map(ToOwned::to_owned);
            names.insert(word(place)?, word(place + 1)?);
        }
    }
    Some(names)
}

/// Renames `wasm.<export>` and the keys of the import object. Generated names are unmistakable; a common word such
/// as `memory` is only meant behind `wasm.`.
pub fn rename(text: &str, names: &Names) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut renamed = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_word) {
        let (before, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|c| !is_word(c)).unwrap_or(from.len()));
        renamed.push_str(before);
        let is_key = word.starts_with("__wb") && after.starts_with(':');
        let is_export = renamed.ends_with("wasm.");
        let new = names.get(word).filter(|_| is_key || is_export);
        renamed.push_str(new.map_or(word, String::as_str));
        rest = after;
    }
    renamed.push_str(rest);
    renamed
}

/// Joins a script with what it imports and minifies it, in its place.
pub fn script(paths: &Paths, tools: &WasmTools, script: &Path) -> anyhow::Result<()> {
    Cmd::new(&tools.esbuild, &paths.root)
        .arg(script)
        .args([
            "--bundle",
            "--minify",
            "--format=esm",
            "--target=es2020",
            "--allow-overwrite",
            "--log-level=error",
        ])
        .arg(format!("--outfile={}", script.display()))
        .read("esbuild")
        .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_names_become_short_and_others_stay() {
        let listing = r#"{"imports": [["./x_bg.js", "__wbg_get_1", "a"]], "exports": [["memory", "b"], ["main", "c"]]}"#;
        let names = names(listing).unwrap();
        let text = "__wbg_get_1: function() { return wasm.memory.buffer; }, memory: main, x: wasm.main()";
        let expected = "a: function() { return wasm.b.buffer; }, memory: main, x: wasm.c()";
        assert_eq!(rename(text, &names), expected);
    }
}

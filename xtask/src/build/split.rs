//! Cuts the app in parts: what trunk built as one wasm becomes the part that the first screen needs, the studio, which that
//! part loads, and the liveness client, which the studio loads (docs/adr/0014). What two later parts share may become
//! files of their own. All share memory and functions; the script of wasm-bindgen and the few lines that load the other
//! parts become one file. Names carry a digest of what is in the file.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::shrink::{self, Names};
use super::store;
use crate::paths::Paths;
use crate::proc::Cmd;
use crate::tools::WasmTools;

/// What trunk calls the app's files, and what it is called here.
const NAME: &str = "kyc-gatherer";
/// The split points: in `src/studio` and in `src/services/liveness`.
const PARTS: [&str; 2] = ["studio", "liveness"];
/// What the cutting tool calls the script that loads the later parts.
const LOADER: &str = "__wasm_split.js";

/// For rustc: the cutting tool reads who needs whom from the linker's notes.
pub const RUSTFLAG: &str = "-Clink-arg=--emit-relocs";

/// Puts all parts into `dist` in the place of trunk's files.
pub fn app(paths: &Paths, tools: &WasmTools, target: &Path, dist: &Path) -> anyhow::Result<()> {
    let work = paths.generated().join("app");
    if work.is_dir() {
        std::fs::remove_dir_all(&work).context("target/xtask/app cannot be emptied")?;
    }
    let built = target.join("wasm32-unknown-unknown").join("wasm-release").join(NAME).with_extension("wasm");
    let cut = work.join("cut");
    Cmd::new(&tools.wasm_split, &paths.root)
        .args(["--out-name", NAME])
        .args([&built, &cut])
        .read("wasm-split-cli")?;
    let bound = work.join("bound");
    // The later parts look the first one's functions up in its table, which wasm-bindgen would hide.
    Cmd::new(&tools.wasm_bindgen, &paths.root)
        .args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", NAME, "--out-dir"])
        .args([&bound, &cut.join(NAME).with_extension("wasm")])
        .read("wasm-bindgen")?;
    let mut files = HashMap::new();
    for part in later(&cut)? {
        let small = work.join(&part).with_extension("wasm");
        shrink::wasm(paths, tools, &cut.join(&part).with_extension("wasm"), &small)?;
        let stem = part.strip_prefix("split_").unwrap_or(&part);
        let file = store(&std::fs::read(&small)?, stem, ".wasm", dist)?;
        files.insert(part, file);
    }
    let first = work.join(NAME).with_extension("wasm");
    let names = shrink::wasm_and_names(paths, tools, &bound.join(format!("{NAME}_bg.wasm")), &first)?;
    let script = script(paths, tools, &Parts { cut, bound, files, names })?;
    let first = store(&std::fs::read(&first)?, NAME, "_bg.wasm", dist)?;
    let script = store(&std::fs::read(script)?, NAME, ".js", dist)?;
    take_place(dist, &script, &first)
}

/// What the script is made of.
struct Parts {
    cut: PathBuf,
    bound: PathBuf,
    /// The files of the later parts, by what the cutting tool calls them.
    files: HashMap<String, String>,
    names: Names,
}

/// What the cutting tool calls the later parts: `split_…`, and `chunk_…` for what they share.
fn later(cut: &Path) -> anyhow::Result<Vec<String>> {
    let entries = std::fs::read_dir(cut).context("what was cut cannot be read")?;
    let wasm = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let stems = wasm.filter_map(|name| name.strip_suffix(".wasm").map(ToOwned::to_owned));
    Ok(stems.filter(|stem| stem != NAME).collect())
}

/// The script of all parts; answers where it is.
fn script(paths: &Paths, tools: &WasmTools, parts: &Parts) -> anyhow::Result<PathBuf> {
    let Parts { cut, bound, files, names } = parts;
    let glue = bound.join(NAME).with_extension("js");
    let text = std::fs::read_to_string(&glue).context("the app's JavaScript cannot be read")?;
    std::fs::write(&glue, joined_imports(&shrink::rename(&text, names), names)?)?;
    let loader = std::fs::read_to_string(cut.join(LOADER)).context("the loader cannot be read")?;
    std::fs::write(bound.join(LOADER), loading(&loader, files, names)?)?;
    let entry = bound.join("entry.js");
    std::fs::write(&entry, format!("export {{ default }} from \"./{NAME}.js\";\n"))?;
    shrink::script(paths, tools, &entry)?;
    Ok(entry)
}

/// Binaryen imports everything from one module, which it calls "a"; wasm-bindgen wrote two.
fn joined_imports(glue: &str, names: &Names) -> anyhow::Result<String> {
    let text = replaced(glue, &format!("\"./{NAME}_bg.js\": import0,"), "\"a\": import0,")?;
    let mut text = replaced(&text, &format!("\"./{LOADER}\": import1,"), "")?;
    for part in PARTS {
        let old = format!("__wasm_split_load_{part}");
        let new = names.get(&old).with_context(|| format!("nothing loads the {part}"))?;
        text = replaced(&text, "const import0 = {", &format!("const import0 = {{ {new}: import1.{old},"))?;
    }
    Ok(text)
}

/// The loader with the files of the parts and with the short names of what the first one hands to them.
fn loading(loader: &str, files: &HashMap<String, String>, names: &Names) -> anyhow::Result<String> {
    let mut text = loader.to_owned();
    for (part, file) in files {
        text = replaced(&text, &format!("./{part}.wasm"), &format!("./{file}"))?;
    }
    let (before, rest) = text.split_once("const { ").context("the loader has another form")?;
    let (shared, after) = rest.split_once("} = initSync(").context("the loader has another form")?;
    let short = |name: &str| Some(format!("{}: {name}", names.get(name)?));
    let shared: Option<Vec<String>> =
        shared.split(',').map(str::trim).filter(|name| !name.is_empty()).map(short).collect();
    let shared = shared.context("the first part hides what the later ones need")?.join(", ");
    Ok(format!("{before}const {{ {shared} }} = initSync({after}"))
}

fn replaced(text: &str, from: &str, to: &str) -> anyhow::Result<String> {
    if !text.contains(from) {
        anyhow::bail!("the built JavaScript has another form, {from:?} is missing");
    }
    Ok(text.replacen(from, to, 1))
}

/// Lets the page load these files and removes trunk's.
fn take_place(dist: &Path, script: &str, wasm: &str) -> anyhow::Result<()> {
    let page = dist.join("index.html");
    let mut text = std::fs::read_to_string(&page).context("dist/index.html cannot be read")?;
    for entry in std::fs::read_dir(dist).context("dist/ cannot be read")?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let ours = if name.ends_with(".js") { script } else { wasm };
        if name.starts_with(NAME) && name != ours && text.contains(&name) {
            text = text.replace(&name, ours);
            std::fs::remove_file(entry.path()).context("trunk's files cannot be removed")?;
        }
    }
    std::fs::write(&page, text).context("dist/index.html cannot be written")?;
    // In the script now.
    let snippets = dist.join("snippets");
    if snippets.is_dir() {
        std::fs::remove_dir_all(snippets).context("trunk's files cannot be removed")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let loaders = [("__wasm_split_load_studio", "b"), ("__wasm_split_load_liveness", "e")];
        let names = loaders.into_iter().chain([("memory", "c"), ("__indirect_function_table", "d")]);
        names.map(|(old, new)| (old.to_owned(), new.to_owned())).collect()
    }

    #[test]
    fn all_imports_become_one_module() {
        let glue = "const import0 = { __proto__: null, x: 1 };\nreturn { \"./kyc-gatherer_bg.js\": import0,\n\
                    \"./__wasm_split.js\": import1,\n};";
        let text = joined_imports(glue, &names()).unwrap();
        assert!(text.contains("b: import1.__wasm_split_load_studio, __proto__: null"), "{text}");
        assert!(text.contains("const import0 = { e: import1.__wasm_split_load_liveness,"), "{text}");
        assert!(text.contains("\"a\": import0,") && !text.contains(": import1,"));
        assert!(joined_imports("another form", &names()).is_err());
    }

    #[test]
    fn the_loader_knows_the_files_and_the_short_names() {
        let loader = "const { __indirect_function_table, memory,  } = initSync(undefined, undefined);\n\
                      fetch(new URL(\"./split_studio.wasm\", import.meta.url));";
        let files = HashMap::from([("split_studio".to_owned(), "studio-1.wasm".to_owned())]);
        let text = loading(loader, &files, &names()).unwrap();
        assert!(text.contains("const { d: __indirect_function_table, c: memory } = initSync(undefined"));
        assert!(text.contains("\"./studio-1.wasm\""));
        let hidden = loader.replace("memory", "unheard_of");
        assert!(loading(&hidden, &files, &names()).is_err());
    }

    #[test]
    fn the_page_loads_our_files_and_trunks_are_gone() {
        let dist = tempfile::tempdir().unwrap();
        let at = |name: &str| dist.path().join(name);
        for name in
            ["kyc-gatherer-1.js", "kyc-gatherer-1_bg.wasm", "kyc-gatherer-2.js", "kyc-gatherer-2_bg.wasm"]
        {
            std::fs::write(at(name), "x").unwrap();
        }
        std::fs::write(at("index.html"), "<a href=./kyc-gatherer-1.js><a href=./kyc-gatherer-1_bg.wasm>")
            .unwrap();
        take_place(dist.path(), "kyc-gatherer-2.js", "kyc-gatherer-2_bg.wasm").unwrap();
        let page = std::fs::read_to_string(at("index.html")).unwrap();
        assert_eq!(page, "<a href=./kyc-gatherer-2.js><a href=./kyc-gatherer-2_bg.wasm>");
        assert!(!at("kyc-gatherer-1.js").exists() && at("kyc-gatherer-2.js").exists());
    }
}

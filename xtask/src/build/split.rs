//! Cuts the app in two: what trunk built as one wasm becomes the part that the first screen needs and the studio, which
//! the first part loads (docs/adr/0014). Both share memory and functions; the script of wasm-bindgen and the few lines
//! that load the studio become one file. Names carry a digest of what is in the file.

use std::path::{Path, PathBuf};

use anyhow::Context;

use super::shrink::{self, Names};
use super::store;
use crate::paths::Paths;
use crate::proc::Cmd;
use crate::tools::WasmTools;

/// What trunk calls the app's files, and what it is called here.
const NAME: &str = "kyc-gatherer";
/// The split point in `src/studio`.
const STUDIO: &str = "studio";
/// What the cutting tool calls the script that loads the second half.
const LOADER: &str = "__wasm_split.js";

/// For rustc: the cutting tool reads who needs whom from the linker's notes.
pub const RUSTFLAG: &str = "-Clink-arg=--emit-relocs";

/// Puts both halves into `dist` in the place of trunk's files.
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
    // The studio looks the first half's functions up in its table, which wasm-bindgen would hide.
    Cmd::new(&tools.wasm_bindgen, &paths.root)
        .args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", NAME, "--out-dir"])
        .args([&bound, &cut.join(NAME).with_extension("wasm")])
        .read("wasm-bindgen")?;
    let studio = work.join(STUDIO).with_extension("wasm");
    shrink::wasm(paths, tools, &cut.join(format!("split_{STUDIO}.wasm")), &studio)?;
    let studio = store(&std::fs::read(&studio)?, STUDIO, ".wasm", dist)?;
    let first = work.join(NAME).with_extension("wasm");
    let names = shrink::wasm_and_names(paths, tools, &bound.join(format!("{NAME}_bg.wasm")), &first)?;
    let script = script(paths, tools, &Halves { cut, bound, studio, names })?;
    let first = store(&std::fs::read(&first)?, NAME, "_bg.wasm", dist)?;
    let script = store(&std::fs::read(script)?, NAME, ".js", dist)?;
    take_place(dist, &script, &first)
}

/// What the script is made of.
struct Halves {
    cut: PathBuf,
    bound: PathBuf,
    /// The studio's file.
    studio: String,
    names: Names,
}

/// The script of both halves; answers where it is.
fn script(paths: &Paths, tools: &WasmTools, halves: &Halves) -> anyhow::Result<PathBuf> {
    let Halves { cut, bound, studio, names } = halves;
    let glue = bound.join(NAME).with_extension("js");
    let text = std::fs::read_to_string(&glue).context("the app's JavaScript cannot be read")?;
    std::fs::write(&glue, joined_imports(&shrink::rename(&text, names), names)?)?;
    let loader = std::fs::read_to_string(cut.join(LOADER)).context("the studio's loader cannot be read")?;
    std::fs::write(bound.join(LOADER), loading(&loader, studio, names)?)?;
    let entry = bound.join("entry.js");
    std::fs::write(&entry, format!("export {{ default }} from \"./{NAME}.js\";\n"))?;
    shrink::script(paths, tools, &entry)?;
    Ok(entry)
}

/// Binaryen imports everything from one module, which it calls "a"; wasm-bindgen wrote two.
fn joined_imports(glue: &str, names: &Names) -> anyhow::Result<String> {
    let old = format!("__wasm_split_load_{STUDIO}");
    let new = names.get(&old).context("the first half does not load the studio")?;
    let text = replaced(glue, &format!("\"./{NAME}_bg.js\": import0,"), "\"a\": import0,")?;
    let text = replaced(&text, &format!("\"./{LOADER}\": import1,"), "")?;
    replaced(&text, "const import0 = {", &format!("const import0 = {{ {new}: import1.{old},"))
}

/// The loader with the studio's file and with the short names of what it hands from the first half to the studio.
fn loading(loader: &str, studio: &str, names: &Names) -> anyhow::Result<String> {
    let text = replaced(loader, &format!("./split_{STUDIO}.wasm"), &format!("./{studio}"))?;
    let (before, rest) = text.split_once("const { ").context("the studio's loader has another form")?;
    let (shared, after) = rest.split_once("} = initSync(").context("the studio's loader has another form")?;
    let short = |name: &str| Some(format!("{}: {name}", names.get(name)?));
    let shared: Option<Vec<String>> =
        shared.split(',').map(str::trim).filter(|name| !name.is_empty()).map(short).collect();
    let shared = shared.context("the first half hides what the studio needs")?.join(", ");
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
        let names = [("__wasm_split_load_studio", "b"), ("memory", "c"), ("__indirect_function_table", "d")];
        names.into_iter().map(|(old, new)| (old.to_owned(), new.to_owned())).collect()
    }

    #[test]
    fn both_imports_become_one_module() {
        let glue = "const import0 = { __proto__: null, x: 1 };\nreturn { \"./kyc-gatherer_bg.js\": import0,\n\
                    \"./__wasm_split.js\": import1,\n};";
        let text = joined_imports(glue, &names()).unwrap();
        assert!(text.contains("const import0 = { b: import1.__wasm_split_load_studio, __proto__: null"));
        assert!(text.contains("\"a\": import0,") && !text.contains(": import1,"));
        assert!(joined_imports("another form", &names()).is_err());
    }

    #[test]
    fn the_loader_knows_the_file_and_the_short_names() {
        let loader = "const { __indirect_function_table, memory,  } = initSync(undefined, undefined);\n\
                      fetch(new URL(\"./split_studio.wasm\", import.meta.url));";
        let text = loading(loader, "studio-1.wasm", &names()).unwrap();
        assert!(text.contains("const { d: __indirect_function_table, c: memory } = initSync(undefined"));
        assert!(text.contains("\"./studio-1.wasm\""));
        let hidden = loader.replace("memory", "unheard_of");
        assert!(loading(&hidden, "studio-1.wasm", &names()).is_err());
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

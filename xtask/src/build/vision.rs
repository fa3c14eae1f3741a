//! The vision module: `crates/worker` as wasm with its JavaScript half, in a directory of its own that the app's build
//! copies and the browser tests read. Its wasm carries a digest in its name and may be cached for ever; `vision.js`, by
//! which it is found, has a fixed name.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::{lock, shrink, stamp, store};
use crate::paths::Paths;
use crate::proc::Cmd;
use crate::tools::{self, WasmTools};

const PACKAGE: &str = "kyc-worker";
const PROFILE: &str = "vision-release";
const FACES: &str = "kyc-face-model";

/// One way to compile the module.
struct Build {
    /// The word by which `entry.js` names its file.
    name: &'static str,
    /// For rustc.
    flags: &'static [&'static str],
    /// For wasm-opt.
    features: &'static [&'static str],
}

/// Every browser that runs the app runs the first one.
const BUILDS: [Build; 1] = [Build { name: "KYC_PLAIN", flags: &[], features: &[] }];

/// Builds the module unless nothing it is made of has changed; answers its directory.
pub fn module(paths: &Paths) -> anyhow::Result<PathBuf> {
    let directory = paths.generated().join("vision");
    let _alone = lock(paths, "vision")?;
    let stamp = stamp::Stamp::of_vision(paths)?;
    if directory.join("vision.js").is_file() && stamp.is_current() {
        return Ok(directory);
    }
    let tools = tools::for_wasm(paths)?;
    println!("building the vision module (about a minute the first time)");
    stamp.forget();
    // A module that was built before would lie beside the new one for ever.
    if directory.is_dir() {
        std::fs::remove_dir_all(&directory).context("the old vision module cannot be removed")?;
    }
    std::fs::create_dir_all(&directory).context("target/xtask/vision cannot be created")?;
    let mut definitions = Vec::new();
    let mut glue: Option<String> = None;
    for build in &BUILDS {
        let made = bind(paths, &tools, build)?;
        let file = place(paths, &tools, build, &made, &directory)?;
        definitions.push(format!("--define:{}=\"{file}\"", build.name));
        let text = std::fs::read_to_string(made.join("kyc-worker.js"))?;
        if glue.as_ref().is_some_and(|glue| *glue != text) {
            bail!("the builds of the vision module want different JavaScript");
        }
        glue = Some(text);
    }
    definitions.push(format!("--define:KYC_FACES=\"{}\"", faces(paths, &directory)?));
    script(paths, &tools, &definitions, &directory)?;
    stamp.keep()?;
    Ok(directory)
}

/// Copies the module's files.
pub fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(to).with_context(|| format!("{} cannot be created", to.display()))?;
    for entry in std::fs::read_dir(from)?.flatten() {
        std::fs::copy(entry.path(), to.join(entry.file_name()))
            .context("the vision module cannot be copied")?;
    }
    Ok(())
}

/// Where the intermediate results of a build lie; its flags would rebuild everything that others have built without.
fn work(paths: &Paths, build: &Build) -> PathBuf {
    paths.root.join("target").join("vision").join(build.name)
}

/// Compiles, and answers the directory of the wasm and its glue.
fn bind(paths: &Paths, tools: &WasmTools, build: &Build) -> anyhow::Result<PathBuf> {
    let work = work(paths, build);
    let mut flags = vec![shrink::remapped_paths(paths)];
    flags.extend(build.flags.iter().map(|flag| (*flag).to_owned()));
    let output = Cmd::cargo(&paths.root)
        .args(["build", "--quiet", "--package", PACKAGE, "--bin", PACKAGE, "--profile", PROFILE])
        .args(["--features", "module"])
        .args(["--target", "wasm32-unknown-unknown", "--target-dir"])
        .arg(&work)
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
        .output()?;
    if !output.status.success() {
        eprint!("{}", output.stderr);
        bail!("the vision module cannot be built, see the messages above");
    }
    let glue = work.join("glue");
    let wasm = work.join("wasm32-unknown-unknown").join(PROFILE).join("kyc-worker.wasm");
    Cmd::new(&tools.wasm_bindgen, &paths.root)
        .args(["--target", "web", "--no-typescript", "--out-dir"])
        .args([&glue, &wasm])
        .read("wasm-bindgen")?;
    Ok(glue)
}

/// Optimises the wasm into `directory`; answers the file's name.
fn place(
    paths: &Paths,
    tools: &WasmTools,
    build: &Build,
    made: &Path,
    directory: &Path,
) -> anyhow::Result<String> {
    let optimized = work(paths, build).join("optimized.wasm");
    Cmd::new(&tools.wasm_opt, &paths.root)
        .args(shrink::FEATURES)
        .args(build.features)
        .args(["-O3", "--strip-debug", "--strip-producers"])
        .arg(made.join("kyc-worker_bg.wasm"))
        .arg("-o")
        .arg(&optimized)
        .read("wasm-opt")?;
    store(&std::fs::read(&optimized)?, "vision", ".wasm", directory)
}

/// The packed model of the face detector, which the build of its crate makes; answers the file's name.
fn faces(paths: &Paths, directory: &Path) -> anyhow::Result<String> {
    let output = Cmd::cargo(&paths.root)
        .args(["build", "--quiet", "--package", FACES, "--message-format", "json-render-diagnostics"])
        .output()?;
    if !output.status.success() {
        eprint!("{}", output.stderr);
        bail!("the model of faces cannot be built, see the messages above");
    }
    let made =
        made_by_script(&output.stdout, FACES).context("cargo does not say where the model of faces is")?;
    store(
        &std::fs::read(made.join("faces.bin")).context("the model of faces is missing")?,
        "faces",
        ".bin",
        directory,
    )
}

/// The directory of a package's build script among cargo's messages.
fn made_by_script(messages: &str, package: &str) -> Option<PathBuf> {
    messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok()).find_map(
        |message| {
            let is_wanted = message.get("reason")? == "build-script-executed"
                && message.get("package_id")?.as_str()?.contains(package);
            is_wanted.then(|| message.get("out_dir")?.as_str().map(PathBuf::from))?
        },
    )
}

/// Joins the glue and `entry.js` into `vision.js`.
fn script(paths: &Paths, tools: &WasmTools, definitions: &[String], directory: &Path) -> anyhow::Result<()> {
    let [first, ..] = &BUILDS;
    let entry = work(paths, first).join("glue").join("entry.js");
    std::fs::copy(paths.root.join("crates").join("worker").join("src").join("entry.js"), &entry)
        .context("entry.js cannot be copied")?;
    Cmd::new(&tools.esbuild, &paths.root)
        .arg(&entry)
        .args(["--bundle", "--minify", "--format=esm", "--target=es2022", "--log-level=error"])
        .args(definitions)
        .arg(format!("--outfile={}", directory.join("vision.js").display()))
        .read("esbuild")
        .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_build_script_made_is_found_among_cargos_messages() {
        let messages = "{\"reason\":\"build-script-executed\",\"package_id\":\"registry+x#serde@1.0.0\",\"out_dir\":\"/t/a\"}\n\
                        {\"reason\":\"compiler-artifact\",\"package_id\":\"path+file:///w/crates/face-model#kyc-face-model@0.1.0\"}\n\
                        {\"reason\":\"build-script-executed\",\"package_id\":\"path+file:///w/crates/face-model#kyc-face-model@0.1.0\",\"out_dir\":\"/t/b\"}\n";
        assert_eq!(made_by_script(messages, "kyc-face-model"), Some(PathBuf::from("/t/b")));
        assert_eq!(made_by_script(messages, "kyc-wire"), None);
    }
}

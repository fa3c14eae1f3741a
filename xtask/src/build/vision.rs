//! The vision module: `crates/worker` as wasm with its JavaScript half, in a directory of its own that the app's build
//! copies and the browser tests read.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::module::{Build, Module};
use super::{lock, stamp, store};
use crate::paths::Paths;
use crate::proc::Cmd;
use crate::tools;

const FACES: &str = "kyc-face-model";

/// What it is built from.
pub const MODULE: Module = Module { package: "kyc-worker", profile: "vision-release", stem: "vision" };

/// Every browser that runs the app runs the first one.
const BUILDS: [Build; 1] = [Build { name: "KYC_PLAIN", flags: &[], features: &[] }];

/// Builds the module unless nothing it is made of has changed.
pub fn module(paths: &Paths) -> anyhow::Result<()> {
    let _alone = lock(paths, MODULE.stem)?;
    let stamp = stamp::Stamp::of_vision(paths)?;
    if MODULE.script(paths).is_file() && stamp.is_current() {
        return Ok(());
    }
    let tools = tools::for_wasm(paths)?;
    println!("building the vision module (about a minute the first time)");
    stamp.forget();
    let directory = MODULE.fresh(paths)?;
    let mut definitions = Vec::new();
    let mut glue: Option<(PathBuf, String)> = None;
    for build in &BUILDS {
        let made = MODULE.bind(paths, &tools, build)?;
        definitions.push(MODULE.place(paths, &tools, build, &made)?);
        let text = std::fs::read_to_string(made.join("kyc-worker.js"))?;
        if glue.as_ref().is_some_and(|(_, glue)| *glue != text) {
            bail!("the builds of the vision module want different JavaScript");
        }
        glue = Some((made, text));
    }
    definitions.push(format!("--define:KYC_FACES=\"{}\"", faces(paths, &directory)?));
    let (glue, _) = glue.context("the vision module has no build")?;
    MODULE.join(paths, &tools, &glue, &definitions)?;
    stamp.keep()
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

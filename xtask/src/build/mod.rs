//! Building: the app through trunk into `dist/`, compressed for serving, and the native programs through cargo.

mod compress;
mod heic;
mod licences;
mod module;
mod shrink;
mod split;
mod stamp;
mod vision;

use std::collections::hash_map::DefaultHasher;
use std::fs::File;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, bail};

use crate::paths::Paths;
use crate::proc::Cmd;
use crate::{styles, tools};

pub use compress::{brotli, has_twin};
pub use heic::module as heic;
pub use vision::module as vision;

/// Builds the app in release mode unless nothing it is made of has changed; answers `dist/`.
pub fn app(paths: &Paths) -> anyhow::Result<PathBuf> {
    let dist = paths.dist();
    // Held to the end: two builds at once would take each other's half-finished files.
    let _alone = lock(paths, "app")?;
    let stamp = stamp::Stamp::of_app(paths)?;
    if dist.join("index.html").is_file() && stamp.is_current() {
        return Ok(dist);
    }
    let (trunk, tools) = (tools::trunk(paths)?, tools::for_wasm(paths)?);
    println!("building the app (2 to 3 minutes the first time)");
    let start = Instant::now();
    stamp.forget();
    styles::write(paths)?;
    vision::module(paths)?;
    heic::module(paths)?;
    let target = paths.root.join("target");
    let command = Cmd::new(&trunk, &paths.root)
        .args(["build", "--release", "--features", "split"])
        .path_first(&tools.directories())?
        .env_remove("RUST_BACKTRACE")
        .env("CARGO_ENCODED_RUSTFLAGS", [split::RUSTFLAG, &shrink::remapped_paths(paths)].join("\u{1f}"))
        .env("CARGO_TARGET_DIR", &target)
        // Trunk reads this variable as a boolean of its own and stops at the usual `1`.
        .env_remove("NO_COLOR");
    let output = command.output()?;
    if !output.status.success() {
        eprint!("{}", output.all());
        bail!("the app cannot be built, see the messages above");
    }
    split::app(paths, &tools, &target, &dist)?;
    shrink::others(paths, &tools, &dist)?;
    vision::MODULE.copy(paths, &dist)?;
    heic::MODULE.copy(paths, &dist)?;
    licences::write(paths, &dist)?;
    compress::directory(&dist)?;
    stamp.keep()?;
    println!("built the app in {} s", start.elapsed().as_secs());
    Ok(dist)
}

/// Writes a file whose name carries a digest of its content; answers the name.
fn store(content: &[u8], stem: &str, ending: &str, directory: &Path) -> anyhow::Result<String> {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    let name = format!("{stem}-{:016x}{ending}", hasher.finish());
    std::fs::write(directory.join(&name), content).with_context(|| format!("{name} cannot be written"))?;
    Ok(name)
}

/// Waits until no other task builds the same.
fn lock(paths: &Paths, what: &str) -> anyhow::Result<File> {
    std::fs::create_dir_all(paths.generated()).context("target/xtask cannot be created")?;
    let path = paths.generated().join(format!("{what}.lock"));
    let file = File::create(&path).with_context(|| format!("{} cannot be made", path.display()))?;
    file.lock().with_context(|| format!("{} cannot be taken", path.display()))?;
    Ok(file)
}

/// Builds a program of `package` and answers where it is. The dev profile shares its dependencies with the tests,
/// and the picture crates are optimised in it.
pub fn program(paths: &Paths, package: &str) -> anyhow::Result<PathBuf> {
    program_of(paths, package, "dev")
}

/// As [`program`], optimised throughout.
pub fn release(paths: &Paths, package: &str) -> anyhow::Result<PathBuf> {
    program_of(paths, package, "release")
}

fn program_of(paths: &Paths, package: &str, profile: &str) -> anyhow::Result<PathBuf> {
    let output = Cmd::cargo(&paths.root)
        .args(["build", "--quiet", "--package", package, "--bin", package, "--profile", profile])
        .args(["--message-format", "json-render-diagnostics"])
        .output()?;
    if !output.status.success() {
        eprint!("{}", output.stderr);
        bail!("{package} cannot be built, see the messages above");
    }
    executable(&output.stdout, package).with_context(|| format!("cargo built no program named {package}"))
}

/// The program called `name` among cargo's messages.
fn executable(messages: &str, name: &str) -> Option<PathBuf> {
    messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok()).find_map(
        |message| {
            let is_wanted = message.pointer("/target/name")?.as_str()? == name;
            let path = message.get("executable")?.as_str()?;
            is_wanted.then(|| PathBuf::from(path))
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_found_among_cargos_messages() {
        let messages = "{\"reason\":\"compiler-artifact\",\"target\":{\"name\":\"serde\"},\"executable\":null}\n\
                        {\"reason\":\"compiler-artifact\",\"target\":{\"name\":\"kyc-sandbox\"},\"executable\":\"/t/kyc-sandbox\"}\n\
                        {\"reason\":\"build-finished\",\"success\":true}\n";
        assert_eq!(executable(messages, "kyc-sandbox"), Some(PathBuf::from("/t/kyc-sandbox")));
        assert_eq!(executable(messages, "serde"), None);
    }
}

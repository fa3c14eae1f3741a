//! Copies the model and the test picture out of the package of `rustface`, wherever cargo keeps it: in its registry
//! cache or in a vendored directory; and packs the model for browsers.

mod pack;

use std::error::Error;
use std::path::PathBuf;
use std::process::Command;
use std::{env, fs};

const FILES: [(&str, &str); 2] =
    [("model/seeta_fd_frontal_v1.0.bin", "model.bin"), ("test.png", "group.png")];

fn main() -> Result<(), Box<dyn Error>> {
    let package = package_directory()?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for (from, to) in FILES {
        let from = package.join(from);
        println!("cargo::rerun-if-changed={}", from.display());
        // Written anew rather than copied: packages may be read-only, and a copy would be so too.
        fs::write(out.join(to), fs::read(&from).map_err(|error| format!("{}: {error}", from.display()))?)?;
    }
    fs::write(out.join("faces.bin"), pack::pack(&fs::read(out.join("model.bin"))?)?)?;
    println!("cargo::rerun-if-changed=build");
    Ok(())
}

/// Asks cargo. Offline first, which is quick and enough where everything is fetched or vendored; a build of a single
/// crate in a fresh clone has fetched less than the whole workspace that `cargo metadata` wants to see.
fn package_directory() -> Result<PathBuf, Box<dyn Error>> {
    let cargo = env::var("CARGO")?;
    let platform = env::var("HOST")?;
    let mut reasons = String::new();
    for offline in [true, false] {
        let mut command = Command::new(&cargo);
        command.args(["metadata", "--format-version=1", "--locked", "--filter-platform", &platform]);
        command.args(offline.then_some("--offline")).current_dir(env::var("CARGO_MANIFEST_DIR")?);
        let output = command.output()?;
        if output.status.success() {
            let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
            return manifest_directory(&metadata).ok_or_else(|| "cargo does not know rustface".into());
        }
        reasons += &String::from_utf8_lossy(&output.stderr);
    }
    Err(format!("where rustface is cannot be found out: {reasons}").into())
}

fn manifest_directory(metadata: &serde_json::Value) -> Option<PathBuf> {
    let packages = metadata.get("packages")?.as_array()?;
    let package =
        packages.iter().find(|package| package.get("name").is_some_and(|name| name == "rustface"))?;
    let manifest = PathBuf::from(package.get("manifest_path")?.as_str()?);
    manifest.parent().map(PathBuf::from)
}

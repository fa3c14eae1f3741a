//! Where the programs and the built app are: `cargo xtask test --suite e2e` names them in the environment.

use std::path::{Path, PathBuf};

/// The value of a variable that `cargo xtask test --suite e2e` sets.
///
/// # Panics
/// When it is missing: a suite that cannot run is a failure.
pub fn required(variable: &str) -> PathBuf {
    match std::env::var_os(variable).filter(|value| !value.is_empty()) {
        Some(value) => PathBuf::from(value),
        None => panic!("{variable} is not set: run `cargo xtask test --suite e2e`, which sets it"),
    }
}

/// A variable that may be missing.
pub fn optional(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// The workspace.
pub fn workspace() -> PathBuf {
    // Cargo sets the variable at run time too, so a moved checkout is found without a rebuild.
    let manifest =
        optional("CARGO_MANIFEST_DIR").unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    manifest.ancestors().nth(2).map_or_else(|| manifest.clone(), Path::to_owned)
}

/// A directory below `target`, made if missing.
pub fn output(name: &str) -> PathBuf {
    let directory = workspace().join("target").join(name);
    if let Err(error) = std::fs::create_dir_all(&directory) {
        panic!("{} cannot be created: {error}", directory.display());
    }
    directory
}

//! Whether what was built is still what its sources describe: a digest over the content of everything it is made of.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::paths::Paths;

/// What the app is made of.
const APP: [&str; 12] = [
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    ".cargo/config.toml",
    "src",
    "assets",
    "locales",
    "style",
    "crates",
    "xtask/src/build",
];

/// What the vision module is made of.
const VISION: [&str; 9] = [
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    ".cargo/config.toml",
    "crates/face-model",
    "crates/js",
    "crates/vision",
    "crates/worker",
    "xtask/src/build",
];

/// What the module of HEIC pictures is made of.
const HEIC: [&str; 6] = [
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    ".cargo/config.toml",
    "crates/heic",
    "xtask/src/build",
];

/// Crates that never end up in the app: working on them must not rebuild it.
const ELSEWHERE: [&str; 3] = ["crates/sandbox", "crates/specimen", "crates/scenes"];

/// A digest of the inputs at one moment.
#[derive(Debug, PartialEq, Eq)]
pub struct Stamp {
    digest: u64,
    /// Where it is kept.
    file: PathBuf,
}

impl Stamp {
    pub fn of_app(paths: &Paths) -> anyhow::Result<Self> {
        Self::of(&paths.root, &APP, paths.generated().join("app.stamp"))
    }

    pub fn of_vision(paths: &Paths) -> anyhow::Result<Self> {
        Self::of(&paths.root, &VISION, paths.generated().join("vision.stamp"))
    }

    pub fn of_heic(paths: &Paths) -> anyhow::Result<Self> {
        Self::of(&paths.root, &HEIC, paths.generated().join("heic.stamp"))
    }

    fn of(root: &Path, inputs: &[&str], file: PathBuf) -> anyhow::Result<Self> {
        let mut hasher = DefaultHasher::new();
        for input in inputs {
            for file in files(&root.join(input)) {
                let name = file.strip_prefix(root).unwrap_or(&file);
                if ELSEWHERE.iter().any(|directory| name.starts_with(directory)) {
                    continue;
                }
                name.hash(&mut hasher);
                let content =
                    std::fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
                content.hash(&mut hasher);
            }
        }
        Ok(Self { digest: hasher.finish(), file })
    }

    pub fn is_current(&self) -> bool {
        std::fs::read_to_string(&self.file).is_ok_and(|kept| kept == self.digest.to_string())
    }

    pub fn keep(&self) -> anyhow::Result<()> {
        std::fs::write(&self.file, self.digest.to_string()).context("the build's stamp cannot be written")
    }

    /// A build that fails half-way must not look finished.
    pub fn forget(&self) {
        // There may be none yet.
        drop(std::fs::remove_file(&self.file));
    }
}

/// Every file below `path` in a stable order; `path` itself when it is a file.
fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let Ok(entries) = std::fs::read_dir(path) else {
        return Vec::new();
    };
    let mut children: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    children.sort();
    children.iter().flat_map(|child| files(child)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sandbox_does_not_count() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(home.path().join("crates/sandbox")).unwrap();
        let stamp = || Stamp::of(home.path(), &["crates"], PathBuf::new()).unwrap();
        let before = stamp();
        std::fs::write(home.path().join("crates/sandbox/lib.rs"), "x").unwrap();
        assert_eq!(stamp(), before);
        std::fs::write(home.path().join("crates/lib.rs"), "x").unwrap();
        assert_ne!(stamp(), before);
    }

    #[test]
    fn a_stamp_changes_with_content_and_names_and_with_nothing_else() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("src").join("a.rs");
        std::fs::create_dir(home.path().join("src")).unwrap();
        let stamp = || Stamp::of(home.path(), &["src", "absent"], PathBuf::new()).unwrap();
        std::fs::write(&file, "one").unwrap();
        let first = stamp();
        std::fs::write(&file, "one").unwrap();
        assert_eq!(stamp(), first, "rewriting the same content");
        std::fs::write(&file, "two").unwrap();
        assert_ne!(stamp(), first, "other content");
        std::fs::rename(&file, home.path().join("src").join("b.rs")).unwrap();
        std::fs::write(home.path().join("src").join("b.rs"), "one").unwrap();
        assert_ne!(stamp(), first, "another name");
    }
}

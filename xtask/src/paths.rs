//! Where things are: the workspace, the built app and what tasks generate.

use std::path::{Path, PathBuf};

use anyhow::Context;

/// The directories every task needs, all absolute.
#[derive(Debug, Clone)]
pub struct Paths {
    /// The workspace, where `index.html` lies.
    pub root: PathBuf,
}

impl Paths {
    /// Finds the workspace by the manifest of this package.
    pub fn find() -> anyhow::Result<Self> {
        // Cargo sets the variable at run time too, so a moved checkout is found without a rebuild.
        let manifest =
            std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
        let root =
            Path::new(&manifest).parent().context("the workspace directory cannot be determined")?.to_owned();
        Ok(Self { root })
    }

    /// The built app.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// Generated inputs of the build and of the tests. Below the workspace, not below `target`, because
    /// `index.html` and the browser tests name it by a relative path.
    pub fn generated(&self) -> PathBuf {
        self.root.join("target").join("xtask")
    }

    /// What the fuzzer builds, tried and found.
    pub fn fuzz(&self) -> PathBuf {
        self.root.join("target").join("fuzz")
    }

    /// The OpenAPI file of the contract; outside the repository, so it may be absent.
    pub fn contract(&self) -> Option<PathBuf> {
        let default = || self.root.join("../shared/contract/rebilly-kyc.openapi.json");
        let file = std::env::var_os("KYC_CONTRACT").map_or_else(default, |file| self.root.join(file));
        // Resolved, because the tests run in directories of their own.
        file.canonicalize().ok().filter(|file| file.is_file())
    }

    /// A path for people: relative to the workspace where possible.
    pub fn show(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }
}

//! A wasm module of its own with its JavaScript half: compiled, bound, optimised and joined. The wasm carries a digest in
//! its name and may be cached for ever; the script, by which it is found, has a fixed name.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::{shrink, store};
use crate::paths::Paths;
use crate::proc::Cmd;
use crate::tools::WasmTools;

/// What a module is built from.
pub struct Module {
    /// Its package, whose program it is, with a feature `module` and `src/entry.js`.
    pub package: &'static str,
    pub profile: &'static str,
    /// What its files are called.
    pub stem: &'static str,
}

/// One way to compile a module.
pub struct Build {
    /// The word by which `entry.js` names its file.
    pub name: &'static str,
    /// For rustc.
    pub flags: &'static [&'static str],
    /// For wasm-opt.
    pub features: &'static [&'static str],
}

impl Module {
    /// An empty directory for the files; one that was built before would lie beside the new one for ever.
    pub fn fresh(&self, paths: &Paths) -> anyhow::Result<PathBuf> {
        let directory = self.directory(paths);
        if directory.is_dir() {
            std::fs::remove_dir_all(&directory)
                .with_context(|| format!("the old {} module cannot be removed", self.stem))?;
        }
        std::fs::create_dir_all(&directory)
            .with_context(|| format!("{} cannot be created", paths.show(&directory)))?;
        Ok(directory)
    }

    /// Where its files are built to.
    pub fn directory(&self, paths: &Paths) -> PathBuf {
        paths.generated().join(self.stem)
    }

    /// Where its script is built to.
    pub fn script(&self, paths: &Paths) -> PathBuf {
        self.directory(paths).join(format!("{}.js", self.stem))
    }

    /// Where the intermediate results of a build lie; its flags would rebuild everything that others have built without.
    fn work(&self, paths: &Paths, build: &Build) -> PathBuf {
        paths.root.join("target").join(self.stem).join(build.name)
    }

    /// Compiles, and answers the directory of the wasm and its glue.
    pub fn bind(&self, paths: &Paths, tools: &WasmTools, build: &Build) -> anyhow::Result<PathBuf> {
        let work = self.work(paths, build);
        let mut flags = vec![shrink::remapped_paths(paths)];
        flags.extend(build.flags.iter().map(|flag| (*flag).to_owned()));
        let output = Cmd::cargo(&paths.root)
            .args(["build", "--quiet", "--package", self.package, "--bin", self.package])
            .args(["--profile", self.profile, "--features", "module"])
            .args(["--target", "wasm32-unknown-unknown", "--target-dir"])
            .arg(&work)
            .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
            .output()?;
        if !output.status.success() {
            eprint!("{}", output.stderr);
            bail!("the {} module cannot be built, see the messages above", self.stem);
        }
        let glue = work.join("glue");
        let wasm =
            work.join("wasm32-unknown-unknown").join(self.profile).join(format!("{}.wasm", self.package));
        Cmd::new(&tools.wasm_bindgen, &paths.root)
            .args(["--target", "web", "--no-typescript", "--out-dir"])
            .args([&glue, &wasm])
            .read("wasm-bindgen")?;
        Ok(glue)
    }

    /// Optimises the wasm of `glue` into the module's directory; answers what tells esbuild the file's name.
    pub fn place(
        &self,
        paths: &Paths,
        tools: &WasmTools,
        build: &Build,
        glue: &Path,
    ) -> anyhow::Result<String> {
        let optimized = self.work(paths, build).join("optimized.wasm");
        Cmd::new(&tools.wasm_opt, &paths.root)
            .args(shrink::FEATURES)
            .args(build.features)
            .args(["-O3", "--strip-debug", "--strip-producers"])
            .arg(glue.join(format!("{}_bg.wasm", self.package)))
            .arg("-o")
            .arg(&optimized)
            .read("wasm-opt")?;
        let file = store(&std::fs::read(&optimized)?, self.stem, ".wasm", &self.directory(paths))?;
        Ok(format!("--define:{}=\"{file}\"", build.name))
    }

    /// Joins the glue and `entry.js` into the module's script.
    pub fn join(
        &self,
        paths: &Paths,
        tools: &WasmTools,
        glue: &Path,
        definitions: &[String],
    ) -> anyhow::Result<()> {
        let directory = self.package.trim_start_matches("kyc-");
        let source = paths.root.join("crates").join(directory).join("src").join("entry.js");
        let entry = glue.join("entry.js");
        std::fs::copy(source, &entry).context("entry.js cannot be copied")?;
        Cmd::new(&tools.esbuild, &paths.root)
            .arg(&entry)
            .args(["--bundle", "--minify", "--format=esm", "--target=es2022", "--log-level=error"])
            .args(definitions)
            .arg(format!("--outfile={}", self.script(paths).display()))
            .read("esbuild")
            .map(drop)
    }

    /// Copies the module's files.
    pub fn copy(&self, paths: &Paths, dist: &Path) -> anyhow::Result<()> {
        let to = dist.join(self.stem);
        std::fs::create_dir_all(&to).with_context(|| format!("{} cannot be created", to.display()))?;
        for entry in std::fs::read_dir(self.directory(paths))?.flatten() {
            std::fs::copy(entry.path(), to.join(entry.file_name()))
                .with_context(|| format!("the {} module cannot be copied", self.stem))?;
        }
        Ok(())
    }
}

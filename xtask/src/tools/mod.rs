//! The tools beside cargo: found on PATH in the right version, else in the tools directory, else installed there.

pub mod browser;
mod install;
mod version;

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::paths::Paths;
use crate::proc::Cmd;

pub use version::Version;

const TRUNK: &str = "0.21.14";
const BINARYEN: &str = "132";
const WASM_SPLIT: &str = "0.2.4";
const ESBUILD: &str = "0.28.2";
const AXE_CORE: &str = "4.14.1";
const CARGO_DENY: &str = "0.20.2";
const CARGO_FUZZ: &str = "0.13.2";

/// What a tool is, how to ask for its version and how long it takes to build.
struct Tool<'a> {
    /// The package to install.
    package: &'a str,
    /// The program it brings.
    program: &'a str,
    version: &'a str,
    duration: &'a str,
    is_locked: bool,
    features: &'static [&'static str],
}

/// The programs that make a module for the browser.
pub struct WasmTools {
    pub wasm_bindgen: PathBuf,
    pub wasm_opt: PathBuf,
    pub wasm_split: PathBuf,
    pub esbuild: PathBuf,
}

impl WasmTools {
    /// Directories to put on PATH so that trunk finds the pinned versions and downloads nothing.
    pub fn directories(&self) -> Vec<PathBuf> {
        [&self.wasm_bindgen, &self.wasm_opt].iter().filter_map(|p| p.parent().map(Path::to_owned)).collect()
    }
}

/// Everything a module for the browser needs.
pub fn for_wasm(paths: &Paths) -> anyhow::Result<WasmTools> {
    wasm_target(paths)?;
    Ok(WasmTools {
        wasm_bindgen: wasm_bindgen(paths)?,
        wasm_opt: wasm_opt(paths)?,
        wasm_split: wasm_split(paths)?,
        esbuild: esbuild()?,
    })
}

/// The directory that outlives checkouts, so that a second run and a second clone find the tools.
fn directory() -> anyhow::Result<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    if let Some(directory) = set("KYC_TOOLS") {
        return Ok(directory);
    }
    let cache = set("XDG_CACHE_HOME").or_else(|| set("HOME").map(|home| home.join(".cache")));
    let cache = cache.context("no place for tools: set KYC_TOOLS to a directory")?;
    Ok(cache.join("kyc-gatherer").join("tools"))
}

/// Adds the wasm target to the toolchain of `rust-toolchain.toml` when it is missing.
pub fn wasm_target(paths: &Paths) -> anyhow::Result<()> {
    let query = ["--print", "target-libdir", "--target", "wasm32-unknown-unknown"];
    let directory = Cmd::new("rustc", &paths.root).args(query).read("rustc")?;
    if Path::new(directory.trim()).is_dir() {
        return Ok(());
    }
    println!("installing the wasm32-unknown-unknown target (some seconds)");
    let add = Cmd::new("rustup", &paths.root).args(["target", "add", "wasm32-unknown-unknown"]);
    let Ok(output) = add.output() else {
        bail!(
            "the wasm32-unknown-unknown target is missing and rustup is not installed: add the target to your Rust toolchain"
        );
    };
    if !output.status.success() {
        bail!(
            "the wasm32-unknown-unknown target cannot be installed, is the network reachable? (rustup: {})",
            crate::proc::last_line(&output.stderr)
        );
    }
    Ok(())
}

/// What builds the app; it finds the others on PATH.
pub fn trunk(paths: &Paths) -> anyhow::Result<PathBuf> {
    let tool = Tool {
        package: "trunk",
        program: "trunk",
        version: TRUNK,
        duration: "6 minutes",
        is_locked: true,
        features: &[],
    };
    ensure(paths, &tool)
}

fn wasm_bindgen(paths: &Paths) -> anyhow::Result<PathBuf> {
    ensure(paths, &wasm_bindgen_tool(&wasm_bindgen_version(paths)?, "wasm-bindgen"))
}

/// The runner of browser tests, which has to match the wasm-bindgen crate.
pub fn wasm_bindgen_test_runner(paths: &Paths) -> anyhow::Result<PathBuf> {
    ensure(paths, &wasm_bindgen_tool(&wasm_bindgen_version(paths)?, "wasm-bindgen-test-runner"))
}

fn wasm_bindgen_tool<'a>(version: &'a str, program: &'a str) -> Tool<'a> {
    // Its own lock file names versions that a registry may have withdrawn, hence not `--locked`.
    Tool {
        package: "wasm-bindgen-cli",
        program,
        version,
        duration: "4 minutes",
        is_locked: false,
        features: &[],
    }
}

fn wasm_bindgen_version(paths: &Paths) -> anyhow::Result<String> {
    let lock = std::fs::read_to_string(paths.root.join("Cargo.lock")).context("Cargo.lock cannot be read")?;
    version::locked(&lock, "wasm-bindgen").context("Cargo.lock names no wasm-bindgen")
}

/// The licence and source checker.
pub fn cargo_deny(paths: &Paths) -> anyhow::Result<PathBuf> {
    let tool = Tool {
        package: "cargo-deny",
        program: "cargo-deny",
        version: CARGO_DENY,
        duration: "4 minutes",
        is_locked: true,
        features: &[],
    };
    ensure(paths, &tool)
}

/// What cuts the app in two (docs/adr/0014); has to understand what the crate `wasm_split_helpers` leaves in the wasm.
fn wasm_split(paths: &Paths) -> anyhow::Result<PathBuf> {
    let tool = Tool {
        package: "wasm_split_cli_support",
        program: "wasm-split-cli",
        version: WASM_SPLIT,
        duration: "1 minute",
        is_locked: true,
        features: &["build-binary"],
    };
    ensure(paths, &tool)
}

/// What builds the targets of the fuzzer.
pub fn cargo_fuzz(paths: &Paths) -> anyhow::Result<PathBuf> {
    let tool = Tool {
        package: "cargo-fuzz",
        program: "cargo-fuzz",
        version: CARGO_FUZZ,
        duration: "2 minutes",
        is_locked: true,
        features: &[],
    };
    ensure(paths, &tool)
}

fn ensure(paths: &Paths, tool: &Tool<'_>) -> anyhow::Result<PathBuf> {
    if version_of(paths, Path::new(tool.program)).is_some_and(|v| v.to_string() == tool.version) {
        return which(tool.program).context("a program on PATH disappeared");
    }
    let root = directory()?.join(format!("{}-{}", tool.package, tool.version));
    let program = root.join("bin").join(tool.program);
    if !program.is_file() {
        install::cargo(paths, tool, &root)?;
    }
    Ok(program)
}

/// `wasm-opt` of the pinned binaryen. Versions below 120 optimise without complaint into an app that dies at
/// start-up, so an old one on PATH is never used.
fn wasm_opt(paths: &Paths) -> anyhow::Result<PathBuf> {
    let on_path = version_of(paths, Path::new("wasm-opt"));
    if on_path.as_ref().is_some_and(|v| v.to_string() == BINARYEN) {
        return which("wasm-opt").context("a program on PATH disappeared");
    }
    let root = directory()?.join(format!("binaryen-{BINARYEN}"));
    let program = root.join("node_modules").join(".bin").join("wasm-opt");
    if !program.is_file() {
        let note = match on_path {
            Some(v) if v.is_below(120) => {
                format!("wasm-opt {v} on PATH is refused, below 120 it breaks the app silently; ")
            }
            Some(v) => format!("wasm-opt {v} on PATH is not the pinned {BINARYEN}; "),
            None => String::new(),
        };
        let instead = format!(", or put wasm-opt {BINARYEN} on PATH");
        install::npm("binaryen", BINARYEN, &root, &note, &instead)?;
    }
    Ok(program)
}

/// The minifier of JavaScript.
fn esbuild() -> anyhow::Result<PathBuf> {
    let root = directory()?.join(format!("esbuild-{ESBUILD}"));
    let program = root.join("node_modules").join(".bin").join("esbuild");
    if !program.is_file() {
        install::npm("esbuild", ESBUILD, &root, "", "")?;
    }
    Ok(program)
}

/// The script of axe-core, which finds accessibility faults in a page. Only tests load it.
pub fn axe_core() -> anyhow::Result<PathBuf> {
    let root = directory()?.join(format!("axe-core-{AXE_CORE}"));
    let script = root.join("node_modules").join("axe-core").join("axe.min.js");
    if !script.is_file() {
        install::npm("axe-core", AXE_CORE, &root, "", "")?;
    }
    Ok(script)
}

/// The version a program reports, `None` when it is missing or broken.
fn version_of(paths: &Paths, program: &Path) -> Option<Version> {
    if !program.is_absolute() {
        which(&program.display().to_string())?;
    }
    let output = Cmd::new(program, &paths.root).arg("--version").output().ok()?;
    output.status.success().then(|| Version::parse(&output.stdout)).flatten()
}

/// The first executable of that name on PATH.
pub fn which(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|directory| directory.join(program)).find(|file| file.is_file())
}

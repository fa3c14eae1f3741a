//! Installing tools: through cargo, npm and apt, announced beforehand, with one sentence when it cannot be done.

use std::path::Path;

use anyhow::{Context, bail};

use super::{Tool, which};
use crate::paths::Paths;
use crate::proc::{Cmd, Output, last_line};

/// Builds `tool` with cargo into `root`.
pub fn cargo(paths: &Paths, tool: &Tool<'_>, root: &Path) -> anyhow::Result<()> {
    let Tool { package, version, duration, is_locked, features, .. } = tool;
    println!("installing {package} {version} into {} (about {duration}, once)", root.display());
    let command = Cmd::cargo(&paths.root)
        .args(["install", package, "--version", version, "--root"])
        .arg(root)
        .args(is_locked.then_some("--locked"))
        .arg(format!("--features={}", features.join(",")))
        // These tools are built once and run briefly: build time counts, not theirs.
        .env("CARGO_PROFILE_RELEASE_LTO", "false")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env_remove("CARGO_TARGET_DIR")
        .env_remove("CARGO_BUILD_TARGET")
        .env_remove("RUSTFLAGS");
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    if is_network_failure(&output) {
        bail!(
            "{package} {version} is missing and the crate registry cannot be reached: connect to the network, or put {package} {version} on PATH"
        );
    }
    eprint!("{}", output.stderr);
    bail!("{package} {version} cannot be built, see the messages above")
}

fn is_network_failure(output: &Output) -> bool {
    const SIGNS: [&str; 7] = [
        "Could not resolve host",
        "Couldn't resolve host",
        "Could not connect",
        "Couldn't connect",
        "spurious network error",
        "failed to download",
        "network is unreachable",
    ];
    SIGNS.iter().any(|sign| output.stderr.contains(sign))
}

/// Installs a package through npm into `root`. `instead` says what a machine without npm can do; `note` comes before
/// what is printed.
pub fn npm(package: &str, version: &str, root: &Path, note: &str, instead: &str) -> anyhow::Result<()> {
    if which("npm").is_none() {
        bail!("{note}{package} {version} is needed and npm is not installed: install npm{instead}");
    }
    println!("{note}installing {package} {version} into {} (some seconds, once)", root.display());
    std::fs::create_dir_all(root).with_context(|| format!("{} cannot be created", root.display()))?;
    // The prefix is named: npm would otherwise climb to the next directory that holds a package.json.
    let output = Cmd::new("npm", root)
        .args(["install", "--no-audit", "--no-fund", "--no-save", "--prefix"])
        .arg(root)
        .arg(format!("{package}@{version}"))
        .output()?;
    if !output.status.success() {
        bail!(
            "{package} {version} cannot be installed through npm, is the network reachable? ({})",
            npm_reason(&output.stderr)
        );
    }
    Ok(())
}

/// npm ends with the place of its log; the reason stands above it, after the code.
fn npm_reason(stderr: &str) -> &str {
    let is_reason = |line: &&str| line.starts_with("npm error") && !line.starts_with("npm error code ");
    stderr.lines().find(is_reason).unwrap_or_else(|| last_line(stderr))
}

/// Installs Debian packages; `false` when this machine or user cannot.
pub fn apt(packages: &[&str]) -> anyhow::Result<bool> {
    if which("apt-get").is_none() || !rustix::process::geteuid().is_root() {
        return Ok(false);
    }
    println!("installing {} (about 15 seconds, once)", packages.join(" and "));
    let apt = || Cmd::new("apt-get", Path::new("/")).env("DEBIAN_FRONTEND", "noninteractive");
    let install = || apt().args(["install", "-y", "--no-install-recommends"]).args(packages).output();
    // The package lists of a fresh machine are often missing or old.
    if install()?.status.success() {
        return Ok(true);
    }
    let update = apt().arg("update").output()?;
    if !update.status.success() {
        bail!(
            "the package lists cannot be updated, is the network reachable? (apt-get: {})",
            last_line(&update.stderr)
        );
    }
    let output = install()?;
    if !output.status.success() {
        bail!("{} cannot be installed (apt-get: {})", packages.join(" and "), last_line(&output.stderr));
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_npm_gives_is_the_line_after_its_code() {
        let stderr =
            "npm error code ECONNREFUSED\nnpm error request failed\nnpm error A complete log is in: x\n";
        assert_eq!(npm_reason(stderr), "npm error request failed");
        assert_eq!(npm_reason("broken\n"), "broken");
    }
}

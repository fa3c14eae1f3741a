//! The points that other programs look at: rustfmt, clippy and cargo-deny.

use super::Verdict;
use crate::paths::Paths;
use crate::proc::{Cmd, Output};
use crate::tools;

pub fn formatting(paths: &Paths) -> anyhow::Result<Verdict> {
    let mut files = Vec::new();
    // The fuzzer's targets are a workspace of their own.
    for (selection, remedy) in [
        (&["--all"][..], "cargo fmt --all"),
        (&["--manifest-path", "fuzz/Cargo.toml"], "cargo fmt --manifest-path fuzz/Cargo.toml"),
    ] {
        let output = Cmd::cargo(&paths.root)
            .arg("fmt")
            .args(selection)
            .args(["--", "--check", "--files-with-diff"])
            .output()?;
        let lines = output.stdout.lines();
        files.extend(lines.map(|file| format!("{} is not formatted: {remedy}", paths.show(file.as_ref()))));
        if !output.status.success() && output.stdout.trim().is_empty() {
            return Ok(failed(&output, "cargo fmt cannot read the sources"));
        }
    }
    Ok(Verdict::of(files))
}

pub fn clippy_native(paths: &Paths) -> anyhow::Result<Verdict> {
    clippy(paths, &["--all-targets", "--workspace", "--exclude", "kyc-gatherer"])
}

pub fn clippy_wasm(paths: &Paths) -> anyhow::Result<Verdict> {
    tools::wasm_target(paths)?;
    let target = ["--target", "wasm32-unknown-unknown", "--package"];
    match clippy(
        paths,
        &[&target[..], &["kyc-worker", "--bin", "kyc-worker", "--features", "module"]].concat(),
    )? {
        Verdict::Passed => clippy(paths, &[&target[..], &["kyc-gatherer", "--all-targets"]].concat()),
        other => Ok(other),
    }
}

/// The laws alone: they fall out of step with the crates when nobody compiles them, and the fuzzer needs a C++ compiler.
pub fn clippy_fuzz(paths: &Paths) -> anyhow::Result<Verdict> {
    let manifest = crate::fuzz::manifest(paths)?;
    let output = Cmd::cargo(&paths.root)
        .args(["clippy", "--quiet", "--lib", "--target-dir", "target", "--manifest-path"])
        .arg(manifest)
        .args(["--", "-D", "warnings"])
        .output()?;
    Ok(verdict(&output, "clippy is not content with fuzz/src, see its messages above"))
}

fn clippy(paths: &Paths, selection: &[&str]) -> anyhow::Result<Verdict> {
    let output = Cmd::cargo(&paths.root)
        .args(["clippy", "--quiet", "--locked"])
        .args(selection)
        .args(["--", "-D", "warnings"])
        .output()?;
    Ok(verdict(&output, "clippy is not content, see its messages above"))
}

pub fn deny(paths: &Paths) -> anyhow::Result<Verdict> {
    let output = cargo_deny(paths, &["bans", "licenses", "sources"])?;
    Ok(verdict(&output, "cargo-deny is not content, see its messages above and deny.toml"))
}

/// A merge that nobody finished: in a source it does not compile, in a document nobody notices.
pub fn merges(paths: &Paths) -> anyhow::Result<Verdict> {
    let output = Cmd::new("git", &paths.root).args(["grep", "-nE", "^(<{7}|>{7}) "]).output()?;
    Ok(match output.status.code() {
        Some(1) => Verdict::Passed,
        Some(0) => failed(&output, "a merge is unfinished, see the lines above"),
        _ => Verdict::Skipped("this is no checkout of git".to_owned()),
    })
}

/// Looked at only where the advisory database can be reached: a closed network must not fail the check.
pub fn advisories(paths: &Paths) -> anyhow::Result<Verdict> {
    let output = cargo_deny(paths, &["advisories"])?;
    if output.stderr.contains("failed to fetch advisory database") {
        return Ok(Verdict::Skipped("the advisory database cannot be reached".to_owned()));
    }
    Ok(verdict(&output, "a dependency has a known problem, see cargo-deny's messages above"))
}

fn cargo_deny(paths: &Paths, checks: &[&str]) -> anyhow::Result<Output> {
    let program = tools::cargo_deny(paths)?;
    Cmd::new(program, &paths.root)
        .args(["--log-level", "error", "--color", "never", "check"])
        .args(checks)
        .output()
}

fn verdict(output: &Output, sentence: &str) -> Verdict {
    if output.status.success() { Verdict::Passed } else { failed(output, sentence) }
}

fn failed(output: &Output, sentence: &str) -> Verdict {
    println!("{}", output.all().trim_end());
    Verdict::Failed(vec![sentence.to_owned()])
}

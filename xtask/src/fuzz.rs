//! `fuzz`: looks for bytes that break a law of the parsers and of the analysis (fuzz/src), and says where it put them.
//!
//! The fuzzer is libFuzzer through cargo-fuzz, without a sanitizer: the crates forbid `unsafe`, and so the stable toolchain
//! of `rust-toolchain.toml` will do. What was tried is kept in target/fuzz, so that the next run goes on from there.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use crate::paths::Paths;
use crate::proc::{Cmd, Output};
use crate::tools;

/// What is fuzzed, see fuzz/src. Those whose input is a text or a file as it is begin with short ones.
const TARGETS: [(&str, bool); 9] = [
    ("looks", false),
    ("guide", false),
    ("figures", false),
    ("files", true),
    ("heic", false),
    ("messages", false),
    ("stream", false),
    ("session", false),
    ("words", true),
];
/// An input that takes longer hangs: the slowest, a picture of 400 pixels, takes 0.1 s on a busy machine.
const HANGS_AFTER: &str = "-timeout=10";
/// Twice what the largest photograph may take.
const MEMORY: &str = "-rss_limit_mb=2048";

#[derive(Args)]
pub struct Options {
    /// Seconds for each target
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
    /// Only this one: looks, guide, figures, files, heic, messages, stream, session or words
    #[arg(value_parser = TARGETS.map(|(name, _)| name))]
    target: Option<String>,
}

/// Builds and runs the targets; answers whether every law held.
pub fn run(paths: &Paths, options: &Options) -> anyhow::Result<bool> {
    let programs = build(paths, options.target.as_deref())?;
    println!("{:<10} {:>10} {:>9} {:>8} {:>8}  outcome", "", "inputs", "a second", "places", "kept");
    let mut is_good = true;
    for (name, is_plain) in TARGETS.iter().filter(|(name, _)| is_wanted(name, options)) {
        let run = Run { paths, name, is_plain: *is_plain, seconds: options.seconds };
        let outcome = run.outcome(&programs)?;
        let Figures { inputs, rate, places, kept } = outcome.figures;
        let words = match &outcome.crash {
            None => "held".to_owned(),
            Some(crash) => format!("BROKEN by {}: {}", paths.show(&crash.file), crash.words),
        };
        println!("{name:<10} {inputs:>10} {rate:>9} {places:>8} {kept:>8}  {words}");
        is_good &= outcome.crash.is_none();
    }
    Ok(is_good)
}

fn is_wanted(name: &str, options: &Options) -> bool {
    options.target.as_deref().is_none_or(|target| target == name)
}

/// The manifest of the targets, ready to be built: with the versions that the product is built with.
pub fn manifest(paths: &Paths) -> anyhow::Result<PathBuf> {
    let directory = paths.root.join("fuzz");
    std::fs::copy(paths.root.join("Cargo.lock"), directory.join("Cargo.lock"))
        .context("Cargo.lock cannot be copied to fuzz/")?;
    Ok(directory.join("Cargo.toml"))
}

fn build(paths: &Paths, target: Option<&str>) -> anyhow::Result<PathBuf> {
    let program = tools::cargo_fuzz(paths)?;
    manifest(paths)?;
    let triple = host(paths)?;
    println!("building the targets (a minute at first)");
    let directory = paths.fuzz();
    let output = Cmd::new(program, &paths.root)
        .args([
            "build",
            "--sanitizer",
            "none",
            "--features",
            "fuzzer",
            "--fuzz-dir",
            "fuzz",
            "--target",
            &triple,
        ])
        .arg("--target-dir")
        .arg(&directory)
        .args(target)
        // Cargo's own, for a task that it started.
        .env_remove("CARGO_MANIFEST_DIR")
        .env_remove("CARGO_TARGET_DIR")
        .env_remove("RUSTFLAGS")
        .output()?;
    if !output.status.success() {
        eprint!("{}", output.stderr);
        bail!("the targets cannot be built, see the messages above; a C++ compiler is needed");
    }
    Ok(directory.join(triple).join("release"))
}

fn host(paths: &Paths) -> anyhow::Result<String> {
    let version = Cmd::new("rustc", &paths.root).arg("-vV").read("rustc")?;
    let triple = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(triple.context("rustc names no host")?.to_owned())
}

struct Run<'a> {
    paths: &'a Paths,
    name: &'a str,
    is_plain: bool,
    seconds: u32,
}

#[derive(Debug, Default, PartialEq)]
struct Figures {
    inputs: u64,
    rate: u64,
    /// Places of the code that were reached.
    places: u64,
    /// Inputs that reached something new.
    kept: u64,
}

#[derive(Debug)]
struct Outcome {
    figures: Figures,
    crash: Option<Crash>,
}

#[derive(Debug)]
struct Crash {
    file: PathBuf,
    words: String,
}

impl Run<'_> {
    fn outcome(&self, programs: &Path) -> anyhow::Result<Outcome> {
        let place = |kind: &str| {
            let directory = self.paths.fuzz().join(kind).join(self.name);
            std::fs::create_dir_all(&directory).map(|()| directory)
        };
        let (corpus, crashes) = (place("corpus")?, place("crashes")?);
        let dictionary = self.paths.root.join("fuzz/dictionaries").join(format!("{}.dict", self.name));
        let mut command = Cmd::new(programs.join(self.name), &self.paths.root)
            .arg(format!("-max_total_time={}", self.seconds))
            .arg(format!("-artifact_prefix={}/", crashes.display()))
            .args(["-print_final_stats=1", HANGS_AFTER, MEMORY]);
        if dictionary.is_file() {
            command = command.arg(format!("-dict={}", dictionary.display()));
        }
        // A picture or a life of several steps needs some bytes before anything happens.
        if !self.is_plain {
            command = command.arg("-len_control=0");
        }
        let output = command.arg(&corpus).output()?;
        Ok(Outcome { figures: figures(&output.stderr), crash: crash(&output)? })
    }
}

/// What the fuzzer says at its end.
fn figures(text: &str) -> Figures {
    let last = |word: &str| {
        let rest = text.rsplit_once(word)?.1.trim_start();
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    };
    let figure = |word: &str| last(word).unwrap_or_default();
    Figures {
        inputs: figure("stat::number_of_executed_units:"),
        rate: figure("stat::average_exec_per_sec:"),
        places: figure(" cov: "),
        kept: figure(" corp: "),
    }
}

/// The file that the fuzzer wrote, and the words of whatever went wrong.
fn crash(output: &Output) -> anyhow::Result<Option<Crash>> {
    let text = &output.stderr;
    let Some((_, file)) = text.rsplit_once("Test unit written to ") else {
        if output.status.success() {
            return Ok(None);
        }
        eprint!("{text}");
        bail!("the fuzzer stopped without a word on why, see above");
    };
    let lines = || text.lines().map(str::trim);
    let panicked = lines().skip_while(|line| !line.contains(" panicked at ")).nth(1);
    let words = panicked.or_else(|| lines().find(|line| line.contains("ERROR: libFuzzer:")));
    Ok(Some(Crash {
        file: file.lines().next().unwrap_or_default().trim().into(),
        words: words.unwrap_or("it says no more").chars().take(300).collect(),
    }))
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt;
    use std::process::ExitStatus;

    use super::*;

    fn output(code: i32, stderr: &str) -> Output {
        Output { status: ExitStatus::from_raw(code << 8), stdout: String::new(), stderr: stderr.to_owned() }
    }

    #[test]
    fn a_run_without_a_crash_is_counted() {
        let text = "#2\tINITED cov: 12 ft: 13 corp: 1/1b exec/s: 0 rss: 27Mb\n\
            #981\tDONE   cov: 205 ft: 1354 corp: 545/323Kb lim: 4096 exec/s: 37 rss: 29Mb\n\
            stat::number_of_executed_units: 980915\nstat::average_exec_per_sec:     37727\n";
        let expected = Figures { inputs: 980_915, rate: 37_727, places: 205, kept: 545 };
        assert_eq!(figures(text), expected);
        assert!(crash(&output(0, text)).unwrap().is_none());
    }

    #[test]
    fn a_crash_is_told_with_its_file_and_its_words() {
        let text = "thread '<unnamed>' (1) panicked at src/guide.rs:59:5:\nprogress NaN\nstack backtrace:\n\
            ==1== ERROR: libFuzzer: deadly signal\n\
            artifact_prefix='/t/'; Test unit written to /t/crash-9a80\nBase64: If//\n";
        let crash = crash(&output(77, text)).unwrap().unwrap();
        assert_eq!((crash.file, crash.words.as_str()), (PathBuf::from("/t/crash-9a80"), "progress NaN"));
    }

    #[test]
    fn a_hang_is_told_and_a_fuzzer_that_says_nothing_is_an_error() {
        let text = "==1== ERROR: libFuzzer: timeout after 10 seconds\n; Test unit written to /t/timeout-1\n";
        assert!(crash(&output(70, text)).unwrap().unwrap().words.ends_with("timeout after 10 seconds"));
        assert!(crash(&output(1, "no such file")).is_err());
    }
}

//! `check`: everything a reviewer should not have to look for. Every point runs, each failing one says why.

mod commands;
mod graph;
mod html;
mod layers;
mod lengths;
mod messages;

use crate::paths::Paths;
use crate::report::Tally;

/// What a point came to.
pub enum Verdict {
    Passed,
    /// One understandable sentence for each thing that is wrong.
    Failed(Vec<String>),
    /// Why it could not be looked at.
    Skipped(String),
}

impl Verdict {
    /// Passed when there is nothing wrong.
    pub fn of(wrong: Vec<String>) -> Self {
        if wrong.is_empty() { Self::Passed } else { Self::Failed(wrong) }
    }
}

type Point = (&'static str, fn(&Paths) -> anyhow::Result<Verdict>);

/// The quick ones first.
const POINTS: [Point; 14] = [
    ("formatting", commands::formatting),
    ("unfinished merges", commands::merges),
    ("file lengths", lengths::check),
    ("start page", html::check),
    ("layers of src/", layers::check),
    ("crate graph", graph::check),
    ("locales", messages::parity),
    ("message keys", messages::keys),
    ("unused messages", messages::unused),
    ("licences, bans and sources", commands::deny),
    ("advisories", commands::advisories),
    ("clippy, native", commands::clippy_native),
    ("clippy, wasm32", commands::clippy_wasm),
    ("clippy, laws of the fuzzer", commands::clippy_fuzz),
];

/// Runs every point; the last line counts them.
pub fn run(paths: &Paths) -> anyhow::Result<bool> {
    let mut tally = Tally::default();
    for (name, check) in POINTS {
        match check(paths) {
            Ok(Verdict::Passed) => {
                tally.count(true);
                println!("ok       {name}");
            }
            Ok(Verdict::Failed(wrong)) => {
                tally.count(false);
                for line in wrong {
                    println!("FAILED   {name}: {line}");
                }
            }
            Ok(Verdict::Skipped(why)) => println!("skipped  {name}: {why}"),
            Err(error) => {
                tally.count(false);
                println!("FAILED   {name}: {error:#}");
            }
        }
    }
    println!("{tally}");
    Ok(tally.is_ok())
}

//! `test`: the native, browser and end-to-end suites. All of them run even if one fails; everything they start ends
//! with them; the last line is the plain total.

mod contract;
mod e2e;
mod native;
mod outcome;
pub mod specimens;
mod watcher;
mod web;

use std::time::Instant;

use clap::ValueEnum;

use crate::paths::Paths;
use crate::report::Tally;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Suite {
    /// Crates that need no browser
    Native,
    /// The app in a real browser against a running sandbox
    Web,
    /// From outside the page, through WebDriver
    E2e,
}

impl Suite {
    const ALL: [Self; 3] = [Self::Native, Self::Web, Self::E2e];

    fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Web => "web",
            Self::E2e => "e2e",
        }
    }

    fn run(self, paths: &Paths, filter: Option<&str>) -> anyhow::Result<Tally> {
        match self {
            Self::Native => native::run(paths, filter),
            Self::Web => web::run(paths, filter),
            Self::E2e => e2e::run(paths, filter),
        }
    }
}

/// Runs one suite or all.
pub fn run(paths: &Paths, suite: Option<Suite>, filter: Option<&str>) -> anyhow::Result<bool> {
    let mut lines = Vec::new();
    let mut total = Tally::default();
    for suite in Suite::ALL.into_iter().filter(|candidate| suite.is_none_or(|wanted| wanted == *candidate)) {
        println!("== {} tests", suite.name());
        let start = Instant::now();
        let tally = suite.run(paths, filter).unwrap_or_else(|error| {
            // A suite that cannot run is a failure, not a gap.
            println!("the {} tests did not finish: {error:#}", suite.name());
            Tally { passed: 0, failed: 1 }
        });
        lines.push(format!("{:<7} {tally} ({} s)", suite.name(), start.elapsed().as_secs()));
        total += tally;
    }
    println!();
    for line in lines {
        println!("{line}");
    }
    println!("{total}");
    Ok(total.is_ok())
}

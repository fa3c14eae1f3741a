//! The suites that need no browser: every crate but the app and the end-to-end tests.

use super::contract::{self, Reports};
use super::outcome;
use crate::paths::Paths;
use crate::proc::Cmd;
use crate::report::Tally;

/// What the cases of the property tests are drawn from, so that the same sources always get the same verdict. The variable
/// chooses another number, and a plain `cargo test` draws anew each time.
const CASES: (&str, &str) = ("PROPTEST_RNG_SEED", "1");

const SELECTION: [&str; 5] = ["--workspace", "--exclude", "kyc-gatherer", "--exclude", "kyc-e2e"];

pub fn run(paths: &Paths, filter: Option<&str>) -> anyhow::Result<Tally> {
    let reports = Reports::begin(paths, "native")?;
    let tally = tests(paths, filter, &reports)?;
    // Each test fails by itself when its sandbox saw a violation, so the verdict is not counted again.
    if let Some(reports) = reports.read()? {
        contract::verdict(&reports);
        contract::coverage(&reports);
    }
    Ok(tally)
}

fn tests(paths: &Paths, filter: Option<&str>, reports: &Reports) -> anyhow::Result<Tally> {
    // Both runners are asked for plain text, which is what the counting reads.
    let (cases, first) = CASES;
    let seed = std::env::var(cases).unwrap_or_else(|_| first.to_owned());
    let cargo = || reports.asked_of(Cmd::cargo(&paths.root).env_remove("CARGO_TERM_COLOR").env(cases, &seed));
    let has_nextest = cargo().args(["nextest", "--version"]).output()?.status.success();
    if !has_nextest {
        let output =
            cargo().args(["test", "--quiet", "--no-fail-fast"]).args(SELECTION).args(filter).tee()?;
        return Ok(outcome::tally(&output));
    }
    let nextest = cargo()
        .args(["nextest", "run", "--no-fail-fast", "--no-tests", "pass", "--status-level", "fail"])
        .args(["--cargo-quiet", "--final-status-level", "fail", "--show-progress", "none"])
        .args(SELECTION)
        .args(filter);
    let mut tally = outcome::tally(&nextest.tee()?);
    // Nextest leaves the examples in the documentation to cargo.
    let documentation =
        cargo().args(["test", "--quiet", "--doc", "--no-fail-fast"]).args(SELECTION).args(filter);
    tally += outcome::tally(&documentation.tee()?);
    Ok(tally)
}

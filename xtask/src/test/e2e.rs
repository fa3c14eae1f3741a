//! The end-to-end suite: a browser driven from outside against the release build of the app.

use std::time::Duration;

use super::{contract, outcome, specimens};
use crate::build;
use crate::paths::Paths;
use crate::proc::Cmd;
use crate::progress::Progress;
use crate::report::Tally;
use crate::tools::{self, browser};

/// How long no test may end. The one that takes screenshots of everything walks through the whole app six times.
const PATIENCE: Duration = Duration::from_secs(900);

pub fn run(paths: &Paths, filter: Option<&str>) -> anyhow::Result<Tally> {
    let browser = browser::ensure(paths)?;
    let dist = build::app(paths)?;
    let specimens = specimens::ensure(paths)?;
    let program = build::program(paths, "kyc-sandbox")?;
    let reports = contract::Reports::begin(paths, "e2e")?;
    // Compiling is silent for as long as it takes.
    let built = tests(paths).arg("--no-run").tee()?;
    if !built.status.success() {
        return Ok(outcome::tally(&built));
    }
    let command = tests(paths)
        .args(filter)
        .env("KYC_SANDBOX_BIN", program)
        .env("KYC_DIST", dist)
        .env("KYC_SPECIMENS", specimens)
        .env("KYC_AXE", tools::axe_core()?)
        .env("KYC_CHROMEDRIVER", browser.driver)
        .env("KYC_CHROMIUM", browser.chromium);
    let mut tally = outcome::tally(&reports.asked_of(command).tee_while(PATIENCE, &Progress::new())?);
    if let Some(reports) = reports.read()? {
        tally += contract::verdict(&reports);
    }
    Ok(tally)
}

fn tests(paths: &Paths) -> Cmd {
    Cmd::cargo(&paths.root)
        .args(["test", "--no-fail-fast", "--package", "kyc-e2e"])
        .env_remove("CARGO_TERM_COLOR")
}

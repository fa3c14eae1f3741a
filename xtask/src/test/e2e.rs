//! The end-to-end suite: a browser driven from outside against the release build of the app.

use super::{contract, outcome, specimens};
use crate::build;
use crate::paths::Paths;
use crate::proc::Cmd;
use crate::report::Tally;
use crate::tools::{self, browser};

pub fn run(paths: &Paths, filter: Option<&str>) -> anyhow::Result<Tally> {
    let browser = browser::ensure(paths)?;
    let dist = build::app(paths)?;
    let specimens = specimens::ensure(paths)?;
    let program = build::program(paths, "kyc-sandbox")?;
    let reports = contract::Reports::begin(paths, "e2e")?;
    let command = Cmd::cargo(&paths.root)
        .args(["test", "--no-fail-fast", "--package", "kyc-e2e"])
        .args(filter)
        .env("KYC_SANDBOX_BIN", program)
        .env("KYC_DIST", dist)
        .env("KYC_SPECIMENS", specimens)
        .env("KYC_AXE", tools::axe_core()?)
        .env("KYC_CHROMEDRIVER", browser.driver)
        .env("KYC_CHROMIUM", browser.chromium)
        .env_remove("CARGO_TERM_COLOR");
    let mut tally = outcome::tally(&reports.asked_of(command).tee()?);
    if let Some(reports) = reports.read()? {
        tally += contract::verdict(&reports);
    }
    Ok(tally)
}

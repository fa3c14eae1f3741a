//! What the contract checks of the suites' sandboxes come to: how much was checked, what was violated, what was never
//! called. Sandboxes that the tests start themselves leave their reports in a file, one JSON line each.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Context;
use serde_json::Value;

use crate::paths::Paths;
use crate::proc::Cmd;
use crate::report::Tally;

/// More would hide the test's own messages.
const MOST_SHOWN: usize = 20;

/// Where the tests of a suite leave their reports; nowhere, when the contract's file is absent.
pub struct Reports(Option<Files>);

struct Files {
    contract: PathBuf,
    reports: PathBuf,
}

impl Reports {
    /// Starts with none.
    pub fn begin(paths: &Paths, suite: &str) -> anyhow::Result<Self> {
        let Some(contract) = paths.contract() else {
            notice();
            return Ok(Self(None));
        };
        std::fs::create_dir_all(paths.generated()).context("target/xtask cannot be created")?;
        let reports = paths.generated().join(format!("contract-{suite}.jsonl"));
        std::fs::write(&reports, "").with_context(|| format!("{} cannot be written", reports.display()))?;
        Ok(Self(Some(Files { contract, reports })))
    }

    /// Tells the tests where the file is and where the reports go.
    pub fn asked_of(&self, command: Cmd) -> Cmd {
        match &self.0 {
            Some(files) => {
                command.env("KYC_CONTRACT", &files.contract).env("KYC_CONTRACT_REPORTS", &files.reports)
            }
            None => command,
        }
    }

    /// The reports that came; `None` when none were asked for.
    pub fn read(&self) -> anyhow::Result<Option<Vec<Value>>> {
        let Some(files) = &self.0 else { return Ok(None) };
        let text = std::fs::read_to_string(&files.reports).context("the contract's reports are gone")?;
        let parse = |line| serde_json::from_str(line).context("a contract report is not JSON");
        text.lines().map(parse).collect::<anyhow::Result<_>>().map(Some)
    }
}

/// Says that the file is absent.
pub fn notice() {
    println!("contract: the file is absent (see KYC_CONTRACT), answers are not validated");
}

/// Prints what was checked; violations fail the suite.
pub fn verdict(reports: &[Value]) -> Tally {
    let checked: u64 = reports.iter().filter_map(|report| report.get("checked")?.as_u64()).sum();
    let lists = reports.iter().filter_map(|report| report.get("violations")?.as_array());
    let violations: Vec<&Value> = lists.flatten().collect();
    for violation in violations.iter().take(MOST_SHOWN) {
        println!("contract: {violation}");
    }
    println!("contract: {checked} answers checked, {} violations", violations.len());
    Tally { passed: 0, failed: u64::from(!violations.is_empty()) }
}

/// Prints which operations of the contract no test ever called.
pub fn coverage(reports: &[Value]) {
    let never = never_called(reports);
    if !never.is_empty() {
        println!("contract: never called: {}", never.join(", "));
    }
}

fn never_called(reports: &[Value]) -> Vec<&str> {
    let mut counts = BTreeMap::new();
    for (operation, count) in
        reports.iter().filter_map(|report| report.get("operations")?.as_object()).flatten()
    {
        *counts.entry(operation.as_str()).or_insert(0) += count.as_u64().unwrap_or(0);
    }
    counts.into_iter().filter(|(_, count)| *count == 0).map(|(operation, _)| operation).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_violation_in_any_report_fails_the_suite() {
        let good = json!({ "checked": 3, "violations": [] });
        let bad = json!({ "checked": 1, "violations": [{ "what": "no" }, { "what": "nor this" }] });
        assert_eq!(verdict(&[good.clone(), good.clone()]), Tally { passed: 0, failed: 0 });
        assert_eq!(verdict(&[good, bad]), Tally { passed: 0, failed: 1 });
    }

    #[test]
    fn an_operation_counts_as_called_when_any_report_met_it() {
        let first = json!({ "operations": { "GET /a": 0, "GET /b": 2, "GET /c": 0 } });
        let second = json!({ "operations": { "GET /a": 1, "GET /b": 0, "GET /c": 0 } });
        assert_eq!(never_called(&[first, second]), ["GET /c"]);
    }
}

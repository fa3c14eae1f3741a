//! The contract check of a world's sandbox: asked for where `cargo xtask test` names the file, read at the end.

use std::io::Write;

use serde_json::Value;
use ureq::Agent;

use crate::settings;

/// What makes the sandbox check; nothing where the file is absent.
pub fn arguments() -> Vec<String> {
    let file = settings::optional("KYC_CONTRACT");
    file.into_iter().flat_map(|file| ["--contract".to_owned(), file.display().to_string()]).collect()
}

/// Fails the test at its end if the sandbox saw a violation.
pub struct Watch {
    url: String,
}

impl Watch {
    /// Of the sandbox at this address, if it checks.
    pub fn over(url: &str) -> Option<Self> {
        settings::optional("KYC_CONTRACT").map(|_| Self { url: format!("{url}/sandbox/contract") })
    }

    fn report(&self) -> Result<Value, String> {
        let mut answer =
            Agent::new_with_defaults().get(&self.url).call().map_err(|error| error.to_string())?;
        answer.body_mut().read_json().map_err(|error| error.to_string())
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let report = self.report().and_then(|report| tell(&report).map(|()| report));
        // A second panic would end the whole process, and the first tells more.
        if std::thread::panicking() {
            return;
        }
        match report {
            Ok(report) => {
                let violations =
                    report.get("violations").and_then(Value::as_array).cloned().unwrap_or_default();
                assert!(violations.is_empty(), "the contract was violated: {}", Value::from(violations));
            }
            Err(error) => panic!("what the contract check saw is not known: {error}"),
        }
    }
}

/// Adds the report to those that `cargo xtask test` sums up.
fn tell(report: &Value) -> Result<(), String> {
    let Some(path) = settings::optional("KYC_CONTRACT_REPORTS") else { return Ok(()) };
    let file = std::fs::File::options().create(true).append(true).open(path);
    // One write, so that lines of tests that run at once do not mix.
    let written = file.and_then(|mut file| file.write_all(format!("{report}\n").as_bytes()));
    written.map_err(|error| error.to_string())
}

//! What one exchange did wrong, and where.

use super::rule::{Fault, Rule};

/// One thing that is wrong.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    /// `answer#/size`, `call#/documents/0`, `query limit`, `header Location`, `status`.
    pub place: String,
    pub what: String,
}

/// All that is wrong.
#[derive(Debug, Default)]
pub struct Findings(pub Vec<Finding>);

impl Findings {
    pub fn add(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.0.push(Finding { place: place.into(), what: what.into() });
    }

    /// A text: a parameter or a header.
    pub fn judge_text(&mut self, place: &str, rule: &Rule, text: &str) {
        for Fault { what, .. } in rule.faults_of_text(text) {
            self.add(place, what);
        }
    }

    /// A body that ought to be JSON.
    pub fn judge_json(&mut self, place: &str, rule: &Rule, bytes: &[u8]) {
        match serde_json::from_slice(bytes) {
            Ok(value) => {
                for Fault { pointer, what } in rule.faults(&value) {
                    self.add(format!("{place}#{pointer}"), what);
                }
            }
            Err(error) => self.add(place, format!("this is not JSON: {error}")),
        }
    }
}

//! What the check saw since the start: counts for the coverage, violations for people and tests.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use utoipa::ToSchema;

/// A sandbox may run for weeks; the counts go on.
const MOST_KEPT: usize = 1000;

/// An exchange, or a webhook, that does not keep the contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Violation {
    /// `GET`, or `WEBHOOK`.
    pub method: String,
    /// The path's template, or the event type.
    pub path: String,
    /// 0 for a webhook.
    pub status: u16,
    /// `answer#/size`, `call#/documents/0`, `query limit`, `header Location`, `status`.
    #[serde(rename = "where")]
    pub place: String,
    /// What is wrong there.
    pub what: String,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { method, path, status, place, what } = self;
        write!(formatter, "{method} {path} {status} {place}: {what}")
    }
}

/// What the check saw.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Report {
    /// Answers and webhooks that were checked.
    pub checked: u64,
    /// How often each documented operation and webhook was met; 0 for those that never were.
    pub operations: BTreeMap<String, u64>,
    /// The violations, oldest first; at most a thousand are kept.
    pub violations: Vec<Violation>,
}

/// The growing report.
#[derive(Debug)]
pub struct Log(Mutex<Report>);

impl Log {
    pub fn new(operations: impl Iterator<Item = String>) -> Self {
        let operations = operations.map(|label| (label, 0)).collect();
        Self(Mutex::new(Report { operations, ..Report::default() }))
    }

    pub fn report(&self) -> Report {
        self.lock().clone()
    }

    pub fn count(&self, label: &str) {
        let mut report = self.lock();
        report.checked += 1;
        if let Some(count) = report.operations.get_mut(label) {
            *count += 1;
        }
    }

    pub fn add(&self, violation: Violation) {
        eprintln!("contract: {violation}");
        let mut report = self.lock();
        if report.violations.len() < MOST_KEPT {
            report.violations.push(violation);
        }
    }

    pub fn forget(&self) {
        let mut report = self.lock();
        report.checked = 0;
        report.violations.clear();
        report.operations.values_mut().for_each(|count| *count = 0);
    }

    fn lock(&self) -> MutexGuard<'_, Report> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

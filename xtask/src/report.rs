//! What a run came to: points that passed or failed, and the plain last line a machine can read.

use std::fmt;
use std::ops::AddAssign;

/// How many passed and how many failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    pub fn is_ok(self) -> bool {
        self.failed == 0
    }

    /// Counts one point.
    pub fn count(&mut self, is_ok: bool) {
        if is_ok {
            self.passed += 1;
        } else {
            self.failed += 1;
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Bytes for people, in the decimal units of the budget.
pub fn kilobytes(bytes: u64) -> String {
    format!("{}.{} KB", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_is_plain() {
        let mut tally = Tally::default();
        tally.count(true);
        tally.count(false);
        tally += Tally { passed: 2, failed: 0 };
        assert_eq!(tally.to_string(), "3 passed, 1 failed");
        assert!(!tally.is_ok());
    }

    #[test]
    fn bytes_are_shown_in_thousands() {
        assert_eq!(kilobytes(130_000), "130.0 KB");
        assert_eq!(kilobytes(1_950), "1.9 KB");
    }
}

//! The browser's console: everything is kept for the report, and an error that no test announced fails it.

use std::cell::RefCell;

use crate::address::without_token;

/// What the console showed so far.
#[derive(Debug, Default)]
pub struct Console {
    lines: RefCell<Vec<Line>>,
    announced: RefCell<Vec<String>>,
}

#[derive(Debug)]
struct Line {
    level: String,
    message: String,
}

impl Console {
    /// Keeps new lines.
    pub fn extend(&self, lines: impl IntoIterator<Item = (String, String)>) {
        self.lines.borrow_mut().extend(lines.into_iter().map(|(level, message)| Line { level, message }));
    }

    /// Errors that hold `part` are what the test is about.
    pub fn announce(&self, part: &str) {
        self.announced.borrow_mut().push(part.to_owned());
    }

    /// Errors and warnings that nobody announced: scripts that failed, refused resources, violated policies.
    pub fn complaints(&self) -> Vec<String> {
        let announced = self.announced.borrow();
        let is_complaint = |line: &&Line| {
            matches!(line.level.as_str(), "SEVERE" | "WARNING")
                && !announced.iter().any(|part| line.message.contains(part.as_str()))
        };
        self.lines.borrow().iter().filter(is_complaint).map(|line| without_token(&line.message)).collect()
    }

    /// All lines, for a report.
    pub fn transcript(&self) -> String {
        let lines = self.lines.borrow();
        lines.iter().map(|line| without_token(&format!("  {} {}\n", line.level, line.message))).collect()
    }
}

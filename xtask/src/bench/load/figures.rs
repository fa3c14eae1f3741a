//! Calls as a table: how many, how long the middle one and the slow ones took, how many failed.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use super::client::Call;

/// The figures of each kind of call, by its label.
pub struct Figures(BTreeMap<&'static str, Line>);

#[derive(Debug, PartialEq, Eq)]
struct Line {
    count: usize,
    median: Duration,
    p99: Duration,
    max: Duration,
    errors: usize,
}

impl Figures {
    pub fn of(calls: &[Call]) -> Self {
        let mut labels: BTreeMap<&'static str, Vec<&Call>> = BTreeMap::new();
        for call in calls {
            labels.entry(call.label).or_default().push(call);
        }
        Self(labels.into_iter().map(|(label, calls)| (label, Line::of(&calls))).collect())
    }

    pub fn errors(&self) -> usize {
        self.0.values().map(|line| line.errors).sum()
    }
}

impl Line {
    fn of(calls: &[&Call]) -> Self {
        let mut times: Vec<Duration> = calls.iter().map(|call| call.took).collect();
        times.sort_unstable();
        let at = |part: usize| times.get((times.len() * part / 100).min(times.len().saturating_sub(1)));
        Self {
            count: times.len(),
            median: at(50).copied().unwrap_or_default(),
            p99: at(99).copied().unwrap_or_default(),
            max: times.last().copied().unwrap_or_default(),
            errors: calls.iter().filter(|call| !call.is_success).count(),
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<20} {:>6} {:>9} {:>9} {:>9} {:>7}",
            "call", "count", "median", "p99", "max", "errors"
        )?;
        for (label, line) in &self.0 {
            let ms = |time: Duration| format!("{} ms", time.as_millis());
            let (median, p99, max) = (ms(line.median), ms(line.p99), ms(line.max));
            let (count, errors) = (line.count, line.errors);
            writeln!(f, "{label:<20} {count:>6} {median:>9} {p99:>9} {max:>9} {errors:>7}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_and_the_slow_end_are_told_for_each_label() {
        let call = |label, ms, is_success| Call { label, took: Duration::from_millis(ms), is_success };
        let mut calls: Vec<Call> = (0..100).map(|ms| call("a", ms, true)).collect();
        calls.push(call("b", 7, false));
        let figures = Figures::of(&calls);
        let ms = Duration::from_millis;
        assert_eq!(figures.0["a"], Line { count: 100, median: ms(50), p99: ms(99), max: ms(99), errors: 0 });
        assert_eq!(figures.0["b"], Line { count: 1, median: ms(7), p99: ms(7), max: ms(7), errors: 1 });
        assert_eq!(figures.errors(), 1);
    }
}

//! Counting tests from what the runners print: libtest (cargo and wasm-bindgen) and nextest.

use crate::proc::Output;
use crate::report::Tally;

/// The tests a run counted; a run that failed without a failed test (it did not compile) counts as one failure.
pub fn tally(output: &Output) -> Tally {
    let text = output.all();
    let mut tally = count(&text);
    if !output.status.success() && tally.failed == 0 {
        tally.failed = 1;
    }
    tally
}

fn count(text: &str) -> Tally {
    let mut tally = Tally::default();
    for line in text.lines() {
        let line = line.trim();
        if let Some(result) = line.strip_prefix("test result: ") {
            tally += words(result, ';');
        } else if line.starts_with("Summary [") {
            tally += words(line.split_once("run: ").map_or("", |(_, counts)| counts), ',');
        }
    }
    tally
}

/// Adds up the `12 passed` parts of a line.
fn words(line: &str, separator: char) -> Tally {
    let mut tally = Tally::default();
    for part in line.split(separator) {
        // libtest writes "ok. 3 passed", nextest "3 passed (1 slow)".
        let mut words = part.split_whitespace().skip_while(|word| word.parse::<u64>().is_err());
        let number = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
        match words.next() {
            Some("passed") => tally.passed += number,
            Some("failed" | "timed" | "exec") => tally.failed += number,
            _ => {}
        }
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libtest_results_of_several_binaries_are_added() {
        let text = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.01s\n\
                    noise\ntest result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(count(text), Tally { passed: 5, failed: 1 });
    }

    #[test]
    fn nextest_summaries_are_read_with_their_asides() {
        let text = "     Summary [   1.234s] 12 tests run: 9 passed (2 slow, 1 flaky), 1 failed, 2 timed out, 4 skipped\n";
        assert_eq!(count(text), Tally { passed: 9, failed: 3 });
        assert_eq!(count("Summary [ 0.1s] 1 test run: 1 passed, 0 skipped"), Tally { passed: 1, failed: 0 });
    }

    #[test]
    fn a_run_that_does_not_compile_counts_as_a_failure() {
        let status = std::process::Command::new("false").status().unwrap();
        let output = Output { status, stdout: String::new(), stderr: "error: no".to_owned() };
        assert_eq!(tally(&output), Tally { passed: 0, failed: 1 });
    }
}

//! `bench intake`: how long a photograph of twelve megapixels takes from being chosen to being shown as it is sent,
//! looked at and all, against the time the browser alone needs to decode, scale and encode it; and for how long the page
//! does not answer meanwhile.

use anyhow::{Context, bail};
use clap::Args;
use serde_json::{Value, json};

use super::DRIVER_START;
use super::webdriver::Driver;
use crate::paths::Paths;
use crate::report::kilobytes;
use crate::tools::browser;
use crate::{build, sandbox};

const MEASURE: &str = include_str!("intake.js");
/// What the customer waits at most, as a multiple of what the browser alone needs.
const MOST: f64 = 1.5;

#[derive(Args)]
pub struct Options {
    /// Photographs to take the median of
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
}

/// Milliseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Row {
    browser: f64,
    app: f64,
    blocked: f64,
}

/// Measures and prints; answers whether the median is within bounds.
pub fn run(paths: &Paths, options: &Options) -> anyhow::Result<bool> {
    let browser = browser::ensure(paths)?;
    let dist = build::app(paths)?;
    let program = build::program(paths, "kyc-sandbox")?;
    let sandbox = sandbox::disposable(paths, &program, Some(dist), "1500ms", None, &[])?;
    let driver = Driver::start(paths, &browser, DRIVER_START)?;
    let words = std::fs::read_to_string(paths.root.join("locales").join("en.json"))?;
    let words: Value = serde_json::from_str(&words).context("locales/en.json is not JSON")?;
    let session = driver.session()?;
    session.visit(&sandbox.sandbox.gatherer_link()?)?;
    let answer = session.execute_async_with(MEASURE, &json!([options.runs, words]))?;
    if let Some(error) = answer.get("error").and_then(Value::as_str) {
        bail!("the photograph could not be handed in: {error}");
    }
    let bytes = answer.get("bytes").and_then(Value::as_u64).context("no bytes")?;
    println!("a photograph of 4000 x 3000 pixels, {}", kilobytes(bytes));
    println!("{:>4} {:>14} {:>12} {:>7} {:>17}", "run", "browser alone", "ready", "ratio", "longest silence");
    let rows = rows(&answer).context("the browser measured nothing")?;
    for (number, row) in (1..).zip(&rows) {
        print(&format!("{number}"), *row);
    }
    let middle = median(&rows).context("nothing was measured")?;
    print("med.", middle);
    Ok(middle.app <= middle.browser * MOST)
}

fn print(label: &str, Row { browser, app, blocked }: Row) {
    let ratio = app / browser.max(1.0);
    println!("{label:>4} {browser:>11.0} ms {app:>9.0} ms {ratio:>7.2} {blocked:>14.0} ms");
}

fn rows(answer: &Value) -> Option<Vec<Row>> {
    let read = |row: &Value| {
        let number = |name: &str| row.get(name).and_then(Value::as_f64);
        Some(Row { browser: number("browser")?, app: number("app")?, blocked: number("blocked")? })
    };
    answer.get("rows")?.as_array()?.iter().map(read).collect()
}

/// The median of each column by itself.
fn median(rows: &[Row]) -> Option<Row> {
    let middle = |value: fn(&Row) -> f64| {
        let mut values: Vec<f64> = rows.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied()
    };
    Some(Row {
        browser: middle(|row| row.browser)?,
        app: middle(|row| row.app)?,
        blocked: middle(|row| row.blocked)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_browser_tells_is_read_and_its_middle_taken() {
        let row = |browser, app, blocked| json!({ "browser": browser, "app": app, "blocked": blocked });
        let read = rows(&json!({ "rows": [row(3.0, 10, 1), row(1.0, 30, 3), row(2.0, 20, 2)] })).unwrap();
        assert_eq!(median(&read), Some(Row { browser: 2.0, app: 20.0, blocked: 2.0 }));
        assert_eq!(rows(&json!({ "rows": [{}] })), None);
        assert_eq!(median(&[]), None);
    }
}

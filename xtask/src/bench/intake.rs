//! `bench intake`: how long a photograph of twelve megapixels takes from being chosen to being shown as it is sent,
//! looked at and all, against the time the browser alone needs to decode, scale and encode it; and for how long the page
//! does not answer meanwhile.

use anyhow::{Context, bail};
use clap::Args;
use serde_json::{Value, json};

use super::webdriver::Driver;
use super::{DRIVER_START, load_average, median, words};
use crate::paths::Paths;
use crate::report::kilobytes;
use crate::tools::browser;
use crate::{build, sandbox};

const MEASURE: &str = concat!(include_str!("screens.js"), include_str!("intake.js"));
/// What the customer waits at most, as a multiple of what the browser alone needs.
const MOST: f64 = 1.5;

#[derive(Args)]
pub struct Options {
    /// Photographs to take the median of
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
}

/// Milliseconds.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    browser: f64,
    app: f64,
    blocked: f64,
    /// What the app's time went into, see `intake.js`; empty where the page itself made the picture.
    stages: Vec<f64>,
    /// A document was found, and only it is sent.
    is_cut: bool,
}

impl Row {
    fn ratio(&self) -> f64 {
        self.app / self.browser.max(1.0)
    }
}

/// Measures and prints; answers whether the middle one of the ratios is within bounds.
pub fn run(paths: &Paths, options: &Options) -> anyhow::Result<bool> {
    let browser = browser::ensure(paths)?;
    let dist = build::app(paths)?;
    let program = build::program(paths, "kyc-sandbox")?;
    let sandbox = sandbox::disposable(paths, &program, Some(dist), "1500ms", None, &[])?;
    let driver = Driver::start(paths, &browser, DRIVER_START)?;
    let words = words(paths)?;
    println!("photographs of 4000 x 3000 pixels, a document beyond two sides and one as a whole");
    println!(
        "{:>4} {:>12} {:>14} {:>9} {:>6} {:>16}   asked, opened, cut, made, shown",
        "run", "in", "browser alone", "ready", "ratio", "longest silence"
    );
    let mut is_good = true;
    for is_whole in [false, true] {
        let session = driver.session()?;
        session.visit(&sandbox.sandbox.gatherer_link()?)?;
        let answer = session.execute_async_with(MEASURE, &json!([words, options.runs, is_whole]))?;
        is_good &= tell(&answer)? <= MOST;
    }
    Ok(is_good)
}

/// Prints what the browser measured; the middle one of the ratios.
fn tell(answer: &Value) -> anyhow::Result<f64> {
    if let Some(error) = answer.get("error").and_then(Value::as_str) {
        bail!("the photograph could not be handed in: {error}");
    }
    let bytes = answer.get("bytes").and_then(Value::as_u64).context("no bytes")?;
    println!("{}; load {}", kilobytes(bytes), load_average());
    let rows = rows(answer).context("the browser measured nothing")?;
    for (number, row) in (1..).zip(&rows) {
        print(&format!("{number}"), row, row.ratio());
    }
    let ratio = median(rows.iter().map(Row::ratio)).context("nothing was measured")?;
    print("med.", &middle(&rows).context("nothing was measured")?, ratio);
    Ok(ratio)
}

fn print(label: &str, row: &Row, ratio: f64) {
    let Row { browser, app, blocked, stages, is_cut } = row;
    let place = if stages.is_empty() { "page" } else { "worker" };
    let place = if *is_cut { format!("{place}, cut") } else { place.to_owned() };
    let stages: Vec<String> = stages.iter().map(|millis| format!("{millis:.0}")).collect();
    let stages = stages.join(" + ");
    println!(
        "{label:>4} {place:>12} {browser:>11.0} ms {app:>6.0} ms {ratio:>6.2} {blocked:>13.0} ms   {stages}"
    );
}

fn rows(answer: &Value) -> Option<Vec<Row>> {
    let read = |row: &Value| {
        let number = |name: &str| row.get(name).and_then(Value::as_f64);
        let stages = row.get("stages").and_then(Value::as_array);
        let stages =
            stages.map(|stages| stages.iter().filter_map(Value::as_f64).collect()).unwrap_or_default();
        let is_cut = row.get("isCut").and_then(Value::as_bool).unwrap_or_default();
        let (browser, app, blocked) = (number("browser")?, number("app")?, number("blocked")?);
        Some(Row { browser, app, blocked, stages, is_cut })
    };
    answer.get("rows")?.as_array()?.iter().map(read).collect()
}

/// The median of each column by itself.
fn middle(rows: &[Row]) -> Option<Row> {
    let stages = rows.iter().map(|row| row.stages.len()).min()?;
    let stage = |at: usize| median(rows.iter().filter_map(|row| row.stages.get(at).copied()));
    Some(Row {
        browser: median(rows.iter().map(|row| row.browser))?,
        app: median(rows.iter().map(|row| row.app))?,
        blocked: median(rows.iter().map(|row| row.blocked))?,
        stages: (0..stages).filter_map(stage).collect(),
        is_cut: rows.iter().any(|row| row.is_cut),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_browser_tells_is_read_and_its_middle_taken() {
        let row =
            |browser, app, stages| json!({ "browser": browser, "app": app, "blocked": 1, "stages": stages });
        let told = json!({ "rows": [row(30, 30, json!([4, 9])), row(10, 40, json!([5, 8])), row(20, 10, json!([6, 7]))] });
        let read = rows(&told).unwrap();
        let expected = Row { browser: 20.0, app: 30.0, blocked: 1.0, stages: vec![5.0, 8.0], is_cut: false };
        assert_eq!(middle(&read), Some(expected));
        // Of the pairs, not of the medians: what else the machine did then slowed both of a pair.
        assert_eq!(median(read.iter().map(Row::ratio)), Some(1.0));
        assert_eq!(rows(&json!({ "rows": [{}] })), None);
        assert_eq!(middle(&[]), None);
    }

    #[test]
    fn a_picture_that_the_page_made_has_no_stages() {
        let read =
            rows(&json!({ "rows": [{ "browser": 1, "app": 2, "blocked": 0, "stages": null }] })).unwrap();
        assert_eq!(read.first().map(|row| row.stages.len()), Some(0));
    }
}

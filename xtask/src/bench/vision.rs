//! `bench vision`: how many frames of the camera are looked at in a second, how long one look takes, and the longest time
//! the page does not answer meanwhile; in the worker, and in the page where there is none; and a whole capture.

use anyhow::{Context, bail};
use clap::Args;
use serde_json::{Value, json};

use super::webdriver::Driver;
use super::{DRIVER_START, load_average, words};
use crate::paths::Paths;
use crate::test::specimens;
use crate::tools::browser;
use crate::{build, sandbox};

const MEASURE: &str = include_str!("vision.js");
const CAPTURE: &str = concat!(include_str!("screens.js"), include_str!("capture.js"));
/// `kyc_worker::VERSION`: the task does not link the module.
const VERSION: u32 = 4;
/// What is measured. In a liveness check the page records meanwhile, and each look is held against the oval, which costs
/// nothing beside it.
const CASES: [Case; 3] = [
    Case { name: "documents", target: 1, size: [640, 480], least: 20.0, is_recorded: false },
    Case { name: "faces", target: 3, size: [320, 240], least: 12.0, is_recorded: false },
    Case { name: "liveness", target: 3, size: [640, 480], least: 12.0, is_recorded: true },
];
/// A longer task is felt.
const LONGEST: f64 = 50.0;

struct Case {
    name: &'static str,
    /// The number of the target in `kyc_vision::Target::ALL`.
    target: u32,
    /// Of the camera's picture.
    size: [u32; 2],
    /// The looks per second that the guidance needs.
    least: f64,
    /// Whether the video is recorded as well.
    is_recorded: bool,
}

#[derive(Args)]
pub struct Options {
    /// Seconds to measure each case
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=20))]
    seconds: u32,
}

/// Measures and prints; answers whether everything is within bounds.
pub fn run(paths: &Paths, options: &Options) -> anyhow::Result<bool> {
    let browser = browser::ensure(paths)?;
    let dist = build::app(paths)?;
    let films = specimens::ensure(paths)?;
    let program = build::program(paths, "kyc-sandbox")?;
    let sandbox = sandbox::disposable(paths, &program, Some(dist), "1500ms", None, &[])?;
    let mut driver = Driver::start(paths, &browser, DRIVER_START)?;
    driver.film(&films.join(specimens::CAMERA))?;
    println!("load {}; the camera gives 30 pictures a second", load_average());
    println!(
        "{:<10} {:>10} {:>7} {:>14} {:>9} {:>9} {:>13}",
        "", "picture", "in", "per second", "a look", "quick", "longest task"
    );
    let mut is_good = true;
    for Case { name, target, size: [width, height], least, is_recorded } in CASES {
        for is_workerless in [false, true] {
            let session = driver.session()?;
            session.visit(&sandbox.sandbox.gatherer_link()?)?;
            let arguments =
                json!([VERSION, [target], options.seconds, width, height, is_workerless, is_recorded]);
            let answer = session.execute_async_with(MEASURE, &arguments)?;
            let row = row(&answer)?;
            let size = format!("{width}x{height}");
            println!(
                "{name:<10} {size:>10} {:>7} {:>14.1} {:>6.1} ms {:>6.1} ms {:>10.0} ms",
                row.place, row.rate, row.millis, row.quick, row.longest
            );
            is_good &= row.longest <= LONGEST && (is_workerless || row.rate >= least);
        }
    }
    let session = driver.session()?;
    session.visit(&sandbox.sandbox.gatherer_link()?)?;
    let (took, longest) = capture(&session.execute_async_with(CAPTURE, &json!([words(paths)?]))?)?;
    println!(
        "a picture that takes itself, from the tips to the review: {took:.0} ms, longest task {longest:.0} ms"
    );
    Ok(is_good && longest <= LONGEST)
}

/// How long a whole capture took, and the longest task of the page meanwhile.
fn capture(answer: &Value) -> anyhow::Result<(f64, f64)> {
    if let Some(error) = answer.get("error").and_then(Value::as_str) {
        bail!("no picture took itself: {error}");
    }
    let number = |name: &str| answer.get(name).and_then(Value::as_f64).with_context(|| format!("no {name}"));
    Ok((number("took")?, number("longest")?))
}

#[derive(Debug, PartialEq)]
struct Row {
    place: String,
    rate: f64,
    /// A look, the median.
    millis: f64,
    /// The quickest tenth: what it takes when nobody else wants the core.
    quick: f64,
    longest: f64,
}

fn row(answer: &Value) -> anyhow::Result<Row> {
    if let Some(error) = answer.get("error").and_then(Value::as_str) {
        bail!("nothing could be looked at: {error}");
    }
    let row = answer.pointer("/rows/0").context("the browser measured nothing")?;
    let number = |name: &str| row.get(name).and_then(Value::as_f64).with_context(|| format!("no {name}"));
    let place = row.get("place").and_then(Value::as_str).unwrap_or("nowhere").to_owned();
    let (rate, millis) = (number("rate")?, number("millis")?);
    Ok(Row { place, rate, millis, quick: number("quick")?, longest: number("longest")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measurement_is_read_and_a_failure_is_told() {
        let answer =
            json!({ "rows": [{ "rate": 25.5, "millis": 7, "quick": 6, "longest": 0, "place": "worker" }] });
        let expected = Row { place: "worker".into(), rate: 25.5, millis: 7.0, quick: 6.0, longest: 0.0 };
        assert_eq!(row(&answer).unwrap(), expected);
        assert!(row(&json!({ "error": "no camera" })).unwrap_err().to_string().contains("no camera"));
        assert_eq!(capture(&json!({ "took": 1500, "longest": 0 })).unwrap(), (1500.0, 0.0));
        assert!(capture(&json!({ "error": "no review" })).unwrap_err().to_string().contains("no review"));
    }
}

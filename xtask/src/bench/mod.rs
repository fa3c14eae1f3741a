//! `bench`: how long a customer on a slow phone waits. Chromium with slow 4G and a CPU four times slower, a fresh profile for
//! every load, the app with a real request from the sandbox. [`intake`] for pictures, [`vision`] for the camera's frames, [`scenes`]
//! for what is said of them and [`load`] for the sandbox.

pub mod intake;
pub mod load;
mod page;
pub mod scenes;
pub mod vision;
mod webdriver;

use std::time::Duration;

use anyhow::Context;

use crate::paths::Paths;
use crate::report::kilobytes;
use crate::tools::browser;
use crate::{build, sandbox};
use page::Load;
use webdriver::Driver;

/// Starting the driver on a busy machine.
const DRIVER_START: Duration = Duration::from_secs(20);

/// Measures `runs` loads and prints the medians.
pub fn run(paths: &Paths, runs: u32) -> anyhow::Result<bool> {
    let browser = browser::ensure(paths)?;
    let dist = build::app(paths)?;
    let program = build::program(paths, "kyc-sandbox")?;
    let sandbox = sandbox::disposable(paths, &program, Some(dist), "1500ms", None, &[])?;
    let driver = Driver::start(paths, &browser, DRIVER_START)?;
    println!("slow 4G (1.6 Mbit/s, 150 ms), CPU 4x slower, empty cache");
    println!("{:>4} {:>12} {:>14} {:>11}", "run", "first paint", "welcome ready", "transferred");
    let mut loads = Vec::new();
    for number in 1..=runs {
        // A request of its own for every run, because opening one may change it.
        let load = page::load(&driver, &sandbox.sandbox.gatherer_link()?)?;
        print(&number.to_string(), &load);
        loads.push(load);
    }
    print("med.", &middle(&loads).context("nothing was measured")?);
    Ok(true)
}

fn print(label: &str, load: &Load) {
    let Load { first_paint, welcome, bytes } = load;
    println!("{label:>4} {first_paint:>9.0} ms {welcome:>11.0} ms {:>11}", kilobytes(*bytes));
}

/// The middle one of these, the upper one of two.
fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// The words of the app's buttons, for scripts that press them.
fn words(paths: &Paths) -> anyhow::Result<serde_json::Value> {
    let words = std::fs::read_to_string(paths.root.join("locales").join("en.json"))?;
    serde_json::from_str(&words).context("locales/en.json is not JSON")
}

/// How many programs want a core at present, on average of the last minute; measurements say little without it.
fn load_average() -> String {
    let told = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let load = told.split(' ').next().filter(|load| !load.is_empty()).unwrap_or("unknown");
    format!("{load} on {cores} cores")
}

/// The median of each column by itself.
fn middle(loads: &[Load]) -> Option<Load> {
    let mut bytes: Vec<u64> = loads.iter().map(|load| load.bytes).collect();
    bytes.sort_unstable();
    Some(Load {
        first_paint: median(loads.iter().map(|load| load.first_paint))?,
        welcome: median(loads.iter().map(|load| load.welcome))?,
        bytes: bytes.get(bytes.len() / 2).copied()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_are_taken_column_by_column() {
        let load = |first_paint, welcome, bytes| Load { first_paint, welcome, bytes };
        let loads = [load(3.0, 10.0, 7), load(1.0, 30.0, 9), load(2.0, 20.0, 8)];
        assert_eq!(middle(&loads), Some(load(2.0, 20.0, 8)));
        assert_eq!(middle(&[]), None);
    }
}

//! One measured page load.

use anyhow::{Context, bail};
use serde_json::{Value, json};

use super::webdriver::Driver;

/// 1.6 Mbit/s down, 750 kbit/s up, 150 ms: what browsers' tools call slow 4G.
const DOWN_BYTES_PER_SECOND: u32 = 200_000;
const UP_BYTES_PER_SECOND: u32 = 93_750;
const LATENCY_MS: u32 = 150;
const CPU_SLOWDOWN: u32 = 4;

/// Answers once the app has set its mark and the browser its paint entry. Bytes are those of the page's own
/// resources; the sandbox's answers are of the same origin, so they count too.
const MEASURE: &str = r"
    const done = arguments[arguments.length - 1];
    const answer = () => {
        const mark = performance.getEntriesByName('kyc-welcome')[0];
        const paint = performance.getEntriesByName('first-contentful-paint')[0];
        if (!mark || !paint) return;
        observer.disconnect();
        const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
        done({
            firstPaint: paint.startTime,
            welcome: mark.startTime,
            bytes: entries.reduce((sum, entry) => sum + entry.transferSize, 0),
            screen: document.querySelector('main[data-kyc-screen]')?.dataset.kycScreen ?? null,
        });
    };
    const observer = new PerformanceObserver(answer);
    observer.observe({ type: 'mark', buffered: true });
    observer.observe({ type: 'paint', buffered: true });
";

#[derive(Debug, Clone, PartialEq)]
pub struct Load {
    /// Milliseconds from the start of the navigation.
    pub first_paint: f64,
    pub welcome: f64,
    pub bytes: u64,
}

/// Loads `address` in a fresh browser under the slow conditions.
pub fn load(driver: &Driver, address: &str) -> anyhow::Result<Load> {
    let session = driver.session()?;
    let conditions = json!({
        "offline": false,
        "latency": LATENCY_MS,
        "downloadThroughput": DOWN_BYTES_PER_SECOND,
        "uploadThroughput": UP_BYTES_PER_SECOND,
    });
    session.devtools("Network.enable", json!({}))?;
    session.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true }))?;
    session.devtools("Network.emulateNetworkConditions", conditions)?;
    session.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": CPU_SLOWDOWN }))?;
    session.visit(address)?;
    let answer = session.execute_async(MEASURE).context("the welcome screen did not become ready")?;
    read(&answer)
}

fn read(answer: &Value) -> anyhow::Result<Load> {
    match answer.get("screen").and_then(Value::as_str) {
        Some("welcome") => {}
        screen => bail!("the page shows {} instead of the welcome screen", screen.unwrap_or("no screen")),
    }
    let number = |name: &str| answer.get(name).and_then(Value::as_f64).with_context(|| format!("no {name}"));
    let bytes = answer.get("bytes").and_then(Value::as_u64).context("no bytes")?;
    Ok(Load { first_paint: number("firstPaint")?, welcome: number("welcome")?, bytes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_load_that_ended_on_the_welcome_screen_counts() {
        let answer = json!({ "firstPaint": 500.5, "welcome": 900, "bytes": 120_000, "screen": "welcome" });
        assert_eq!(read(&answer).unwrap(), Load { first_paint: 500.5, welcome: 900.0, bytes: 120_000 });
        let other = json!({ "firstPaint": 1, "welcome": 2, "bytes": 3, "screen": "stopped" });
        assert!(read(&other).unwrap_err().to_string().contains("stopped"));
    }
}

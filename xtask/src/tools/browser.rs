//! Chromium and ChromeDriver: found, or installed where this user may, else a sentence that says what to install.

use std::path::PathBuf;

use anyhow::bail;

use super::{install, version_of, which};
use crate::paths::Paths;

const DRIVERS: [&str; 1] = ["chromedriver"];
const BROWSERS: [&str; 4] = ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser"];

/// A browser and the driver of the same major version.
#[derive(Debug, Clone)]
pub struct Browser {
    pub driver: PathBuf,
    pub chromium: PathBuf,
}

/// Finds the pair, installing Debian's when it is missing.
pub fn ensure(paths: &Paths) -> anyhow::Result<Browser> {
    let browser = match find() {
        Some(browser) => browser,
        None => installed()?,
    };
    let (driver, chromium) = (version_of(paths, &browser.driver), version_of(paths, &browser.chromium));
    if let (Some(driver), Some(chromium)) = (driver, chromium)
        && driver.major() != chromium.major()
    {
        bail!(
            "ChromeDriver {driver} cannot drive Chromium {chromium}: install the same major version of both"
        );
    }
    Ok(browser)
}

fn installed() -> anyhow::Result<Browser> {
    const MISSING: &str = "Chromium or ChromeDriver is missing: install both (on Debian or Ubuntu: apt-get install chromium chromium-driver)";
    if !install::apt(&["chromium", "chromium-driver"])? {
        bail!(MISSING);
    }
    match find() {
        Some(browser) => Ok(browser),
        None => bail!(MISSING),
    }
}

/// `CHROMEDRIVER` and `CHROMIUM` win, so that a machine with several versions can choose.
fn find() -> Option<Browser> {
    Some(Browser { driver: locate("CHROMEDRIVER", &DRIVERS)?, chromium: locate("CHROMIUM", &BROWSERS)? })
}

fn locate(variable: &str, names: &[&str]) -> Option<PathBuf> {
    let named = std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file());
    named.or_else(|| names.iter().find_map(|name| which(name)))
}

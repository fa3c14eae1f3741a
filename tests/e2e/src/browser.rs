//! A browser session without any knowledge of the app: scripts, DevTools, logs, pictures. Calls block, so that tests
//! read as what a person does.

use std::path::Path;

use serde_json::{Value, json};
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::common::types::SessionId;
use thirtyfour::error::WebDriverResult;
use thirtyfour::session::scriptret::ScriptRet;
use thirtyfour::{Capabilities, ElementId, RequestData, WebDriver, WebElement};
use tokio::runtime::Runtime;

use crate::settings;

/// Script and page timeouts of the driver; the waits of `wait.rs` end earlier.
const PATIENCE_MS: u32 = 60_000;

/// What the app's other browser tests use as well, and no motion: pictures and contrast are taken from screens that
/// stand still.
const ARGUMENTS: [&str; 11] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-prefers-reduced-motion",
    "--use-fake-device-for-media-stream",
];

/// A running browser; quit when dropped.
pub struct Browser {
    runtime: Runtime,
    driver: Option<WebDriver>,
}

impl Browser {
    /// Opens a browser with an empty profile.
    pub fn open(driver_url: &str, more: &[String]) -> Self {
        let arguments: Vec<_> =
            ARGUMENTS.iter().map(ToString::to_string).chain(more.iter().cloned()).collect();
        let wanted = json!({
            "browserName": "chrome",
            "goog:loggingPrefs": { "browser": "ALL" },
            "goog:chromeOptions": { "binary": settings::required("KYC_CHROMIUM"), "args": arguments },
            "timeouts": { "script": PATIENCE_MS, "pageLoad": PATIENCE_MS },
        });
        let mut capabilities = Capabilities::new();
        for (name, value) in wanted.as_object().into_iter().flatten() {
            if let Err(error) = capabilities.set(name.clone(), value.clone()) {
                panic!("{name} cannot be asked for: {error}");
            }
        }
        let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => runtime,
            Err(error) => panic!("no runtime: {error}"),
        };
        match runtime.block_on(WebDriver::new(driver_url, capabilities)) {
            Ok(driver) => Self { runtime, driver: Some(driver) },
            Err(error) => panic!("the browser cannot be started: {error}"),
        }
    }

    /// Runs one command.
    pub fn run<T>(&self, action: impl AsyncFnOnce(&WebDriver) -> WebDriverResult<T>) -> WebDriverResult<T> {
        match &self.driver {
            Some(driver) => self.runtime.block_on(action(driver)),
            None => panic!("the browser is closed"),
        }
    }

    /// Runs one command that has to work.
    pub fn must<T>(&self, what: &str, action: impl AsyncFnOnce(&WebDriver) -> WebDriverResult<T>) -> T {
        match self.run(action) {
            Ok(value) => value,
            Err(error) => panic!("{what}: {error}"),
        }
    }

    /// The value of a script: a function body with `arguments`.
    pub fn script(&self, script: &str, arguments: &[Value]) -> WebDriverResult<Value> {
        self.run(async |driver| Ok(driver.execute(script, arguments.to_vec()).await?.json().clone()))
    }

    /// A script that answers through its last argument.
    pub fn script_async(&self, script: &str, arguments: &[Value]) -> WebDriverResult<ScriptRet> {
        self.run(async |driver| driver.execute_async(script, arguments.to_vec()).await)
    }

    /// A command of the DevTools protocol for the page.
    pub fn devtools(&self, command: &str, parameters: Value) {
        self.must(command, async |driver| driver.cdp().send_raw(command, parameters).await.map(drop));
    }

    /// Role and name of an element as assistive technology is told.
    pub fn role_and_name(&self, element: &WebElement) -> WebDriverResult<(String, String)> {
        let id = element.element_id();
        let read = async |driver: &WebDriver, what| {
            driver.cmd(Computed { id: id.clone(), what }).await?.value::<String>()
        };
        self.run(async |driver| {
            Ok((read(driver, "computedrole").await?, read(driver, "computedlabel").await?))
        })
    }

    /// New lines of the console: level and message.
    pub fn log(&self) -> Vec<(String, String)> {
        let lines = self.run(async |driver| driver.browser_log().await).unwrap_or_default();
        lines.into_iter().map(|line| (line.level, line.message)).collect()
    }

    /// Stores what is on the screen.
    pub fn picture(&self, file: &Path) -> WebDriverResult<()> {
        self.run(async |driver| driver.screenshot(file).await)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(driver) = self.driver.take() {
            // The driver ends its browsers when it ends, should this fail.
            drop(self.runtime.block_on(driver.quit()));
        }
    }
}

/// `GET /session/{id}/element/{id}/computedrole|computedlabel`, which the library does not have.
#[derive(Debug)]
struct Computed {
    id: ElementId,
    what: &'static str,
}

impl FormatRequestData for Computed {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let address = format!("session/{session}/element/{}/{}", self.id, self.what);
        RequestData::new(http::Method::GET, address)
    }
}

//! The few WebDriver commands a measurement needs, as plain HTTP with JSON.

use std::net::TcpListener;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use serde_json::{Value, json};
use ureq::Agent;

use crate::paths::Paths;
use crate::proc::{Cmd, Group};
use crate::tools::browser::Browser;

/// How long a page may take before its measurement is given up.
const PAGE_MS: u32 = 60_000;

/// A running ChromeDriver.
pub struct Driver {
    group: Group,
    url: String,
    browser: Browser,
    /// From `webdriver.json`, so that tests and measurements use the browser in the same way.
    arguments: Value,
    agent: Agent,
}

impl Driver {
    pub fn start(paths: &Paths, browser: &Browser, patience: Duration) -> anyhow::Result<Self> {
        let port = free_port()?;
        let group = Cmd::new(&browser.driver, &paths.root)
            .args([format!("--port={port}")])
            .arg("--log-level=SEVERE")
            .start_piped()?;
        let text = std::fs::read_to_string(paths.root.join("webdriver.json"))
            .context("webdriver.json cannot be read")?;
        let capabilities: Value = serde_json::from_str(&text).context("webdriver.json is not JSON")?;
        let arguments = capabilities
            .pointer("/goog:chromeOptions/args")
            .cloned()
            .context("webdriver.json has no arguments")?;
        // Status errors carry the driver's explanation in their body.
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_millis(u64::from(PAGE_MS) * 2)))
            .build()
            .new_agent();
        let url = format!("http://127.0.0.1:{port}");
        let mut driver = Self { group, url, browser: browser.clone(), arguments, agent };
        driver.wait_until_ready(patience)?;
        Ok(driver)
    }

    /// Has the fake camera of the browsers to come show a film.
    pub fn film(&mut self, film: &Path) -> anyhow::Result<()> {
        let arguments = self.arguments.as_array_mut().context("webdriver.json has no arguments")?;
        arguments.push(json!(format!("--use-file-for-fake-video-capture={}", film.display())));
        Ok(())
    }

    /// The driver announces nothing that all its versions agree on, so its status is asked for.
    fn wait_until_ready(&mut self, patience: Duration) -> anyhow::Result<()> {
        let deadline = Instant::now() + patience;
        while Instant::now() < deadline {
            if self.group.ended().is_some() {
                bail!("ChromeDriver ended instead of starting");
            }
            if self.agent.get(format!("{}/status", self.url)).call().is_ok() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        bail!("ChromeDriver does not answer after {} s", patience.as_secs())
    }

    /// A fresh browser with an empty profile.
    pub fn session(&self) -> anyhow::Result<Session<'_>> {
        let body = json!({ "capabilities": { "alwaysMatch": {
            "pageLoadStrategy": "none",
            "timeouts": { "script": PAGE_MS, "pageLoad": PAGE_MS },
            "goog:chromeOptions": { "binary": self.browser.chromium, "args": self.arguments },
        }}});
        let value = self.post("session", &body).context("Chromium cannot be started")?;
        let id = value.get("sessionId").and_then(Value::as_str).context("ChromeDriver names no session")?;
        Ok(Session { driver: self, path: format!("session/{id}") })
    }

    fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        let mut response = self.agent.post(format!("{}/{path}", self.url)).send_json(body)?;
        let is_success = response.status().is_success();
        let mut answer: Value = response.body_mut().read_json()?;
        let value = answer.get_mut("value").map(Value::take).unwrap_or_default();
        if !is_success {
            let message = value.get("message").and_then(Value::as_str).unwrap_or("no message");
            bail!("{}", message.lines().next().unwrap_or_default());
        }
        Ok(value)
    }
}

/// ChromeDriver only takes a port it is told. The moment until it does is short.
fn free_port() -> anyhow::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0)).context("no port is free")?.local_addr()?.port())
}

/// One browser; closed when dropped.
pub struct Session<'a> {
    driver: &'a Driver,
    path: String,
}

impl Session<'_> {
    pub fn visit(&self, address: &str) -> anyhow::Result<()> {
        self.post("url", &json!({ "url": address })).map(drop)
    }

    /// Runs a script that answers through its last argument.
    pub fn execute_async(&self, script: &str) -> anyhow::Result<Value> {
        self.execute_async_with(script, &json!([]))
    }

    /// As [`Session::execute_async`], with arguments before the last one.
    pub fn execute_async_with(&self, script: &str, arguments: &Value) -> anyhow::Result<Value> {
        self.post("execute/async", &json!({ "script": script, "args": arguments }))
    }

    /// A command of the DevTools protocol.
    pub fn devtools(&self, command: &str, parameters: Value) -> anyhow::Result<()> {
        self.post("goog/cdp/execute", &json!({ "cmd": command, "params": parameters })).map(drop)
    }

    fn post(&self, command: &str, body: &Value) -> anyhow::Result<Value> {
        self.driver.post(&format!("{}/{command}", self.path), body)
    }
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        // The driver ends its browsers with itself, should this not arrive.
        drop(self.driver.agent.delete(format!("{}/{}", self.driver.url, self.path)).call());
    }
}

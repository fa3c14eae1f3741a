//! The browser suite: the app's own tests in headless Chromium, against a sandbox on a free port.
//!
//! The page of the tests cannot read the environment, and an address compiled in would rebuild the app for every
//! port. So the addresses lie in a file below the directory that the runner serves (`tests/web/support/sandbox.rs`).

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use serde_json::{Value, json};

use super::{contract, outcome, specimens, watcher};
use crate::paths::Paths;
use crate::proc::Cmd;
use crate::progress::Progress;
use crate::report::Tally;
use crate::tools::browser::{self, Browser};
use crate::{build, sandbox, tools};

/// For the whole binary: the runner would otherwise give up after 20 s. Whether it goes on is watched here.
const TIMEOUT_SECONDS: &str = "3600";
/// How long a single test may say nothing. Each thing it waits for may take 20 s (`tests/web/support/dom.rs`).
const PATIENCE: Duration = Duration::from_secs(120);

pub fn run(paths: &Paths, filter: Option<&str>) -> anyhow::Result<Tally> {
    let browser = browser::ensure(paths)?;
    tools::wasm_target(paths)?;
    let runner = tools::wasm_bindgen_test_runner(paths)?;
    // The tests find them below `target/xtask`, as they find the specimens.
    build::vision(paths)?;
    build::heic(paths)?;
    let camera = specimens::ensure(paths)?.join(specimens::CAMERA);
    let program = build::program(paths, "kyc-sandbox")?;
    let sandbox = sandbox::disposable(paths, &program, None, "200ms", paths.contract(), &[])?;
    // Compiling is silent for as long as it takes; a test is not.
    let built = tests(paths).arg("--no-run").tee()?;
    if !built.status.success() {
        return Ok(outcome::tally(&built));
    }
    let progress = Progress::new();
    let watcher = watcher::listen(&progress)?;
    let run = json!({ "url": sandbox.sandbox.url(), "watcher": watcher });
    let capabilities = write_run_files(paths, &browser, &camera, &run)?;
    let output = tests(paths)
        .arg("--")
        .args(filter)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("CHROMEDRIVER", &browser.driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities)
        .env_remove("RUST_BACKTRACE")
        .env("WASM_BINDGEN_TEST_TIMEOUT", TIMEOUT_SECONDS)
        // The gatherer is not served isolated either; isolation would refuse the sandbox's pictures.
        .env("WASM_BINDGEN_TEST_NO_ORIGIN_ISOLATION", "1")
        .tee_while(PATIENCE, &progress)?;
    let mut tally = outcome::tally(&output);
    match paths.contract() {
        Some(_) => tally += contract::verdict(&[sandbox.sandbox.contract_report()?]),
        None => contract::notice(),
    }
    Ok(tally)
}

fn tests(paths: &Paths) -> Cmd {
    Cmd::cargo(&paths.root)
        .args(["test", "--package", "kyc-gatherer", "--target", "wasm32-unknown-unknown", "--test", "web"])
        .env_remove("CARGO_TERM_COLOR")
}

/// The addresses for the tests, and the capabilities for the runner; answers the latter's path.
fn write_run_files(paths: &Paths, browser: &Browser, camera: &Path, run: &Value) -> anyhow::Result<PathBuf> {
    let directory = paths.generated();
    std::fs::create_dir_all(&directory).context("target/xtask cannot be created")?;
    std::fs::write(directory.join("sandbox.json"), run.to_string())?;
    let text = std::fs::read_to_string(paths.root.join("webdriver.json"))
        .context("webdriver.json cannot be read")?;
    let mut capabilities: Value = serde_json::from_str(&text).context("webdriver.json is not JSON")?;
    complete(&mut capabilities, &browser.chromium, camera)
        .context("webdriver.json has no goog:chromeOptions")?;
    let file = directory.join("webdriver.json");
    std::fs::write(&file, capabilities.to_string())?;
    Ok(file)
}

/// Adds what lies elsewhere on every machine: the browser and the video of its fake camera.
fn complete(capabilities: &mut Value, chromium: &Path, camera: &Path) -> Option<()> {
    let options = capabilities.get_mut("goog:chromeOptions")?.as_object_mut()?;
    options.insert("binary".to_owned(), json!(chromium));
    let arguments = options.get_mut("args")?.as_array_mut()?;
    arguments.push(json!(format!("--use-file-for-fake-video-capture={}", camera.display())));
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checked_in_capabilities_are_completed_for_this_machine() {
        let mut capabilities = json!({ "goog:chromeOptions": { "args": ["--headless=new"] } });
        complete(&mut capabilities, Path::new("/opt/chromium"), Path::new("/tmp/card.mjpeg")).unwrap();
        assert_eq!(
            capabilities,
            json!({ "goog:chromeOptions": {
                "args": ["--headless=new", "--use-file-for-fake-video-capture=/tmp/card.mjpeg"],
                "binary": "/opt/chromium",
            }})
        );
        assert!(complete(&mut json!({}), Path::new("/opt/chromium"), Path::new("/tmp/card.mjpeg")).is_none());
    }
}

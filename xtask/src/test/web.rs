//! The browser suite: the app's own tests in headless Chromium, against a sandbox on a free port.
//!
//! The page of the tests cannot read the environment, and an address compiled in would rebuild the app for every
//! port. So the address lies in a file below the directory that the runner serves (`tests/web/support/sandbox.rs`).

use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::{Value, json};

use super::{contract, outcome, specimens};
use crate::paths::Paths;
use crate::proc::Cmd;
use crate::report::Tally;
use crate::tools::browser::{self, Browser};
use crate::{build, sandbox, tools};

/// For the whole binary: the runner would otherwise give up after 20 s.
const TIMEOUT_SECONDS: &str = "420";

pub fn run(paths: &Paths, filter: Option<&str>) -> anyhow::Result<Tally> {
    let browser = browser::ensure(paths)?;
    tools::wasm_target(paths)?;
    let runner = tools::wasm_bindgen_test_runner(paths)?;
    // The tests find it below `target/xtask`, as they find the specimens.
    build::vision(paths)?;
    let camera = specimens::ensure(paths)?.join(specimens::CAMERA);
    let program = build::program(paths, "kyc-sandbox")?;
    let sandbox = sandbox::disposable(paths, &program, None, "200ms", paths.contract(), &[])?;
    let capabilities = write_run_files(paths, &browser, &camera, sandbox.sandbox.url())?;
    let output = Cmd::cargo(&paths.root)
        .args(["test", "--package", "kyc-gatherer", "--target", "wasm32-unknown-unknown"])
        .args(["--test", "web", "--"])
        .args(filter)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("CHROMEDRIVER", &browser.driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities)
        .env_remove("RUST_BACKTRACE")
        .env("WASM_BINDGEN_TEST_TIMEOUT", TIMEOUT_SECONDS)
        // The gatherer is not served isolated either; isolation would refuse the sandbox's pictures.
        .env("WASM_BINDGEN_TEST_NO_ORIGIN_ISOLATION", "1")
        .env_remove("CARGO_TERM_COLOR")
        .tee()?;
    let mut tally = outcome::tally(&output);
    match paths.contract() {
        Some(_) => tally += contract::verdict(&[sandbox.sandbox.contract_report()?]),
        None => contract::notice(),
    }
    Ok(tally)
}

/// The sandbox's address for the tests, and the capabilities for the runner; answers the latter's path.
fn write_run_files(paths: &Paths, browser: &Browser, camera: &Path, url: &str) -> anyhow::Result<PathBuf> {
    let directory = paths.generated();
    std::fs::create_dir_all(&directory).context("target/xtask cannot be created")?;
    std::fs::write(directory.join("sandbox.json"), json!({ "url": url }).to_string())?;
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

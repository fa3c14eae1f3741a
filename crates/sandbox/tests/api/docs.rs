//! The shell examples of `docs/sandbox.md`, run in order as one script against a fresh sandbox.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{PASSPORT, Server};

const ADDRESS: &str = "http://127.0.0.1:8080";

/// The blocks fenced as `sh`.
fn examples() -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/sandbox.md");
    let page = std::fs::read_to_string(page).unwrap();
    let blocks = page.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    blocks.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn the_examples_of_the_documentation_run() {
    if Command::new("curl").arg("--version").stdout(Stdio::null()).status().is_err() {
        eprintln!("docs: there is no curl here, the examples were not run");
        return;
    }
    let server =
        Server::start_with(|config| config.analysis_delay = std::time::Duration::from_secs(60)).await;
    let place = tempfile::tempdir().unwrap();
    std::fs::create_dir(place.path().join("specimens")).unwrap();
    std::fs::write(place.path().join("specimens/passport.jpg"), PASSPORT.as_slice()).unwrap();
    let examples = examples().replace(ADDRESS, &server.sandbox.url());
    let calls = examples.matches("curl ").count();
    assert!(calls > 20, "only {calls} calls were found");
    // -e: a call that is refused (curl -f) or a grep that finds nothing ends the script.
    let script = format!("set -euxo pipefail\n{examples}");
    let run = move || Command::new("bash").arg("-c").arg(script).current_dir(place.path()).output();
    let output = tokio::task::spawn_blocking(run).await.unwrap().unwrap();
    let log = String::from_utf8_lossy(&output.stderr);
    let end: Vec<&str> = log.lines().rev().take(6).collect();
    assert!(output.status.success(), "{end:#?}");
}

//! Every sandbox of this suite checks what it says and accepts against the contract's OpenAPI file, and a test fails
//! when its sandbox saw a violation. Where the file is absent the tests run without, and say so.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ChildStderr;
use std::sync::{Arc, LazyLock};
use std::thread::JoinHandle;

use kyc_sandbox::{Config, Contract, Sandbox};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::Server;

static FILE: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    let default = || root.join("../shared/contract/rebilly-kyc.openapi.json");
    let file = std::env::var_os("KYC_CONTRACT").map_or_else(default, |file| root.join(file));
    if file.is_file() {
        return Some(file);
    }
    // Not by `eprintln!`, which the test harness keeps to itself.
    let notice = format!("contract: {} not found, answers are not validated\n", file.display());
    std::io::stderr().write_all(notice.as_bytes()).unwrap();
    None
});

/// The contract's file, where there is one.
pub fn file() -> Option<&'static Path> {
    FILE.as_deref()
}

/// Starts a sandbox that is watched.
pub async fn start(mut config: Config) -> (Sandbox, Watch) {
    let is_told = config.contract.is_none();
    config.contract = config.contract.or_else(|| FILE.clone());
    let sandbox = Sandbox::start(config).await.unwrap();
    let watch = Watch { contract: sandbox.contract(), is_told };
    (sandbox, watch)
}

/// What makes a sandbox that is a program check.
pub fn arguments() -> Vec<OsString> {
    FILE.iter().flat_map(|file| ["--contract".into(), file.clone().into_os_string()]).collect()
}

/// Fails the test at its end if the sandbox saw a violation.
pub struct Watch {
    contract: Option<Arc<Contract>>,
    /// Whether the report counts for the suite; one by another file than the contract's does not.
    is_told: bool,
}

impl Drop for Watch {
    fn drop(&mut self) {
        let Some(report) = self.contract.as_ref().map(|contract| contract.report()) else { return };
        if self.is_told {
            tell(&serde_json::to_value(&report).unwrap());
        }
        let violations: Vec<String> = report.violations.iter().map(ToString::to_string).collect();
        assert_kept(&violations);
    }
}

/// What a program writes to its standard error, passed on.
pub struct Heard(JoinHandle<Vec<String>>);

impl Heard {
    pub fn listen(stderr: ChildStderr) -> Self {
        Self(std::thread::spawn(move || {
            let lines = BufReader::new(stderr).lines().map_while(Result::ok);
            lines.inspect(|line| eprintln!("{line}")).filter(|line| line.starts_with("contract: ")).collect()
        }))
    }

    /// To be called when the program has ended.
    pub fn assert_kept(self) {
        assert_kept(&self.0.join().unwrap());
    }
}

fn assert_kept(violations: &[String]) {
    // A second panic would end the whole process, and the first tells more.
    if !std::thread::panicking() {
        assert!(violations.is_empty(), "the contract was violated:\n{}", violations.join("\n"));
    }
}

/// Adds the report to those that `cargo xtask test` sums up.
fn tell(report: &Value) {
    let Some(path) = std::env::var_os("KYC_CONTRACT_REPORTS") else { return };
    let mut file = std::fs::File::options().create(true).append(true).open(path).unwrap();
    // One write, so that lines of tests that run at once do not mix.
    file.write_all(format!("{report}\n").as_bytes()).unwrap();
}

/// A contract that knows of one operation, and wants of its answer what no answer has.
async fn server_with_an_odd_contract() -> Server {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("odd.json");
    let schema = json!({ "type": "array", "minItems": 1 });
    let answer = json!({ "200": { "content": { "application/json": { "schema": schema } } } });
    let document =
        json!({ "openapi": "3.1.0", "paths": { "/kyc-requests": { "get": { "responses": answer } } } });
    std::fs::write(&file, document.to_string()).unwrap();
    Server::start_with(|config| config.contract = Some(file)).await
}

async fn report(server: &Server) -> Value {
    let answer =
        server.client.get(format!("{}/sandbox/contract", server.sandbox.url())).send().await.unwrap();
    answer.json().await.unwrap()
}

#[tokio::test]
async fn a_violation_is_reported_with_its_place_until_it_is_forgotten() {
    let server = server_with_an_odd_contract().await;
    server.merchant_get("kyc-requests?limit=5").await;
    server.merchant_get("kyc-documents").await;
    let found = report(&server).await;
    assert_eq!((&found["checked"], &found["operations"]), (&json!(2), &json!({ "GET /kyc-requests": 1 })));
    let places: Vec<_> = found["violations"].as_array().unwrap().iter().map(|it| &it["where"]).collect();
    assert_eq!(places, ["query limit", "answer#", "path"]);
    assert_eq!(found["violations"][1]["path"], "/kyc-requests");
    let forgetting = server.client.delete(format!("{}/sandbox/contract", server.sandbox.url()));
    assert_eq!(forgetting.send().await.unwrap().status(), StatusCode::NO_CONTENT);
    assert_eq!(report(&server).await["violations"], json!([]));
}

#[tokio::test]
async fn an_answer_that_never_arrives_is_not_judged() {
    let server = server_with_an_odd_contract().await;
    let fault = json!({ "path": "kyc-requests", "method": "GET", "kind": "drop-after-commit" });
    let url = format!("{}/sandbox/faults", server.sandbox.url());
    assert_eq!(server.client.post(url).json(&fault).send().await.unwrap().status(), StatusCode::CREATED);
    let broken = server.merchant(Method::GET, "kyc-requests").send().await;
    assert!(broken.unwrap().bytes().await.is_err());
    assert_eq!(report(&server).await["checked"], 0);
}

#[tokio::test]
async fn a_call_is_read_along_without_being_changed() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let file = customer.upload(&crate::support::BILL, &["kyc"]).await;
    customer.file("funds-proof", "tax-return", &[file]).await;
    if FILE.is_some() {
        let operations = report(&server).await["operations"].clone();
        assert_eq!(operations["POST /kyc-requests"], 1);
        assert_eq!(operations["POST /storefront/kyc-documents"], 1);
        assert_eq!(operations["GET /kyc-settings"], 0);
    }
}

#[tokio::test]
#[should_panic(expected = "the contract was violated")]
async fn a_test_fails_when_its_sandbox_saw_a_violation() {
    let server = server_with_an_odd_contract().await;
    server.merchant_get("kyc-requests").await;
}

//! Nothing acknowledged is lost: by a restart, by a `kill -9` of the real binary, by an orderly end.

use std::process::Command;
use std::time::Duration;

use kyc_sandbox::Config;
use serde_json::json;

use crate::contract;
use crate::program::Program;
use crate::support::{BILL, Customer, KEY, PASSPORT, Server, client};

#[tokio::test]
async fn kill_9_right_after_an_acknowledgement_loses_nothing() {
    let data = tempfile::tempdir().unwrap();
    let mut program = Program::start(data.path());
    let customer = program.ask(json!([{ "type": "identity-proof" }])).await;
    let page = customer.upload(&PASSPORT, &["kyc", "id-front"]).await;
    let document = customer.file("identity-proof", "passport", std::slice::from_ref(&page)).await;
    program.kill();

    let program = Program::start(data.path());
    let customer = program.moved(&customer);
    assert_eq!(customer.document(&document).await["fileIds"], json!([page]));
    let url = format!("{}/files/{page}/download", customer.base);
    let bytes = client().get(url).header("REB-APIKEY", KEY).send().await.unwrap().bytes().await.unwrap();
    assert_eq!(bytes, PASSPORT.as_slice());
    // The analysis that was under way is taken up again.
    assert_eq!(customer.settled(&document).await["status"], "accepted");
    assert_eq!(customer.request_status().await, "fulfilled");
}

#[tokio::test]
async fn kill_9_right_after_an_upload_keeps_the_file() {
    let data = tempfile::tempdir().unwrap();
    let mut program = Program::start(data.path());
    let customer = program.ask(json!([{ "type": "funds-proof" }])).await;
    let file = customer.upload(&BILL, &["kyc"]).await;
    program.kill();
    let program = Program::start(data.path());
    program.moved(&customer).file("funds-proof", "tax-return", &[file]).await;
}

#[tokio::test]
async fn sigterm_ends_it_cleanly_even_with_an_open_connection() {
    let data = tempfile::tempdir().unwrap();
    let mut program = Program::start(data.path());
    let keeping = reqwest::Client::new();
    keeping.get(format!("{}/config.json", program.url)).send().await.unwrap().bytes().await.unwrap();
    let pid = program.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    let status = program.child.wait().unwrap();
    assert_eq!(status.code(), Some(0));
    assert!(keeping.get(format!("{}/config.json", program.url)).send().await.is_err());
}

#[tokio::test]
async fn a_busy_port_and_a_missing_app_each_give_one_sentence() {
    let server = Server::start().await;
    let busy = server.sandbox.url().replace("http://", "");
    let data = tempfile::tempdir().unwrap();
    for arguments in [["--listen", &busy], ["--dist", "no-such-directory"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_kyc-sandbox"))
            .args(["--listen", "127.0.0.1:0"].iter().filter(|_| arguments[0] != "--listen"))
            .args(arguments)
            .arg("--data")
            .arg(data.path())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(String::from_utf8(output.stderr).unwrap().lines().count(), 1);
    }
}

#[tokio::test]
async fn the_settings_of_the_scoring_survive_a_restart() {
    let data = tempfile::tempdir().unwrap();
    let mut program = Program::start(data.path());
    let settings = |program: &Program| format!("{}/organizations/sandbox/kyc-settings", program.url);
    let wanted = json!({ "identityProof": { "weights": { "firstName": 7 } }, "uiVersion": "2" });
    let put = client().put(settings(&program)).header("REB-APIKEY", KEY).json(&wanted);
    let stored: serde_json::Value = put.send().await.unwrap().json().await.unwrap();
    assert_eq!(stored["identityProof"]["weights"]["firstName"], 7);
    program.kill();
    let program = Program::start(data.path());
    let read = client().get(settings(&program)).header("REB-APIKEY", KEY).send().await.unwrap();
    assert_eq!(read.json::<serde_json::Value>().await.unwrap(), stored);
}

#[tokio::test]
async fn a_restart_keeps_data_and_resumes_the_analysis() {
    let data = tempfile::tempdir().unwrap();
    let slow = |delay| Config { analysis_delay: delay, ..Config::ephemeral(data.path()) };
    let (first, _watch) = contract::start(slow(Duration::from_millis(200))).await;
    let url = format!("{}/organizations/sandbox/kyc-requests", first.url());
    let body = json!({ "customerId": "ann", "documents": [{ "type": "identity-proof" }] });
    let answer = client().post(url).header("REB-APIKEY", KEY).json(&body).send().await.unwrap();
    let customer = Customer::from_request(&first.url(), &answer.json().await.unwrap());
    let document = customer.file_passport().await;
    first.stop().await;

    let (second, _watch) = contract::start(slow(Duration::from_secs(3600))).await;
    let customer = Customer { base: format!("{}/organizations/sandbox", second.url()), ..customer };
    assert_eq!(customer.settled(&document).await["status"], "accepted");
    second.stop().await;
}

//! The real program as a process of its own, for what only a process can show: its death, its signals, its memory.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::contract::{self, Heard};
use crate::support::{Customer, KEY, client};

/// Killed when the test is over.
pub struct Program {
    pub child: Child,
    stderr: Option<Heard>,
    pub url: String,
}

impl Program {
    /// With the contract check.
    pub fn start(data: &Path) -> Self {
        Self::start_in(data, &[])
    }

    /// The same, with these variables in its environment.
    pub fn start_in(data: &Path, environment: &[(&str, &str)]) -> Self {
        Self::start_with(data, contract::arguments(), environment)
    }

    /// As it is: as fast as it can, without limits.
    pub fn start_bare(data: &Path) -> Self {
        Self::start_with(data, vec!["--rate-limit".into(), "0".into()], &[])
    }

    fn start_with(data: &Path, arguments: Vec<OsString>, environment: &[(&str, &str)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kyc-sandbox"))
            .args(["--listen", "127.0.0.1:0", "--analysis-delay", "200ms", "--data"])
            .arg(data)
            .args(arguments)
            .envs(environment.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("listening on ").unwrap().to_owned();
        let stderr = child.stderr.take().map(Heard::listen);
        Self { child, stderr, url }
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// The most memory it ever held, in KiB.
    pub fn peak_memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().strip_suffix(" kB").unwrap().parse().unwrap()
    }

    pub fn api(&self, path: &str) -> String {
        format!("{}/organizations/sandbox/{path}", self.url)
    }

    pub async fn ask(&self, documents: Value) -> Customer {
        let body = json!({ "customerId": "ann", "documents": documents });
        let call = client().post(self.api("kyc-requests")).header("REB-APIKEY", KEY);
        let answer = call.json(&body).send().await.unwrap();
        Customer::from_request(&self.url, &answer.json().await.unwrap())
    }

    /// The customer's calls, to the program at its new address.
    pub fn moved(&self, customer: &Customer) -> Customer {
        Customer { base: format!("{}/organizations/sandbox", self.url), ..customer.clone() }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Already gone in the tests that end it themselves.
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.stderr.take().into_iter().for_each(Heard::assert_kept);
    }
}

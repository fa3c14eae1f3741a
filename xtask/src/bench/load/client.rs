//! Calls with a stopwatch.

use std::time::{Duration, Instant};

use serde_json::Value;
use ureq::Agent;

/// Longer than any call takes that is not lost.
const PATIENCE: Duration = Duration::from_secs(60);

/// One call that was made.
pub struct Call {
    /// What it was for.
    pub label: &'static str,
    pub took: Duration,
    pub is_success: bool,
}

/// Who is calling.
pub enum Credentials<'a> {
    Merchant,
    Customer(&'a str),
}

/// One caller with its connection.
pub struct Client {
    agent: Agent,
    pub calls: Vec<Call>,
}

impl Default for Client {
    fn default() -> Self {
        let agent = Agent::config_builder().timeout_global(Some(PATIENCE)).build().new_agent();
        Self { agent, calls: Vec::new() }
    }
}

impl Client {
    /// Posts a body and answers the resource; `None` when the call failed.
    pub fn post(
        &mut self,
        label: &'static str,
        address: &str,
        credentials: &Credentials<'_>,
        content_type: &str,
        body: &[u8],
    ) -> Option<Value> {
        let (name, value) = header(credentials);
        let call = self.agent.post(address).header(name, value).header("content-type", content_type);
        let start = Instant::now();
        let answer = call.send(body).and_then(|mut answer| answer.body_mut().read_json());
        self.note(label, start, answer)
    }

    /// Reads a resource; `None` when the call failed.
    pub fn get(
        &mut self,
        label: &'static str,
        address: &str,
        credentials: &Credentials<'_>,
    ) -> Option<Value> {
        let (name, value) = header(credentials);
        let call = self.agent.get(address).header(name, value);
        let start = Instant::now();
        let answer = call.call().and_then(|mut answer| answer.body_mut().read_json());
        self.note(label, start, answer)
    }

    /// The bytes at an address; not measured.
    pub fn bytes(&self, address: &str, credentials: &Credentials<'_>) -> Option<Vec<u8>> {
        let (name, value) = header(credentials);
        let mut answer = self.agent.get(address).header(name, value).call().ok()?;
        answer.body_mut().with_config().limit(u64::MAX).read_to_vec().ok()
    }

    fn note(
        &mut self,
        label: &'static str,
        start: Instant,
        answer: Result<Value, ureq::Error>,
    ) -> Option<Value> {
        if let Err(error) = &answer {
            eprintln!("{label}: {error}");
        }
        self.calls.push(Call { label, took: start.elapsed(), is_success: answer.is_ok() });
        answer.ok()
    }
}

fn header(credentials: &Credentials<'_>) -> (&'static str, String) {
    match credentials {
        Credentials::Merchant => ("reb-apikey", crate::sandbox::API_KEY.to_owned()),
        Credentials::Customer(token) => ("authorization", format!("Bearer {token}")),
    }
}

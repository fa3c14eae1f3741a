//! A running sandbox: started on a port, watched until it listens, asked for a request, stopped when dropped.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use anyhow::{Context, bail};
use serde_json::{Value, json};

use crate::paths::Paths;
use crate::proc::{Cmd, Group};

/// The sandbox's documented defaults.
pub const API_KEY: &str = "sandbox-secret-key";
const ORGANIZATION: &str = "sandbox";

/// How long opening the database may take on a slow disk.
const START: Duration = Duration::from_secs(30);

/// How to start one.
pub struct Options {
    pub program: PathBuf,
    pub data: PathBuf,
    /// The built app, where it is to be served.
    pub dist: Option<PathBuf>,
    /// 0 takes a free one.
    pub port: u16,
    pub analysis_delay: &'static str,
    /// The file that calls and answers are held against, where they are to be.
    pub contract: Option<PathBuf>,
    /// Further options of its command line.
    pub further: &'static [&'static str],
}

/// A sandbox that accepts connections.
pub struct Sandbox {
    group: Group,
    url: String,
}

impl Sandbox {
    /// Starts it and waits until it says that it listens.
    pub fn start(paths: &Paths, options: &Options) -> anyhow::Result<Self> {
        std::fs::create_dir_all(&options.data)
            .with_context(|| format!("{} cannot be created", options.data.display()))?;
        let mut command = Cmd::new(&options.program, &paths.root)
            .args(["--listen", &format!("127.0.0.1:{}", options.port)])
            .args(["--api-key", API_KEY, "--organization", ORGANIZATION])
            .args(options.further)
            .args(["--analysis-delay", options.analysis_delay, "--data"])
            .arg(&options.data);
        if let Some(dist) = &options.dist {
            command = command.arg("--dist").arg(dist);
        }
        if let Some(contract) = &options.contract {
            command = command.arg("--contract").arg(contract);
        }
        let mut group = command.start_piped()?;
        let listening = forward_output(&mut group)?;
        match listening.recv_timeout(START) {
            Ok(url) => Ok(Self { group, url }),
            Err(RecvTimeoutError::Disconnected) => {
                bail!("the sandbox ended instead of listening, see its messages above")
            }
            Err(RecvTimeoutError::Timeout) => {
                bail!("the sandbox does not listen after {} s", START.as_secs())
            }
        }
    }

    /// Its address, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Waits until it ends by itself.
    pub fn wait(mut self) -> anyhow::Result<bool> {
        Ok(self.group.wait()?.success())
    }

    /// The most memory it ever held, as the kernel counts it.
    pub fn peak_memory(&self) -> anyhow::Result<String> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.group.process()))
            .context("the kernel does not tell about the sandbox; this works on Linux only")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        Ok(line.context("the kernel names no peak memory")?.trim().to_owned())
    }

    /// What its contract check saw.
    pub fn contract_report(&self) -> anyhow::Result<Value> {
        let mut response = ureq::get(format!("{}/sandbox/contract", self.url))
            .call()
            .context("the sandbox does not tell what its contract check saw")?;
        response.body_mut().read_json().context("the sandbox answered unreadably")
    }

    /// Creates a request with the usual two documents and answers its gatherer link.
    pub fn gatherer_link(&self) -> anyhow::Result<String> {
        let body = json!({
            "customerId": "demo-customer",
            "documents": [
                { "type": "identity-proof", "faceProofRequired": true },
                { "type": "address-proof" },
            ],
            "redirectUrl": format!("{}/shop/return", self.url),
        });
        let address = api(&self.url, "kyc-requests");
        let mut response = ureq::post(&address)
            .header("REB-APIKEY", API_KEY)
            .send_json(&body)
            .context("the sandbox does not create a request")?;
        let request: Value = response.body_mut().read_json().context("the sandbox answered unreadably")?;
        gatherer_link(&request).context("the sandbox's request has no gatherer link")
    }
}

/// The address of an API path.
pub fn api(server: &str, path: &str) -> String {
    format!("{server}/organizations/{ORGANIZATION}/{path}")
}

/// The link that the customer of a request opens.
pub fn gatherer_link(request: &Value) -> Option<String> {
    let links = request.get("_links")?.as_array()?;
    let link = links.iter().find(|link| link.get("rel").and_then(Value::as_str) == Some("kycGatherer"))?;
    link.get("href")?.as_str().map(str::to_owned)
}

/// Shows the child's output and answers a channel that brings its address and closes when it ends.
fn forward_output(group: &mut Group) -> anyhow::Result<Receiver<String>> {
    let lines = group.lines().context("the sandbox's output cannot be read")?;
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in lines {
            match address(&line) {
                // Nobody waits any more once the start has timed out.
                Some(url) => drop(sender.send(url)),
                None => println!("{line}"),
            }
        }
    });
    Ok(receiver)
}

/// The address in `listening on http://…`.
fn address(line: &str) -> Option<String> {
    let (_, url) = line.split_once("listening on ")?;
    url.starts_with("http://").then(|| url.trim().trim_end_matches('/').to_owned())
}

/// A sandbox with its own empty data directory, which disappears with it.
pub struct Disposable {
    // The order matters: the sandbox ends before its directory is removed.
    pub sandbox: Sandbox,
    _data: tempfile::TempDir,
}

/// Starts a sandbox on a free port over an empty directory.
pub fn disposable(
    paths: &Paths,
    program: &Path,
    dist: Option<PathBuf>,
    analysis_delay: &'static str,
    contract: Option<PathBuf>,
    further: &'static [&'static str],
) -> anyhow::Result<Disposable> {
    let data = tempfile::tempdir().context("no temporary directory")?;
    let (program, directory) = (program.to_owned(), data.path().to_owned());
    let options = Options { program, data: directory, dist, port: 0, analysis_delay, contract, further };
    Ok(Disposable { sandbox: Sandbox::start(paths, &options)?, _data: data })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_read_from_the_announcement() {
        assert_eq!(address("listening on http://127.0.0.1:8080\n").as_deref(), Some("http://127.0.0.1:8080"));
        assert_eq!(address("listening"), None);
    }

    #[test]
    fn the_gatherer_link_is_found_by_its_rel() {
        let request = json!({ "_links": [
            { "rel": "self", "href": "/a" },
            { "rel": "kycGatherer", "href": "http://127.0.0.1:1/?token=t" },
        ]});
        assert_eq!(gatherer_link(&request).as_deref(), Some("http://127.0.0.1:1/?token=t"));
        assert_eq!(gatherer_link(&json!({ "_links": [] })), None);
    }
}

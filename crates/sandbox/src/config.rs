//! The sandbox's settings: parsed from the command line by the binary, built by hand in tests.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;

/// The API key unless told: everybody knows it.
pub const DEFAULT_API_KEY: &str = "sandbox-secret-key";

/// A real one: clients take it for a part of names.
const DEFAULT_REGION: &str = "us-east-1";

/// Far above what a person, a test or a demo does.
const DEFAULT_RATE_LIMIT: u32 = 6000;

/// Settings of a sandbox.
#[derive(Clone, Debug, Parser)]
#[command(name = "kyc-sandbox", version, about = "A faithful local server of the KYC API, with a demo shop")]
pub struct Config {
    /// Address to listen on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Directory of the database and of the uploaded files; made when missing.
    #[arg(long, default_value = "sandbox-data")]
    pub data: PathBuf,
    /// Directory of the built app, served at `/`.
    #[arg(long)]
    pub dist: Option<PathBuf>,
    /// The secret key of server-to-server calls (header REB-APIKEY).
    #[arg(long, default_value = DEFAULT_API_KEY)]
    pub api_key: String,
    /// The organization in all API paths.
    #[arg(long, default_value = "sandbox")]
    pub organization: String,
    /// Address that links are built with; default: the bound address.
    #[arg(long)]
    pub public_url: Option<String>,
    /// How long the analysis of a document takes, such as 1500ms or 2s.
    #[arg(long, default_value = "1500ms", value_parser = parse_duration)]
    pub analysis_delay: Duration,
    /// Write calls per minute and credential; 0 is no limit.
    #[arg(long, default_value_t = DEFAULT_RATE_LIMIT)]
    pub rate_limit: u32,
    /// Origins that may embed the app; `http://localhost:*` admits every port. May be repeated.
    #[arg(long = "allowed-parent", default_values_t = default_parents())]
    pub allowed_parents: Vec<String>,
    /// Holds every accepted call, every answer and every webhook against this OpenAPI file; see `/sandbox/contract`.
    #[arg(long)]
    pub contract: Option<PathBuf>,
    /// How long a subscriber may take to answer a webhook, such as 10s.
    #[arg(long, default_value = "10s", value_parser = parse_duration)]
    pub webhook_timeout: Duration,
    /// The region that liveness streams and their keys are of.
    #[arg(long, default_value = DEFAULT_REGION)]
    pub liveness_region: String,
    /// Refuses documents that need a face-liveness check, unless one has succeeded.
    #[arg(long)]
    pub require_liveness: bool,
    /// Where a customer finds help; default: a page of the demo shop.
    #[arg(long)]
    pub support_url: Option<String>,
    /// The privacy notice; default: a page of the demo shop.
    #[arg(long)]
    pub privacy_url: Option<String>,
}

impl Config {
    /// The defaults, on a free port, with everything under `data`.
    #[must_use]
    pub fn ephemeral(data: impl Into<PathBuf>) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            data: data.into(),
            dist: None,
            api_key: DEFAULT_API_KEY.into(),
            organization: "sandbox".into(),
            public_url: None,
            analysis_delay: Duration::from_millis(1500),
            rate_limit: DEFAULT_RATE_LIMIT,
            allowed_parents: default_parents(),
            contract: None,
            webhook_timeout: Duration::from_secs(10),
            liveness_region: DEFAULT_REGION.into(),
            require_liveness: false,
            support_url: None,
            privacy_url: None,
        }
    }
}

fn default_parents() -> Vec<String> {
    vec!["http://127.0.0.1:*".into(), "http://localhost:*".into()]
}

fn parse_duration(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: u64 = digits.parse().map_err(|_| format!("{text} is not a duration such as 1500ms or 2s"))?;
    match text.get(digits.len()..) {
        Some("ms") => Ok(Duration::from_millis(number)),
        Some("s") => Ok(Duration::from_secs(number)),
        _ => Err(format!("{text} has no unit; write {number}ms or {number}s")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_a_unit() {
        assert_eq!(parse_duration("1500ms"), Ok(Duration::from_millis(1500)));
        assert_eq!(parse_duration("2s"), Ok(Duration::from_secs(2)));
        assert!(parse_duration("2").is_err());
        assert!(parse_duration("fast").is_err());
    }

    #[test]
    fn the_command_line_has_the_documented_defaults() {
        let config = Config::parse_from(["kyc-sandbox"]);
        assert_eq!(config.api_key, "sandbox-secret-key");
        assert_eq!(config.organization, "sandbox");
        assert_eq!(config.analysis_delay, Duration::from_millis(1500));
        assert_eq!(config.rate_limit, 6000);
        assert_eq!(config.allowed_parents, default_parents());
    }
}

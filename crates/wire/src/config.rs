//! `config.json`: what a deployment tells the app.

use serde::{Deserialize, Serialize};

/// The deployment's configuration, fetched with the page from beside `index.html`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppConfig {
    /// The API's base, without a trailing slash and without the organization: `https://api.rebilly.com`.
    /// Empty: the page's own origin.
    #[serde(default)]
    pub api_url: String,
    /// The organization, for tokens that do not name one.
    #[serde(default)]
    pub organization_id: Option<String>,
    /// Origins that may embed the app and be told of its progress. `http://localhost:*` admits every port.
    #[serde(default)]
    pub allowed_parents: Vec<String>,
    /// Where a customer finds help.
    #[serde(default)]
    pub support_url: Option<String>,
    /// The merchant's privacy notice.
    #[serde(default)]
    pub privacy_url: Option<String>,
    /// Limits of the deployment.
    #[serde(default)]
    pub limits: Limits,
}

/// Limits of the deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Limits {
    /// The largest file the API takes, in bytes.
    pub max_file_bytes: u64,
    /// The most pages or files of one document.
    pub max_pages: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_file_bytes: 25 * 1024 * 1024, max_pages: 10 }
    }
}

impl AppConfig {
    /// The base of all API paths for `organization`, without a trailing slash.
    #[must_use]
    pub fn organization_url(&self, organization: &str) -> String {
        [self.api_url.trim_end_matches('/'), "/organizations/", organization].concat()
    }

    /// Whether the page at `origin` (scheme, host and port) may embed the app.
    #[must_use]
    pub fn allows_parent(&self, origin: &str) -> bool {
        self.allowed_parents.iter().any(|allowed| match allowed.strip_suffix(":*") {
            Some(base) => origin
                .strip_prefix(base)
                .is_some_and(|rest| rest.is_empty() || rest.strip_prefix(':').is_some_and(is_port)),
            None => allowed == origin,
        })
    }
}

fn is_port(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(parents: &[&str]) -> AppConfig {
        let parents: Vec<String> = parents.iter().map(ToString::to_string).collect();
        serde_json::from_value(serde_json::json!({ "allowedParents": parents })).unwrap()
    }

    #[test]
    fn only_listed_origins_may_embed() {
        let config = config(&["https://shop.example", "http://localhost:*"]);
        assert!(config.allows_parent("https://shop.example"));
        assert!(config.allows_parent("http://localhost:4001"));
        assert!(config.allows_parent("http://localhost"));
        assert!(!config.allows_parent("https://shop.example.evil.test"));
        assert!(!config.allows_parent("http://localhost.evil.test:80"));
        assert!(!config.allows_parent("http://localhost:80@evil.test"));
        assert!(!config.allows_parent("null"));
    }

    #[test]
    fn an_empty_config_means_the_own_origin() {
        assert_eq!(config(&[]).organization_url("acme"), "/organizations/acme");
    }
}

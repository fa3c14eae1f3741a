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
    /// What may be done instead of holding one's face into the camera.
    #[serde(default)]
    pub selfie: SelfieRules,
    /// Who checks that the face is a living one; without, documents that need such a check cannot be handed in.
    #[serde(default)]
    pub liveness: Option<LivenessProvider>,
}

/// What may be done instead of holding one's face into the camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SelfieRules {
    /// A selfie may be a file.
    pub upload: bool,
    /// A plain selfie may stand for a liveness check that cannot be had or was not passed too often. The server decides
    /// what it makes of it.
    pub instead_of_liveness: bool,
}

impl Default for SelfieRules {
    fn default() -> Self {
        Self { upload: true, instead_of_liveness: false }
    }
}

/// A provider that speaks the protocol of Amazon Rekognition Face Liveness.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LivenessProvider {
    /// The region: of the signatures, and of Amazon's addresses.
    pub region: String,
    /// The stream, `wss://…`; Amazon's of the region when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// Where keys are given out; Amazon Cognito's of the region when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity_endpoint: Option<String>,
    /// The identity pool that gives keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity_pool_id: Option<String>,
    /// Fixed keys instead. Everybody who opens the page has them: for tests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credentials: Option<FixedCredentials>,
}

/// Keys, by the names that Amazon's tools print them with.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FixedCredentials {
    /// The key's name.
    pub access_key_id: String,
    /// The key.
    pub secret_access_key: String,
    /// What goes with temporary keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_token: Option<String>,
}

impl std::fmt::Debug for FixedCredentials {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The secret is nobody's business.
        formatter
            .debug_struct("FixedCredentials")
            .field("access_key_id", &self.access_key_id)
            .finish_non_exhaustive()
    }
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

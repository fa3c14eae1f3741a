//! Which calls a fault is for: by the end of the path, so that it works wherever the path is mounted.

use serde_json::{Map, Value};

use super::call::{Call, TokenHash};

/// Which calls a fault is for; what is absent does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// The end of the path; `*` stands for one segment: `storefront/kyc-requests/*`.
    pub path: Option<String>,
    pub method: Option<String>,
    /// Calls with a token of this customer.
    pub customer_id: Option<String>,
    /// Calls with a token of this KYC request, and those whose path names it.
    pub request_id: Option<String>,
    /// Calls with exactly this token.
    pub token: Option<TokenHash>,
}

impl Scope {
    pub fn covers(&self, call: &Call) -> bool {
        let is_of_request = |wanted: &String| {
            call.request_id.as_ref() == Some(wanted) || call.path.split('/').any(|segment| segment == wanted)
        };
        self.method.as_ref().is_none_or(|wanted| call.method.eq_ignore_ascii_case(wanted))
            && self.path.as_ref().is_none_or(|suffix| has_suffix(&call.path, suffix))
            && self.customer_id.as_ref().is_none_or(|wanted| call.customer_id.as_ref() == Some(wanted))
            && self.request_id.as_ref().is_none_or(is_of_request)
            && self.token.as_ref().is_none_or(|wanted| call.token.as_ref() == Some(wanted))
    }

    pub fn show(&self, view: &mut Map<String, Value>) {
        let fields = [
            ("path", self.path.as_deref()),
            ("method", self.method.as_deref()),
            ("customerId", self.customer_id.as_deref()),
            ("requestId", self.request_id.as_deref()),
            // The hash is enough to know it by; the token itself is a credential.
            ("tokenHash", self.token.as_ref().map(TokenHash::as_str)),
        ];
        for (name, value) in fields {
            if let Some(value) = value {
                view.insert(name.to_owned(), value.into());
            }
        }
    }
}

fn has_suffix(path: &str, suffix: &str) -> bool {
    let mut segments = path.trim_matches('/').rsplit('/');
    suffix
        .trim_matches('/')
        .rsplit('/')
        .all(|wanted| segments.next().is_some_and(|it| wanted == "*" || wanted == it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_is_a_suffix_of_whole_segments() {
        let path = "/organizations/sandbox/storefront/kyc-requests/kyc_req_1";
        assert!(has_suffix(path, "storefront/kyc-requests/*"));
        assert!(has_suffix(path, path));
        assert!(has_suffix("/organizations/sandbox/files", "files"));
        assert!(has_suffix(
            "/start-face-liveness-session-websocket",
            "/start-face-liveness-session-websocket"
        ));
        assert!(!has_suffix("/organizations/sandbox/my-files", "files"));
        assert!(!has_suffix("/files", "organizations/sandbox/files"));
        assert!(!has_suffix(path, "kyc-requests"));
    }

    #[test]
    fn a_request_is_known_by_its_token_or_by_the_path() {
        let scope = Scope { request_id: Some("kyc_req_1".into()), ..Scope::default() };
        let call = |path: &str, request: Option<&str>| Call {
            path: path.into(),
            request_id: request.map(str::to_owned),
            ..Call::default()
        };
        assert!(scope.covers(&call("/o/s/files", Some("kyc_req_1"))));
        assert!(scope.covers(&call("/o/s/kyc-requests/kyc_req_1", None)));
        assert!(!scope.covers(&call("/o/s/kyc-requests/kyc_req_11", None)));
        assert!(!scope.covers(&call("/o/s/files", Some("kyc_req_2"))));
    }
}

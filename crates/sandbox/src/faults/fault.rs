//! An ordered fault: what goes wrong, on which calls, how often; and how it is shown.

use std::time::Duration;

use kyc_wire::resource::InvalidField;
use serde_json::{Map, Value, json};

use super::call::{Call, TokenHash};

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A refusal instead of the real answer; nothing is done.
    Status(Refusal),
    /// Nothing but the delay.
    Delay,
    /// Nothing is done, and the answer is lost.
    DropBefore,
    /// The work is done, the answer lost.
    DropAfterCommit,
    /// The work is done; of the answer's body only so many bytes arrive (`None`: half of it).
    Truncate(Option<usize>),
    /// The request or the token expires before the call is looked at.
    Expire(Target),
    /// A slow line.
    Bandwidth(Rates),
    /// The `Date` header is wrong by so many seconds.
    ClockSkew(i64),
}

/// The answer of [`Kind::Status`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub status: u16,
    pub retry_after_seconds: Option<u32>,
    pub invalid_fields: Vec<InvalidField>,
    pub detail: Option<String>,
}

/// Bytes per second in each direction; `None` is as fast as can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    pub upload: Option<u32>,
    pub download: Option<u32>,
}

/// What expires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Request,
    Token,
}

impl Target {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Token => "token",
        }
    }
}

impl Kind {
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Status(_) => "status",
            Self::Delay => "delay",
            Self::DropBefore => "drop-before",
            Self::DropAfterCommit => "drop-after-commit",
            Self::Truncate(_) => "truncate",
            Self::Expire(_) => "expire",
            Self::Bandwidth(_) => "bandwidth",
            Self::ClockSkew(_) => "clock-skew",
        }
    }

    /// The line and the clock are conditions: they hold beside whatever else happens to a call.
    pub const fn is_condition(&self) -> bool {
        matches!(self, Self::Bandwidth(_) | Self::ClockSkew(_))
    }

    fn show(&self, view: &mut Map<String, Value>) {
        let mut add = |name: &str, value: Value| {
            if !value.is_null() {
                view.insert(name.to_owned(), value);
            }
        };
        match self {
            Self::Status(refusal) => {
                add("status", refusal.status.into());
                add("retryAfterSeconds", refusal.retry_after_seconds.into());
                add("detail", refusal.detail.clone().into());
                if !refusal.invalid_fields.is_empty() {
                    add("invalidFields", json!(refusal.invalid_fields));
                }
            }
            Self::Truncate(keep) => add("keepBytes", (*keep).into()),
            Self::Expire(target) => add("expires", target.name().into()),
            Self::Bandwidth(rates) => {
                add("uploadBytesPerSecond", rates.upload.into());
                add("downloadBytesPerSecond", rates.download.into());
            }
            Self::ClockSkew(seconds) => add("skewSeconds", (*seconds).into()),
            Self::Delay | Self::DropBefore | Self::DropAfterCommit => {}
        }
    }
}

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
    fn covers(&self, call: &Call) -> bool {
        let is_of_request = |wanted: &String| {
            call.request_id.as_ref() == Some(wanted) || call.path.split('/').any(|segment| segment == wanted)
        };
        self.method.as_ref().is_none_or(|wanted| call.method.eq_ignore_ascii_case(wanted))
            && self.path.as_ref().is_none_or(|suffix| has_suffix(&call.path, suffix))
            && self.customer_id.as_ref().is_none_or(|wanted| call.customer_id.as_ref() == Some(wanted))
            && self.request_id.as_ref().is_none_or(is_of_request)
            && self.token.as_ref().is_none_or(|wanted| call.token.as_ref() == Some(wanted))
    }

    fn show(&self, view: &mut Map<String, Value>) {
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

/// An ordered fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub kind: Kind,
    pub scope: Scope,
    /// Held back for so long first.
    pub delay: Duration,
    /// `None`: until it is removed.
    pub times: Option<u32>,
    /// So many matching calls pass first.
    pub skip: u32,
}

impl Fault {
    /// Whether it can play on this call.
    pub fn is_for(&self, call: &Call) -> bool {
        let has_subject = match self.kind {
            Kind::Expire(Target::Token) => call.token.is_some(),
            Kind::Expire(Target::Request) => self.expiring_request(call).is_some(),
            _ => true,
        };
        has_subject && self.scope.covers(call)
    }

    /// The request that an `expire` is about.
    pub fn expiring_request(&self, call: &Call) -> Option<String> {
        self.scope.request_id.clone().or_else(|| call.request_id.clone())
    }

    /// An `expire` that names its subject and no calls waits for none.
    pub fn is_due_at_once(&self) -> bool {
        let Scope { path, method, customer_id, request_id, token } = &self.scope;
        let names_subject = match self.kind {
            Kind::Expire(Target::Request) => request_id.is_some() && token.is_none(),
            Kind::Expire(Target::Token) => token.is_some() && request_id.is_none(),
            _ => false,
        };
        let names_calls = path.is_some() || method.is_some() || customer_id.is_some();
        names_subject && !names_calls && self.skip == 0 && self.delay.is_zero()
    }

    /// The fault as it was ordered.
    pub fn view(&self) -> Map<String, Value> {
        let mut view = Map::new();
        view.insert("kind".into(), self.kind.name().into());
        self.scope.show(&mut view);
        self.kind.show(&mut view);
        if !self.kind.is_condition() {
            let delay = u64::try_from(self.delay.as_millis()).unwrap_or(u64::MAX);
            view.insert("delayMs".into(), delay.into());
        }
        view.insert("times".into(), self.times.unwrap_or(0).into());
        view.insert("skip".into(), self.skip.into());
        view
    }
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

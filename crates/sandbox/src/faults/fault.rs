//! An ordered fault: what goes wrong, on which calls, how often; and how it is shown.

use std::time::Duration;

use kyc_wire::resource::InvalidField;
use serde_json::{Map, Value, json};

use super::call::Call;
use super::scope::Scope;
use super::stream::{Point, StreamFault};

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
    /// The liveness stream goes wrong.
    Stream(StreamFault),
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
            Self::Stream(fault) => fault.name(),
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
            Self::Stream(fault) => {
                add("after", fault.point().map(Point::name).into());
                match fault {
                    StreamFault::Exception(_, kind) => add("exception", kind.name().into()),
                    StreamFault::Close(_, code) => add("closeCode", (*code).into()),
                    StreamFault::Slow | StreamFault::Silent(_) => {}
                }
            }
            Self::Delay | Self::DropBefore | Self::DropAfterCommit => {}
        }
    }
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
            Kind::Stream(_) => call.is_stream(),
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

    /// What goes wrong with a stream, and what is held back by how long.
    pub const fn of_stream(&self) -> Option<(StreamFault, Duration)> {
        match self.kind {
            Kind::Stream(fault) => Some((fault, self.delay)),
            _ => None,
        }
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

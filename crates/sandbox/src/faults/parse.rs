//! Reads an ordered fault field by field; every refused one is named at once.

use std::time::Duration;

use kyc_liveness::events::ExceptionKind;
use kyc_wire::resource::InvalidField;
use serde_json::Value;

use super::call::TokenHash;
use super::fault::{Fault, Kind, Rates, Refusal, Target};
use super::reader::Reader;
use super::scope::Scope;
use super::stream::{EXCEPTIONS, Point, StreamFault};
use crate::api::body::present;
use crate::problem::InvalidFields;

/// The longest delay: a test that waits longer than ten minutes has made a mistake.
pub const MAX_DELAY_MS: i64 = 10 * 60 * 1000;
const MAX_COUNT: i64 = 1_000_000;
const MAX_RATE: i64 = 1_000_000_000;
const MAX_RETRY_AFTER_SECONDS: i64 = 24 * 60 * 60;
const MAX_SKEW_SECONDS: i64 = 10 * 366 * 24 * 60 * 60;
const MAX_INVALID_FIELDS: usize = 100;

/// Which calls, and how often: what a header cannot say.
pub const ORDER_FIELDS: [&str; 7] = ["path", "method", "customerId", "requestId", "token", "times", "skip"];
/// What a call can be made with.
pub const METHODS: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
/// The codes that a server may close a WebSocket with.
const CLOSE_CODES: std::ops::RangeInclusive<i64> = 1000..=4999;
const KINDS: [(&str, &[&str]); 12] = [
    ("status", &["delayMs", "status", "retryAfterSeconds", "invalidFields", "detail"]),
    ("delay", &["delayMs"]),
    ("drop-before", &["delayMs"]),
    ("drop-after-commit", &["delayMs"]),
    ("truncate", &["delayMs", "keepBytes"]),
    ("expire", &["delayMs", "expires"]),
    ("bandwidth", &["bytesPerSecond", "uploadBytesPerSecond", "downloadBytesPerSecond"]),
    ("clock-skew", &["skewSeconds"]),
    ("stream-slow", &["delayMs"]),
    ("stream-silent", &["after"]),
    ("stream-exception", &["delayMs", "after", "exception"]),
    ("stream-close", &["delayMs", "after", "closeCode"]),
];

/// The kinds of faults.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(name, _)| *name)
}

/// Reads a fault; `Err` with what is wrong with it.
pub fn parse(body: &Value) -> Result<Fault, InvalidFields> {
    let mut reader = Reader::new(body);
    reader.check_names();
    let scope = reader.scope();
    let kind = reader.kind(&scope);
    let delay = reader.number("delayMs", 0..=MAX_DELAY_MS).unwrap_or_default();
    let times = reader.number("times", 0..=MAX_COUNT);
    let skip = reader.number("skip", 0..=MAX_COUNT).unwrap_or_default();
    match kind {
        Some(kind) if reader.refused.is_empty() => {
            let usual = if kind.is_condition() { 0 } else { 1 };
            let times = Some(times.unwrap_or(usual)).filter(|times| *times > 0);
            Ok(Fault { kind, scope, delay: Duration::from_millis(delay), times, skip })
        }
        _ => Err(reader.refused),
    }
}

impl Reader<'_> {
    /// A misspelt field would silently order something else.
    fn check_names(&mut self) {
        let kind = self.body.get("kind").and_then(Value::as_str);
        let own = KINDS.iter().find(|(name, _)| Some(*name) == kind).map(|(_, fields)| *fields);
        for name in self.body.as_object().into_iter().flat_map(|fields| fields.keys()) {
            let is_own = own.map_or_else(
                || KINDS.iter().any(|(_, fields)| fields.contains(&name.as_str())),
                |fields| fields.contains(&name.as_str()),
            );
            if name != "kind" && !is_own && !ORDER_FIELDS.contains(&name.as_str()) {
                self.refused.add(name, "This kind of fault has no such field.");
            }
        }
    }

    fn scope(&mut self) -> Scope {
        let method = self.text("method").map(|method| method.to_ascii_uppercase());
        if method.as_ref().is_some_and(|method| !METHODS.contains(&method.as_str())) {
            self.refused.add("method", format!("Must be one of {}.", METHODS.join(", ")));
        }
        let token = self.text("token").and_then(|text| {
            let token = TokenHash::parse(&text);
            if token.is_none() {
                self.refused.add("token", "Must be a token or its SHA-256 in hex.");
            }
            token
        });
        let path = self.text("path");
        if path.as_ref().is_some_and(|path| path.trim_matches('/').is_empty()) {
            self.refused.add("path", "Must name at least one segment.");
        }
        Scope {
            path,
            method,
            customer_id: self.text("customerId"),
            request_id: self.text("requestId"),
            token,
        }
    }

    fn kind(&mut self, scope: &Scope) -> Option<Kind> {
        let name = self.body.get("kind").and_then(Value::as_str).unwrap_or_default();
        Some(match name {
            "status" => Kind::Status(self.refusal()),
            "delay" => Kind::Delay,
            "drop-before" => Kind::DropBefore,
            "drop-after-commit" => Kind::DropAfterCommit,
            "truncate" => Kind::Truncate(self.number("keepBytes", 0..=MAX_RATE)),
            "expire" => Kind::Expire(self.target(scope)),
            "bandwidth" => Kind::Bandwidth(self.rates()),
            "clock-skew" => Kind::ClockSkew(self.skew()),
            "stream-slow" => Kind::Stream(StreamFault::Slow),
            "stream-silent" => Kind::Stream(StreamFault::Silent(self.point())),
            "stream-exception" => Kind::Stream(StreamFault::Exception(self.point(), self.exception())),
            "stream-close" => Kind::Stream(StreamFault::Close(self.point(), self.close_code())),
            _ => {
                let names: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
                self.refused.add("kind", format!("Must be one of {}.", names.join(", ")));
                return None;
            }
        })
    }

    fn refusal(&mut self) -> Refusal {
        let status = self.number("status", 400..=599).unwrap_or(503);
        // The API never sends a 429 without the time at which to retry.
        let usual = (status == 429).then_some(1);
        let retry_after_seconds = self.number("retryAfterSeconds", 0..=MAX_RETRY_AFTER_SECONDS).or(usual);
        let invalid_fields = self.invalid_fields();
        if status != 422 && !invalid_fields.is_empty() {
            self.refused.add("invalidFields", "Only a 422 names fields.");
        }
        Refusal { status, retry_after_seconds, invalid_fields, detail: self.text("detail") }
    }

    fn invalid_fields(&mut self) -> Vec<InvalidField> {
        let Some(value) = present(self.body, "invalidFields") else { return Vec::new() };
        let items = value.as_array().filter(|items| items.len() <= MAX_INVALID_FIELDS);
        let Some(items) = items else {
            self.refused
                .add("invalidFields", format!("Must be a list of at most {MAX_INVALID_FIELDS} fields."));
            return Vec::new();
        };
        let mut read = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let text = |name: &str| item.get(name).and_then(Value::as_str).map(str::to_owned);
            match (text("field"), text("message")) {
                (Some(field), Some(message)) => read.push(InvalidField { field, message }),
                _ => self.refused.add(format!("invalidFields.{index}"), "Must be {field, message}."),
            }
        }
        read
    }

    fn target(&mut self, scope: &Scope) -> Target {
        let token_only = scope.token.is_some() && scope.request_id.is_none();
        let usual = if token_only { Target::Token } else { Target::Request };
        match self.text("expires").as_deref() {
            None => usual,
            Some("request") => Target::Request,
            Some("token") => Target::Token,
            Some(_) => {
                self.refused.add("expires", "Must be request or token.");
                usual
            }
        }
    }

    fn rates(&mut self) -> Rates {
        let both = self.number("bytesPerSecond", 1..=MAX_RATE);
        let upload = self.number("uploadBytesPerSecond", 1..=MAX_RATE).or(both);
        let download = self.number("downloadBytesPerSecond", 1..=MAX_RATE).or(both);
        let names = ["bytesPerSecond", "uploadBytesPerSecond", "downloadBytesPerSecond"];
        if names.iter().all(|name| present(self.body, name).is_none()) {
            self.refused
                .add("bytesPerSecond", "Must be there, or uploadBytesPerSecond or downloadBytesPerSecond.");
        }
        Rates { upload, download }
    }

    fn skew(&mut self) -> i64 {
        if present(self.body, "skewSeconds").is_none() {
            self.refused.add("skewSeconds", "Must be there.");
        }
        self.number("skewSeconds", -MAX_SKEW_SECONDS..=MAX_SKEW_SECONDS).unwrap_or_default()
    }

    fn point(&mut self) -> Point {
        let Some(word) = self.text("after") else { return Point::default() };
        Point::parse(&word).unwrap_or_else(|| {
            let words: Vec<_> = Point::names().collect();
            self.refused.add("after", format!("Must be one of {}.", words.join(", ")));
            Point::default()
        })
    }

    fn exception(&mut self) -> ExceptionKind {
        let word = self.text("exception");
        let known = EXCEPTIONS.into_iter().find(|kind| Some(kind.name()) == word.as_deref());
        known.unwrap_or_else(|| {
            let words = EXCEPTIONS.map(ExceptionKind::name).join(", ");
            self.refused.add("exception", format!("Must be one of {words}."));
            ExceptionKind::Other
        })
    }

    fn close_code(&mut self) -> u16 {
        if present(self.body, "closeCode").is_none() {
            self.refused.add("closeCode", "Must be there.");
        }
        let code = self.number("closeCode", CLOSE_CODES).unwrap_or(1000);
        // These are never on the wire (RFC 6455, 7.4).
        if matches!(code, 1004..=1006 | 1015..=2999) {
            self.refused.add("closeCode", "No endpoint may close with this code.");
        }
        code
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn refused(body: &Value) -> Vec<String> {
        let fields = parse(body).unwrap_err();
        fields.iter().map(|field| field.field.clone()).collect()
    }

    #[test]
    fn every_refused_field_is_named_at_once() {
        let body = json!({
            "kind": "status", "status": 200, "retryAfterSeconds": -1, "delayMs": 600_001, "times": "often",
            "skip": -1, "path": "/", "method": "BREW", "customerId": 7, "token": "x", "statsu": 500, "keepBytes": 1,
            "invalidFields": [{ "field": "a" }],
        });
        let mut named = refused(&body);
        named.sort_unstable();
        let mut expected = vec![
            "status",
            "retryAfterSeconds",
            "delayMs",
            "times",
            "skip",
            "path",
            "method",
            "customerId",
            "token",
            "statsu",
            "keepBytes",
            "invalidFields.0",
        ];
        expected.sort_unstable();
        assert_eq!(named, expected);
    }

    #[test]
    fn each_kind_has_its_own_demands() {
        assert_eq!(refused(&json!({})), ["kind"]);
        assert_eq!(refused(&json!({ "kind": "explode" })), ["kind"]);
        assert_eq!(refused(&json!({ "kind": "bandwidth" })), ["bytesPerSecond"]);
        assert_eq!(
            refused(&json!({ "kind": "bandwidth", "uploadBytesPerSecond": 0 })),
            ["uploadBytesPerSecond"]
        );
        assert_eq!(refused(&json!({ "kind": "clock-skew" })), ["skewSeconds"]);
        assert_eq!(refused(&json!({ "kind": "expire", "expires": "milk" })), ["expires"]);
        let wrong =
            json!({ "kind": "status", "status": 500, "invalidFields": [{ "field": "a", "message": "b" }] });
        assert_eq!(refused(&wrong), ["invalidFields"]);
        assert_eq!(
            refused(&json!({ "kind": "status", "status": 422, "invalidFields": "a" })),
            ["invalidFields"]
        );
    }

    #[test]
    fn what_is_absent_has_a_plain_meaning() {
        let fault = parse(&json!({ "kind": "status", "path": null })).unwrap();
        assert_eq!(fault.scope, Scope::default());
        assert_eq!((fault.times, fault.skip), (Some(1), 0));
        assert!(matches!(&fault.kind, Kind::Status(refusal) if refusal.status == 503));
        assert_eq!(parse(&json!({ "kind": "clock-skew", "skewSeconds": -60 })).unwrap().times, None);
        assert_eq!(parse(&json!({ "kind": "delay", "times": 0 })).unwrap().times, None);
        let limited = parse(&json!({ "kind": "status", "status": 429 })).unwrap();
        assert!(matches!(&limited.kind, Kind::Status(refusal) if refusal.retry_after_seconds == Some(1)));
        let token = parse(&json!({ "kind": "expire", "token": "a.b.c" })).unwrap();
        assert!(token.kind == Kind::Expire(Target::Token) && token.is_due_at_once());
        let waiting = parse(&json!({ "kind": "expire", "requestId": "kyc_req_1", "method": "get" })).unwrap();
        assert!(waiting.kind == Kind::Expire(Target::Request) && !waiting.is_due_at_once());
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(2, 8, 3, |inner| prop::collection::vec(inner, 0..3).prop_map(Value::from))
    }

    proptest! {
        #[test]
        fn any_value_of_any_field_is_read_or_named(kind in 0..KINDS.len(), field in 0..12_usize, value in any_json()) {
            let (name, own) = KINDS[kind];
            let all: Vec<&str> = ORDER_FIELDS.iter().chain(own).copied().collect();
            let field = all[field % all.len()];
            let mut body = json!({ "kind": name, "bytesPerSecond": 1 });
            if name != "bandwidth" {
                body.as_object_mut().unwrap().remove("bytesPerSecond");
            }
            if name == "clock-skew" {
                body["skewSeconds"] = 1.into();
            }
            let needed = [
                ("status", "status", json!(422)),
                ("stream-exception", "exception", json!("ThrottlingException")),
                ("stream-close", "closeCode", json!(4001)),
            ];
            for (_, field, value) in needed.into_iter().filter(|(kind, ..)| *kind == name) {
                body[field] = value;
            }
            prop_assert!(parse(&body).is_ok());
            body[field] = value;
            if let Err(fields) = parse(&body) {
                prop_assert!(fields.iter().all(|it| it.field.split('.').next() == Some(field)
                    || (field == "status" && it.field == "invalidFields")));
                prop_assert!(!fields.is_empty());
            }
        }
    }
}

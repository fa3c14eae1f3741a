//! Values that tests make by hand: times and tokens.

use std::time::SystemTime;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The time as the API writes it.
///
/// # Panics
/// Beyond the year 9999.
#[must_use]
pub fn rfc3339(time: SystemTime) -> String {
    match OffsetDateTime::from(time).format(&Rfc3339) {
        Ok(text) => text,
        Err(error) => panic!("{time:?} cannot be written: {error}"),
    }
}

/// A token with these claims that nobody has signed.
#[must_use]
pub fn unsigned_token(claims: &Value) -> String {
    let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
    format!("{}.{}.c2lnbmF0dXJl", encode(&json!({ "alg": "HS256", "typ": "JWT" })), encode(claims))
}

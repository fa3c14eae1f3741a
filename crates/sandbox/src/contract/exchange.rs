//! One call and its answer, as the check sees them.

use axum::http::{HeaderMap, Method, StatusCode, Uri, header};

/// A call and its answer.
#[derive(Debug)]
pub struct Exchange<'a> {
    pub method: &'a Method,
    /// Below the organization, with the slash at its start.
    pub path: &'a str,
    pub uri: &'a Uri,
    pub call_headers: &'a HeaderMap,
    pub call_body: Seen<'a>,
    pub status: StatusCode,
    pub headers: &'a HeaderMap,
    pub body: Seen<'a>,
    /// Whether a fault put it in the place of the real answer, so that its status may be any.
    pub is_ordered: bool,
}

/// What is known of a body.
#[derive(Clone, Copy, Debug)]
pub enum Seen<'a> {
    /// There was none.
    Nothing,
    /// Too large to be kept, not JSON, or left unread by the handler.
    Unread,
    /// All of it.
    Bytes(&'a [u8]),
}

/// The media type without its parameters, in lower case; empty when there is none.
pub fn media_type(headers: &HeaderMap) -> String {
    let text = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

//! The one form of a request that is hashed.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Scope;
use super::hash::{hex, sha256};

/// What RFC 3986 lets stand.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// A path keeps its parts. Its own percent signs are encoded once more, as for every service but S3.
const PATH: &AsciiSet = &QUERY.remove(b'/');

pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, QUERY).collect()
}

/// Encoded, sorted and joined.
pub fn query<'a>(parameters: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut pairs: Vec<(String, String)> = Vec::new();
    // Put where they belong: the standard library's sorting is 3 KB of wasm.
    for pair in parameters.map(|(name, value)| (encode(name), encode(value))) {
        let at = pairs.iter().position(|other| *other > pair).unwrap_or(pairs.len());
        pairs.insert(at, pair);
    }
    let pairs: Vec<_> =
        pairs.into_iter().map(|(name, value)| [&name, "=", value.as_str()].concat()).collect();
    pairs.join("&")
}

/// What is signed for a `GET` without content of which only the host is signed, and the date it is of.
pub fn string_to_sign(scope: &Scope, at: u64, host: &str, path: &str, query: &str) -> (String, String) {
    let path: String = utf8_percent_encode(path, PATH).collect();
    let content = hex(&sha256(b""));
    let request = ["GET\n", &path, "\n", query, "\nhost:", host, "\n\nhost\n", &content].concat();
    let (head, date) = scope.head("", at);
    (head + &hex(&sha256(request.as_bytes())), date)
}

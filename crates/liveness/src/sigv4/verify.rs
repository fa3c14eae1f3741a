//! The server's look at a URL.

use hmac::Mac;
use percent_encoding::percent_decode_str;

use super::canonical::{query, string_to_sign};
use super::hash::{Hash, keyed, parse_hex};
use super::{ALGORITHM, ChunkVerifier, Scope, parse_amz_date};

/// The longest time a URL may be good, in seconds: a week.
const LONGEST: u64 = 7 * 86_400;

/// What a signed query says, not yet believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    access_key: String,
    scope: Scope,
    at: u64,
    expires: u64,
    signature: Hash,
    parameters: Vec<(String, String)>,
}

/// What the server knows about the request and the key it names.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The Host header.
    pub host: &'a str,
    /// The path, as it was requested.
    pub path: &'a str,
    /// What the server serves.
    pub scope: &'a Scope,
    /// The secret of [`Claim::access_key`].
    pub secret_key: &'a str,
    /// The token that was given out with that key, if one was.
    pub session_token: Option<&'a str>,
    /// The server's clock, unix milliseconds.
    pub now: u64,
    /// How far the client's may be ahead or, for frames, behind: [`super::SKEW`].
    pub skew: u64,
}

/// Why a URL is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// This parameter is not there.
    #[error("the parameter {0} is missing")]
    Missing(&'static str),
    /// This parameter cannot be understood, or is there twice.
    #[error("the parameter {0} cannot be understood")]
    Malformed(&'static str),
    /// Something in the query is no UTF-8 when decoded.
    #[error("the query cannot be decoded")]
    Encoding,
    /// Another region or service.
    #[error("signed for another region or service")]
    Scope,
    /// The session token is missing, or is not the one of this key.
    #[error("the session token is not that of this key")]
    Token,
    /// The signature is not that of this key over this request.
    #[error("the signature is wrong")]
    Signature,
    /// The URL was good until so many milliseconds ago.
    #[error("the signature expired {by} ms ago")]
    Expired {
        /// Milliseconds.
        by: u64,
    },
    /// The client's clock is so many milliseconds ahead.
    #[error("signed {by} ms in the future")]
    Early {
        /// Milliseconds.
        by: u64,
    },
}

impl Refusal {
    /// Whether everything but the time is right: a client with a corrected clock would get in.
    #[must_use]
    pub const fn is_clock(self) -> bool {
        matches!(self, Self::Expired { .. } | Self::Early { .. })
    }
}

impl Claim {
    /// Reads the query of a request, without its question mark.
    ///
    /// # Errors
    /// When something is missing or malformed; [`Claim::verify`] finds everything else.
    pub fn read(query: &str) -> Result<Self, Refusal> {
        let parameters = decode(query)?;
        let only = |name| only(&parameters, name);
        if only("X-Amz-Algorithm")? != ALGORITHM {
            return Err(Refusal::Malformed("X-Amz-Algorithm"));
        }
        // The only one that a browser lets a page sign.
        if only("X-Amz-SignedHeaders")? != "host" {
            return Err(Refusal::Malformed("X-Amz-SignedHeaders"));
        }
        let date = only("X-Amz-Date")?;
        let at = parse_amz_date(date).ok_or(Refusal::Malformed("X-Amz-Date"))?;
        let expires = only("X-Amz-Expires")?.parse().ok().filter(|expires| (1..=LONGEST).contains(expires));
        let expires = expires.ok_or(Refusal::Malformed("X-Amz-Expires"))?;
        let credential = credential(only("X-Amz-Credential")?, date);
        let (access_key, scope) = credential.ok_or(Refusal::Malformed("X-Amz-Credential"))?;
        let signature = parse_hex(only("X-Amz-Signature")?).ok_or(Refusal::Malformed("X-Amz-Signature"))?;
        Ok(Self { access_key, scope, at, expires, signature, parameters })
    }

    /// The key it names.
    #[must_use]
    pub fn access_key(&self) -> &str {
        &self.access_key
    }

    /// The region and service it names.
    #[must_use]
    pub const fn scope(&self) -> &Scope {
        &self.scope
    }

    /// When it says it was signed, in unix milliseconds.
    #[must_use]
    pub const fn signed_at(&self) -> u64 {
        self.at
    }

    /// For how many seconds it is good.
    #[must_use]
    pub const fn expires(&self) -> u64 {
        self.expires
    }

    /// The value of the first parameter of that name, decoded.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether the owner of that key signed this very request, not too long ago; if so, what opens the frames that
    /// follow. The signature is looked at before the time, so that a wrong clock is known from a wrong key.
    ///
    /// # Errors
    /// Why not.
    pub fn verify(&self, request: &Request<'_>) -> Result<ChunkVerifier, Refusal> {
        if self.scope != *request.scope {
            return Err(Refusal::Scope);
        }
        if self.parameter("X-Amz-Security-Token") != request.session_token {
            return Err(Refusal::Token);
        }
        let signed = self.parameters.iter().filter(|(name, _)| name != "X-Amz-Signature");
        let query = query(signed.map(|(name, value)| (name.as_str(), value.as_str())));
        let (signed, date) = string_to_sign(&self.scope, self.at, request.host, request.path, &query);
        let key = self.scope.key(request.secret_key, &date);
        let is_equal = keyed(&key, signed.as_bytes()).verify_slice(&self.signature).is_ok();
        if !is_equal {
            return Err(Refusal::Signature);
        }
        self.is_timely(request.now, request.skew)?;
        Ok(ChunkVerifier::new(request.secret_key, self.scope.clone(), self.signature, request.skew))
    }

    fn is_timely(&self, now: u64, skew: u64) -> Result<(), Refusal> {
        let last = self.at.saturating_add(self.expires * 1000);
        if now > last {
            return Err(Refusal::Expired { by: now - last });
        }
        let ahead = self.at.saturating_sub(now);
        if ahead > skew { Err(Refusal::Early { by: ahead }) } else { Ok(()) }
    }
}

/// Names and values. A plus sign is one: Amazon's queries write a space as `%20`.
fn decode(query: &str) -> Result<Vec<(String, String)>, Refusal> {
    let plain =
        |text| percent_decode_str(text).decode_utf8().map(String::from).map_err(|_| Refusal::Encoding);
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((plain(name)?, plain(value)?))
        })
        .collect()
}

fn only<'a>(parameters: &'a [(String, String)], wanted: &'static str) -> Result<&'a str, Refusal> {
    let mut found = parameters.iter().filter(|(name, _)| name == wanted);
    let (_, value) = found.next().ok_or(Refusal::Missing(wanted))?;
    if found.next().is_some() { Err(Refusal::Malformed(wanted)) } else { Ok(value) }
}

/// `key/day/region/service/aws4_request`, of the same day as the date.
fn credential(text: &str, date: &str) -> Option<(String, Scope)> {
    let parts: Vec<_> = text.split('/').collect();
    let [key, day, region, service, "aws4_request"] = parts.as_slice() else { return None };
    let scope = Scope { region: (*region).to_owned(), service: (*service).to_owned() };
    (!key.is_empty() && date.get(..8) == Some(*day)).then(|| ((*key).to_owned(), scope))
}

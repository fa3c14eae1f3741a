//! The client's URL.

use super::canonical::{query, string_to_sign};
use super::hash::{hex, hmac};
use super::{ALGORITHM, ChunkSigner, Credentials, Endpoint, Scope, amz_date};

/// For how long a URL is good, in seconds.
pub const EXPIRES: u32 = 299;

/// A URL to be signed.
#[derive(Clone, Copy, Debug)]
pub struct Presign<'a> {
    /// By whom.
    pub credentials: &'a Credentials,
    /// What for.
    pub scope: &'a Scope,
    /// Where to.
    pub endpoint: &'a Endpoint,
    /// Names and values, not encoded, in any order.
    pub parameters: &'a [(&'a str, &'a str)],
    /// When, in unix milliseconds of the server's clock.
    pub at: u64,
}

/// A signed URL, and what continues its signature.
#[derive(Clone, Debug)]
pub struct Presigned {
    /// To be opened within [`EXPIRES`] seconds.
    pub url: String,
    /// Signs what is sent through the socket.
    pub chain: ChunkSigner,
}

impl Presign<'_> {
    /// Signs it.
    #[must_use]
    pub fn sign(&self) -> Presigned {
        let Self { credentials, scope, endpoint, parameters, at } = *self;
        let date = amz_date(at);
        let credential = [&credentials.access_key, "/", &scope.on(&date)].concat();
        let expires = EXPIRES.to_string();
        let own = [
            ("X-Amz-Algorithm", ALGORITHM),
            ("X-Amz-Credential", &credential),
            ("X-Amz-Date", &date),
            ("X-Amz-Expires", &expires),
            ("X-Amz-SignedHeaders", "host"),
        ];
        let token = credentials.session_token.as_deref().map(|token| ("X-Amz-Security-Token", token));
        let query = query(own.into_iter().chain(token).chain(parameters.iter().copied()));
        let (signed, date) = string_to_sign(scope, at, endpoint.host(), endpoint.path(), &query);
        let signature = hmac(&scope.key(&credentials.secret_key, &date), signed.as_bytes());
        let url = endpoint.url(&[&query, "&X-Amz-Signature=", &hex(&signature)].concat());
        let chain = ChunkSigner::new(&credentials.secret_key, scope.clone(), signature);
        Presigned { url, chain }
    }
}

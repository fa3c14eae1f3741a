//! What faults need to know of a call to tell whether it is theirs.

use axum::http::{HeaderMap, Method};
use sha2::{Digest, Sha256};

use crate::app::Shared;
use crate::store::liveness;
use crate::{auth, provider, token};

/// A token known by its SHA-256 in lower-case hex, so that lists and logs hold no credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenHash(String);

impl TokenHash {
    pub fn of(token: &str) -> Self {
        Self(Sha256::digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// A JWT, or the hash of one.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Some(Self(text.to_ascii_lowercase()));
        }
        (text.split('.').count() == 3 && text.is_ascii()).then(|| Self::of(text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One call.
#[derive(Clone, Debug, Default)]
pub struct Call {
    pub method: String,
    pub path: String,
    /// From the token, if this server signed it; also when it has expired.
    pub customer_id: Option<String>,
    pub request_id: Option<String>,
    pub token: Option<TokenHash>,
}

impl Call {
    pub fn read(method: &Method, path: &str, headers: &HeaderMap, app: &Shared) -> Self {
        let bearer = auth::bearer(headers);
        let claims = bearer.and_then(|token| token::authentic(token, &app.secret));
        Self {
            method: method.as_str().to_owned(),
            path: path.to_owned(),
            request_id: claims.as_ref().and_then(|claims| claims.request_id().map(str::to_owned)),
            customer_id: claims.map(|claims| claims.sub),
            token: bearer.map(TokenHash::of),
        }
    }

    /// Whether it opens a liveness stream.
    pub fn is_stream(&self) -> bool {
        self.path == provider::STREAM
    }

    /// A stream carries no token, but the name of a session, whose customer and request are known.
    pub async fn with_session(mut self, query: Option<&str>, app: &Shared) -> Self {
        let named = query.into_iter().flat_map(|query| query.split('&'));
        let named = named.filter_map(|pair| pair.strip_prefix("session-id=")).next().map(str::to_owned);
        if let Some(id) = named.filter(|_| self.is_stream()) {
            let session = app.store.read(move |tx| liveness::find_at_provider(tx, &id)).await.ok().flatten();
            (self.customer_id, self.request_id) =
                session.map(|session| (session.customer_id, session.request_id)).unzip();
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_named_by_itself_or_by_its_hash() {
        let by_itself = TokenHash::parse("a.b.c").unwrap();
        assert_eq!(TokenHash::parse(by_itself.as_str()), Some(by_itself.clone()));
        assert_eq!(TokenHash::parse(&by_itself.as_str().to_uppercase()), Some(by_itself.clone()));
        assert_ne!(TokenHash::parse("a.b.d"), Some(by_itself));
        assert_eq!(TokenHash::parse("abc"), None);
        assert_eq!(TokenHash::parse(""), None);
    }
}

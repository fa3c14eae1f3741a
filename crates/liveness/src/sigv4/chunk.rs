//! The client's chain: every frame carries a signature over itself and the signature before.

use std::fmt;

use super::Scope;
use super::hash::{Hash, hex, hmac, sha256};
use crate::eventstream::{EncodeError, Header, Value, frame};

/// The moment of a frame.
pub(super) const DATE: &str = ":date";
/// Its signature.
pub(super) const SIGNATURE: &str = ":chunk-signature";

/// Signs frames one after the other; each must be sent, in this order, or the server refuses the next.
#[derive(Clone)]
pub struct ChunkSigner {
    secret: String,
    scope: Scope,
    previous: Hash,
}

impl ChunkSigner {
    /// Continues a chain from its last signature, at first that of the URL.
    #[must_use]
    pub fn new(secret_key: &str, scope: Scope, previous: [u8; 32]) -> Self {
        Self { secret: secret_key.to_owned(), scope, previous }
    }

    /// The frame around an encoded message, or around nothing. `at` in unix milliseconds of the server's clock. It is cut to
    /// the second, as Amazon's own clients do: the date that is signed has no fractions, and the two have to agree.
    ///
    /// # Errors
    /// When it is too long for a frame; the chain stays where it was.
    pub fn wrap(&mut self, at: u64, inner: &[u8]) -> Result<Vec<u8>, EncodeError> {
        let at = at - at % 1000;
        let millis = i64::try_from(at).map_err(|_| EncodeError::Value)?;
        let date = Header { name: DATE.to_owned(), value: Value::Timestamp(millis) };
        let mut headers = Vec::new();
        date.write(&mut headers)?;
        let (signed, key) = to_sign(&self.secret, &self.scope, at, &self.previous, &headers, &sha256(inner));
        let signature = hmac(&key, signed.as_bytes());
        let header = Header { name: SIGNATURE.to_owned(), value: Value::from(signature.as_slice()) };
        let frame = frame(&[date, header], inner)?;
        self.previous = signature;
        Ok(frame)
    }
}

impl fmt::Debug for ChunkSigner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ChunkSigner").field("scope", &self.scope).finish_non_exhaustive()
    }
}

/// What is signed, and the key for it: that of the frame's own day, which need not be the URL's.
pub(super) fn to_sign(
    secret: &str,
    scope: &Scope,
    at: u64,
    previous: &Hash,
    headers: &[u8],
    content: &Hash,
) -> (String, Hash) {
    let (head, date) = scope.head("-PAYLOAD", at);
    let signed = [&head, &hex(previous), "\n", &hex(&sha256(headers)), "\n", hex(content).as_str()].concat();
    (signed, scope.key(secret, &date))
}

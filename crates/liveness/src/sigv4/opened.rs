//! The server's look at the frames.

use std::fmt;

use hmac::Mac;

use super::Scope;
use super::chunk::{DATE, SIGNATURE, to_sign};
use super::hash::{Hash, keyed, sha256};
use crate::eventstream::{DecodeError, Message};

/// Earlier signatures that are remembered, only to tell a frame out of order from a wrong signature.
const REMEMBERED: usize = 8;

/// Opens the frames of one socket, in the order in which they arrive.
#[derive(Clone)]
pub struct ChunkVerifier {
    secret: String,
    scope: Scope,
    skew: u64,
    /// The last signature first.
    links: Vec<Hash>,
}

/// A frame that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// When it says it was signed, in unix milliseconds.
    pub at: u64,
    /// What was in it; nothing in the empty frame with which some clients end a stream.
    pub message: Option<Message>,
}

/// Why a frame is not accepted. The chain is broken then: there is no going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChunkRefusal {
    /// The frame cannot be read.
    #[error("the frame: {0}")]
    Frame(DecodeError),
    /// The signature is right, but what is in the frame cannot be read.
    #[error("the message in the frame: {0}")]
    Message(DecodeError),
    /// There is no `:date` of the right kind.
    #[error("the frame has no date")]
    NoDate,
    /// There is no `:chunk-signature` of the right kind.
    #[error("the frame has no signature")]
    NoSignature,
    /// The signature continues an earlier frame than the last: frames were sent twice, or changed places.
    #[error("the frame continues an earlier one than the last")]
    OutOfChain,
    /// The signature is not that of this key over this frame after the last. It may also continue a frame that never
    /// came, which cannot be told apart.
    #[error("the frame's signature is wrong")]
    Signature,
    /// The signature is right, but the frame's moment is too far from the server's.
    #[error("the frame's date is {by} ms off")]
    Skewed {
        /// How far the client is ahead, in milliseconds; negative when it is behind.
        by: i64,
    },
}

impl ChunkVerifier {
    /// Continues a chain from its last signature. [`super::Claim::verify`] makes one from that of the URL.
    #[must_use]
    pub fn new(secret_key: &str, scope: Scope, previous: [u8; 32], skew: u64) -> Self {
        Self { secret: secret_key.to_owned(), scope, skew, links: vec![previous] }
    }

    /// Opens one frame: the content of one WebSocket message. `now` is the server's clock, in unix milliseconds.
    ///
    /// # Errors
    /// Why it is not accepted.
    pub fn open(&mut self, frame: &[u8], now: u64) -> Result<Chunk, ChunkRefusal> {
        let outer = Message::decode(frame).map_err(ChunkRefusal::Frame)?;
        self.open_message(&outer, now)
    }

    /// The same for a frame that was decoded.
    ///
    /// # Errors
    /// Why it is not accepted.
    pub fn open_message(&mut self, outer: &Message, now: u64) -> Result<Chunk, ChunkRefusal> {
        let date = outer.timestamp(DATE).and_then(|millis| u64::try_from(millis).ok());
        let at = date.ok_or(ChunkRefusal::NoDate)?;
        let signature = outer.bytes(SIGNATURE).and_then(|bytes| bytes.as_array::<32>());
        let signature = signature.ok_or(ChunkRefusal::NoSignature)?;
        self.belongs(outer, at, signature)?;
        self.links.truncate(REMEMBERED - 1);
        self.links.insert(0, *signature);
        let ahead = at.cast_signed().saturating_sub_unsigned(now);
        if ahead.unsigned_abs() > self.skew {
            return Err(ChunkRefusal::Skewed { by: ahead });
        }
        let is_last = outer.payload.is_empty();
        let message = (!is_last).then(|| Message::decode(&outer.payload)).transpose();
        Ok(Chunk { at, message: message.map_err(ChunkRefusal::Message)? })
    }

    /// Whether the signature continues the last one.
    fn belongs(&self, outer: &Message, at: u64, signature: &Hash) -> Result<(), ChunkRefusal> {
        let mut headers = Vec::new();
        for header in outer.headers.iter().filter(|header| header.name != SIGNATURE) {
            header.write(&mut headers).map_err(|_| ChunkRefusal::Signature)?;
        }
        let content = sha256(&outer.payload);
        let continues = |previous: &Hash| {
            let (signed, key) = to_sign(&self.secret, &self.scope, at, previous, &headers, &content);
            keyed(&key, signed.as_bytes()).verify_slice(signature).is_ok()
        };
        match self.links.iter().position(continues) {
            Some(0) => Ok(()),
            Some(_) => Err(ChunkRefusal::OutOfChain),
            None => Err(ChunkRefusal::Signature),
        }
    }
}

impl fmt::Debug for ChunkVerifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ChunkVerifier").field("scope", &self.scope).finish_non_exhaustive()
    }
}

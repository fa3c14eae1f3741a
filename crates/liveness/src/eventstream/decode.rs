//! Bytes to messages.

use super::checksum::checksum as sum;
use super::header::read_all;
use super::{DecodeError, Message, OVERHEAD};

/// The longest frames that are accepted, so that a wrong length cannot make the reader wait and grow without end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// All headers of a frame, in bytes.
    pub headers: usize,
    /// A whole frame, in bytes.
    pub message: usize,
}

impl Default for Limits {
    /// 128 KiB of headers, and 16 MiB of payload beside them: Amazon's own.
    fn default() -> Self {
        let headers = 128 * 1024;
        Self { headers, message: 16 * 1024 * 1024 + headers + OVERHEAD }
    }
}

/// Reads messages from bytes that arrive in any pieces.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    limits: Limits,
    buffer: Vec<u8>,
    failed: Option<DecodeError>,
}

impl Decoder {
    /// A reader with limits of its own.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Takes the next bytes. Call [`Decoder::next_message`] until it answers `None` before the next ones: what is not
    /// read piles up.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.failed.is_none() {
            self.buffer.extend_from_slice(bytes);
        }
    }

    /// The next message, or `None` when more bytes are needed for one.
    ///
    /// # Errors
    /// When the bytes are no frame; from then on the same error for ever.
    pub fn next_message(&mut self) -> Result<Option<Message>, DecodeError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let read = first(&self.buffer, self.limits);
        match read {
            Ok(Some((message, length))) => {
                self.buffer.drain(..length);
                Ok(Some(message))
            }
            Ok(None) => Ok(None),
            Err(error) => {
                self.failed = Some(error);
                self.buffer = Vec::new();
                Err(error)
            }
        }
    }

    /// Whether the stream may end here: no part of a message is waiting for the rest of it.
    #[must_use]
    pub fn is_between_messages(&self) -> bool {
        self.failed.is_none() && self.buffer.is_empty()
    }
}

impl Message {
    /// Reads bytes that are exactly one frame, as in a WebSocket message or inside another frame.
    ///
    /// # Errors
    /// When they are anything else.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        match first(bytes, Limits::default())? {
            Some((message, length)) if length == bytes.len() => Ok(message),
            _ => Err(DecodeError::NotOne),
        }
    }
}

/// The first message in `bytes`, and its length.
fn first(bytes: &[u8], limits: Limits) -> Result<Option<(Message, usize)>, DecodeError> {
    let Some((prelude, _)) = bytes.split_first_chunk::<12>() else { return Ok(None) };
    let (total, headers) = lengths(prelude, limits)?;
    let Some(mut frame) = bytes.get(..total) else { return Ok(None) };
    let checksum = frame.split_off(total - 4..).ok_or(DecodeError::Length)?;
    if sum(frame) != checksum {
        return Err(DecodeError::MessageChecksum);
    }
    let content = frame.get(12..).ok_or(DecodeError::Length)?;
    let (headers, payload) = content.split_at_checked(headers).ok_or(DecodeError::Length)?;
    Ok(Some((Message { headers: read_all(headers)?, payload: payload.to_owned() }, total)))
}

/// The lengths of the frame and of its headers.
fn lengths(prelude: &[u8; 12], limits: Limits) -> Result<(usize, usize), DecodeError> {
    let (both, checksum) = prelude.split_at(8);
    if sum(both) != checksum {
        return Err(DecodeError::PreludeChecksum);
    }
    let (total, headers) = both.split_at(4);
    let (total, headers) = (number(total), number(headers));
    if headers > limits.headers || total > limits.message || total < headers.saturating_add(OVERHEAD) {
        return Err(DecodeError::Length);
    }
    Ok((total, headers))
}

/// At most four bytes, big-endian.
fn number(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |number, byte| (number << 8) | usize::from(*byte))
}

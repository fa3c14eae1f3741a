//! Message to bytes.

use super::checksum::checksum;
use super::{EncodeError, Header, Limits, Message, OVERHEAD};

impl Message {
    /// The frame.
    ///
    /// # Errors
    /// When a header or the whole is too long, see [`EncodeError`].
    pub fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        frame(&self.headers, &self.payload)
    }
}

/// The frame of these headers and this payload.
pub(crate) fn frame(headers: &[Header], payload: &[u8]) -> Result<Vec<u8>, EncodeError> {
    let mut out = vec![0; 12];
    out.reserve(payload.len() + 256);
    for header in headers {
        header.write(&mut out)?;
    }
    let headers = out.len() - 12;
    let total = headers + payload.len() + OVERHEAD;
    let limits = Limits::default();
    if headers > limits.headers || total > limits.message {
        return Err(EncodeError::Length);
    }
    let mut prelude = length(total)?.to_vec();
    prelude.extend_from_slice(&length(headers)?);
    prelude.extend_from_slice(&checksum(&prelude));
    out.splice(..12, prelude);
    out.extend_from_slice(payload);
    out.extend_from_slice(&checksum(&out));
    Ok(out)
}

fn length(bytes: usize) -> Result<[u8; 4], EncodeError> {
    u32::try_from(bytes).map(u32::to_be_bytes).map_err(|_| EncodeError::Length)
}

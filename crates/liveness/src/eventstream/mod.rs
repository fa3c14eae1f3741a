//! Amazon's event-stream framing: messages of typed headers and a payload, with two checksums.
//!
//! `total length u32 · length of headers u32 · CRC-32 of these 8 bytes · headers · payload · CRC-32 of all before`, numbers
//! big-endian. [`Decoder`] takes the bytes in any pieces; a frame that is wrong in any byte is an error, and the end of the
//! stream, since nothing tells where the next frame would begin.

mod checksum;
mod decode;
mod encode;
mod error;
mod header;

pub use decode::{Decoder, Limits};
pub(crate) use encode::frame;
pub use error::{DecodeError, EncodeError};
pub use header::{Header, Value};

/// Bytes of a frame around its headers and payload.
pub const OVERHEAD: usize = 16;

/// One message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// In the order on the wire.
    pub headers: Vec<Header>,
    /// The content.
    pub payload: Vec<u8>,
}

impl Message {
    /// A message without headers.
    #[must_use]
    pub fn new(payload: impl Into<Vec<u8>>) -> Self {
        Self { headers: Vec::new(), payload: payload.into() }
    }

    /// The same with one more header at the end.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.headers.push(Header { name: name.to_owned(), value: value.into() });
        self
    }

    /// The value of the first header of that name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&Value> {
        self.headers.iter().find(|header| header.name == name).map(|header| &header.value)
    }

    /// The same, if it is a string.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.header(name)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The same, if it is bytes.
    #[must_use]
    pub fn bytes(&self, name: &str) -> Option<&[u8]> {
        match self.header(name)? {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The same, if it is a moment, in unix milliseconds.
    #[must_use]
    pub fn timestamp(&self, name: &str) -> Option<i64> {
        match self.header(name)? {
            Value::Timestamp(millis) => Some(*millis),
            _ => None,
        }
    }
}

//! Headers: a name, and a value of one of ten kinds.

use super::{DecodeError, EncodeError};

/// A named value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// 1 to 255 bytes; names that begin with a colon belong to the protocol.
    pub name: String,
    /// Its value.
    pub value: Value,
}

/// A header's value. The kinds that this protocol uses are read and written; the others are only stepped over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Kind 6, at most 65,535 bytes.
    Bytes(Vec<u8>),
    /// Kind 7, at most 65,535 bytes.
    Text(String),
    /// Kind 8: unix milliseconds.
    Timestamp(i64),
    /// A boolean, a number or a UUID that was read over; it cannot be written.
    Other {
        /// The kind on the wire: 0 to 5, or 9.
        kind: u8,
    },
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_owned())
    }
}

const BYTES: u8 = 6;
const TEXT: u8 = 7;
const TIMESTAMP: u8 = 8;

impl Header {
    /// Appends it as it is on the wire.
    pub(crate) fn write(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let length = u8::try_from(self.name.len()).ok().filter(|length| *length > 0);
        out.push(length.ok_or(EncodeError::Name)?);
        out.extend_from_slice(self.name.as_bytes());
        match &self.value {
            Value::Bytes(bytes) => write_counted(out, BYTES, bytes),
            Value::Text(text) => write_counted(out, TEXT, text.as_bytes()),
            Value::Timestamp(millis) => {
                out.push(TIMESTAMP);
                out.extend_from_slice(&millis.to_be_bytes());
                Ok(())
            }
            Value::Other { .. } => Err(EncodeError::Value),
        }
    }
}

fn write_counted(out: &mut Vec<u8>, kind: u8, bytes: &[u8]) -> Result<(), EncodeError> {
    let length = u16::try_from(bytes.len()).map_err(|_| EncodeError::Value)?;
    out.push(kind);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(bytes);
    Ok(())
}

/// All headers of a frame.
pub(super) fn read_all(mut rest: &[u8]) -> Result<Vec<Header>, DecodeError> {
    let mut headers = Vec::new();
    while !rest.is_empty() {
        headers.push(read(&mut rest).ok_or(DecodeError::Header)?);
    }
    Ok(headers)
}

fn read(rest: &mut &[u8]) -> Option<Header> {
    let length = usize::from(*rest.split_off_first()?);
    let name = text(rest.split_off(..length)?).filter(|name| !name.is_empty())?;
    let value = match *rest.split_off_first()? {
        BYTES => Value::Bytes(counted(rest)?.to_owned()),
        TEXT => Value::Text(text(counted(rest)?)?),
        TIMESTAMP => Value::Timestamp(i64::from_be_bytes(*rest.split_off(..8)?.as_array()?)),
        kind => {
            // True, false, one byte, two, four, eight, and the sixteen of a UUID.
            let lengths = [(0, 0), (1, 0), (2, 1), (3, 2), (4, 4), (5, 8), (9, 16)];
            let (_, length) = lengths.into_iter().find(|(known, _)| *known == kind)?;
            rest.split_off(..length)?;
            Value::Other { kind }
        }
    };
    Some(Header { name, value })
}

fn counted<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = u16::from_be_bytes(*rest.split_off(..2)?.as_array()?);
    rest.split_off(..usize::from(length))
}

fn text(bytes: &[u8]) -> Option<String> {
    std::str::from_utf8(bytes).ok().map(str::to_owned)
}

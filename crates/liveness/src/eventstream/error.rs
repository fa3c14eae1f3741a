//! What can be wrong with a frame.

/// Why bytes are no event stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The first checksum does not fit the two lengths.
    #[error("the prelude's checksum is wrong")]
    PreludeChecksum,
    /// The second checksum does not fit the frame.
    #[error("the message's checksum is wrong")]
    MessageChecksum,
    /// The lengths contradict each other, or are beyond the limits.
    #[error("the lengths contradict each other or are too large")]
    Length,
    /// A header is cut off, has an unknown kind, or is no UTF-8 where it must be.
    #[error("a header cannot be read")]
    Header,
    /// There are bytes missing, or too many, where exactly one frame was expected.
    #[error("not exactly one message")]
    NotOne,
}

/// Why a message cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// A header's name is empty or longer than 255 bytes.
    #[error("a header's name is empty or too long")]
    Name,
    /// A header's value is longer than 65,535 bytes, or of a kind that is only read.
    #[error("a header's value is too long or of a kind that is not written")]
    Value,
    /// Headers or payload are beyond the default [`super::Limits`].
    #[error("the message is too long")]
    Length,
}

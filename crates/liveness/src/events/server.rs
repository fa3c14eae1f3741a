//! What the server says.

use super::{
    CONTENT_TYPE, ChallengeKind, EVENT_TYPE, Exception, ExceptionKind, MESSAGE_TYPE, SessionInformation,
};
use crate::eventstream::{DecodeError, EncodeError, Message};
use crate::json::{Fields, Json, Object, ReadError};

const CHALLENGE: &str = "ChallengeEvent";
const INFORMATION: &str = "ServerSessionInformationEvent";
const DISCONNECTION: &str = "DisconnectionEvent";
const EXCEPTION_TYPE: &str = ":exception-type";

/// An event of the server.
#[derive(Clone, Debug, PartialEq)]
pub enum ServerEvent {
    /// Which challenge was chosen; only told, since [`SessionInformation`] says it again.
    Challenge {
        /// Which; `None` for one that this client does not know.
        kind: Option<ChallengeKind>,
        /// Such as `2.0.0`.
        version: String,
    },
    /// What the server wants to see.
    Information(Box<SessionInformation>),
    /// The normal end.
    Disconnection {
        /// When, in unix milliseconds.
        at: u64,
    },
    /// The other end.
    Exception(Exception),
    /// Anything else: to be passed over.
    Unknown,
}

/// Why a message is no event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiveError {
    /// It is no frame.
    #[error(transparent)]
    Frame(#[from] DecodeError),
    /// Its content is not what its name promises.
    #[error(transparent)]
    Content(#[from] ReadError),
    /// It is no event that a server knows.
    #[error("an unknown event")]
    Unknown,
}

impl ServerEvent {
    /// Reads one message; `content` is its payload as JSON, `None` when it is none.
    ///
    /// # Errors
    /// When an event that is needed cannot be understood. Unknown events and fields are no error.
    pub fn read<J: Json>(message: &Message, content: Option<J>) -> Result<Self, ReadError> {
        let content = content.map(Fields);
        let exception = message.text(EXCEPTION_TYPE).or_else(|| message.text(":error-code"));
        if let Some(name) = exception {
            return Ok(Self::Exception(Exception::read(name, message, content.as_ref())));
        }
        let fields = || content.as_ref().ok_or(ReadError::Syntax);
        match message.text(EVENT_TYPE) {
            Some(INFORMATION) => {
                SessionInformation::read(fields()?).map(|read| Self::Information(Box::new(read)))
            }
            // The end is the end, whatever it tells of the time.
            Some(DISCONNECTION) => {
                let at =
                    content.as_ref().and_then(|fields| fields.whole("TimestampMillis", super::LATEST).ok());
                Ok(Self::Disconnection { at: at.unwrap_or_default() })
            }
            Some(CHALLENGE) => {
                let text =
                    |name| content.as_ref().and_then(|fields| fields.text(name).ok()).unwrap_or_default();
                Ok(Self::Challenge { kind: ChallengeKind::of_name(&text("Type")), version: text("Version") })
            }
            _ => Ok(Self::Unknown),
        }
    }

    /// The same with `serde_json`, from the bytes of one WebSocket message.
    ///
    /// # Errors
    /// As [`ServerEvent::read`], and when the bytes are no frame.
    #[cfg(feature = "serde_json")]
    pub fn decode(bytes: &[u8]) -> Result<Self, ReceiveError> {
        let message = Message::decode(bytes)?;
        let content: Option<serde_json::Value> = serde_json::from_slice(&message.payload).ok();
        Ok(Self::read(&message, content.as_ref())?)
    }

    /// The frame, for a server. [`ServerEvent::Unknown`] becomes an event that no client knows.
    ///
    /// # Errors
    /// When a text in it is too long.
    pub fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        let event =
            |name, content: String| Message::new(content).with(EVENT_TYPE, name).with(MESSAGE_TYPE, "event");
        let message = match self {
            Self::Challenge { kind, version } => {
                let kind = kind.map_or("", ChallengeKind::name);
                event(CHALLENGE, Object::new().text("Type", kind).text("Version", version).done())
            }
            Self::Information(information) => event(INFORMATION, information.write()),
            Self::Disconnection { at } => {
                event(DISCONNECTION, Object::new().whole("TimestampMillis", *at).done())
            }
            Self::Exception(Exception { kind, message }) => {
                Message::new(Object::new().text("Message", message).text("Code", kind.code()).done())
                    .with(EXCEPTION_TYPE, kind.name())
                    .with(MESSAGE_TYPE, "exception")
            }
            Self::Unknown => event("UnknownEvent", Object::new().done()),
        };
        message.with(CONTENT_TYPE, "application/json").encode()
    }
}

impl Exception {
    fn read<J: Json>(name: &str, message: &Message, content: Option<&Fields<J>>) -> Self {
        let text = |name| content.and_then(|fields| fields.text(name).ok());
        let words = text("Message").or_else(|| text("message"));
        let words = words.or_else(|| message.text(":error-message").map(str::to_owned));
        Self { kind: ExceptionKind::of_name(name), message: words.unwrap_or_default() }
    }
}

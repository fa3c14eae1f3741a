//! The messages between the app in an iframe and the page around it. Version 1.
//!
//! Each is `{source, version, type, payload}` and goes to one pinned origin. None carries personal data.

use serde::{Deserialize, Serialize};

use crate::Code;
use crate::vocabulary::{DocumentStatus, DocumentType, Info};

/// The `source` of every message of the app.
pub const SOURCE: &str = "kyc-gatherer";
/// The protocol's version.
pub const VERSION: u32 = 1;

/// What the app tells the host page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "payload", rename_all = "camelCase")]
pub enum HostMessage {
    /// The first screen works.
    Ready,
    /// The content's height changed, in CSS pixels.
    Resize {
        /// The height that shows everything without scrolling.
        height: u32,
    },
    /// Another screen is shown.
    Step {
        /// The value of `data-kyc-screen`.
        screen: String,
        /// The requested document it belongs to.
        document: Option<DocumentType>,
    },
    /// A document was filed or decided.
    Document {
        /// Its type.
        document: DocumentType,
        /// Where it stands.
        status: DocumentStatus,
    },
    /// The customer is through.
    Done {
        /// The result.
        info: Info,
    },
    /// Something went wrong for good.
    Error {
        /// The stable code.
        code: Code,
    },
}

/// A message with its envelope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// Always [`SOURCE`].
    pub source: String,
    /// Always [`VERSION`].
    pub version: u32,
    /// Type and payload.
    #[serde(flatten)]
    pub message: HostMessage,
}

impl From<HostMessage> for Envelope {
    fn from(message: HostMessage) -> Self {
        Self { source: SOURCE.into(), version: VERSION, message }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_have_the_published_shape() {
        let json = serde_json::to_value(Envelope::from(HostMessage::Done { info: Info::Success })).unwrap();
        let expected = serde_json::json!({
            "source": "kyc-gatherer", "version": 1, "type": "done", "payload": { "info": "success" }
        });
        assert_eq!(json, expected);
    }
}

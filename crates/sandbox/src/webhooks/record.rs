//! Who wants to hear of what, and what became of each message. Times are milliseconds since 1970.

use serde::{Deserialize, Serialize};

/// The events that webhooks tell of; every other one is internal.
pub const EVENTS: [&str; 10] = [
    "kyc-document-created",
    "kyc-document-modified",
    "kyc-document-reviewed",
    "kyc-document-accepted",
    "kyc-document-rejected",
    "kyc-document-archived",
    "kyc-request-attempted",
    "kyc-request-partially-fulfilled",
    "kyc-request-fulfilled",
    "kyc-request-failed",
];

/// Whether it is one of [`EVENTS`].
pub fn is_event(word: &str) -> bool {
    EVENTS.contains(&word)
}

/// A subscription.
#[derive(Clone)]
pub struct Webhook {
    pub id: String,
    pub name: Option<String>,
    pub url: String,
    /// Some of [`EVENTS`], in their order.
    pub events: Vec<String>,
    pub is_active: bool,
    /// The key of the signature.
    pub secret: String,
    pub basic_auth: Option<BasicAuth>,
    pub revision: i64,
    pub created_at: i64,
    pub updated_at: i64,
}

impl Webhook {
    /// The word for whether it is told.
    pub const fn status(&self) -> &'static str {
        if self.is_active { "active" } else { "inactive" }
    }
}

/// What a subscriber wants to see in `Authorization`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasicAuth {
    pub username: String,
    pub password: String,
}

/// One event on its way to one subscriber.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    pub id: String,
    pub webhook_id: String,
    pub event_id: String,
    pub event_type: String,
    /// The document or request; its deliveries to one subscriber stand in one line.
    pub resource_id: String,
    pub customer_id: String,
    /// The request, or the document's.
    pub request_id: Option<String>,
    /// The JSON that is sent, the same at every attempt.
    pub body: String,
    pub status: DeliveryStatus,
    /// All attempts that ended, also those before a redelivery.
    pub attempt_count: i64,
    /// The newest of them, oldest first.
    pub attempts: Vec<Attempt>,
    /// Failures in a row since it was put in the line.
    pub failures: u32,
    /// Only the first one of each line has a time; the others wait for it.
    pub next_attempt_at: Option<i64>,
    /// No further attempt begins after this time.
    pub give_up_at: i64,
    pub created_at: i64,
    pub updated_at: i64,
}

impl Delivery {
    /// The document it tells of.
    pub fn document_id(&self) -> Option<&str> {
        self.is_of_document().then_some(&self.resource_id)
    }

    /// The request it tells of.
    pub fn told_request_id(&self) -> Option<&str> {
        (!self.is_of_document()).then_some(&self.resource_id)
    }

    fn is_of_document(&self) -> bool {
        self.event_type.starts_with("kyc-document-")
    }
}

/// What became of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryStatus {
    /// To be sent, again if need be.
    Pending,
    /// Receipted with a 2xx.
    Delivered,
    /// Given up.
    Failed,
}

impl DeliveryStatus {
    pub const ALL: [Self; 3] = [Self::Pending, Self::Delivered, Self::Failed];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

/// One try to deliver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// 1 for the first one.
    pub number: i64,
    /// When it began.
    pub at: i64,
    pub duration_ms: i64,
    /// `None`: there was no answer.
    pub status_code: Option<u16>,
    /// Why there was none.
    pub error: Option<String>,
}

impl Attempt {
    /// Whether the subscriber gave a receipt.
    pub fn is_receipt(&self) -> bool {
        self.status_code.is_some_and(|code| (200..300).contains(&code))
    }
}

//! What the database holds, as plain structs in the API's vocabulary. Times are milliseconds since 1970.

use kyc_wire::ledger::Filed;
use kyc_wire::resource::{Rejection, RequestedDocument};
use kyc_wire::{
    DocumentStatus, DocumentSubtype, DocumentType, FileTag, MatchLevel, RejectionType, RequestStatus,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// A KYC request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub id: String,
    pub customer_id: String,
    pub documents: Vec<RequestedDocument>,
    pub status: RequestStatus,
    pub redirect_url: Option<String>,
    pub reason: Option<String>,
    pub match_level: MatchLevel,
    pub revision: i64,
    pub expires_at: i64,
    pub created_at: i64,
    pub updated_at: i64,
}

/// A filed document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub id: String,
    /// `None`: filed by the merchant, or with a token that names no request.
    pub request_id: Option<String>,
    /// The token it was filed with, if that names no request.
    pub token_id: Option<String>,
    pub customer_id: String,
    pub document_type: DocumentType,
    pub subtype: Option<DocumentSubtype>,
    pub file_ids: Vec<String>,
    pub status: DocumentStatus,
    pub rejection: Option<Rejection>,
    pub revision: i64,
    pub created_at: i64,
    pub updated_at: i64,
    /// When it was decided or given to a person.
    pub processed_at: Option<i64>,
    /// Every decision about it, oldest first; the last one holds.
    pub decisions: Vec<Decision>,
    /// The analysis that is still to come; it survives a restart because it stands here.
    pub analysis: Option<Analysis>,
    pub review: Review,
    pub notes: Option<String>,
    pub reason: Option<String>,
    pub match_level: MatchLevel,
    /// The part of the settings that it was scored with.
    pub settings: Option<Value>,
    /// What counts: the analysis' findings with what a person corrected.
    pub matches: Option<Matches>,
    /// What the analysis found, as it found it.
    pub parsed: Option<Matches>,
    pub tags: Vec<Tag>,
}

/// What was decided about a document, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub status: DocumentStatus,
    pub at: i64,
}

/// A merchant's label for documents and other resources.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Tag {
    pub id: String,
    pub name: String,
    /// What it can be put on: `customer`, `kyc-document` or `aml-check`.
    pub tag_type: String,
    pub created_at: i64,
    pub updated_at: i64,
}

/// A face-liveness check of a customer, made once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LivenessSession {
    pub id: String,
    /// The name of the check at the provider.
    pub session_id: String,
    pub customer_id: String,
    pub request_id: String,
    pub status: LivenessStatus,
    /// When the provider's stream was opened, which is possible once.
    pub opened_at: Option<i64>,
    /// What the provider found; told when the session is finished.
    pub outcome: Option<LivenessStatus>,
    /// Whether the session is to be settled as soon as the provider is done.
    pub is_finishing: bool,
    /// The file of the best still.
    pub reference_image: Option<String>,
    /// When the provider forgets it.
    pub ends_at: i64,
    pub created_at: i64,
    pub updated_at: i64,
}

/// Where a liveness session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LivenessStatus {
    /// Begun, not settled.
    Pending,
    Succeeded,
    Failed,
    /// Never performed.
    Abandoned,
}

impl LivenessStatus {
    pub const ALL: [Self; 4] = [Self::Pending, Self::Succeeded, Self::Failed, Self::Abandoned];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Abandoned => "abandoned",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

/// What a person does with a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    pub reviewer_id: Option<String>,
    pub reviewer_name: Option<String>,
    /// When the review began.
    pub started_at: Option<i64>,
    /// When it ended.
    pub reviewed_at: Option<i64>,
}

/// The outcome of an analysis (`documentMatches`, `parsedData`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Matches {
    /// Which rules made it.
    pub version: String,
    /// 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<u8>,
    pub check_list: Option<Vec<Check>>,
    /// What was read; its fields follow the type of document.
    #[schema(value_type = Object)]
    pub data: Value,
}

/// One check of an analysis (`KycDocumentCheck`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Check {
    pub name: String,
    pub failed: bool,
    /// What it takes from the score when it fails.
    pub score: u8,
    pub reason: Option<String>,
}

impl Document {
    /// A document just filed by or for the owner, without content.
    pub fn new(id: String, owner: Owner, document_type: DocumentType, now: i64) -> Self {
        Self {
            id,
            request_id: owner.request_id,
            token_id: owner.token_id,
            customer_id: owner.customer_id,
            document_type,
            subtype: None,
            file_ids: Vec::new(),
            status: DocumentStatus::Pending,
            rejection: None,
            revision: 1,
            created_at: now,
            updated_at: now,
            processed_at: None,
            decisions: Vec::new(),
            analysis: None,
            review: Review::default(),
            notes: None,
            reason: None,
            match_level: MatchLevel::default(),
            settings: None,
            matches: None,
            parsed: None,
            tags: Vec::new(),
        }
    }

    /// Whether it was filed for the same request, or with the same token.
    pub fn is_of(&self, owner: &Owner) -> bool {
        self.customer_id == owner.customer_id
            && self.request_id == owner.request_id
            && self.token_id == owner.token_id
    }

    pub fn is_undecided(&self) -> bool {
        matches!(self.status, DocumentStatus::Pending | DocumentStatus::InProgress)
    }

    /// Where it stood at `moment`, or stands now.
    pub fn status_at(&self, moment: Option<i64>) -> DocumentStatus {
        let Some(moment) = moment else { return self.status };
        let last = self.decisions.iter().rfind(|decision| decision.at <= moment);
        last.map_or(DocumentStatus::Pending, |decision| decision.status)
    }
}

impl From<&Document> for Filed {
    fn from(document: &Document) -> Self {
        Self {
            document_type: document.document_type,
            subtype: document.subtype,
            status: document.status,
            filed_at: Some(document.created_at),
            decided_at: document.processed_at,
        }
    }
}

/// The next step of a document's analysis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Analysis {
    /// When it is due.
    pub due_at: i64,
    /// What is left to wait after the document went `in-progress`.
    pub remaining_ms: i64,
    /// What a test or a demo ordered instead of a real analysis.
    pub verdict: Option<Verdict>,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    pub status: DocumentStatus,
    pub rejection: Option<Rejection>,
}

impl Verdict {
    pub const fn accepted() -> Self {
        Self { status: DocumentStatus::Accepted, rejection: None }
    }

    /// Left to a person.
    pub const fn pending() -> Self {
        Self { status: DocumentStatus::Pending, rejection: None }
    }

    pub fn rejected(rejection_type: RejectionType, message: impl Into<String>) -> Self {
        let rejection = Some(Rejection { rejection_type, message: Some(message.into()) });
        Self { status: DocumentStatus::Rejected, rejection }
    }
}

/// A verdict in the queue for the next document of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuedVerdict {
    pub document_type: DocumentType,
    /// Only for this customer's documents.
    pub customer_id: Option<String>,
    pub verdict: Verdict,
    /// Instead of the configured analysis delay.
    pub delay_ms: Option<i64>,
}

/// Whose something is: a customer's, for one request or with one token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    pub customer_id: String,
    /// `None`: the merchant's doing, or by a token that names no request.
    pub request_id: Option<String>,
    /// The token that names no request: nothing else holds together what was done with it.
    pub token_id: Option<String>,
}

impl Owner {
    /// The customer, apart from any request.
    pub const fn customer(customer_id: String) -> Self {
        Self { customer_id, request_id: None, token_id: None }
    }
}

/// A token that the merchant had issued, to be exchanged for a customer's JWT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthenticationToken {
    pub token: String,
    pub customer_id: String,
    pub username: String,
    pub otp_required: bool,
    pub expires_at: i64,
    /// When it was exchanged for good.
    pub used_at: Option<i64>,
}

/// What a customer's JWT asks for by itself, in the older form of its claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerToken {
    pub id: String,
    pub customer_id: String,
    pub documents: Vec<RequestedDocument>,
    pub reason: Option<String>,
    pub match_level: MatchLevel,
    pub expires_at: i64,
    pub created_at: i64,
}

/// An uploaded file; its bytes lie on disk under its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    pub id: String,
    /// `None`: uploaded with the API key.
    pub owner: Option<Owner>,
    pub name: String,
    pub extension: String,
    pub description: String,
    pub source_type: Option<String>,
    pub tags: Vec<String>,
    pub format: Format,
    pub size: i64,
    pub sha1: String,
    /// Width and height in pixels, as encoded.
    pub dimensions: Option<(u32, u32)>,
    /// What a camera noted, by the standard's names.
    pub exif: Option<Map<String, Value>>,
    /// Whether there is a link for everybody.
    pub is_public: bool,
    pub created_at: i64,
    pub updated_at: i64,
}

impl StoredFile {
    pub fn has_tag(&self, tag: FileTag) -> bool {
        self.tags.iter().any(|name| name == tag.as_str())
    }
}

/// The permitted formats, told apart by content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Jpeg,
    Png,
    Pdf,
}

impl Format {
    pub const ALL: [Self; 3] = [Self::Jpeg, Self::Png, Self::Pdf];

    pub const fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
        }
    }

    /// The usual extension of names.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }

    /// All extensions in use.
    pub const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
            Self::Pdf => &["pdf"],
        }
    }

    /// Recognises the format by its first bytes; the name says nothing.
    pub fn sniff(bytes: &[u8]) -> Option<Self> {
        // Readers tolerate some bytes before the PDF header; the usual bound is 1024.
        let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
        if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
            Some(Self::Jpeg)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if head.windows(5).any(|window| window == b"%PDF-") {
            Some(Self::Pdf)
        } else {
            None
        }
    }
}

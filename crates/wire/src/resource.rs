//! The JSON shapes of the storefront part of the API, as the client reads and writes them.
//! Unknown fields are ignored, absent ones defaulted, so that a newer server does not break the app.

use serde::{Deserialize, Serialize};

use crate::vocabulary::{
    DocumentStatus, DocumentSubtype, DocumentType, LivenessStatus, RejectionType, RequestStatus,
};

/// The default of `maxAttempts`.
pub const DEFAULT_MAX_ATTEMPTS: u32 = 3;
/// The largest `maxAttempts`; 0 means unlimited.
pub const MAX_MAX_ATTEMPTS: u32 = 100;

/// One entry of a request's `documents` (`KycRequestDocument`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestedDocument {
    /// What must be proved.
    #[serde(rename = "type")]
    pub document_type: DocumentType,
    /// Permitted subtypes; absent, null or empty: every subtype that fits.
    #[serde(default)]
    pub subtypes: Option<Vec<DocumentSubtype>>,
    /// Uploads allowed; 0 = unlimited.
    #[serde(default = "default_max_attempts")]
    pub max_attempts: u32,
    /// A selfie that matches the document is needed.
    #[serde(default)]
    pub face_proof_required: bool,
    /// The selfie must come from the liveness feature.
    #[serde(default)]
    pub face_liveness_required: bool,
}

const fn default_max_attempts() -> u32 {
    DEFAULT_MAX_ATTEMPTS
}

impl RequestedDocument {
    /// A request for `document_type` with the API's defaults.
    #[must_use]
    pub const fn new(document_type: DocumentType) -> Self {
        Self {
            document_type,
            subtypes: None,
            max_attempts: DEFAULT_MAX_ATTEMPTS,
            face_proof_required: false,
            face_liveness_required: false,
        }
    }

    /// The subtypes a customer may choose from, most usual first.
    #[must_use]
    pub fn permitted_subtypes(&self) -> Vec<DocumentSubtype> {
        match self.subtypes.as_deref() {
            None | Some([]) => self.document_type.subtypes().to_vec(),
            // Unknown words of a newer server all read as `other`, which is offered once.
            Some(listed) => listed
                .iter()
                .enumerate()
                .filter(|(index, one)| !listed.iter().take(*index).any(|earlier| earlier == *one))
                .map(|(_, one)| *one)
                .collect(),
        }
    }

    /// Whether `subtype` may be handed in here. A missing subtype is left to the server's analysis.
    #[must_use]
    pub fn permits(&self, subtype: Option<DocumentSubtype>) -> bool {
        subtype.is_none_or(|subtype| match self.subtypes.as_deref() {
            None | Some([]) => self.document_type.subtypes().contains(&subtype),
            Some(listed) => listed.contains(&subtype),
        })
    }
}

/// Why a document was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    /// The reason's type.
    #[serde(rename = "type")]
    pub rejection_type: RejectionType,
    /// Free text of the reviewer, at most 255 characters. Never shown without its context.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// A filed document (`StorefrontKycDocument`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StorefrontDocument {
    /// Its id.
    pub id: String,
    /// The files it consists of.
    #[serde(default)]
    pub file_ids: Vec<String>,
    /// What it proves.
    pub document_type: DocumentType,
    /// The kind of paper.
    #[serde(default)]
    pub document_subtype: Option<DocumentSubtype>,
    /// Where it stands.
    pub status: DocumentStatus,
    /// Why it was refused.
    #[serde(default)]
    pub rejection_reason: Option<Rejection>,
    /// When it was decided or given to a person, RFC 3339.
    #[serde(default)]
    pub processed_time: Option<String>,
    /// When it was filed, RFC 3339.
    #[serde(default)]
    pub created_time: Option<String>,
}

/// A request as the customer's token sees it (`StorefrontKycRequest`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StorefrontRequest {
    /// Its id.
    pub id: String,
    /// What is asked for.
    #[serde(default)]
    pub documents: Vec<RequestedDocument>,
    /// Where it stands.
    pub status: RequestStatus,
    /// Where the customer returns to.
    #[serde(default)]
    pub redirect_url: Option<String>,
    /// The end, RFC 3339.
    #[serde(default)]
    pub expiration_time: Option<String>,
    /// Filed documents, with `expand=documents`.
    #[serde(default, rename = "_embedded")]
    pub embedded: Option<EmbeddedDocuments>,
}

/// The `_embedded` part of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmbeddedDocuments {
    /// Filed documents in the order they were filed.
    #[serde(default)]
    pub documents: Vec<StorefrontDocument>,
}

/// What `POST /storefront/kyc-documents` takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewDocument {
    /// What it proves.
    pub document_type: DocumentType,
    /// The kind of paper.
    pub document_subtype: DocumentSubtype,
    /// The uploaded files.
    pub file_ids: Vec<String>,
}

/// A face-liveness check (`StorefrontKycLivenessSession`), as far as the client looks at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LivenessSession {
    /// Its id.
    pub id: String,
    /// What the provider calls it.
    #[serde(default)]
    pub session_id: String,
    /// Where it stands.
    pub status: LivenessStatus,
}

/// An uploaded file (`File`), as far as the client looks at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileResource {
    /// Its id.
    pub id: String,
    /// The tags that arrived.
    #[serde(default)]
    pub tags: Vec<String>,
}

/// An RFC 7807 problem.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Problem {
    /// A URI of the kind of problem.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub problem_type: Option<String>,
    /// Short and the same for every occurrence.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Fields that were refused (422).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub invalid_fields: Vec<InvalidField>,
}

/// A refused field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvalidField {
    /// A dot path, `documents.0.type`.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

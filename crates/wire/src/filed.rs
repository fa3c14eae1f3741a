//! A filed document, as far as counting goes.

use crate::resource::StorefrontDocument;
use crate::time;
use crate::vocabulary::{DocumentStatus, DocumentSubtype, DocumentType};

/// A filed document, as far as counting goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filed {
    /// What it proves.
    pub document_type: DocumentType,
    /// The kind of paper.
    pub subtype: Option<DocumentSubtype>,
    /// Where it stands.
    pub status: DocumentStatus,
    /// When it was filed, milliseconds since 1970; `None`: not told.
    pub filed_at: Option<i64>,
    /// When it was last decided; `None`: not told, or not yet.
    pub decided_at: Option<i64>,
}

impl Filed {
    /// Where it stood at `moment`; without times it stands where it stands.
    pub(crate) fn status_at(&self, moment: Option<i64>) -> DocumentStatus {
        match (self.decided_at, moment) {
            (Some(decided), Some(moment)) if decided > moment => DocumentStatus::Pending,
            _ => self.status,
        }
    }
}

impl From<&StorefrontDocument> for Filed {
    fn from(document: &StorefrontDocument) -> Self {
        Self {
            document_type: document.document_type,
            subtype: document.document_subtype,
            status: document.status,
            filed_at: document.created_time.as_deref().and_then(time::parse),
            decided_at: document.processed_time.as_deref().and_then(time::parse),
        }
    }
}

//! What a serialised journey leaves out: the words of a reviewer may name the customer.

use kyc_wire::RejectionType;
use kyc_wire::resource::{Rejection, StorefrontDocument};
use serde::{Serialize, Serializer};

/// Serialises documents without the reviewers' words.
pub fn documents<S: Serializer>(documents: &[StorefrontDocument], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(documents.iter().map(wordless))
}

/// Serialises a document without the reviewer's words.
pub fn document<S: Serializer>(document: &StorefrontDocument, serializer: S) -> Result<S::Ok, S::Error> {
    wordless(document).serialize(serializer)
}

/// Serialises a reason as its type alone.
#[expect(clippy::ref_option, reason = "the shape serde asks for")]
pub fn reason<S: Serializer>(reason: &Option<Rejection>, serializer: S) -> Result<S::Ok, S::Error> {
    reason.as_ref().map(|reason| Some::<RejectionType>(reason.rejection_type)).serialize(serializer)
}

fn wordless(document: &StorefrontDocument) -> StorefrontDocument {
    let rejection_reason = document
        .rejection_reason
        .as_ref()
        .map(|reason| Rejection { rejection_type: reason.rejection_type, message: None });
    StorefrontDocument { rejection_reason, ..document.clone() }
}

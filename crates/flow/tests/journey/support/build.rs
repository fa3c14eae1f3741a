//! Small builders for requests, links, pictures and documents.

use kyc_flow::{
    Adjustment, CaptureId, Embedding, Failure, Link, Millis, Picture, PictureFinding, PictureKind, Request,
};
use kyc_wire::ledger::{Filed, Ledger};
use kyc_wire::resource::{Rejection, RequestedDocument, StorefrontDocument};
use kyc_wire::{Code, DocumentStatus, DocumentSubtype, DocumentType, RejectionType, SourceType};

/// When every test begins.
pub const NOW: Millis = Millis(1_000_000_000);
/// One hour later every token ends.
pub const END: Millis = Millis(NOW.0 + 3_600_000);
/// Where the customer returns to.
pub const SHOP: &str = "https://shop.example/return?order=7#top";

pub fn wanted(document_type: DocumentType, max_attempts: u32) -> RequestedDocument {
    RequestedDocument { max_attempts, ..RequestedDocument::new(document_type) }
}

pub fn identity() -> RequestedDocument {
    RequestedDocument::new(DocumentType::IdentityProof)
}

pub fn only(subtype: DocumentSubtype) -> RequestedDocument {
    RequestedDocument { subtypes: Some(vec![subtype]), ..identity() }
}

pub fn address() -> RequestedDocument {
    RequestedDocument {
        subtypes: Some(vec![DocumentSubtype::UtilityBill]),
        ..RequestedDocument::new(DocumentType::AddressProof)
    }
}

/// A request as the server tells it, its status following from its documents.
pub fn request(requested: &[RequestedDocument], filed: &[StorefrontDocument]) -> Request {
    let counted: Vec<Filed> = filed.iter().map(Filed::from).collect();
    Request {
        id: "kyc_req_1".into(),
        requested: requested.to_vec(),
        filed: filed.to_vec(),
        status: Ledger::new(requested, counted.iter().copied()).request_status(&counted, false),
        redirect_url: Some(SHOP.into()),
        expires_at: Some(END),
    }
}

pub fn link() -> Link {
    Link {
        request_id: Some("kyc_req_1".into()),
        expires_at: Some(END),
        has_liveness: true,
        ..Link::default()
    }
}

pub fn embedded(embedding: Embedding) -> Link {
    Link { embedding, ..link() }
}

pub fn document(id: &str, document_type: DocumentType, status: DocumentStatus) -> StorefrontDocument {
    let reason = Rejection {
        rejection_type: RejectionType::NameMismatch,
        message: Some("Jane Roe is not on it".into()),
    };
    StorefrontDocument {
        id: id.into(),
        file_ids: vec![format!("file_{id}")],
        document_type,
        document_subtype: None,
        status,
        rejection_reason: (status == DocumentStatus::Rejected).then_some(reason),
        processed_time: None,
        created_time: None,
    }
}

pub fn passport(id: &str, status: DocumentStatus) -> StorefrontDocument {
    document(id, DocumentType::IdentityProof, status)
}

pub fn picture(capture: CaptureId, source: SourceType, findings: &[PictureFinding]) -> Picture {
    Picture {
        capture,
        kind: PictureKind::Photo,
        source,
        bytes: 1000,
        width: 2000,
        height: 1500,
        pages: 1,
        findings: findings.to_vec(),
        adjustment: Adjustment::default(),
    }
}

pub fn rate_limited(until: Millis) -> Failure {
    Failure { code: Code::RateLimited, retry_at: Some(until) }
}

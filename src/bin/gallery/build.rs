//! Short hands for building journeys: a request with what is asked for and what was filed, and a stage of it.

use kyc_flow::{
    CaptureId, Draft, Ended, Ending, Face, Gathering, Journey, Leaving, Link, Millis, OpId, Part, Phase,
    Picture, PictureFinding, PictureKind, Request, Side, SlotIndex, Stage,
};
use kyc_wire::resource::{Rejection, RequestedDocument, StorefrontDocument};
use kyc_wire::{
    DocumentStatus, DocumentSubtype, DocumentType, Info, RejectionType, RequestStatus, SourceType,
};

use crate::fake::NOW;

/// A moment so many seconds after the gallery's now.
pub const fn later(seconds: u64) -> Millis {
    Millis(NOW.0 + seconds * 1000)
}

/// What is asked for, with a selfie where that makes sense.
pub fn asked(kind: DocumentType) -> RequestedDocument {
    let mut document = RequestedDocument::new(kind);
    document.face_proof_required = kind == DocumentType::IdentityProof;
    document
}

/// A filed document.
pub fn filed(kind: DocumentType, subtype: DocumentSubtype, status: DocumentStatus) -> StorefrontDocument {
    let reason = || Rejection { rejection_type: RejectionType::DocumentUnreadable, message: None };
    StorefrontDocument {
        id: format!("kyc_doc_{kind}_{status}"),
        file_ids: Vec::new(),
        document_type: kind,
        document_subtype: Some(subtype),
        status,
        rejection_reason: (status == DocumentStatus::Rejected).then(reason),
        processed_time: None,
        created_time: None,
    }
}

/// A request.
pub fn request(requested: Vec<RequestedDocument>, filed: Vec<StorefrontDocument>) -> Request {
    Request {
        id: "kyc_req_01hq8s3v6w9x2y5z7a4b1c0d3e".to_owned(),
        requested,
        filed,
        status: RequestStatus::Gathering,
        redirect_url: Some("https://example.com/back".to_owned()),
        expires_at: Some(later(3600)),
    }
}

/// The request most states use: one of everything that is usual.
pub fn usual() -> Request {
    request(vec![asked(DocumentType::IdentityProof), asked(DocumentType::AddressProof)], Vec::new())
}

/// A journey in `phase`.
pub fn journey(phase: Phase) -> Journey {
    let mut journey = Journey::default();
    journey.phase = phase;
    journey
}

/// A journey at `stage` of `request`.
pub fn at(request: Request, stage: Stage) -> Journey {
    journey(Phase::Gathering(Box::new(gathering(request, stage))))
}

/// What a journey knows at `stage` of `request`.
pub fn gathering(request: Request, stage: Stage) -> Gathering {
    Gathering {
        link: Link { request_id: Some(request.id.clone()), ..Link::default() },
        expires_at: request.expires_at,
        request,
        stage,
        dialog: None,
        warn_op: None,
        expire_op: None,
        unwatched: Vec::new(),
        checks: kyc_flow::Checks::default(),
        knows_camera: false,
        is_visible: true,
        is_online: true,
    }
}

/// A draft with these sides captured.
pub fn draft(kind: DocumentType, subtype: DocumentSubtype, sides: &[Side]) -> Draft {
    let slot = SlotIndex(usize::from(kind != DocumentType::IdentityProof));
    let mut draft = Draft::new(slot, &asked(kind), subtype);
    draft.parts = sides
        .iter()
        .map(|side| Part { side: *side, picture: picture(*side, &[]), file_id: None, needs_look: false })
        .collect();
    draft
}

/// An identity card with these sides captured.
pub fn card(sides: &[Side]) -> Draft {
    draft(DocumentType::IdentityProof, DocumentSubtype::IdCard, sides)
}

/// The same with a liveness check instead of a selfie.
pub fn checked_card() -> Draft {
    let mut draft = card(&[Side::Front, Side::Back]);
    draft.face = Face::Liveness;
    draft
}

/// A picture of `side`.
pub fn picture(side: Side, findings: &[PictureFinding]) -> Picture {
    let capture = match side {
        Side::Front => CaptureId(1),
        Side::Back => CaptureId(2),
        Side::Selfie => crate::fake::SELFIE,
        Side::Page(0) => crate::fake::PDF,
        Side::Page(number) => CaptureId(10 + number),
    };
    Picture {
        capture,
        kind: if capture == crate::fake::PDF { PictureKind::Pdf } else { PictureKind::Photo },
        source: if matches!(side, Side::Page(_)) { SourceType::Upload } else { SourceType::Camera },
        bytes: 1_400_000,
        width: 1200,
        height: 800,
        pages: 1,
        findings: findings.to_vec(),
        adjustment: kyc_flow::Adjustment::default(),
    }
}

/// The end, with everything filed as `status`.
pub fn ended(ending: Ending, info: Info, status: DocumentStatus, leaving: Leaving) -> Ended {
    let filed = vec![
        filed(DocumentType::IdentityProof, DocumentSubtype::IdCard, DocumentStatus::Accepted),
        filed(DocumentType::AddressProof, DocumentSubtype::UtilityBill, status),
    ];
    let request = request(usual().requested, filed);
    let has_target = !matches!(leaving, Leaving::Stays);
    Ended {
        info,
        ending,
        target: request.redirect_url.clone().filter(|_| has_target),
        request: Some(request),
        embedding: kyc_flow::Embedding::None,
        leaving,
    }
}

/// A countdown.
pub const fn countdown() -> Leaving {
    Leaving::Countdown { seconds: 5, op: OpId(1) }
}

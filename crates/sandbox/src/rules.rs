//! What may be filed: the type and subtype that were asked for, attempts left, and the files that belong to a document.
//! The account of attempts is `kyc_wire::ledger`; this module only turns it into answers that name a field.

use kyc_wire::ledger::{Filed, Ledger, Standing};
use kyc_wire::resource::RequestedDocument;
use kyc_wire::subtype::BackSide;
use kyc_wire::{DocumentSubtype, DocumentType, FileTag, RequestStatus};

use crate::problem::{ApiError, ApiResult, InvalidFields};
use crate::record::{Document, Request, StoredFile};

/// The most files of one document that is not an identity proof.
pub const MAX_FILES: usize = 20;
const IDENTITY_TAGS: [FileTag; 3] = [FileTag::IdFront, FileTag::IdBack, FileTag::FaceProof];

/// Whether anything can be filed for the request at all.
pub fn check_request_is_open(request: &Request) -> ApiResult<()> {
    let reason = match request.status {
        RequestStatus::Fulfilled => "has everything it asked for",
        RequestStatus::Failed => "has failed: a document used all its attempts",
        RequestStatus::Expired | RequestStatus::Abandoned => "has expired",
        _ => return Ok(()),
    };
    Err(ApiError::unprocessable(format!("The request {reason}.")))
}

/// The account of what is asked and what was filed.
pub fn ledger(asked: &[RequestedDocument], documents: &[Document]) -> Ledger {
    let filed: Vec<Filed> = documents.iter().map(Filed::from).collect();
    Ledger::with_history(asked, &filed, |index, moment| documents.get(index).map(|it| it.status_at(moment)))
}

/// Which of the documents still asked for a new one would count for; else a 422 that names the field.
pub fn admit<'a>(
    asked: &'a [RequestedDocument],
    filed: &[Document],
    document_type: DocumentType,
    subtype: Option<DocumentSubtype>,
) -> ApiResult<&'a RequestedDocument> {
    let wanted: Vec<&RequestedDocument> =
        asked.iter().filter(|wanted| wanted.document_type == document_type).collect();
    if wanted.is_empty() || !document_type.is_gathered() {
        return Err(ApiError::invalid("documentType", "The request does not ask for this type of document."));
    }
    if !wanted.iter().any(|wanted| wanted.permits(subtype)) {
        return Err(ApiError::invalid("documentSubtype", "The request does not permit this subtype."));
    }
    let ledger = ledger(asked, filed);
    let open = ledger.slot_for(asked, document_type, subtype);
    let slot = open.or_else(|| beside_an_undecided_one(asked, &ledger, document_type, subtype));
    slot.and_then(|slot| asked.get(slot)).ok_or_else(|| refusal(&ledger, document_type))
}

/// A customer may hand in another one while the last is undecided; it counts for the last requested one of its type.
fn beside_an_undecided_one(
    asked: &[RequestedDocument],
    ledger: &Ledger,
    document_type: DocumentType,
    subtype: Option<DocumentSubtype>,
) -> Option<usize> {
    let last = asked.iter().rposition(|wanted| wanted.document_type == document_type)?;
    let slot = ledger.slots().get(last)?;
    let is_free = slot.standing == Standing::Undecided && slot.attempts_left() != Some(0);
    (is_free && asked.get(last)?.permits(subtype)).then_some(last)
}

fn refusal(ledger: &Ledger, document_type: DocumentType) -> ApiError {
    let mut slots = ledger.slots().iter().filter(|slot| slot.document_type == document_type);
    let message = if slots.all(|slot| slot.standing == Standing::Accepted) {
        "This type of document has been accepted already."
    } else {
        "There is no attempt left for this type of document."
    };
    ApiError::invalid("documentType", message)
}

/// Checks the files of a document; `found` holds, for each of `fileIds`, the file of that id. Files that are not
/// `is_theirs` count as missing.
pub fn check_files(
    wanted: &RequestedDocument,
    subtype: Option<DocumentSubtype>,
    found: &[Option<StoredFile>],
    is_theirs: impl Fn(&StoredFile) -> bool,
) -> ApiResult<()> {
    let mut fields = InvalidFields::default();
    let is_identity = wanted.document_type == DocumentType::IdentityProof;
    for (index, file) in found.iter().enumerate() {
        if let Some(message) = fault_of_file(file.as_ref().filter(|file| is_theirs(file)), is_identity) {
            fields.add(format!("fileIds.{index}"), message);
        }
    }
    let files: Vec<&StoredFile> = found.iter().flatten().collect();
    if is_identity {
        check_sides(wanted, subtype, &files, &mut fields);
    }
    let mut ids: Vec<&str> = files.iter().map(|file| file.id.as_str()).collect();
    ids.sort_unstable();
    if ids.windows(2).any(|pair| matches!(pair, [a, b] if a == b)) {
        fields.add("fileIds", "A file is named twice.");
    }
    if !(1..=MAX_FILES).contains(&found.len()) {
        fields.add("fileIds", format!("A document has 1 to {MAX_FILES} files."));
    }
    fields.check()
}

fn fault_of_file(file: Option<&StoredFile>, is_identity: bool) -> Option<&'static str> {
    let Some(file) = file else {
        return Some("There is no such file of this customer and request.");
    };
    let sides = IDENTITY_TAGS.iter().filter(|tag| file.has_tag(**tag)).count();
    if !file.has_tag(FileTag::Kyc) {
        Some("The file does not carry the tag kyc.")
    } else if is_identity && sides != 1 {
        Some("The file of an identity proof carries exactly one of id-front, id-back and face-proof.")
    } else if !is_identity && sides != 0 {
        Some("Only files of an identity proof carry id-front, id-back or face-proof.")
    } else {
        None
    }
}

fn check_sides(
    wanted: &RequestedDocument,
    subtype: Option<DocumentSubtype>,
    files: &[&StoredFile],
    fields: &mut InvalidFields,
) {
    let count = |tag| files.iter().filter(|file| file.has_tag(tag)).count();
    if count(FileTag::IdFront) != 1 {
        fields.add("fileIds", "An identity proof has exactly one file with the tag id-front.");
    }
    let back = subtype.map_or(BackSide::Optional, DocumentSubtype::back_side);
    match (back, count(FileTag::IdBack)) {
        (BackSide::None, 1..) => fields.add("fileIds", "This document has no id-back."),
        (BackSide::Required, 0) => fields.add("fileIds", "The file with the tag id-back is missing."),
        (_, 2..) => fields.add("fileIds", "An identity proof has at most one file with the tag id-back."),
        _ => {}
    }
    match count(FileTag::FaceProof) {
        0 if wanted.face_proof_required => {
            fields.add("fileIds", "The file with the tag face-proof is missing.")
        }
        2.. => fields.add("fileIds", "An identity proof has at most one file with the tag face-proof."),
        _ => {}
    }
}

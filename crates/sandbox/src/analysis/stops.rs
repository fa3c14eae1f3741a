//! What rejects a document whatever its score: it cannot be looked at, it was refused before, or its two sides are not
//! the sides of one document. No weight speaks of these, and a score of what could not be read would say nothing.

use kyc_vision::{FindingCode, SAME_PICTURE_DISTANCE, hamming};
use kyc_wire::{FileTag, RejectionType};

use super::evidence::Part;
use crate::reading::{self, Condition, Reading};
use crate::record::{Document, Format, Verdict};

/// The first reason to stop.
pub(super) fn find(document: &Document, parts: &[Part<'_>], refused_fronts: &[String]) -> Option<Verdict> {
    if document.subtype.is_none() {
        return Some(Verdict::rejected(RejectionType::SubtypeMissing, "The kind of document is missing."));
    }
    let was_refused =
        |part: &Part<'_>| part.file.has_tag(FileTag::IdFront) && refused_fronts.contains(&part.file.sha1);
    if parts.iter().any(was_refused) {
        return Some(Verdict::rejected(RejectionType::DocumentDuplicate, "This picture was refused before."));
    }
    parts.iter().find_map(fault_of_file).or_else(|| fault_of_sides(parts))
}

fn fault_of_file(part: &Part<'_>) -> Option<Verdict> {
    let is_pdf = part.file.format == Format::Pdf;
    let refused = |kind, message| Some(Verdict::rejected(kind, message));
    match part.reading.condition {
        Condition::Sound => {}
        Condition::Locked => return refused(RejectionType::DocumentNotOpen, "The PDF needs a password."),
        Condition::Unreadable => {
            let message = if is_pdf { "The PDF cannot be read." } else { "The picture cannot be decoded." };
            return refused(RejectionType::DocumentUnreadable, message);
        }
    }
    // A PDF may have more pages than the one that was looked at.
    let picture = part.reading.picture.as_ref().filter(|_| !is_pdf)?;
    let is_face = part.file.has_tag(FileTag::FaceProof);
    let finding = picture.findings.iter().find(|finding| counts(finding.code, is_face))?;
    refused(RejectionType::DocumentUnreadable, reading::describe(finding.code))
}

/// The thresholds for focus and contrast are those of print; a face has less of both.
const fn counts(code: FindingCode, is_face: bool) -> bool {
    !is_face || matches!(code, FindingCode::TooDark | FindingCode::Blank | FindingCode::TooSmall)
}

fn fault_of_sides(parts: &[Part<'_>]) -> Option<Verdict> {
    let side = |tag| parts.iter().find(|part| part.file.has_tag(tag)).map(|part| &part.reading);
    let same = |a: &Reading, b: &Reading| match (&a.picture, &b.picture) {
        (Some(a), Some(b)) => hamming(a.hash, b.hash) <= SAME_PICTURE_DISTANCE,
        _ => false,
    };
    let front = side(FileTag::IdFront)?;
    if side(FileTag::FaceProof).is_some_and(|face| same(front, face)) {
        let message = "The selfie is the picture of the document.";
        return Some(Verdict::rejected(RejectionType::DocumentDuplicate, message));
    }
    let back = side(FileTag::IdBack)?;
    if same(front, back) {
        let message = "The front and the back are the same picture.";
        return Some(Verdict::rejected(RejectionType::DocumentDuplicate, message));
    }
    if let (Some(front), Some(back)) = (&front.data, &back.data)
        && front.document_number != back.document_number
    {
        let message = "The front and the back belong to different documents.";
        return Some(Verdict::rejected(RejectionType::DocumentNotMatching, message));
    }
    None
}

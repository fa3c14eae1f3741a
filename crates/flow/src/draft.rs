//! What the customer has captured for one document and not yet handed in.

use kyc_wire::resource::RequestedDocument;
use kyc_wire::subtype::BackSide;
use kyc_wire::{DocumentSubtype, DocumentType, FileTag, SourceType};
use serde::Serialize;

use crate::adjust::Adjustment;
use crate::ids::{CaptureId, SlotIndex};

/// One side or page of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Side {
    /// The front of an identity document; a passport's photo page.
    Front,
    /// Its back.
    Back,
    /// The selfie that belongs to it.
    Selfie,
    /// A page of any other document, counted from 0.
    Page(u32),
}

impl Side {
    /// The tag its file carries beside `kyc`.
    #[must_use]
    pub const fn tag(self) -> Option<FileTag> {
        match self {
            Self::Front => Some(FileTag::IdFront),
            Self::Back => Some(FileTag::IdBack),
            Self::Selfie => Some(FileTag::FaceProof),
            Self::Page(_) => None,
        }
    }

    /// The camera that sees it.
    #[must_use]
    pub const fn facing(self) -> Facing {
        match self {
            Self::Selfie => Facing::Front,
            _ => Facing::Rear,
        }
    }
}

/// Which way a camera looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Facing {
    /// Away from the customer.
    Rear,
    /// At the customer.
    Front,
}

impl Facing {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Rear => Self::Front,
            Self::Front => Self::Rear,
        }
    }
}

/// What a captured file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum PictureKind {
    /// A picture, already oriented, stripped of metadata and re-encoded.
    Photo,
    /// A PDF, as it is.
    Pdf,
}

/// Something the analysis noticed; worth a warning, never a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum PictureFinding {
    /// Too little light.
    TooDark,
    /// Washed out.
    TooBright,
    /// Not sharp enough to read.
    Blurred,
    /// Too few pixels to read.
    TooSmall,
    /// Nothing on it.
    Blank,
    /// Smeared by a movement.
    MotionBlurred,
    /// Too faint to read.
    LowContrast,
    /// A reflection hides part of it.
    Glare,
    /// No whole document is to be seen.
    NoDocument,
    /// It goes beyond the picture.
    CutOff,
    /// Too small in the picture.
    TooFar,
    /// Too large for the picture.
    TooClose,
    /// Seen too much from the side.
    Tilted,
    /// The face is not in the middle.
    OffCentre,
    /// A face where a document belongs.
    FaceInstead,
    /// The side that was taken before.
    SameSide,
    /// A screen that shows the document.
    Screen,
    /// No face is to be seen.
    NoFace,
    /// More than one face.
    SeveralFaces,
}

impl PictureFinding {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TooDark => "too-dark",
            Self::TooBright => "too-bright",
            Self::Blurred => "blurred",
            Self::TooSmall => "too-small",
            Self::Blank => "blank",
            Self::MotionBlurred => "motion-blurred",
            Self::LowContrast => "low-contrast",
            Self::Glare => "glare",
            Self::NoDocument => "no-document",
            Self::CutOff => "cut-off",
            Self::TooFar => "too-far",
            Self::TooClose => "too-close",
            Self::Tilted => "tilted",
            Self::OffCentre => "off-centre",
            Self::FaceInstead => "face-instead",
            Self::SameSide => "same-side",
            Self::Screen => "screen",
            Self::NoFace => "no-face",
            Self::SeveralFaces => "several-faces",
        }
    }
}

/// What a picture is to show: everything that those who look at it need to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Aim {
    /// Which side or page.
    pub side: Side,
    /// Of what.
    pub subtype: DocumentSubtype,
    /// The other side, captured before: the same picture twice is worth a warning.
    pub other: Option<CaptureId>,
}

/// A captured file, ready to be looked at and sent. The content stays with the `files` service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Picture {
    /// Where the content is.
    pub capture: CaptureId,
    /// What it is.
    pub kind: PictureKind,
    /// Where it came from.
    pub source: SourceType,
    /// Size in bytes.
    pub bytes: u64,
    /// Width in pixels; 0 for a PDF.
    pub width: u32,
    /// Height in pixels; 0 for a PDF.
    pub height: u32,
    /// Pages it counts for: those of a PDF as far as they are known, else 1.
    pub pages: u32,
    /// What was noticed.
    pub findings: Vec<PictureFinding>,
    /// What the customer changed.
    pub adjustment: Adjustment,
}

/// A side with its picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Which side or page.
    pub side: Side,
    /// What was captured.
    pub picture: Picture,
    /// The uploaded file, once it is.
    pub file_id: Option<String>,
    /// Something was noticed about it, and the customer has not been shown it yet.
    pub needs_look: bool,
}

/// How the customer's face is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Face {
    /// Not at all.
    None,
    /// As a picture.
    Selfie,
    /// By a liveness check, which leaves a picture as well.
    Liveness,
}

impl Face {
    /// What a requested document asks for.
    #[must_use]
    pub const fn asked(requested: &RequestedDocument) -> Self {
        match requested {
            RequestedDocument {
                document_type: DocumentType::IdentityProof,
                face_liveness_required: true,
                ..
            } => Self::Liveness,
            RequestedDocument {
                document_type: DocumentType::IdentityProof,
                face_proof_required: true,
                ..
            } => Self::Selfie,
            _ => Self::None,
        }
    }
}

/// A document in the making.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Draft {
    /// The requested document it answers.
    pub slot: SlotIndex,
    /// What it proves.
    pub document_type: DocumentType,
    /// What the customer chose to hand in.
    pub subtype: DocumentSubtype,
    /// How the customer's face is asked for.
    pub face: Face,
    /// Whether the customer declined the optional back.
    pub has_skipped_back: bool,
    /// The sides captured so far.
    pub parts: Vec<Part>,
    /// How many pictures of the present side came with a warning.
    pub warnings: u8,
}

impl Draft {
    /// An empty draft for a requested document.
    #[must_use]
    pub const fn new(slot: SlotIndex, requested: &RequestedDocument, subtype: DocumentSubtype) -> Self {
        Self {
            slot,
            document_type: requested.document_type,
            subtype,
            face: Face::asked(requested),
            has_skipped_back: false,
            parts: Vec::new(),
            warnings: 0,
        }
    }

    /// Whether a picture of the customer's face belongs to it.
    #[must_use]
    pub const fn needs_selfie(&self) -> bool {
        !matches!(self.face, Face::None)
    }

    /// Whether `side` is done by a liveness check.
    #[must_use]
    pub fn is_checked(&self, side: Side) -> bool {
        side == Side::Selfie && self.face == Face::Liveness
    }

    /// Whether the document consists of pages rather than of a front, a back and a selfie.
    #[must_use]
    pub const fn is_paged(&self) -> bool {
        !matches!(self.document_type, DocumentType::IdentityProof)
    }

    /// What is known about its back.
    #[must_use]
    pub const fn back_side(&self) -> BackSide {
        if self.is_paged() { BackSide::None } else { self.subtype.back_side() }
    }

    /// The side captured as `side`, if it is.
    #[must_use]
    pub fn part(&self, side: Side) -> Option<&Part> {
        self.parts.iter().find(|part| part.side == side)
    }

    /// What a picture of `side` is to show.
    #[must_use]
    pub fn aim(&self, side: Side) -> Aim {
        let other = if side == Side::Back { self.part(Side::Front) } else { None };
        Aim { side, subtype: self.subtype, other: other.map(|part| part.picture.capture) }
    }

    /// The next side that must still be captured; `None` when the document can be sent. A paged document wants one
    /// page at least.
    #[must_use]
    pub fn next_side(&self) -> Option<Side> {
        if self.is_paged() {
            return self.parts.is_empty().then_some(Side::Page(0));
        }
        let wants_back = match self.back_side() {
            BackSide::Required => true,
            BackSide::Optional => !self.has_skipped_back,
            BackSide::None => false,
        };
        [(Side::Front, true), (Side::Back, wants_back), (Side::Selfie, self.needs_selfie())]
            .into_iter()
            .find_map(|(side, is_wanted)| (is_wanted && self.part(side).is_none()).then_some(side))
    }

    /// Whether `side` may be left out by the customer.
    #[must_use]
    pub fn is_optional(&self, side: Side) -> bool {
        side == Side::Back && self.back_side() == BackSide::Optional
    }

    /// The steps of this document, and how many of them are done: `(done, all)`.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        if self.is_paged() {
            return (usize::from(!self.parts.is_empty()), 1);
        }
        let wants_back = self.back_side() != BackSide::None && !self.has_skipped_back;
        (self.parts.len(), 1 + usize::from(wants_back) + usize::from(self.needs_selfie()))
    }

    /// The next page: the first number that is free, so that a page taken out of the middle is replaced in its place.
    #[must_use]
    pub fn next_page(&self) -> Side {
        let free = (0..u32::MAX).map(Side::Page).find(|side| self.part(*side).is_none());
        free.unwrap_or(Side::Page(u32::MAX))
    }

    /// How many pages its files have together.
    #[must_use]
    pub fn pages(&self) -> u32 {
        self.parts.iter().fold(0, |pages, part| part.picture.pages.max(1).saturating_add(pages))
    }

    /// Numbers the pages of a paged document without gaps.
    pub fn renumber(&mut self) {
        if self.is_paged() {
            for (number, part) in (0..u32::MAX).zip(&mut self.parts) {
                part.side = Side::Page(number);
            }
        }
    }
}

//! Messages about documents, their sides, and taking pictures of them.

use kyc_flow::{PictureFinding, Side};
use kyc_vision::Hint;
use kyc_wire::subtype::BackSide;
use kyc_wire::{DocumentSubtype, DocumentType};

use super::word;
use crate::i18n::{Key, WordKey, keys};

/// "Proof of identity".
#[must_use]
pub fn document_name(document: DocumentType) -> WordKey {
    word(&["document", document.as_str(), "name"])
}

/// "To see who you are".
#[must_use]
pub fn document_why(document: DocumentType) -> WordKey {
    word(&["document", document.as_str(), "why"])
}

/// The question that the choice of a subtype answers; there is none for a credit file, which is never gathered.
#[must_use]
pub fn subtype_title(document: DocumentType) -> WordKey {
    word(&["subtype.title", document.as_str()])
}

/// What every document of this type has to show.
#[must_use]
pub fn subtype_intro(document: DocumentType) -> WordKey {
    word(&["subtype.intro", document.as_str()])
}

/// "Passport".
#[must_use]
pub fn subtype(subtype: DocumentSubtype) -> WordKey {
    word(&["subtype", subtype.as_str()])
}

/// Which pictures this document needs.
#[must_use]
pub fn subtype_hint(document: DocumentType, subtype: DocumentSubtype) -> Option<Key> {
    if document != DocumentType::IdentityProof {
        return Some(keys::SUBTYPE_HINT_PAGES);
    }
    match subtype.back_side() {
        BackSide::Required => Some(keys::SUBTYPE_HINT_BOTH_SIDES),
        BackSide::Optional => Some(keys::SUBTYPE_HINT_BACK_OPTIONAL),
        BackSide::None if subtype == DocumentSubtype::Passport => Some(keys::SUBTYPE_HINT_PHOTO_PAGE),
        BackSide::None => None,
    }
}

/// What is to be seen on a picture: tells the tips, the drawing and the words of the camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A passport's photo page.
    Passport,
    /// The front of a card.
    Card,
    /// The front of anything else.
    Front,
    /// A back.
    Back,
    /// The customer's face.
    Selfie,
    /// A page.
    Page,
    /// A payment card, handed in as a page.
    CreditCard,
    /// A page of an e-wallet.
    Wallet,
}

impl Subject {
    /// What this side of this document shows.
    #[must_use]
    pub const fn of(side: Side, subtype: DocumentSubtype) -> Self {
        use DocumentSubtype as S;
        match (side, subtype) {
            (Side::Selfie, _) => Self::Selfie,
            (Side::Back, _) => Self::Back,
            (Side::Front, S::Passport) => Self::Passport,
            (Side::Front, S::IdCard | S::DriverLicense | S::PublicHealthCard | S::ProofOfAgeCard) => {
                Self::Card
            }
            (Side::Front, _) => Self::Front,
            (Side::Page(_), S::CopyCreditCard) => Self::CreditCard,
            (Side::Page(_), S::EwalletHolderDetails | S::EwalletTransactionStatement) => Self::Wallet,
            (Side::Page(_), _) => Self::Page,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Passport => "passport",
            Self::Card => "card",
            Self::Front => "front",
            Self::Back => "back",
            Self::Selfie => "selfie",
            Self::Page => "page",
            Self::CreditCard => "credit-card",
            Self::Wallet => "wallet",
        }
    }

    /// The camera and the file chooser tell fewer subjects apart.
    const fn plain(self) -> &'static str {
        match self {
            Self::CreditCard | Self::Wallet => "page",
            other => other.as_str(),
        }
    }

    /// The heading of the tips.
    #[must_use]
    pub fn tips_title(self) -> WordKey {
        word(&["tips", self.as_str(), "title"])
    }

    /// The three tips.
    #[must_use]
    pub fn tips(self) -> [WordKey; 3] {
        ["1", "2", "3"].map(|number| word(&["tips", self.as_str(), number]))
    }

    /// What the drawing shows.
    #[must_use]
    pub fn alt(self) -> WordKey {
        word(&["alt", if self == Self::Front { "document" } else { self.as_str() }])
    }

    /// The heading of the camera; takes `{number}` for pages.
    #[must_use]
    pub fn camera_title(self) -> WordKey {
        word(&["camera.title", self.plain()])
    }

    /// What to bring into the frame.
    #[must_use]
    pub fn camera_hint(self) -> WordKey {
        word(&["camera.hint", if self == Self::CreditCard { "card" } else { self.plain() }])
    }

    /// The heading of the file chooser.
    #[must_use]
    pub fn file_title(self) -> WordKey {
        word(&["file.title", self.plain()])
    }
}

/// The name of a side; takes `{number}`, counted from 1, for pages.
#[must_use]
pub const fn side(side: Side, subtype: DocumentSubtype) -> Key {
    match (side, subtype) {
        (Side::Front, DocumentSubtype::Passport) => keys::SIDE_PHOTO_PAGE,
        (Side::Back, _) | (Side::Front, DocumentSubtype::ReverseOfId) => keys::SIDE_BACK,
        (Side::Front, _) => keys::SIDE_FRONT,
        (Side::Selfie, _) => keys::SIDE_SELFIE,
        (Side::Page(_), _) => keys::SIDE_PAGE,
    }
}

/// The heading of the review; takes `{number}` for pages.
#[must_use]
pub const fn review_title(side: Side) -> Key {
    match side {
        Side::Front => keys::REVIEW_TITLE_FRONT,
        Side::Back => keys::REVIEW_TITLE_BACK,
        Side::Selfie => keys::REVIEW_TITLE_SELFIE,
        Side::Page(_) => keys::REVIEW_TITLE_PAGE,
    }
}

/// What the customer's picture shows; takes `{number}` for pages.
#[must_use]
pub const fn review_alt(side: Side) -> Key {
    match side {
        Side::Front => keys::REVIEW_ALT_FRONT,
        Side::Back => keys::REVIEW_ALT_BACK,
        Side::Selfie => keys::REVIEW_ALT_SELFIE,
        Side::Page(_) => keys::REVIEW_ALT_PAGE,
    }
}

/// What to look at in the review.
#[must_use]
pub const fn review_check(side: Side) -> Key {
    if matches!(side, Side::Selfie) { keys::REVIEW_CHECK_SELFIE } else { keys::REVIEW_CHECK }
}

/// What to do in front of the camera, in a few words; nothing for what the subject's own hint says.
#[must_use]
pub fn guide(hint: Hint) -> Option<WordKey> {
    (hint != Hint::Search).then(|| word(&["guide", hint.as_str()]))
}

/// What was noticed about a picture, and what helps.
#[must_use]
pub const fn finding(finding: PictureFinding) -> Key {
    match finding {
        PictureFinding::TooDark => keys::FINDING_TOO_DARK,
        PictureFinding::TooBright => keys::FINDING_TOO_BRIGHT,
        PictureFinding::Blurred => keys::FINDING_BLURRED,
        PictureFinding::TooSmall => keys::FINDING_TOO_SMALL,
        PictureFinding::Blank => keys::FINDING_BLANK,
        PictureFinding::MotionBlurred => keys::FINDING_MOTION_BLURRED,
        PictureFinding::LowContrast => keys::FINDING_LOW_CONTRAST,
        PictureFinding::Glare => keys::FINDING_GLARE,
        PictureFinding::NoDocument => keys::FINDING_NO_DOCUMENT,
        PictureFinding::CutOff => keys::FINDING_CUT_OFF,
        PictureFinding::TooFar => keys::FINDING_TOO_FAR,
        PictureFinding::TooClose => keys::FINDING_TOO_CLOSE,
        PictureFinding::Tilted => keys::FINDING_TILTED,
        PictureFinding::OffCentre => keys::FINDING_OFF_CENTRE,
        PictureFinding::FaceInstead => keys::FINDING_FACE_INSTEAD,
        PictureFinding::SameSide => keys::FINDING_SAME_SIDE,
        PictureFinding::Screen => keys::FINDING_SCREEN,
        PictureFinding::NoFace => keys::FINDING_NO_FACE,
        PictureFinding::SeveralFaces => keys::FINDING_SEVERAL_FACES,
    }
}

//! What to tell the customer: one hint of a small set, derived from the most important finding.

use crate::{FindingCode, Target};

/// What to do next, as the viewfinder says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hint {
    /// Nothing is recognised yet: bring the document or the face into the frame.
    Search,
    /// Part of it is outside.
    ShowAll,
    /// Bring it nearer.
    Closer,
    /// Move it away.
    Further,
    /// Into the middle.
    Centre,
    /// Hold the camera straight above it.
    Straighten,
    /// More light.
    MoreLight,
    /// Less light.
    LessLight,
    /// A reflection: tilt it, or turn away from the lamp.
    Glare,
    /// Out of focus: wait, or move a little.
    Focus,
    /// Hold still.
    HoldStill,
    /// A face instead of the document.
    DocumentPlease,
    /// The side that was taken before.
    TurnOver,
    /// A screen instead of the document.
    RealDocument,
    /// Only one face, please.
    Alone,
    /// All is well: the picture is being taken.
    Good,
}

impl Hint {
    /// Every one.
    pub const ALL: [Self; 16] = [
        Self::Search,
        Self::ShowAll,
        Self::Closer,
        Self::Further,
        Self::Centre,
        Self::Straighten,
        Self::MoreLight,
        Self::LessLight,
        Self::Glare,
        Self::Focus,
        Self::HoldStill,
        Self::DocumentPlease,
        Self::TurnOver,
        Self::RealDocument,
        Self::Alone,
        Self::Good,
    ];

    /// The stable name, for messages and locale keys.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Search => "search",
            Self::ShowAll => "show-all",
            Self::Closer => "closer",
            Self::Further => "further",
            Self::Centre => "centre",
            Self::Straighten => "straighten",
            Self::MoreLight => "more-light",
            Self::LessLight => "less-light",
            Self::Glare => "glare",
            Self::Focus => "focus",
            Self::HoldStill => "hold-still",
            Self::DocumentPlease => "document-please",
            Self::TurnOver => "turn-over",
            Self::RealDocument => "real-document",
            Self::Alone => "alone",
            Self::Good => "good",
        }
    }

    /// What helps against a finding. A frame of the preview is small by nature, so that `too-small` says nothing here
    /// that [`Hint::Closer`] does not say better.
    #[must_use]
    pub const fn against(code: FindingCode) -> Self {
        match code {
            FindingCode::TooDark | FindingCode::LowContrast => Self::MoreLight,
            FindingCode::TooBright => Self::LessLight,
            FindingCode::Blank | FindingCode::NoDocument | FindingCode::NoFace => Self::Search,
            FindingCode::Blurred => Self::Focus,
            FindingCode::MotionBlurred => Self::HoldStill,
            FindingCode::TooSmall | FindingCode::TooFar => Self::Closer,
            FindingCode::TooClose => Self::Further,
            FindingCode::Glare => Self::Glare,
            FindingCode::CutOff => Self::ShowAll,
            FindingCode::Tilted => Self::Straighten,
            FindingCode::OffCentre => Self::Centre,
            FindingCode::FaceInstead => Self::DocumentPlease,
            FindingCode::SameSide => Self::TurnOver,
            FindingCode::Screen => Self::RealDocument,
            FindingCode::SeveralFaces => Self::Alone,
        }
    }

    /// Whether the target has this hint at all, for those who look words up.
    #[must_use]
    pub fn concerns(self, target: Target) -> bool {
        let is_face = matches!(target, Target::Face);
        match self {
            Self::Alone | Self::Centre => is_face,
            Self::Straighten | Self::Glare | Self::DocumentPlease | Self::TurnOver | Self::RealDocument => {
                !is_face
            }
            _ => true,
        }
    }
}

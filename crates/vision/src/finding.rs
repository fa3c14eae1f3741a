//! The words of the analysis: stable codes, each with its number, its threshold and its place.

use crate::Area;

/// What is wrong with a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingCode {
    /// Too little light.
    TooDark,
    /// Blown out: light has washed the content away.
    TooBright,
    /// Content is there but too faint.
    LowContrast,
    /// Nothing is to be seen.
    Blank,
    /// Out of focus.
    Blurred,
    /// The camera or the document moved.
    MotionBlurred,
    /// Too few pixels.
    TooSmall,
    /// A reflection hides part of the document.
    Glare,
    /// No document is in the picture.
    NoDocument,
    /// The document or the face goes beyond the picture.
    CutOff,
    /// The document or the face is too small in the picture.
    TooFar,
    /// The document or the face is too large for the picture.
    TooClose,
    /// The document is seen too much from the side.
    Tilted,
    /// The face is not in the middle.
    OffCentre,
    /// A face where a document belongs.
    FaceInstead,
    /// The side that was taken before.
    SameSide,
    /// A screen that shows the document.
    Screen,
    /// No face is in the picture.
    NoFace,
    /// More than one face.
    SeveralFaces,
}

impl FindingCode {
    /// Every one, in the order of the declaration.
    pub const ALL: [Self; 19] = [
        Self::TooDark,
        Self::TooBright,
        Self::LowContrast,
        Self::Blank,
        Self::Blurred,
        Self::MotionBlurred,
        Self::TooSmall,
        Self::Glare,
        Self::NoDocument,
        Self::CutOff,
        Self::TooFar,
        Self::TooClose,
        Self::Tilted,
        Self::OffCentre,
        Self::FaceInstead,
        Self::SameSide,
        Self::Screen,
        Self::NoFace,
        Self::SeveralFaces,
    ];

    /// The stable name, for messages, logs and locale keys.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TooDark => "too-dark",
            Self::TooBright => "too-bright",
            Self::LowContrast => "low-contrast",
            Self::Blank => "blank",
            Self::Blurred => "blurred",
            Self::MotionBlurred => "motion-blurred",
            Self::TooSmall => "too-small",
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

/// One thing wrong with a picture, with the measurement and the threshold it missed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Finding {
    /// What is wrong.
    pub code: FindingCode,
    /// The measured value, in the unit of its threshold.
    pub value: f32,
    /// The threshold on whose wrong side the value lies.
    pub threshold: f32,
    /// Where in the picture, if not everywhere.
    pub place: Option<Area>,
}

impl Finding {
    /// A finding that concerns the whole picture.
    #[must_use]
    pub const fn new(code: FindingCode, value: f32, threshold: f32) -> Self {
        Self { code, value, threshold, place: None }
    }

    /// The same, at a place.
    #[must_use]
    pub const fn at(self, place: Area) -> Self {
        Self { place: Some(place), ..self }
    }

    /// The same in a picture `factor` times as large.
    #[must_use]
    pub fn scaled(self, factor: f32) -> Self {
        Self { place: self.place.map(|place| place.scaled(factor)), ..self }
    }
}

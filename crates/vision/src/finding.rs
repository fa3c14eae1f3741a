//! The words of the analysis: stable codes, each with its number, its threshold and its place.

use crate::Area;

/// What is wrong with a picture: each with its [value](Finding::value), the [threshold](Finding::threshold), whose comment says
/// where it comes from, and the place, if not everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingCode {
    /// Too little light. Level of the brightest twentieth; [`DARK_HIGHLIGHT`](crate::DARK_HIGHLIGHT), of a face its own.
    TooDark,
    /// Blown out: light has washed the content away. Share of clipped pixels; [`BRIGHT_SHARE`](crate::BRIGHT_SHARE), of a face its own.
    TooBright,
    /// Content is there but too faint. Levels between the darkest and the brightest hundredth; [`LOW_CONTRAST`](crate::LOW_CONTRAST).
    LowContrast,
    /// Nothing is to be seen. Share of a document with content, [`BLANK_CONTENT`](crate::BLANK_CONTENT), or contrast of a picture,
    /// [`BLANK_CONTRAST`](crate::BLANK_CONTRAST).
    Blank,
    /// Out of focus. [`Focus::sharpness`](crate::Focus::sharpness); [`MIN_SHARPNESS`](crate::MIN_SHARPNESS).
    Blurred,
    /// The camera or the document moved. [`Focus::detail`](crate::Focus::detail); [`MIN_DETAIL`](crate::MIN_DETAIL) or less where the print
    /// is small in the picture.
    MotionBlurred,
    /// Too few pixels. The edge that is too short; [`MIN_LONG_EDGE`](crate::MIN_LONG_EDGE), [`MIN_SHORT_EDGE`](crate::MIN_SHORT_EDGE).
    TooSmall,
    /// A reflection hides part of the document. Share of the document; [`MAX_GLARE`](crate::MAX_GLARE). At the largest one.
    Glare,
    /// No document is in the picture. The odds that there is none, and those that one is cut off.
    NoDocument,
    /// The document or the face goes beyond the picture. Number of sides and 0, or the odds of that and those that there is none; of a
    /// head, the share that is missing and the most there may be.
    CutOff,
    /// The document or the face is too small in the picture. Share of the picture's width or height, or of the oval's height, and the
    /// least. At the document or the face.
    TooFar,
    /// The document or the face is too large for the picture. Number of sides it goes beyond, share of the picture that is print, or
    /// share of the oval's height, each with the most there may be.
    TooClose,
    /// The document is seen too much from the side. Degrees, and the most there may be. At the document.
    Tilted,
    /// The face is not in the middle. Distance in sizes of the oval, and the greatest. At the face.
    OffCentre,
    /// A face where a document belongs. Its width as a share of the short side, and the most a printed one has. At the face.
    FaceInstead,
    /// The side that was taken before. Differing bits of the hashes; [`SAME_SIDE_DISTANCE`](crate::SAME_SIDE_DISTANCE), of pictures without
    /// a document [`SAME_PICTURE_DISTANCE`](crate::SAME_PICTURE_DISTANCE).
    SameSide,
    /// A screen that shows the document. Not said yet: nothing was found that tells a good screen from paper.
    Screen,
    /// No face is in the picture. 0 faces of 1.
    NoFace,
    /// More than one face. Their number and 1. At the second.
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

//! Judging a picture with the same code the app uses on its review screen, and looking for faces.

use std::sync::LazyLock;

use kyc_vision::{
    ANALYSIS_EDGE, DocumentView, Face, FaceDetector, Finding, FindingCode, Frame, LumaImage, Target, assess,
    dhash, document_view,
};

use super::decode::Decoded;

/// Below this share of coloured pixels a picture is grey.
const GREY_SHARE: f32 = 0.002;

static DETECTOR: LazyLock<Option<FaceDetector>> = LazyLock::new(|| FaceDetector::new(kyc_face_model::MODEL));

/// What the analysis knows of a picture.
#[cfg_attr(
    not(test),
    expect(
        dead_code,
        reason = "edges, sizes and turns are not scored; the tests of the readings look at them"
    )
)]
#[derive(Clone, Debug)]
pub struct Picture {
    /// Width in pixels, the way up it is meant to be seen.
    pub width: u32,
    pub height: u32,
    /// What is wrong with it; thresholds are those of print.
    pub findings: Vec<Finding>,
    /// Perceptual hash.
    pub hash: u64,
    /// Largest first, in pixels of the picture turned by `quarter_turns`.
    pub faces: Vec<Face>,
    /// How often the picture had to be turned clockwise by 90 degrees to show the faces upright, 0 to 3.
    pub quarter_turns: u8,
    /// For information only: not good enough to refuse a picture by.
    pub document: DocumentView,
    /// Without colour: a photocopy, a fax, or paper that never had any.
    pub is_grey: bool,
}

/// Looks at a picture.
pub(super) fn look(decoded: &Decoded) -> Picture {
    let (width, height) = (decoded.width, decoded.height);
    let small = decoded.luma().to_luma(ANALYSIS_EDGE);
    let (faces, quarter_turns) = faces(&small, width as f32 / small.width().max(1) as f32);
    Picture {
        width,
        height,
        findings: assess(&small.as_luma(), width, height),
        hash: dhash(&small.as_luma()),
        faces,
        quarter_turns,
        // What was asked for is not known here, and a page may have any proportion.
        document: document_view(&Frame::Luma(decoded.luma()), Target::Page),
        is_grey: decoded.colourful < GREY_SHARE,
    }
}

/// A portrait on its head may pass for one too, with a score well below this, which upright ones reach.
const SURE_SCORE: f32 = 12.0;

/// Faces in the way up that shows the clearest one: people hold cards and phones as they like.
fn faces(small: &LumaImage, scale: f32) -> (Vec<Face>, u8) {
    let Some(detector) = DETECTOR.as_ref() else { return (Vec::new(), 0) };
    let clearest = |faces: &[Face]| faces.iter().map(|face| face.score).fold(0.0, f32::max);
    let mut best = (Vec::new(), 0);
    let mut picture = small.clone();
    for quarter_turns in 0..4 {
        let found = detector.detect(&picture.as_luma());
        if clearest(&found) > clearest(&best.0) {
            best = (found, quarter_turns);
        }
        if clearest(&best.0) >= SURE_SCORE {
            break;
        }
        picture = picture.as_luma().turned();
    }
    (best.0.iter().map(|face| face.scaled(scale)).collect(), best.1)
}

/// A finding in the words of a reviewer's message.
pub const fn describe(code: FindingCode) -> &'static str {
    match code {
        FindingCode::TooDark => "The picture is too dark.",
        FindingCode::TooBright => "The picture is washed out by light.",
        FindingCode::LowContrast => "The picture is too faint.",
        FindingCode::Blank => "Nothing is to be seen in the picture.",
        FindingCode::Blurred => "The picture is blurred.",
        FindingCode::TooSmall => "The picture is too small.",
        FindingCode::MotionBlurred => "The camera moved while the picture was taken.",
        FindingCode::Glare => "A reflection hides part of the document.",
        FindingCode::NoDocument => "No document is to be seen.",
        FindingCode::CutOff => "Part of it lies outside the picture.",
        FindingCode::TooFar => "It is too small in the picture.",
        FindingCode::TooClose => "It is too large for the picture.",
        FindingCode::Tilted => "The document is seen from the side.",
        FindingCode::OffCentre => "The face is not in the middle.",
        FindingCode::FaceInstead => "A face is shown instead of the document.",
        FindingCode::SameSide => "The same side is shown twice.",
        FindingCode::Screen => "The document is shown on a screen.",
        FindingCode::NoFace => "No face is to be seen.",
        FindingCode::SeveralFaces => "More than one face is to be seen.",
    }
}

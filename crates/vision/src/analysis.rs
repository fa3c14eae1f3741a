//! One look at a picture or a frame: everything the guidance, the review and the server want to know of it.

use crate::assess::{Quality, too_small};
use crate::{
    ANALYSIS_EDGE, DocumentView, Exposure, Face, Finding, FindingCode, Luma, LumaImage, Oval, Rgba,
    SAME_PICTURE_DISTANCE, Target, dhash, document_view, face_findings, face_instead, hamming,
};

/// A picture to look at.
#[derive(Clone, Copy, Debug)]
pub enum Frame<'a> {
    /// Brightness only, as the Y plane of a video frame.
    Luma(Luma<'a>),
    /// Colours.
    Rgba(Rgba<'a>),
}

impl Frame<'_> {
    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> usize {
        match self {
            Self::Luma(luma) => luma.width(),
            Self::Rgba(rgba) => rgba.width(),
        }
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> usize {
        match self {
            Self::Luma(luma) => luma.height(),
            Self::Rgba(rgba) => rgba.height(),
        }
    }

    /// Its brightness, the long edge at most `max_edge` pixels.
    #[must_use]
    pub fn to_luma(&self, max_edge: u32) -> LumaImage {
        match self {
            Self::Luma(luma) => luma.to_luma(max_edge),
            Self::Rgba(rgba) => rgba.to_luma(max_edge),
        }
    }
}

/// Finds faces: a trait, so that those who need none do not carry a detector.
pub trait FindFaces {
    /// The faces in an upright picture, largest first, in its pixels.
    fn find(&self, picture: &Luma<'_>) -> Vec<Face>;
}

/// What is asked about a picture.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// What it is meant to show.
    pub target: Target,
    /// Width and height in pixels as taken, if the frame is a smaller copy.
    pub source: Option<(u32, u32)>,
    /// Who looks for faces; without, nothing is said about them.
    pub faces: Option<&'a dyn FindFaces>,
    /// Where the face belongs, in pixels of the frame; without, in its middle.
    pub oval: Option<Oval>,
    /// Hash of the side that was taken before.
    pub previous: Option<u64>,
}

impl Question<'_> {
    /// The plain question.
    #[must_use]
    pub const fn about(target: Target) -> Self {
        Self { target, source: None, faces: None, oval: None, previous: None }
    }
}

/// What was seen. Places are in pixels of the frame that was given.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// Width of the frame.
    pub width: u32,
    /// Height of the frame.
    pub height: u32,
    /// How much of a document is to be seen.
    pub view: DocumentView,
    /// From 0 (a smear) to 1, on the document where there is one; see [`crate::Focus`].
    pub sharpness: f32,
    /// Share of the document that reflections hide, 0 to 1.
    pub glare: f32,
    /// The light, on the document where there is one.
    pub exposure: Exposure,
    /// Perceptual hash, see [`dhash`].
    pub hash: u64,
    /// Faces, largest first; empty where nobody looked.
    pub faces: Vec<Face>,
    /// What is wrong, the most important first; empty means good.
    pub findings: Vec<Finding>,
}

/// Looks at a picture.
#[must_use]
pub fn analyze(frame: &Frame<'_>, question: &Question<'_>) -> Analysis {
    let small = frame.to_luma(ANALYSIS_EDGE);
    let luma = small.as_luma();
    let scale = frame.width() as f32 / luma.width().max(1) as f32;
    let (width, height) = (pixels(frame.width()), pixels(frame.height()));
    let hash = dhash(&luma);
    let view = document_view(frame, question.target).scaled(1.0 / scale);
    let document = match &view {
        DocumentView::Whole { quad, .. } => Some(quad),
        _ => None,
    };
    let quality = Quality::of(&luma, document);
    let faces = question.faces.map(|finder| finder.find(&luma));
    let mut findings = match (faces.as_deref(), question.target) {
        (Some(faces), Target::Face) => face_findings(&luma, faces, oval(question, &luma, scale)),
        (faces, _) => {
            let instead = face_instead(&luma, faces.unwrap_or_default(), &view);
            let (source_width, source_height) = question.source.unwrap_or((width, height));
            let size = too_small(source_width, source_height);
            size.into_iter().chain(instead).chain(quality.findings()).collect()
        }
    };
    findings.extend(question.previous.and_then(|previous| same_side(hash, previous)));
    let faces = faces.unwrap_or_default();
    Analysis {
        width,
        height,
        view: view.scaled(scale),
        sharpness: quality.focus.sharpness,
        glare: quality.glare.share,
        exposure: quality.exposure,
        hash,
        faces: faces.iter().map(|face| face.scaled(scale)).collect(),
        findings: findings.into_iter().map(|finding| finding.scaled(scale)).collect(),
    }
}

/// Where the face belongs, in pixels of `luma`.
fn oval(question: &Question<'_>, luma: &Luma<'_>, scale: f32) -> Oval {
    let given = question.oval.map(|oval| oval.scaled(1.0 / scale));
    given.unwrap_or_else(|| Oval::in_middle(luma.width() as f32, luma.height() as f32))
}

fn same_side(hash: u64, previous: u64) -> Option<Finding> {
    let distance = hamming(hash, previous);
    (distance <= SAME_PICTURE_DISTANCE)
        .then(|| Finding::new(FindingCode::SameSide, distance as f32, SAME_PICTURE_DISTANCE as f32))
}

fn pixels(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

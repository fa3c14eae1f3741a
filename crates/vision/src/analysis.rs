//! One look at a picture or a frame: everything the guidance, the review and the server want to know of it.

use crate::assess::{DARK_TABLE, MOVED_TABLE, Quality, too_small};
use crate::framing::framing;
use crate::print::PrintMap;
use crate::view::{Sight, sight};
use crate::{
    ANALYSIS_EDGE, DocumentView, Exposure, Face, Finding, FindingCode, Luma, LumaImage, Oval, Rgba,
    SAME_PICTURE_DISTANCE, SAME_SIDE_DISTANCE, SideHash, Target, dhash, document_hash, face_findings,
    face_instead, hamming,
};

/// Share of the picture below which a document may be a part of a larger one: whole ones at the least distance have 0.07 and
/// more, portraits and boxes that are taken for one 0.06 and less.
const PART: f32 = 0.06;

/// Confidence from which a small document is none of a larger one's parts: those come to 0.95, small ones on wood, whose grain passes
/// for print, to more.
const CERTAIN: f32 = 0.96;

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
    /// It comes from the camera: a frame that has the shape of a card by chance (1280x800) is no scan of one.
    pub is_from_camera: bool,
}

impl Question<'_> {
    /// The plain question.
    #[must_use]
    pub const fn about(target: Target) -> Self {
        Self { target, source: None, faces: None, oval: None, previous: None, is_from_camera: false }
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
    /// Perceptual hash: of the document where there is one, see [`document_hash`], else of the picture, see [`dhash`].
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
    let map = PrintMap::of(&luma);
    let mut sight = sight(frame, (&map, scale), question.target, !question.is_from_camera);
    let print =
        print_beside(&sight, frame).then(|| map.print(&luma)).filter(|_| question.target != Target::Face);
    if print.is_some_and(|print| print.fills(question.target, sight.edges)) {
        // A portrait or a box of a document that is too near.
        (sight.view, sight.document) = (DocumentView::NotFound, None);
    }
    let seen = sight.view.clone().scaled(1.0 / scale);
    let document = sight.document.map(|quad| quad.scaled(1.0 / scale));
    let quality = Quality::of(&luma, document.as_ref(), question.target);
    let side = document.and_then(|quad| document_hash(&luma, &quad));
    let hash = side.map_or_else(|| dhash(&luma), |side| side.bits);
    let faces = question.faces.map(|finder| finder.find(&luma));
    let mut findings = match (faces.as_deref(), question.target) {
        (Some(faces), Target::Face) => face_findings(&luma, faces, oval(question, &luma, scale)),
        (None, Target::Face) => quality.findings(),
        (faces, _) => {
            let instead = face_instead(&luma, faces.unwrap_or_default(), &seen);
            let size = (frame.width() as f32, frame.height() as f32);
            let framing = framing(&sight, size, print, question.target);
            let framing = framing.into_iter().map(|finding| finding.scaled(1.0 / scale)).collect();
            by_importance(instead.into_iter().chain(sensible(framing, quality.findings())))
        }
    };
    let (width, height) = (pixels(frame.width()), pixels(frame.height()));
    let (source_width, source_height) = question.source.unwrap_or((width, height));
    if question.target != Target::Face || question.faces.is_none() {
        findings.splice(..0, too_small(source_width, source_height));
    }
    findings.extend(question.previous.and_then(|previous| same_side(hash, side, previous)));
    Analysis {
        width,
        height,
        view: sight.view,
        sharpness: quality.focus.sharpness,
        glare: quality.glare.share,
        exposure: quality.exposure,
        hash,
        faces: faces.unwrap_or_default().iter().map(|face| face.scaled(scale)).collect(),
        findings: findings.into_iter().map(|finding| finding.scaled(scale)).collect(),
    }
}

/// Whether print matters: in a picture in which no document was found, or one so small that it may be a part of another.
fn print_beside(sight: &Sight, frame: &Frame<'_>) -> bool {
    let least = frame.width() as f32 * frame.height() as f32 * PART;
    match &sight.view {
        DocumentView::Cut { .. } => false,
        DocumentView::Whole { confidence, .. } if *confidence >= CERTAIN => false,
        _ => sight.document.is_none_or(|quad| quad.area() < least),
    }
}

/// Findings of the view and of the quality that make sense together: what light has washed out is not missing, and what is
/// missing or too far away cannot be blurred.
fn sensible(mut framing: Vec<Finding>, mut quality: Vec<Finding>) -> impl Iterator<Item = Finding> {
    let is = |code: FindingCode| move |finding: &Finding| finding.code == code;
    if quality.iter().any(is(FindingCode::TooBright)) {
        framing.retain(|finding| finding.code != FindingCode::NoDocument);
    }
    if framing.iter().any(is(FindingCode::NoDocument)) {
        quality.retain(is_of_pictures);
    }
    if framing.iter().any(is(FindingCode::TooFar)) {
        quality.retain(is_of_far_documents);
    }
    framing.into_iter().chain(quality)
}

/// Whether a finding says anything about a picture without a document: a table may be dark, and it need not be sharp.
fn is_of_pictures(finding: &Finding) -> bool {
    match finding.code {
        FindingCode::TooDark => finding.value < DARK_TABLE,
        FindingCode::Blurred => false,
        FindingCode::MotionBlurred => finding.value < MOVED_TABLE,
        _ => true,
    }
}

/// Print so small runs into one, and looks moved when it is not: that of one still document in twelve that is far away.
fn is_of_far_documents(finding: &Finding) -> bool {
    !matches!(finding.code, FindingCode::Blurred | FindingCode::MotionBlurred)
}

/// What stands in the way of all else comes first: without light nothing is found, and what is not there cannot be sharp.
fn by_importance(findings: impl Iterator<Item = Finding>) -> Vec<Finding> {
    let rank = |finding: &Finding| match finding.code {
        FindingCode::TooDark => 0,
        FindingCode::FaceInstead => 1,
        FindingCode::TooBright => 2,
        FindingCode::NoDocument => 3,
        FindingCode::CutOff | FindingCode::TooClose => 4,
        FindingCode::Blank => 5,
        FindingCode::TooFar => 6,
        FindingCode::LowContrast => 7,
        FindingCode::MotionBlurred | FindingCode::Blurred => 8,
        FindingCode::Glare => 9,
        _ => 10,
    };
    let findings: Vec<Finding> = findings.collect();
    // A sort of the library's would be 4 KB of wasm for at most ten.
    (0..=10).flat_map(|at| findings.iter().copied().filter(move |finding| rank(finding) == at)).collect()
}

/// Where the face belongs, in pixels of `luma`.
fn oval(question: &Question<'_>, luma: &Luma<'_>, scale: f32) -> Oval {
    let given = question.oval.map(|oval| oval.scaled(1.0 / scale));
    given.unwrap_or_else(|| Oval::in_middle(luma.width() as f32, luma.height() as f32))
}

fn same_side(hash: u64, side: Option<SideHash>, previous: u64) -> Option<Finding> {
    // The hash of a whole picture is one of the table, too.
    let picture = (hamming(hash, previous), SAME_PICTURE_DISTANCE);
    let (distance, most) = side.map_or(picture, |side| (side.distance(previous), SAME_SIDE_DISTANCE));
    (distance <= most).then(|| Finding::new(FindingCode::SameSide, distance as f32, most as f32))
}

fn pixels(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

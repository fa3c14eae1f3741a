//! Whether a whole document is in view, and where.
//!
//! Straight edges are looked for in a small copy. Every four of them that a camera can make of a rectangle, and every three or
//! two with the rest beyond the picture, are weighed: thousands by a glance, the best by what is seen along, beside, beyond
//! and within them. The corners of the likeliest are found again in the frame itself. Where there is none, what stands out most is
//! looked at more closely. All weights are fitted on drawn scenes by `kyc-scenes`' example `fit`.

mod closer;
mod conspicuous;
mod edges;
mod features;
mod figures;
mod glance;
mod hough;
mod inside;
mod judge;
mod line;
mod lines;
mod meets;
mod planes;
mod pose;
mod promise;
mod refine;
mod sides;
#[cfg(feature = "fitting")]
mod study;
mod weights;

use crate::print::PrintMap;
use crate::{BLANK_CONTRAST, Frame, PictureSide, Point, Quad, Target, exposure};
use edges::Edges;
use features::{Evidence, FEATURES};
use figures::Figure;
pub(crate) use judge::Odds;
use judge::Verdict;
use planes::Plane;
pub use pose::Pose;
#[cfg(feature = "fitting")]
pub use study::{Candidate, Side, Study, study};

/// Long edge in pixels at which lines are looked for: grain and print vanish, a document's edge stays.
const SEARCH_EDGE: u32 = 320;
/// From how much confidence on a whole document is claimed. On 600 tuning scenes 0.3 claims twice as often where there is none, and
/// 0.65 loses one document in a hundred.
const LEAST_CONFIDENCE: f32 = 0.55;
/// The same for a cut document: nobody takes a picture because of it, and on the tuning scenes it names the right sides all the
/// same.
const LEAST_CUT: f32 = 0.45;
/// ... and where a page is asked for: keyboards, windows and rulers on a table are as large as that. Of ten claimed for less on the
/// tuning scenes three were pages, of seventeen cards fifteen were.
const LEAST_CUT_PAGE: f32 = 0.7;
/// The least for a document of which it is not said that it is missing. When the odds of all figures together counted, from 0.25 on,
/// that was left unsaid of nine tables in a thousand, now of three; of 4,200 documents one more is called missing.
const MAYBE: f32 = 0.33;
/// Long to short edge of what is scanned: cards (ISO 7810 ID-1), passports (ID-3) and A4.
const SHAPES: [f32; 3] = [1.586, 1.42, 1.414];
/// How far a scan may be off its shape; the shapes of camera pictures (4:3, 3:2, 16:9) must stay outside.
const SHAPE_TOLERANCE: f32 = 0.05;
/// How sure one can be that a picture without edges is a scan.
const SCAN_CONFIDENCE: f32 = 0.5;
/// Least share of a picture of a document's shape that a figure must take to be the document, and not a portrait or a table printed
/// on it: those take up to 0.2, and a document that our own client cut out with its margin 0.7.
const SCAN_FIGURE: f32 = 0.35;
/// How sure such a figure must be: the table on the back of a licence takes half of it and comes to 0.66.
const SCAN_LEAST_CONFIDENCE: f32 = 0.8;

/// How much of a document is to be seen.
#[derive(Clone, Debug, PartialEq)]
pub enum DocumentView {
    /// All of it; a picture that is exactly the document counts too.
    Whole {
        /// Its corners, clockwise from the upper left.
        quad: Quad,
        /// 0 to 1.
        confidence: f32,
    },
    /// It goes beyond these sides of the picture.
    Cut {
        /// At least one, each once.
        sides: Vec<PictureSide>,
        /// 0 to 1.
        confidence: f32,
    },
    /// Nothing that looks like a document.
    NotFound,
}

impl DocumentView {
    /// The same in a picture `factor` times as large.
    #[must_use]
    pub fn scaled(self, factor: f32) -> Self {
        match self {
            Self::Whole { quad, confidence } => Self::Whole { quad: quad.scaled(factor), confidence },
            other => other,
        }
    }
}

/// What the search came to.
#[derive(Clone, Debug)]
pub(crate) struct Sight {
    pub(crate) view: DocumentView,
    pub(crate) odds: Odds,
    /// The document's corners in pixels of the frame: those of the view, or, where that found nothing, the most likely ones if
    /// there are good odds that there is one. Good enough to say where to measure, not to be shown.
    pub(crate) document: Option<Quad>,
    /// Share of the small copy's pixels that are edges.
    pub(crate) edges: f32,
}

/// Looks for a document.
#[must_use]
pub fn document_view(frame: &Frame<'_>, target: Target) -> DocumentView {
    let small = frame.to_luma(crate::ANALYSIS_EDGE);
    let scale = frame.width() as f32 / small.width().max(1) as f32;
    sight(frame, (&PrintMap::of(&small.as_luma()), scale), target, true).view
}

/// The same, with what is less than certain. `print`: where it is in a copy, and how many times smaller that is. `may_be_scan`:
/// a picture without edges may be all document.
pub(crate) fn sight(frame: &Frame<'_>, print: (&PrintMap, f32), target: Target, may_be_scan: bool) -> Sight {
    if target == Target::Face {
        return Sight { view: DocumentView::NotFound, odds: Odds::default(), document: None, edges: 0.0 };
    }
    let seen = Seen::of(frame, print, target);
    let edges = seen.edges;
    let (odds, (width, height)) = (seen.odds(), seen.size);
    let whole = judge::best_whole(&seen.figures, &odds, seen.diagonal());
    let scale = frame.width() as f32 / width.max(1.0);
    let corners = |verdict: &Verdict| refine::refined(frame, &verdict.quad, scale);
    let is_sure = |verdict: &Verdict| verdict.confidence >= LEAST_CONFIDENCE;
    let scan = may_be_scan.then(|| scan(frame)).flatten();
    let is_within_scan = |verdict: &Verdict| {
        verdict.quad.area() < SCAN_FIGURE * width * height || verdict.confidence < SCAN_LEAST_CONFIDENCE
    };
    let is_printed = |verdict: &Verdict| scan.is_some() && is_within_scan(verdict);
    if let Some(verdict) = whole.filter(is_sure).filter(|verdict| !is_printed(verdict)) {
        let (quad, confidence) = (corners(&verdict), verdict.confidence);
        return Sight { view: DocumentView::Whole { quad, confidence }, odds, document: Some(quad), edges };
    }
    if let Some(quad) = scan {
        let view = DocumentView::Whole { quad, confidence: SCAN_CONFIDENCE };
        return Sight { view, odds, document: Some(quad), edges };
    }
    let cut = judge::best_cut(&seen.figures, &odds, seen.size);
    let least = if target == Target::Page { LEAST_CUT_PAGE } else { LEAST_CUT };
    match cut.filter(|(_, confidence)| *confidence >= least) {
        Some((sides, confidence)) => {
            let view = DocumentView::Cut { sides, confidence };
            Sight { view, odds, document: None, edges }
        }
        None => {
            let far = seen.planes.first().and_then(|small| closer::far_document(frame, target, small));
            if let Some(Verdict { quad, confidence }) = far {
                let view = DocumentView::Whole { quad, confidence };
                return Sight { view, odds, document: Some(quad), edges };
            }
            let likely = whole.filter(|verdict| verdict.confidence >= MAYBE);
            Sight { view: DocumentView::NotFound, odds, document: likely.as_ref().map(corners), edges }
        }
    }
}

/// The figures in a frame and the numbers about them.
struct Seen {
    figures: Vec<Figure>,
    numbers: Vec<[f32; FEATURES]>,
    planes: Vec<Plane>,
    /// Share of its pixels that are edges.
    edges: f32,
    /// Of the small copy.
    size: (f32, f32),
}

impl Seen {
    fn of(frame: &Frame<'_>, print: (&PrintMap, f32), target: Target) -> Self {
        let planes = planes::planes(frame, SEARCH_EDGE);
        let edges = Edges::of(&planes);
        let lines = lines::straight_lines(&edges, lines::MAX_LINES);
        let size = (edges.width as f32, edges.height as f32);
        let figures = figures::figures(&lines, size, figures::MOST);
        let evidence = Evidence { planes: &planes, frame, edges: &edges, lines: &lines, print, target };
        let numbers = figures.iter().map(|figure| evidence.of(figure, &figures)).collect();
        let edges = edges.share;
        Self { figures, numbers, planes, edges, size }
    }

    fn diagonal(&self) -> f32 {
        let (width, height) = self.size;
        (width * width + height * height).sqrt()
    }

    fn odds(&self) -> Odds {
        let scores: Vec<f32> = self.numbers.iter().map(judge::score).collect();
        Odds::of(&self.figures, &scores)
    }
}

/// Sides of the picture beyond which a figure goes by more than a pixel.
fn cut_sides(quad: &Quad, width: f32, height: f32) -> Vec<PictureSide> {
    let [a, b, c, d] = quad.0;
    let mut reach = [
        (PictureSide::Top, 0.0_f32),
        (PictureSide::Right, 0.0),
        (PictureSide::Bottom, 0.0),
        (PictureSide::Left, 0.0),
    ];
    for (from, to) in [(a, b), (b, c), (c, d), (d, a)] {
        for step in 0..=32 {
            let share = step as f32 / 32.0;
            let (x, y) = (from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share);
            // Beside the picture's side, not around its corner.
            let (in_x, in_y) = ((0.0..=width).contains(&x), (0.0..=height).contains(&y));
            let beyond = [(in_x, -y), (in_y, x - width), (in_x, y - height), (in_y, -x)];
            for ((_, most), (beside, beyond)) in reach.iter_mut().zip(beyond) {
                *most = if beside { most.max(beyond) } else { *most };
            }
        }
    }
    reach.into_iter().filter(|(_, beyond)| *beyond > 1.0).map(|(side, _)| side).collect()
}

/// A picture of the shape of a document is taken for a scan of it, be it the one that was asked for or another.
fn scan(frame: &Frame<'_>) -> Option<Quad> {
    let (width, height) = (frame.width() as f32, frame.height() as f32);
    let shape = width.max(height) / width.min(height).max(1.0);
    let is_shape = |known: &f32| (shape / known - 1.0).abs() < SHAPE_TOLERANCE;
    if !SHAPES.iter().any(is_shape)
        || exposure(&frame.to_luma(SEARCH_EDGE).as_luma()).contrast < BLANK_CONTRAST
    {
        return None;
    }
    let at = |x: f32, y: f32| Point { x, y };
    let corners = [at(0.0, 0.0), at(width, 0.0), at(width, height), at(0.0, height)];
    Some(Quad(corners))
}

#[cfg(test)]
mod tests;

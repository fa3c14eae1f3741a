//! Whether a whole document is in view: a first measure, on still pictures.
//!
//! Straight edges are looked for and the largest four-sided figure among them is taken for the document. For information
//! only: a document on a ground of its own brightness, a rounded corner of a table or a strong turn (beyond some 15
//! degrees) defeat it, so no customer's picture may be refused by it.

mod lines;

use crate::{Luma, PictureSide, Point, Quad};
use lines::{Edges, Line, straight_lines};

/// Long edge in pixels at which lines are looked for: grain and print vanish, a document's edge stays.
const SEARCH_EDGE: u32 = 256;
/// Least share of a side's length at which an edge must be seen.
const MIN_SUPPORT: f32 = 0.65;
/// The same for a figure of which only two opposite sides are in the picture.
const MIN_PAIR_SUPPORT: f32 = 0.85;
/// Most of a line beyond the figure's corners: a board's joint and a printed rule go on, a document's edge ends.
const MAX_OVERSHOOT: f32 = 0.5;
/// Least share of the picture that a document fills.
const MIN_AREA: f32 = 0.12;
/// Long to short edge of what is scanned: cards (ISO 7810 ID-1), passports (ID-3) and A4.
const SHAPES: [f32; 3] = [1.586, 1.42, 1.414];
/// How far a scan may be off its shape; the shapes of camera pictures (4:3, 3:2, 16:9) must stay outside.
const SHAPE_TOLERANCE: f32 = 0.055;
/// How sure one can be that a picture without edges is a scan.
const SCAN_CONFIDENCE: f32 = 0.5;

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

/// A figure: left, right, upper and lower line, and how well its sides are seen.
struct Figure {
    sides: [Line; 4],
    corners: [Point; 4],
    area: f32,
    support: f32,
}

/// Looks for a document.
#[must_use]
pub fn document_view(luma: &Luma<'_>) -> DocumentView {
    let small = luma.to_luma(SEARCH_EDGE);
    let (upright, lying) = (Edges::of(&small.as_luma()), Edges::of(&small.as_luma().transposed().as_luma()));
    let (columns, rows) = (straight_lines(&upright), straight_lines(&lying));
    let mut best: Option<Figure> = None;
    for (left, right) in pairs(&columns) {
        for (top, bottom) in pairs(&rows) {
            let found = figure([left, right, top, bottom], &upright, &lying);
            let weight = |figure: &Figure| figure.area * figure.support;
            if let Some(found) =
                found.filter(|found| best.as_ref().is_none_or(|best| weight(found) > weight(best)))
            {
                best = Some(found);
            }
        }
    }
    let scale = luma.width() as f32 / small.width().max(1) as f32;
    let view = best.map_or(DocumentView::NotFound, |figure| seen(&figure, scale));
    // The shape of a document says more than a printed figure that happens to end at the border.
    if matches!(view, DocumentView::Whole { .. }) { view } else { scan(luma).unwrap_or(view) }
}

/// All pairs of lines, the first one nearer to the origin.
fn pairs(lines: &[Line]) -> impl Iterator<Item = (Line, Line)> {
    lines.iter().flat_map(move |&first| {
        lines
            .iter()
            .copied()
            .filter(move |second| first.middle() < second.middle())
            .map(move |second| (first, second))
    })
}

/// The figure between two columns and two rows, if its sides are really there.
fn figure(sides: [Line; 4], upright: &Edges, lying: &Edges) -> Option<Figure> {
    let [left, right, top, bottom] = sides;
    let real = sides.iter().filter(|side| !side.is_border).count();
    let is_pair = real == 2 && (left.is_border == right.is_border);
    if real < 3 && !is_pair {
        return None;
    }
    let corners = [left.cross(&top), right.cross(&top), right.cross(&bottom), left.cross(&bottom)];
    let [a, b, c, d] = corners;
    let area = ((c.x - a.x) * (d.y - b.y) - (d.x - b.x) * (c.y - a.y)).abs() / 2.0 / upright.area();
    if area < MIN_AREA || b.x <= a.x || c.x <= d.x || d.y <= a.y || c.y <= b.y {
        return None;
    }
    let spans = [
        (upright, left, a.y, d.y),
        (upright, right, b.y, c.y),
        (lying, top, a.x, b.x),
        (lying, bottom, d.x, c.x),
    ];
    let least = if is_pair { MIN_PAIR_SUPPORT } else { MIN_SUPPORT };
    let mut sum = 0.0;
    for (edges, line, from, to) in spans.into_iter().filter(|(_, line, ..)| !line.is_border) {
        let support = edges.support(&line, from, to);
        if support < least || edges.overshoot(&line, from, to) > MAX_OVERSHOOT {
            return None;
        }
        sum += support;
    }
    Some(Figure { sides, corners, area, support: sum / 4.0 })
}

/// A figure in the words of the measure; `scale` brings its corners to the size of the picture.
fn seen(figure: &Figure, scale: f32) -> DocumentView {
    let names = [PictureSide::Left, PictureSide::Right, PictureSide::Top, PictureSide::Bottom];
    let cut = figure.sides.iter().zip(names).filter(|(side, _)| side.is_border);
    let mut sides: Vec<PictureSide> = cut.map(|(_, name)| name).collect();
    sides.sort_unstable();
    if sides.is_empty() {
        let corners = figure.corners.map(|corner| Point { x: corner.x * scale, y: corner.y * scale });
        return DocumentView::Whole { quad: Quad(corners), confidence: figure.support };
    }
    let real = 4 - sides.len();
    DocumentView::Cut { sides, confidence: figure.support * 4.0 / real as f32 }
}

/// A picture of the shape of a document is taken for a scan of it.
fn scan(luma: &Luma<'_>) -> Option<DocumentView> {
    let (width, height) = (luma.width() as f32, luma.height() as f32);
    let shape = width.max(height) / width.min(height).max(1.0);
    if !SHAPES.iter().any(|known| (shape / known - 1.0).abs() < SHAPE_TOLERANCE) || is_plain(luma) {
        return None;
    }
    let at = |x: f32, y: f32| Point { x, y };
    let corners = [at(0.0, 0.0), at(width, 0.0), at(width, height), at(0.0, height)];
    Some(DocumentView::Whole { quad: Quad(corners), confidence: SCAN_CONFIDENCE })
}

fn is_plain(luma: &Luma<'_>) -> bool {
    crate::exposure(luma).contrast < crate::BLANK_CONTRAST
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A light sheet over these columns and rows of a dark picture of 400 x 300.
    fn sheet(columns: std::ops::Range<usize>, rows: std::ops::Range<usize>) -> DocumentView {
        let inside = |at: usize| columns.contains(&(at % 400)) && rows.contains(&(at / 400));
        let pixels: Vec<u8> =
            (0..400 * 300).map(|at| if inside(at) { 220 } else { 60 + (at % 7) as u8 }).collect();
        document_view(&Luma::new(&pixels, 400, 300).unwrap())
    }

    #[test]
    fn a_sheet_on_a_table_is_whole_and_its_corners_are_found() {
        let DocumentView::Whole { quad: Quad(corners), confidence } = sheet(60..330, 50..240) else {
            panic!("not whole")
        };
        assert!(confidence > 0.9, "{confidence}");
        for (corner, (x, y)) in
            corners.iter().zip([(60.0, 50.0), (330.0, 50.0), (330.0, 240.0), (60.0, 240.0)])
        {
            assert!((corner.x - x).abs() < 5.0 && (corner.y - y).abs() < 5.0, "{corners:?}");
        }
    }

    #[test]
    fn a_sheet_that_leaves_the_picture_is_cut_there() {
        let sides = |view| if let DocumentView::Cut { sides, .. } = view { sides } else { Vec::new() };
        assert_eq!(sides(sheet(60..400, 50..240)), [PictureSide::Right]);
        assert_eq!(sides(sheet(60..330, 0..240)), [PictureSide::Top]);
        assert_eq!(sides(sheet(60..330, 0..300)), [PictureSide::Top, PictureSide::Bottom]);
    }

    #[test]
    fn a_picture_of_a_documents_shape_is_whole_though_its_print_makes_figures() {
        let pixels: Vec<u8> = (0..317 * 200).map(|at| if at % 317 > 200 { 220 } else { 60 }).collect();
        let DocumentView::Whole { quad: Quad(corners), .. } =
            document_view(&Luma::new(&pixels, 317, 200).unwrap())
        else {
            panic!("not whole")
        };
        assert_eq!(corners[2], Point { x: 317.0, y: 200.0 });
    }

    #[test]
    fn an_empty_table_holds_nothing() {
        assert_eq!(sheet(0..0, 0..0), DocumentView::NotFound);
        assert_eq!(document_view(&Luma::default()), DocumentView::NotFound);
        assert_eq!(document_view(&Luma::new(&[9; 3], 1, 3).unwrap()), DocumentView::NotFound);
    }
}

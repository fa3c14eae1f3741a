//! Four-sided figures among the lines: every way to choose two pairs of opposite sides, as far as edges are seen
//! along them.

use super::lines::Line;
use crate::{Point, Quad};

/// Sine of the least angle between neighbouring sides: 45 degrees, more than a tilt of 40 degrees leaves.
const LEAST_CORNER: f32 = 0.7;
/// Sine of the largest angle between opposite sides.
const MOST_LEAN: f32 = 0.5;
/// Least share of a side along which an edge must be seen; the weakest of the four may be hidden by a hand.
const LEAST_SEEN: f32 = 0.2;
/// Least length of a side as a share of the picture's short edge.
const LEAST_SIDE: f32 = 0.1;
/// How far beyond the picture a corner may lie, as a share of its long edge.
const OUTSIDE: f32 = 0.5;
/// Figures handed on: of whole documents, and of cut ones.
const MAX_WHOLE: usize = 80;
const MAX_CUT: usize = 32;
/// How far beyond the picture the open end of a cut document is drawn, as a share of its long edge.
const OPEN_END: f32 = 0.3;
/// A corner so little outside still counts as seen.
const AT_BORDER: f32 = 1.0;

/// A side of which nothing is seen.
pub(super) const NO_LINE: usize = usize::MAX;

/// A four-sided figure.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    /// Clockwise as seen, from the one nearest to the upper left.
    pub(super) quad: Quad,
    /// The lines from each corner to the next; [`NO_LINE`] for a side beyond the picture.
    pub(super) lines: [usize; 4],
    /// Corners outside the picture.
    pub(super) outside: usize,
    /// How good it looks at first sight.
    pub(super) quick: f32,
}

/// What is seen along one side.
#[derive(Clone, Copy, Debug)]
struct Span {
    line: usize,
    length: f32,
    /// Pixels with an edge less a penalty for those without.
    weight: f32,
}

impl Figure {
    /// Whether a side is missing.
    pub(super) fn is_open(&self) -> bool {
        self.lines.contains(&NO_LINE)
    }

    /// Whether all of it is in the picture.
    pub(super) fn is_whole(&self) -> bool {
        self.outside == 0
    }
}

/// The search and what it has found so far.
struct Search<'a> {
    lines: &'a [Line],
    width: f32,
    height: f32,
    whole: Vec<Figure>,
    cut: Vec<Figure>,
}

/// The figures that look best at first sight.
pub(super) fn figures(lines: &[Line], width: f32, height: f32) -> Vec<Figure> {
    let mut search = Search { lines, width, height, whole: Vec::new(), cut: Vec::new() };
    for (k, one) in lines.iter().enumerate() {
        for (l, other) in
            lines.iter().enumerate().skip(k + 1).filter(|(_, other)| one.sine(other) < MOST_LEAN)
        {
            search.between([k, l], one, other);
        }
        search.trim(8);
    }
    search.trim(1);
    search.whole.append(&mut search.cut);
    search.whole
}

impl Search<'_> {
    /// All figures with these two opposite sides.
    fn between(&mut self, pair: [usize; 2], one: &Line, other: &Line) {
        let spans: Vec<Span> =
            self.lines.iter().enumerate().filter_map(|(i, line)| self.span(i, line, one, other)).collect();
        for (at, first) in spans.iter().enumerate() {
            // The other pair comes later, or has come before.
            if first.line > pair[0] {
                for second in spans.iter().skip(at + 1) {
                    let found = self.figure(pair, [first, second]);
                    self.keep(found);
                }
            }
            let found = [false, true].map(|beyond| self.open(pair, first, beyond));
            found.into_iter().for_each(|found| self.keep(found));
        }
    }

    fn keep(&mut self, figure: Option<Figure>) {
        if let Some(figure) = figure {
            if figure.is_whole() { self.whole.push(figure) } else { self.cut.push(figure) }
        }
    }

    fn trim(&mut self, slack: usize) {
        for (found, most) in [(&mut self.whole, MAX_WHOLE), (&mut self.cut, MAX_CUT)] {
            if found.len() > most * slack || slack == 1 {
                found.sort_by(|one, other| other.quick.total_cmp(&one.quick));
                found.truncate(most);
            }
        }
    }

    fn least(&self) -> f32 {
        self.width.min(self.height) * LEAST_SIDE
    }

    fn is_near(&self, point: Point) -> bool {
        let room = self.width.max(self.height) * OUTSIDE;
        point.x > -room && point.y > -room && point.x < self.width + room && point.y < self.height + room
    }

    fn is_seen(&self, point: &Point) -> bool {
        point.x > -AT_BORDER
            && point.y > -AT_BORDER
            && point.x < self.width + AT_BORDER
            && point.y < self.height + AT_BORDER
    }

    /// A line as a side between two others, if enough edge is seen there.
    fn span(&self, i: usize, line: &Line, one: &Line, other: &Line) -> Option<Span> {
        if line.sine(one) < LEAST_CORNER || line.sine(other) < LEAST_CORNER {
            return None;
        }
        let (start, end) = (line.cross(one), line.cross(other));
        let (from, to) = (line.along(start), line.along(end));
        if (to - from).abs() < self.least() || !self.is_near(start) || !self.is_near(end) {
            return None;
        }
        weigh(i, line, from.min(to), from.max(to))
    }

    fn figure(&self, [k, l]: [usize; 2], [first, second]: [&Span; 2]) -> Option<Figure> {
        let (one, other) = (self.lines.get(k)?, self.lines.get(l)?);
        let (a, b) = (self.lines.get(first.line)?, self.lines.get(second.line)?);
        if a.sine(b) > MOST_LEAN {
            return None;
        }
        let corners = [a.cross(one), one.cross(b), b.cross(other), other.cross(a)];
        let side = |i: usize, line: &Line, from: Point, to: Point| {
            let (from, to) = (line.along(from), line.along(to));
            if (from - to).abs() < self.least() { None } else { weigh(i, line, from.min(to), from.max(to)) }
        };
        let third = side(k, one, corners[0], corners[1])?;
        let fourth = side(l, other, corners[2], corners[3])?;
        self.finish(corners, [k, second.line, l, first.line], &[*first, *second, third, fourth])
    }

    /// The figure of a document of which one side lies beyond the picture.
    fn open(&self, [k, l]: [usize; 2], across: &Span, is_beyond: bool) -> Option<Figure> {
        let (one, other) = (self.lines.get(k)?, self.lines.get(l)?);
        let line = self.lines.get(across.line)?;
        let (a, b) = (one.cross(line), other.cross(line));
        if !self.is_seen(&a) || !self.is_seen(&b) {
            return None;
        }
        let end = |line: &Line, corner: Point, towards: f32| {
            let (first, last) = (line.start, line.start + line.seen.len() as f32);
            let (from, to) =
                if towards > 0.0 { (line.along(corner), last) } else { (first, line.along(corner)) };
            let extra = self.width.max(self.height) * OPEN_END * towards;
            let far = if towards > 0.0 { line.point(last + extra) } else { line.point(first + extra) };
            (from, to, far)
        };
        // The two lines may run in opposite ways.
        let same =
            if one.normal.x * other.normal.x + one.normal.y * other.normal.y > 0.0 { 1.0 } else { -1.0 };
        let towards = if is_beyond { 1.0 } else { -1.0 };
        let (from, to, far_a) = end(one, a, towards);
        let (other_from, other_to, far_b) = end(other, b, towards * same);
        if to - from < self.least() * 1.5 || other_to - other_from < self.least() * 1.5 {
            return None;
        }
        let spans = [*across, weigh(k, one, from, to)?, weigh(l, other, other_from, other_to)?];
        self.finish([a, b, far_b, far_a], [across.line, l, NO_LINE, k], &spans)
    }

    fn finish(&self, corners: [Point; 4], lines: [usize; 4], spans: &[Span]) -> Option<Figure> {
        let length: f32 = spans.iter().map(|span| span.length).sum();
        let weight: f32 = spans.iter().map(|span| span.weight).sum();
        let (quad, lines) = ordered(corners, lines)?;
        let outside = quad.0.iter().filter(|corner| !self.is_seen(corner)).count();
        Some(Figure { quad, lines, outside, quick: weight / length.max(1.0).sqrt() })
    }
}

fn weigh(i: usize, line: &Line, from: f32, to: f32) -> Option<Span> {
    let ([seen, lighter, _], visible) = line.between(from, to);
    if visible < 8.0 || seen < visible * LEAST_SEEN {
        return None;
    }
    // An edge of the document ends at its corner.
    let reach = ((to - from) * 0.15).clamp(5.0, 14.0);
    let beyond: f32 = [(from - 2.0 - reach, from - 2.0), (to + 2.0, to + 2.0 + reach)]
        .into_iter()
        .map(|(a, b)| line.between(a, b).0[0])
        .sum();
    Some(Span {
        line: i,
        length: visible,
        weight: 0.5 * (seen + lighter.abs()) - 0.7 * (visible - seen) - 1.0 * beyond,
    })
}

/// Clockwise and from the upper left; `None` for what is no figure of a rectangle.
fn ordered(corners: [Point; 4], lines: [usize; 4]) -> Option<(Quad, [usize; 4])> {
    let [a, b, c, d] = corners;
    let [p, q, r, s] = lines;
    let clockwise = Quad([a, b, c, d]);
    let (quad, mut lines) = if clockwise.is_convex() {
        (clockwise, [p, q, r, s])
    } else {
        // The other way round the side from a to d comes first.
        (Quad([a, d, c, b]), [s, r, q, p])
    };
    if !quad.is_convex() {
        return None;
    }
    let mut corners = quad.0;
    let sum = |point: &Point| point.x + point.y;
    let first = (0..4).min_by(|&one, &other| {
        let at = |index: usize| corners.get(index).map_or(0.0, sum);
        at(one).total_cmp(&at(other))
    })?;
    corners.rotate_left(first);
    lines.rotate_left(first);
    Some((Quad(corners), lines))
}

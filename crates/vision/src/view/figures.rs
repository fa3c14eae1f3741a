//! Four-sided figures among the lines: every way to choose two pairs of opposite sides, as far as edges are seen along them,
//! and what remains of them where one or two sides lie beyond the picture.

use super::glance::{glance, quick};
use super::line::Line;
use super::meets::{Meet, Meets, Span};
use crate::{Point, Quad};

/// Sine of the largest angle between opposite sides: 38 degrees, some more than a near document tilted by 35 has.
const MOST_LEAN: f32 = 0.62;
/// Least length of a side as a share of the picture's short edge: the short side of a licence that takes a sixth of the picture has
/// 0.09. With 0.1 one far document in a hundred was missed.
const LEAST_SIDE: f32 = 0.075;
/// Least length of the side of a cut document, and distance between the sides of one that is cut at both ends.
const LEAST_CUT_SIDE: f32 = 0.15;
const LEAST_STRIP: f32 = 0.35;
/// How far beyond the picture a corner may lie, as a share of its long edge.
const OUTSIDE: f32 = 0.5;
/// Figures handed on: of whole documents, of cut ones of which three or four sides are seen, and of those of two.
pub(super) const MOST: [usize; 3] = [40, 24, 16];
/// Corners of figures that are hardly to be told apart are within so many pixels of each other.
const SAME: f32 = 2.0;
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
    /// The numbers behind that.
    #[cfg(feature = "fitting")]
    pub(super) glance: [f32; super::glance::GLANCE],
}

impl Figure {
    /// Sides of which nothing is seen.
    pub(super) fn missing(&self) -> usize {
        self.lines.iter().filter(|&&line| line == NO_LINE).count()
    }

    /// Whether a side is missing.
    pub(super) fn is_open(&self) -> bool {
        self.lines.contains(&NO_LINE)
    }

    /// Whether all of it is in the picture.
    pub(super) fn is_whole(&self) -> bool {
        self.outside == 0
    }

    fn is_same(&self, other: &Self) -> bool {
        let mut pairs = self.quad.0.iter().zip(&other.quad.0);
        pairs.all(|(one, other)| (one.x - other.x).abs() < SAME && (one.y - other.y).abs() < SAME)
    }
}

/// The search and what it has found so far.
struct Search<'a> {
    lines: &'a [Line],
    meets: Meets,
    size: (f32, f32),
    /// Least length of a side.
    least: f32,
    found: [Vec<Figure>; 3],
    most: [usize; 3],
    /// The least that is good enough.
    floors: [f32; 3],
}

/// The figures that look best at first sight.
pub(super) fn figures(lines: &[Line], size: (f32, f32), most: [usize; 3]) -> Vec<Figure> {
    let meets = Meets::of(lines, size, size.0.max(size.1) * OUTSIDE);
    let least = size.0.min(size.1) * LEAST_SIDE;
    let mut search =
        Search { lines, meets, size, least, found: [const { Vec::new() }; 3], most, floors: [f32::MIN; 3] };
    for one in 0..lines.len() {
        for other in one + 1..lines.len() {
            search.with([one, other]);
        }
        search.trim(4);
    }
    search.trim(1);
    search.found.concat()
}

impl Search<'_> {
    /// All figures with these two sides.
    fn with(&mut self, pair: [usize; 2]) {
        let [one, other] = pair;
        let (Some(first), Some(second)) = (self.lines.get(one), self.lines.get(other)) else { return };
        if first.sine(second) < MOST_LEAN {
            let met = self.meets.met(one).iter();
            let spans: Vec<Span> =
                met.filter_map(|&line| self.meets.between(line, pair, self.least)).collect();
            self.closed(pair, &spans);
            for span in &spans {
                self.three(pair, span);
            }
            self.strip(pair);
        } else {
            self.corner(pair);
        }
    }

    /// Figures of which four sides are seen. Each is found once: its first line is the first of all.
    fn closed(&mut self, pair: [usize; 2], spans: &[Span]) {
        let [one, other] = pair;
        for (at, first) in spans.iter().enumerate().filter(|(_, span)| span.line > one) {
            for second in spans.iter().skip(at + 1) {
                let across = [first.line, second.line];
                let lean = self.lines.get(first.line).zip(self.lines.get(second.line));
                if lean.is_none_or(|(first, second)| first.sine(second) > MOST_LEAN) {
                    continue;
                }
                let spans = (
                    self.meets.between(one, across, self.least),
                    self.meets.between(other, across, self.least),
                );
                if let (Some(third), Some(fourth)) = spans {
                    let corner =
                        |line, other| self.meets.at(line, other).map_or(Point::default(), |meet| meet.point);
                    let corners = [
                        corner(first.line, one),
                        corner(second.line, one),
                        corner(second.line, other),
                        corner(first.line, other),
                    ];
                    let lines = [one, second.line, other, first.line];
                    self.keep(corners, lines, &[*first, *second, third, fourth]);
                }
            }
        }
    }

    /// Figures of which the side opposite to `span` lies beyond the picture.
    fn three(&mut self, [one, other]: [usize; 2], span: &Span) {
        let (Some(a), Some(b)) = (self.meets.at(one, span.line), self.meets.at(other, span.line)) else {
            return;
        };
        let (a, b) = (*a, *b);
        let Some((first, second)) = self.lines.get(one).zip(self.lines.get(other)) else { return };
        if !self.is_seen(a.point) || !self.is_seen(b.point) {
            return;
        }
        // The two lines may run in opposite ways.
        let is_same_way = first.normal.x * second.normal.x + first.normal.y * second.normal.y > 0.0;
        for is_onwards in [false, true] {
            let ends = (self.ray(one, &a, is_onwards), self.ray(other, &b, is_onwards == is_same_way));
            if let (Some((ray, far)), Some((other_ray, other_far))) = ends {
                let lines = [span.line, other, NO_LINE, one];
                self.keep([a.point, b.point, other_far, far], lines, &[*span, ray, other_ray]);
            }
        }
    }

    /// Figures of which one corner is seen.
    fn corner(&mut self, [one, other]: [usize; 2]) {
        let (Some(a), Some(b)) = (self.meets.at(one, other), self.meets.at(other, one)) else { return };
        let (a, b) = (*a, *b);
        if !self.is_seen(a.point) {
            return;
        }
        for (is_onwards, is_other_onwards) in [(false, false), (false, true), (true, false), (true, true)] {
            let ends = (self.ray(one, &a, is_onwards), self.ray(other, &b, is_other_onwards));
            if let (Some((ray, far)), Some((other_ray, other_far))) = ends {
                let last = Point { x: far.x + other_far.x - a.point.x, y: far.y + other_far.y - a.point.y };
                let lines = [one, NO_LINE, NO_LINE, other];
                self.keep([a.point, far, last, other_far], lines, &[ray, other_ray]);
            }
        }
    }

    /// A figure that goes through the picture from one side to another.
    fn strip(&mut self, [one, other]: [usize; 2]) {
        let least = self.size.0.min(self.size.1) * LEAST_STRIP;
        let Some((first, second)) = self.lines.get(one).zip(self.lines.get(other)) else { return };
        let spans = (self.meets.across(one, least), self.meets.across(other, least));
        let (Some(span), Some(other_span)) = spans else { return };
        let extra = self.size.0.max(self.size.1) * OPEN_END;
        let ends = |line: &Line| {
            let last = line.start + line.seen.len() as f32;
            (line.point(line.start - extra), line.point(last + extra))
        };
        let ((a, b), (c, d)) = (ends(first), ends(second));
        if second.side(a).abs().min(second.side(b).abs()) < least {
            return;
        }
        let is_same_way = first.normal.x * second.normal.x + first.normal.y * second.normal.y > 0.0;
        let (c, d) = if is_same_way { (c, d) } else { (d, c) };
        self.keep([a, b, d, c], [one, NO_LINE, other, NO_LINE], &[span, other_span]);
    }

    /// A side that leaves the picture: what is seen of it, and where its end is drawn.
    fn ray(&self, line: usize, corner: &Meet, is_onwards: bool) -> Option<(Span, Point)> {
        let (width, height) = self.size;
        let span = self.meets.beyond(line, corner, is_onwards, width.min(height) * LEAST_CUT_SIDE)?;
        let (extra, line) = (width.max(height) * OPEN_END, self.lines.get(line)?);
        let last = line.start + line.seen.len() as f32;
        Some((span, line.point(if is_onwards { last + extra } else { line.start - extra })))
    }

    fn is_seen(&self, point: Point) -> bool {
        let (width, height) = self.size;
        point.x > -AT_BORDER
            && point.y > -AT_BORDER
            && point.x < width + AT_BORDER
            && point.y < height + AT_BORDER
    }

    fn keep(&mut self, corners: [Point; 4], lines: [usize; 4], spans: &[Span]) {
        let outside = corners.iter().filter(|corner| !self.is_seen(**corner)).count();
        let kind = match (outside, spans.len()) {
            (0, _) => 0,
            (_, 3..) => 1,
            _ => 2,
        };
        let glance = glance(spans, outside);
        let (Some(found), Some(&floor)) = (self.found.get_mut(kind), self.floors.get(kind)) else { return };
        let quick = quick(&glance);
        // Most are no better than what is there, and need not be brought into order.
        if quick < floor {
            return;
        }
        if let Some((quad, lines)) = ordered(corners, lines) {
            found.push(Figure {
                quad,
                lines,
                outside,
                quick,
                #[cfg(feature = "fitting")]
                glance,
            });
        }
    }

    /// Keeps the best, each once, when there are `slack` times as many as are handed on.
    fn trim(&mut self, slack: usize) {
        for ((found, floor), most) in self.found.iter_mut().zip(&mut self.floors).zip(self.most) {
            if slack > 1 && found.len() <= most * slack {
                continue;
            }
            found.sort_by(|one, other| other.quick.total_cmp(&one.quick));
            let mut kept: Vec<Figure> = Vec::with_capacity(most);
            for figure in found.drain(..) {
                if kept.len() == most {
                    break;
                }
                if !kept.iter().any(|known| known.is_same(&figure)) {
                    kept.push(figure);
                }
            }
            *floor = kept.get(most - 1).map_or(f32::MIN, |last| last.quick);
            *found = kept;
        }
    }
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

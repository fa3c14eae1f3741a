//! Straight lines through the edges, and along which parts of them an edge is really seen.

use std::f32::consts::PI;

use super::edges::{Edges, Mark};
use crate::Point;

/// Directions told apart over the half turn.
const TURNS: usize = 128;
/// Pixels between two parallel lines told apart.
const STEP: f32 = 2.0;
/// Directions on both sides of its own for which an edge pixel votes, some 7 degrees.
const SPREAD: i32 = 5;
/// The most promising lines that are looked at closely.
const MAX_PEAKS: usize = 260;
/// Lines fitted to their pixels.
const MAX_CLOSE: usize = 140;
/// Lines kept.
pub(super) const MAX_LINES: usize = 72;
/// An edge pixel supports a line if its direction is within some 17 degrees of it.
const TOLERANCE: i32 = 12;
/// How far a pixel may lie beside a line that is fitted to it.
const REACH: f32 = 2.5;
/// Least stretch of edge in pixels that makes a line worth keeping.
const LEAST_RUN: f32 = 10.0;

/// A line: the points whose distance from the origin along its normal is `offset`.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// Unit normal.
    pub(super) normal: Point,
    pub(super) offset: f32,
    /// Where along it the picture begins; samples follow pixel by pixel.
    pub(super) start: f32,
    /// Sums up to each sample: edge seen; lighter along the normal less darker; steepness.
    pub(super) seen: Vec<[f32; 3]>,
    /// The best stretch of edge.
    pub(super) run: (f32, f32),
    pub(super) score: f32,
}

impl Line {
    /// The point that far along.
    pub(super) fn point(&self, along: f32) -> Point {
        let Point { x, y } = self.normal;
        Point { x: x * self.offset - y * along, y: y * self.offset + x * along }
    }

    /// How far along the foot of a point is.
    pub(super) fn along(&self, point: Point) -> f32 {
        self.normal.x * point.y - self.normal.y * point.x
    }

    /// Distance of a point, positive on the side the normal shows to.
    pub(super) fn side(&self, point: Point) -> f32 {
        self.normal.x * point.x + self.normal.y * point.y - self.offset
    }

    /// Where two lines meet; far away if they are parallel.
    pub(super) fn cross(&self, other: &Self) -> Point {
        let (a, b) = (self.normal, other.normal);
        let det = a.x * b.y - a.y * b.x;
        let det = if det.abs() < 1e-6 { 1e-6 } else { det };
        Point {
            x: (self.offset * b.y - other.offset * a.y) / det,
            y: (other.offset * a.x - self.offset * b.x) / det,
        }
    }

    /// Sine of the angle between two lines.
    pub(super) fn sine(&self, other: &Self) -> f32 {
        (self.normal.x * other.normal.y - self.normal.y * other.normal.x).abs()
    }

    /// Sums between two places along it (edge seen, lighter less darker, steepness), and the pixels of the
    /// picture between them.
    pub(super) fn between(&self, from: f32, to: f32) -> ([f32; 3], f32) {
        let last = self.seen.len().saturating_sub(1) as f32;
        let place = |along: f32| (along - self.start).round().clamp(0.0, last);
        let (from, to) = (place(from.min(to)), place(from.max(to)));
        let sums = |at: f32| self.seen.get(at as usize).copied().unwrap_or_default();
        let ([a, b, c], [d, e, f]) = (sums(from), sums(to));
        ([d - a, e - b, f - c], to - from)
    }

    fn is_same(&self, other: &Self) -> bool {
        let ends = [self.run.0, self.run.1, (self.run.0 + self.run.1) / 2.0];
        self.sine(other) < 0.06 && ends.iter().all(|&end| other.side(self.point(end)).abs() < 2.2)
    }
}

/// Sums along the part of a line within the picture.
fn walk(edges: &Edges, line: &mut Line) {
    let (from, to) = clipped(line, edges.width as f32, edges.height as f32);
    line.start = from;
    line.seen.clear();
    let mut sums = [0.0_f32; 3];
    line.seen.push(sums);
    let turn = line.normal.y.atan2(line.normal.x) * (128.0 / PI);
    let turn = turn.round() as i32 as u8;
    let Point { x: nx, y: ny } = line.normal;
    let count = (to - from).max(0.0) as usize;
    for at in 0..count {
        let middle = line.point(from + at as f32 + 0.5);
        let mut best: Option<(bool, u8)> = None;
        for aside in [0.0, -1.0, 1.0] {
            let mark =
                edges.at((middle.x + nx * aside).floor() as i32, (middle.y + ny * aside).floor() as i32);
            if let Some(lighter) =
                fits(mark, turn).filter(|_| best.is_none_or(|(_, weight)| weight < mark.weight))
            {
                best = Some((lighter, mark.weight));
            }
        }
        if let Some((lighter, weight)) = best {
            sums[0] += 1.0;
            sums[1] += if lighter { 1.0 } else { -1.0 };
            sums[2] += f32::from(weight) / 4.0;
        }
        line.seen.push(sums);
    }
}

/// Whether a mark lies on an edge of that direction, and if so whether it gets lighter along it.
fn fits(mark: Mark, turn: u8) -> Option<bool> {
    if mark.weight == 0 {
        return None;
    }
    let apart = i32::from(mark.turn.wrapping_sub(turn) as i8).abs();
    if apart <= TOLERANCE {
        Some(true)
    } else if apart >= 128 - TOLERANCE {
        Some(false)
    } else {
        None
    }
}

/// From where to where a line is in the picture.
fn clipped(line: &Line, width: f32, height: f32) -> (f32, f32) {
    let origin = line.point(0.0);
    let (mut from, mut to) = (-1e6_f32, 1e6_f32);
    for (start, pace, limit) in [(origin.x, -line.normal.y, width), (origin.y, line.normal.x, height)] {
        if pace.abs() < 1e-6 {
            if start < 0.0 || start > limit {
                return (0.0, 0.0);
            }
            continue;
        }
        let (one, other) = ((0.0 - start) / pace, (limit - start) / pace);
        from = from.max(one.min(other));
        to = to.min(one.max(other));
    }
    (from, to.max(from))
}

/// The stretch with most edge and least gaps: of one polarity, as a document's side mostly is, or, for less, of any,
/// since a pattern may be lighter and darker than the document.
fn best_run(line: &mut Line) {
    let mut best = (0.0, 0, 0);
    let steps = || line.seen.iter().zip(line.seen.iter().skip(1));
    for worth in [[1.0, -0.9], [-0.9, 1.0], [0.7, 0.7]] {
        let (mut sum, mut start) = (0.0_f32, 0);
        for (at, (before, after)) in steps().enumerate() {
            let [lighter, darker] = worth;
            let change = after[1] - before[1];
            sum += if change > 0.5 {
                lighter
            } else if change < -0.5 {
                darker
            } else {
                -0.9
            };
            if sum <= 0.0 {
                (sum, start) = (0.0, at + 1);
            }
            if sum > best.0 {
                best = (sum, start, at + 1);
            }
        }
    }
    line.score = best.0;
    line.run = (line.start + best.1 as f32, line.start + best.2 as f32);
}

/// Moves a line onto the edge pixels along its best run.
fn fit(edges: &Edges, line: &mut Line) {
    let turn = (line.normal.y.atan2(line.normal.x) * (128.0 / PI)).round() as i32 as u8;
    let (mut n, mut st, mut sd, mut stt, mut std) = (0.0_f32, 0.0, 0.0, 0.0, 0.0);
    let middle = (line.run.0 + line.run.1) / 2.0;
    let steps = (line.run.1 - line.run.0) as usize;
    let Point { x: nx, y: ny } = line.normal;
    for at in 0..=steps {
        let foot = line.point(line.run.0 + at as f32);
        for aside in -3..=3 {
            let (x, y) = (foot.x + nx * aside as f32, foot.y + ny * aside as f32);
            let (column, row) = (x.floor(), y.floor());
            if fits(edges.at(column as i32, row as i32), turn).is_none() {
                continue;
            }
            let place = Point { x: column + 0.5, y: row + 0.5 };
            let (t, d) = (line.along(place) - middle, line.side(place));
            if d.abs() <= REACH {
                n += 1.0;
                st += t;
                sd += d;
                stt += t * t;
                std += t * d;
            }
        }
    }
    let det = n * stt - st * st;
    if n < 6.0 || det < 1.0 {
        return;
    }
    let (shift, lean) = ((sd * stt - st * std) / det, (n * std - st * sd) / det);
    let on = line.point(middle);
    let foot = Point { x: on.x + nx * shift, y: on.y + ny * shift };
    let length = (1.0 + lean * lean).sqrt();
    // The direction (-ny, nx) leans towards the normal.
    let normal = Point { x: (nx + lean * ny) / length, y: (ny - lean * nx) / length };
    line.normal = normal;
    line.offset = normal.x * foot.x + normal.y * foot.y;
}

/// The lines along which most edge is seen, best first.
pub(super) fn straight_lines(edges: &Edges) -> Vec<Line> {
    let rough = peaks(edges).into_iter().map(|(normal, offset)| Line { normal, offset, ..Line::default() });
    let mut found = kept(edges, rough, MAX_CLOSE);
    for line in &mut found {
        fit(edges, line);
    }
    kept(edges, found.into_iter(), MAX_LINES)
}

/// What speaks for a document's side besides its length: it is steep, and it ends within the picture, as the rules of
/// a pad, the joints of boards and the threads of cloth do not.
fn promise(line: &Line) -> f32 {
    let last = line.start + line.seen.len().saturating_sub(1) as f32;
    let ends = [line.run.0 - line.start, last - line.run.1].iter().filter(|&&rest| rest > 6.0).count();
    let ([seen, _, steep], _) = line.between(line.run.0, line.run.1);
    let steep = steep / seen.max(1.0);
    (0.6 + steep / (steep + 8.0)) * (0.6 + 0.2 * ends as f32)
}

/// The best of the lines, each once.
fn kept(edges: &Edges, lines: impl Iterator<Item = Line>, most: usize) -> Vec<Line> {
    let seen = lines.map(|mut line| {
        walk(edges, &mut line);
        best_run(&mut line);
        line
    });
    let mut found: Vec<Line> = seen.filter(|line| line.score >= LEAST_RUN).collect();
    for line in &mut found {
        line.score *= promise(line);
    }
    found.sort_by(|one, other| other.score.total_cmp(&one.score));
    let mut lines: Vec<Line> = Vec::new();
    for line in found {
        if lines.len() < most && !lines.iter().any(|kept| line.is_same(kept)) {
            lines.push(line);
        }
    }
    lines
}

/// Votes of the edge pixels for lines; the local maxima, best first.
fn peaks(edges: &Edges) -> Vec<(Point, f32)> {
    let (middle_x, middle_y) = (edges.width as f32 / 2.0, edges.height as f32 / 2.0);
    let half = ((middle_x * middle_x + middle_y * middle_y).sqrt() / STEP).ceil() as usize + 2;
    let offsets = half * 2 + 1;
    let normals: Vec<Point> = (0..TURNS)
        .map(|turn| {
            let (sin, cos) = (turn as f32 * PI / TURNS as f32).sin_cos();
            Point { x: cos, y: sin }
        })
        .collect();
    let mut votes = vec![0.0_f32; TURNS * offsets];
    for (row, line) in edges.marks.chunks(edges.width.max(1)).enumerate() {
        let y = row as f32 + 0.5 - middle_y;
        for (column, mark) in line.iter().enumerate().filter(|(_, mark)| mark.weight > 0) {
            let x = column as f32 + 0.5 - middle_x;
            let weight = f32::from(mark.weight);
            let weight = weight / (weight + 24.0);
            for aside in -SPREAD..=SPREAD {
                let turn = (i32::from(mark.turn) + aside) as usize & (TURNS - 1);
                let Some(normal) = normals.get(turn) else { continue };
                let bin = (x * normal.x + y * normal.y) / STEP + half as f32 + 0.5;
                if let Some(vote) = votes.get_mut(turn * offsets + bin as usize) {
                    *vote += weight;
                }
            }
        }
    }
    let mut found: Vec<(f32, Point, f32)> = Vec::new();
    for (turn, &normal) in normals.iter().enumerate() {
        for bin in 1..offsets - 1 {
            let here = votes.get(turn * offsets + bin).copied().unwrap_or_default();
            if here >= 5.0 && is_crest(&votes, offsets, turn, bin, here) {
                let offset = (bin as f32 - half as f32) * STEP + middle_x * normal.x + middle_y * normal.y;
                found.push((here, normal, offset));
            }
        }
    }
    found.sort_by(|(one, ..), (other, ..)| other.total_cmp(one));
    found.truncate(MAX_PEAKS);
    found.into_iter().map(|(_, normal, offset)| (normal, offset)).collect()
}

/// Whether no neighbour has more votes; the last direction's neighbour is the first, upside down.
fn is_crest(votes: &[f32], offsets: usize, turn: usize, bin: usize, here: f32) -> bool {
    let at = |turn: usize, bin: usize| votes.get(turn * offsets + bin).copied().unwrap_or_default();
    let beside = |step: usize| {
        let next = turn + step;
        if next < TURNS { (next, bin) } else { (next - TURNS, offsets - 1 - bin) }
    };
    let (next, before) =
        (beside(1), if turn == 0 { (TURNS - 1, offsets - 1 - bin) } else { (turn - 1, bin) });
    let later = [(turn, bin + 1), next, (next.0, next.1 + 1), (next.0, next.1.saturating_sub(1))];
    let earlier = [(turn, bin - 1), before, (before.0, before.1 + 1), (before.0, before.1.saturating_sub(1))];
    later.iter().all(|&(turn, bin)| here >= at(turn, bin))
        && earlier.iter().all(|&(turn, bin)| here > at(turn, bin))
}

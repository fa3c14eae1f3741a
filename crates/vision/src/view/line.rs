//! A straight line, and along which parts of it an edge is seen.

use crate::Point;

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
        let place = |along: f32| ((along - self.start).max(0.0).min(last) + 0.5) as usize;
        let (from, to) = (place(from), place(to));
        let (from, to) = if from < to { (from, to) } else { (to, from) };
        let sums = |at: usize| self.seen.get(at).copied().unwrap_or_default();
        let ([a, b, c], [d, e, f]) = (sums(from), sums(to));
        ([d - a, e - b, f - c], (to - from) as f32)
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        let ends = [self.run.0, self.run.1, (self.run.0 + self.run.1) / 2.0];
        self.sine(other) < 0.06 && ends.iter().all(|&end| other.side(self.point(end)).abs() < 2.2)
    }
}

/// From where to where a line is in the picture.
pub(super) fn clipped(line: &Line, width: f32, height: f32) -> (f32, f32) {
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

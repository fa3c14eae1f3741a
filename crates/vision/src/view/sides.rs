//! What is seen along one side of a figure, on both sides of it, and beyond its ends.

use super::features::{Evidence, level};
use super::line::Line;
use super::planes::colour;
use crate::Point;

/// Places along a side at which the colours on both sides of it are compared.
const PLACES: usize = 14;
/// How far from the edge they are, in pixels of the small picture: beyond its blur.
const ASIDE: f32 = 3.5;

/// Numbers about a side.
pub(super) const SIDE: usize = 16;

/// One side of a figure.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Side {
    /// Share along which an edge is seen, and of its first and last parts the lesser.
    pub(super) seen: f32,
    pub(super) ends: f32,
    /// Lighter inwards less darker, -1 to 1.
    pub(super) polarity: f32,
    /// Levels.
    pub(super) steep: f32,
    /// Share of edge beyond its first corner and its last.
    pub(super) beyond: [f32; 2],
    pub(super) inner: [f32; 3],
    pub(super) outer: [f32; 3],
    /// Mean deviation of the colours from those means.
    pub(super) rough_inner: f32,
    pub(super) rough_outer: f32,
    /// Share of edge pixels in the strip outside.
    pub(super) busy_outer: f32,
    /// 1 for a step of one pixel, less for the soft border of a shadow.
    pub(super) sharp: f32,
    /// Pixels within the picture.
    pub(super) length: f32,
}

impl Side {
    /// What speaks for it being the edge of a document; the last three are left for what the others tell of it.
    pub(super) fn numbers(&self, width: f32) -> [f32; SIDE] {
        [
            1.0,
            self.seen,
            self.ends,
            self.polarity.abs(),
            level(self.steep),
            self.beyond[0],
            self.beyond[1],
            level(apart(self.inner, self.outer)),
            level(self.rough_inner),
            level(self.rough_outer),
            self.busy_outer,
            self.sharp,
            self.length / width.max(1.0),
            0.0,
            0.0,
            0.0,
        ]
    }
}

impl Evidence<'_> {
    /// One side of a figure, from corner to corner, clockwise.
    pub(super) fn side(&self, line: &Line, from: Point, to: Point) -> Side {
        let first = line.start;
        let last = first + line.seen.len().saturating_sub(1) as f32;
        // Only the part within the picture.
        let (start, end) = (line.along(from).max(first).min(last), line.along(to).max(first).min(last));
        let (from, to) = (line.point(start), line.point(end));
        let length = (end - start).abs();
        let (low, high) = (start.min(end), start.max(end));
        let ([seen, lighter, steep], visible) = line.between(low, high);
        let share = |a: f32, b: f32| {
            let ([seen, ..], visible) = line.between(a, b);
            if visible < 1.0 { 0.0 } else { seen / visible }
        };
        let end_part = (length * 0.14).max(4.0);
        let reach = (length * 0.15).clamp(5.0, 14.0);
        // Clockwise as seen: the inside is to the right of the way from corner to corner.
        let inwards = Point { x: -(to.y - from.y) / length.max(1.0), y: (to.x - from.x) / length.max(1.0) };
        let facing = if inwards.x * line.normal.x + inwards.y * line.normal.y > 0.0 { 1.0 } else { -1.0 };
        let mut side = Side {
            seen: seen / visible.max(1.0),
            ends: share(low + 2.0, low + end_part).min(share(high - end_part, high - 2.0)),
            polarity: facing * lighter / seen.max(1.0),
            steep: steep / seen.max(1.0),
            beyond: [share(low - 2.0 - reach, low - 2.0), share(high + 2.0, high + 2.0 + reach)],
            length,
            ..Side::default()
        };
        if start > end {
            side.beyond.reverse();
        }
        self.strips(&mut side, from, to, inwards);
        side.sharp = self.sharpness(from, to, inwards);
        side
    }

    /// How much of the step across the side falls within three pixels of a picture 640 pixels wide: nearly all at the
    /// edge of a thing, less at that of its shadow.
    fn sharpness(&self, from: Point, to: Point, inwards: Point) -> f32 {
        let scale = self.frame.width() as f32 / self.edges.width.max(1) as f32;
        let mut profile = [[0.0_f32; 3]; 17];
        for at in 0..10 {
            let share = 0.1 + 0.8 * (at as f32 + 0.5) / 10.0;
            let (x, y) = (from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share);
            for (aside, sums) in profile.iter_mut().enumerate() {
                let aside = (aside as f32 - 8.0) / 2.0;
                let values =
                    colour(self.frame, (x + inwards.x * aside) * scale, (y + inwards.y * aside) * scale);
                for (sum, value) in sums.iter_mut().zip(values) {
                    *sum += value / 10.0;
                }
            }
        }
        let step = |gap: usize| {
            let pairs = profile.iter().zip(profile.iter().skip(gap));
            pairs.map(|(one, other)| apart(*one, *other)).fold(0.0, f32::max)
        };
        step(3) / (step(12) + 2.0)
    }

    /// Colours along both sides of the edge.
    fn strips(&self, side: &mut Side, from: Point, to: Point, inwards: Point) {
        let mut colours = [[[0.0_f32; 3]; 2]; PLACES];
        let mut busy = 0.0;
        for (at, pair) in colours.iter_mut().enumerate() {
            let share = 0.08 + 0.84 * (at as f32 + 0.5) / PLACES as f32;
            let foot = Point { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
            for (colour, way) in pair.iter_mut().zip([ASIDE, -ASIDE]) {
                let place = Point { x: foot.x + inwards.x * way, y: foot.y + inwards.y * way };
                for (value, plane) in colour.iter_mut().zip(self.planes) {
                    *value = plane.at(place.x, place.y);
                }
            }
            for step in 3..9 {
                let aside = step as f32;
                let outside = (foot.x - inwards.x * aside, foot.y - inwards.y * aside);
                busy += f32::from(self.edges.at(outside.0 as i32, outside.1 as i32).weight.min(1));
            }
        }
        for [inner, outer] in colours {
            for (sums, values) in [(&mut side.inner, inner), (&mut side.outer, outer)] {
                for (sum, value) in sums.iter_mut().zip(values) {
                    *sum += value / PLACES as f32;
                }
            }
        }
        for [inner, outer] in colours {
            side.rough_inner += apart(inner, side.inner) / PLACES as f32;
            side.rough_outer += apart(outer, side.outer) / PLACES as f32;
        }
        side.busy_outer = busy / (PLACES * 6) as f32;
    }
}

/// Distance of two colours.
pub(super) fn apart(one: [f32; 3], other: [f32; 3]) -> f32 {
    one.iter().zip(other).map(|(a, b)| (a - b) * (a - b)).sum::<f32>().sqrt()
}

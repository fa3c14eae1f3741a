//! Where the lines meet, and what is seen of each of them from there on: counted once, since the search for figures asks
//! for it a hundred thousand times.

use super::line::Line;
use crate::Point;

/// Sine of the least angle between neighbouring sides: 38 degrees.
const LEAST_CORNER: f32 = 0.62;
/// Least share of a side along which an edge must be seen; the weakest of the four may be hidden by a hand.
const LEAST_SEEN: f32 = 0.2;
/// Least pixels of it that must be in the picture.
const LEAST_VISIBLE: f32 = 8.0;
/// How far beyond a corner an edge is looked for, from the first pixel that the corner itself does not reach.
const BEYOND: (f32, f32) = (2.0, 13.0);

/// Where one line meets another, on the way along the first.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Meet {
    pub(super) point: Point,
    /// How far along the line; `at` is the nearest place of it in the picture, counted in samples.
    pub(super) along: f32,
    at: f32,
    /// [`Line::seen`] up to there.
    sums: [f32; 3],
    /// Share of edge before and after the corner.
    before: f32,
    after: f32,
}

/// What is seen along one side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) line: usize,
    /// Pixels in the picture.
    pub(super) visible: f32,
    /// Pixels of edge, lighter less darker, and steepness.
    pub(super) sums: [f32; 3],
    /// Share of edge beyond its ends, where a document's has none; both added.
    pub(super) beyond: f32,
}

/// All places where two lines meet at an angle that a document's corner may have.
pub(super) struct Meets {
    all: Vec<Option<Meet>>,
    /// For each line those that it meets.
    met: Vec<Vec<usize>>,
    ends: Vec<Meet>,
    count: usize,
}

impl Meets {
    /// Places further than `room` outside a picture of this size are left out.
    pub(super) fn of(lines: &[Line], (width, height): (f32, f32), room: f32) -> Self {
        let is_near = |point: Point| {
            point.x > -room && point.y > -room && point.x < width + room && point.y < height + room
        };
        let meet = |one: &Line, other: &Line| {
            let point = one.cross(other);
            (one.sine(other) >= LEAST_CORNER && is_near(point)).then(|| Meet::at(one, point))
        };
        let all: Vec<Option<Meet>> =
            lines.iter().flat_map(|one| lines.iter().map(move |other| meet(one, other))).collect();
        let rows = all.chunks(lines.len().max(1));
        let met = |row: &[Option<Meet>]| {
            row.iter().enumerate().filter(|(_, meet)| meet.is_some()).map(|(other, _)| other).collect()
        };
        let met = rows.map(met).collect();
        let end = |line: &Line| Meet::at(line, line.point(line.start + line.seen.len() as f32));
        Self { all, met, ends: lines.iter().map(end).collect(), count: lines.len() }
    }

    /// The lines that one meets.
    pub(super) fn met(&self, line: usize) -> &[usize] {
        self.met.get(line).map_or(&[], Vec::as_slice)
    }

    /// Where line `one` meets `other`.
    pub(super) fn at(&self, one: usize, other: usize) -> Option<&Meet> {
        self.all.get(one * self.count + other)?.as_ref()
    }

    /// What is seen of a line between two others that are at least so far apart.
    pub(super) fn between(&self, line: usize, [one, other]: [usize; 2], least: f32) -> Option<Span> {
        let (one, other) = (self.at(line, one)?, self.at(line, other)?);
        let (from, to) = if one.along < other.along { (one, other) } else { (other, one) };
        if to.along - from.along < least {
            return None;
        }
        Span {
            line,
            visible: to.at - from.at,
            sums: apart(&from.sums, &to.sums),
            beyond: from.before + to.after,
        }
        .if_seen()
    }

    /// What is seen of a line from a corner to where it leaves the picture.
    pub(super) fn beyond(&self, line: usize, corner: &Meet, is_onwards: bool, least: f32) -> Option<Span> {
        let end = self.ends.get(line)?;
        let (visible, sums, before) = if is_onwards {
            (end.at - corner.at, apart(&corner.sums, &end.sums), corner.before)
        } else {
            (corner.at, corner.sums, corner.after)
        };
        if visible < least {
            return None;
        }
        Span { line, visible, sums, beyond: before * 2.0 }.if_seen()
    }

    /// What is seen of a line all across the picture.
    pub(super) fn across(&self, line: usize, least: f32) -> Option<Span> {
        let end = self.ends.get(line).filter(|end| end.at >= least)?;
        Span { line, visible: end.at, sums: end.sums, beyond: 0.0 }.if_seen()
    }
}

impl Meet {
    fn at(line: &Line, point: Point) -> Self {
        let along = line.along(point);
        let last = line.seen.len().saturating_sub(1) as f32;
        let at = (along - line.start).max(0.0).min(last);
        let sums = line.seen.get((at + 0.5) as usize).copied().unwrap_or_default();
        let (near, far) = BEYOND;
        let share = |from: f32, to: f32| {
            let ([seen, ..], visible) = line.between(from, to);
            if visible < 1.0 { 0.0 } else { seen / visible }
        };
        let (before, after) = (share(along - far, along - near), share(along + near, along + far));
        Self { point, along, at, sums, before, after }
    }
}

impl Span {
    fn if_seen(self) -> Option<Self> {
        let [seen, ..] = self.sums;
        (self.visible >= LEAST_VISIBLE && seen >= self.visible * LEAST_SEEN).then_some(self)
    }
}

fn apart(from: &[f32; 3], to: &[f32; 3]) -> [f32; 3] {
    let ([a, b, c], [d, e, f]) = (from, to);
    [d - a, e - b, f - c]
}

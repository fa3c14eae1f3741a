//! What speaks for and against a figure being the document, in numbers between about -1 and 1.

use super::edges::Edges;
use super::figures::Figure;
use super::inside::{nested, promise};
use super::line::Line;
use super::planes::Plane;
use super::pose::Pose;
use super::sides::{SIDE, Side, apart};
use crate::print::PrintMap;
use crate::{Frame, Target};

/// Numbers about a figure: of it as a whole, and of each side.
pub(super) const FEATURES: usize = WHOLE + 4 * SIDE;
/// Of it as a whole.
pub(super) const WHOLE: usize = 3 * GROUP + 18;
/// In each of three groups.
const GROUP: usize = 11;

/// All that the numbers are taken from.
pub(super) struct Evidence<'a> {
    pub(super) planes: &'a [Plane],
    pub(super) frame: &'a Frame<'a>,
    pub(super) edges: &'a Edges,
    pub(super) lines: &'a [Line],
    /// Where print is in a copy of the frame, and how many times smaller that is.
    pub(super) print: (&'a PrintMap, f32),
    pub(super) target: Target,
}

impl Evidence<'_> {
    /// The numbers of one figure.
    pub(super) fn of(&self, figure: &Figure, others: &[Figure]) -> [f32; FEATURES] {
        let corners = figure.quad.0;
        let mut sides = Vec::with_capacity(4);
        for (at, &line) in figure.lines.iter().enumerate() {
            let ends = (corners.get(at), corners.get((at + 1) % 4));
            if let (Some(line), (Some(&from), Some(&to))) = (self.lines.get(line), ends) {
                sides.push(self.side(line, from, to));
            }
        }
        self.numbers(figure, &sides, others)
    }

    fn numbers(&self, figure: &Figure, sides: &[Side], others: &[Figure]) -> [f32; FEATURES] {
        let content = self.content(figure);
        let [crossed_once, crossed_twice] = self.crossings(figure);
        let (outer, inner) = nested(figure, others);
        let groups = [along(sides), beside(sides), self.shape(figure)];
        let [going_on, other_outside, edge_there] = within(sides);
        let (print, smaller) = self.print;
        let to_print = self.frame.width() as f32 / self.edges.width.max(1) as f32 / smaller;
        let [within_print, beside_print] = print.shares(&figure.quad.scaled(to_print));
        let last = [
            outer,
            inner,
            crossed_once,
            crossed_twice,
            content[0] * 3.0,
            content[1],
            content[2],
            content[3],
            content[4],
            promise(figure),
            figure.outside as f32 / 4.0,
            figure.missing() as f32 / 2.0,
            going_on,
            other_outside,
            edge_there,
            within_print * 2.0,
            beside_print * 2.0,
            self.edges.share,
        ];
        let mut numbers = [0.0; FEATURES];
        let each = self.of_each(sides);
        let all = groups.as_flattened().iter().chain(&last).chain(each.as_flattened());
        for (number, value) in numbers.iter_mut().zip(all) {
            *number = *value;
        }
        numbers
    }

    /// What speaks for each side being the edge of the document, beside the others; nothing of those that are not seen.
    fn of_each(&self, sides: &[Side]) -> [[f32; SIDE]; 4] {
        let mut each = [[0.0; SIDE]; 4];
        let width = self.edges.width as f32;
        for (at, (numbers, side)) in each.iter_mut().zip(sides).enumerate() {
            *numbers = side.numbers(width);
            let others = || sides.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, side)| side);
            let count = (sides.len() as f32 - 1.0).max(1.0);
            let (mut inner, mut outer, mut polarity) = ([0.0; 3], [0.0; 3], 0.0);
            for other in others() {
                polarity += other.polarity * other.seen / count;
                for (sum, value) in inner.iter_mut().zip(other.inner).chain(outer.iter_mut().zip(other.outer))
                {
                    *sum += value / count;
                }
            }
            let beside = [
                level(apart(side.inner, inner)),
                level(apart(side.outer, outer)),
                side.polarity * side.seen * polarity,
            ];
            for (number, value) in numbers.iter_mut().rev().zip(beside) {
                *number = value;
            }
        }
        each
    }

    /// What a camera can make of a rectangle, and of this one.
    fn shape(&self, figure: &Figure) -> [f32; GROUP] {
        let (width, height) = (self.edges.width as f32, self.edges.height as f32);
        let pose = if figure.is_open() {
            Pose { proportion: 1.5, ..Pose::default() }
        } else {
            Pose::of(&figure.quad, width, height, self.target.proportion())
        };
        let from_border = figure.quad.0.iter().map(|p| p.x.min(p.y).min(width - p.x).min(height - p.y));
        let border = from_border.fold(f32::MAX, f32::min);
        let known = self.target.proportion().filter(|_| !figure.is_open());
        [
            pose.skew.min(1.0),
            known.map_or(0.0, |known| (pose.proportion / known).ln().abs().min(1.0)),
            pose.tilt / 45.0,
            pose.fill.sqrt().min(1.5),
            (border / 20.0).clamp(-1.0, 1.0),
            flag(self.target == Target::Card),
            flag(self.target == Target::PassportPage),
            (pose.proportion.ln() - 0.4).clamp(-1.0, 1.5),
            flag(figure.is_whole()),
            pose.turn.abs() / 45.0,
            (figure.quad.area().sqrt() / width.max(1.0)).min(1.5),
        ]
    }
}

fn flag(is: bool) -> f32 {
    if is { 1.0 } else { 0.0 }
}

/// Levels of brightness, from nothing to black and white, to 0 to 1.4.
pub(super) fn level(value: f32) -> f32 {
    (value + 1.0).ln() / 4.0
}

fn mean(sides: &[Side], value: impl Fn(&Side) -> f32) -> f32 {
    sides.iter().map(value).sum::<f32>() / sides.len().max(1) as f32
}

fn least(sides: &[Side], value: impl Fn(&Side) -> f32) -> f32 {
    sides.iter().map(value).fold(9.0, f32::min)
}

fn most(sides: &[Side], value: impl Fn(&Side) -> f32) -> f32 {
    sides.iter().map(value).fold(0.0, f32::max)
}

/// How completely and evenly edges are seen along the sides, and beyond their ends, where a document's are not.
fn along(sides: &[Side]) -> [f32; GROUP] {
    [
        mean(sides, |s| s.seen),
        least(sides, |s| s.seen),
        mean(sides, |s| s.ends),
        least(sides, |s| s.ends),
        mean(sides, |s| s.polarity.abs()),
        least(sides, |s| s.polarity.abs()),
        mean(sides, |s| s.polarity * s.seen).abs(),
        mean(sides, |s| (s.beyond[0] + s.beyond[1]) / 2.0),
        most(sides, |s| s.beyond[0].max(s.beyond[1])),
        level(mean(sides, |s| s.steep)),
        level(least(sides, |s| s.steep)),
    ]
}

/// How the inside differs from the outside, and how even both are.
fn beside(sides: &[Side]) -> [f32; GROUP] {
    let contrast = |side: &Side| apart(side.inner, side.outer);
    let spread = |pick: fn(&Side) -> [f32; 3]| {
        let mut middle = [0.0; 3];
        for side in sides {
            for (sum, value) in middle.iter_mut().zip(pick(side)) {
                *sum += value / sides.len().max(1) as f32;
            }
        }
        mean(sides, |side| apart(pick(side), middle))
    };
    [
        level(mean(sides, contrast)),
        level(least(sides, contrast)),
        level(spread(|s| s.inner)),
        level(spread(|s| s.outer)),
        level(mean(sides, |s| s.rough_inner)),
        level(mean(sides, |s| s.rough_outer)),
        level(least(sides, |s| contrast(s) / (1.0 + s.rough_inner + s.rough_outer))),
        mean(sides, |s| s.busy_outer),
        most(sides, |s| s.busy_outer),
        mean(sides, |s| s.sharp),
        least(sides, |s| s.sharp),
    ]
}

/// Whether a side is but a line printed on the document: then both its neighbours go on beyond it, and what lies outside of it
/// is not what lies outside of the others. How far they go on at the worst side, and there how different the outside is and
/// how clear the edge.
fn within(sides: &[Side]) -> [f32; 3] {
    let &[a, b, c, d] = sides else { return [0.0; 3] };
    let mut worst = [0.0; 3];
    for (before, side, after, opposite) in [(d, a, b, c), (a, b, c, d), (b, c, d, a), (c, d, a, b)] {
        let going_on = before.beyond[1].min(after.beyond[0]);
        if going_on > worst[0] {
            let mut others = [0.0; 3];
            for other in [before, after, opposite] {
                for (sum, value) in others.iter_mut().zip(other.outer) {
                    *sum += value / 3.0;
                }
            }
            worst = [going_on, level(apart(side.outer, others)), level(apart(side.inner, side.outer))];
        }
    }
    worst
}

//! Which figure is the document, if any: a small perceptron over the numbers of each, fitted on drawn scenes.

use super::cut_sides;
use super::features::{FEATURES, WHOLE};
use super::figures::Figure;
use super::sides::SIDE;
use super::weights::{HIDDEN, OUTPUT, SIDE_HIDDEN, SIDE_OUT, UNIT};
use crate::{PictureSide, Point, Quad};

/// Figures whose corners are within this share of the diagonal of each other are the same document.
const SAME: f32 = 0.03;

/// The best figure and how sure it is, 0 to 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verdict {
    pub(super) quad: Quad,
    pub(super) confidence: f32,
}

/// How much a figure looks like the document; 0 is as likely as that there is none.
pub(super) fn score(numbers: &[f32; FEATURES]) -> f32 {
    let (whole, sides) = numbers.split_at(WHOLE);
    // The same weights look at each side, and what they make of the four is added up.
    let mut inputs = [0.0; HIDDEN.len()];
    for side in sides.as_chunks::<SIDE>().0.iter().filter(|side| side[0] > 0.0) {
        let units = layer(side, &SIDE_HIDDEN);
        let handed_on = layer(&units.map(|unit| unit.max(0.0)), &SIDE_OUT);
        inputs.iter_mut().skip(WHOLE).zip(handed_on).for_each(|(input, value)| *input += value);
    }
    inputs.iter_mut().zip(whole).for_each(|(input, number)| *input = *number);
    if let Some(bias) = inputs.last_mut() {
        *bias = 1.0;
    }
    let hidden = layer(&inputs, &HIDDEN);
    let (&bias, weights) = OUTPUT.split_last().unwrap_or((&0, &[]));
    let terms = weights.iter().zip(hidden).map(|(&weight, value)| f32::from(weight) * value.max(0.0));
    (terms.sum::<f32>() + f32::from(bias)) / UNIT
}

/// What the numbers are worth to each unit.
fn layer<const UNITS: usize>(numbers: &[f32], weights: &[[i16; UNITS]]) -> [f32; UNITS] {
    let mut units = [0.0; UNITS];
    for (number, row) in numbers.iter().zip(weights) {
        units.iter_mut().zip(row).for_each(|(unit, &weight)| *unit += f32::from(weight) * number);
    }
    units.map(|unit| unit / UNIT)
}

/// What all figures say together: that there is a whole document, a cut one, or none; they add up to 1.
#[derive(Clone, Debug, Default)]
pub(crate) struct Odds {
    pub(crate) whole: f32,
    pub(crate) cut: f32,
    pub(crate) none: f32,
    /// Those of each figure.
    pub(crate) each: Vec<f32>,
}

impl Odds {
    pub(super) fn of(figures: &[Figure], scores: &[f32]) -> Self {
        let highest = scores.iter().copied().fold(0.0, f32::max);
        let mut each: Vec<f32> = scores.iter().map(|score| (score - highest).exp()).collect();
        let none = (-highest).exp();
        let all = each.iter().sum::<f32>() + none;
        each.iter_mut().for_each(|share| *share /= all);
        let sum = |whole: bool| {
            let kind = figures.iter().zip(&each).filter(move |(figure, _)| figure.is_whole() == whole);
            kind.map(|(_, share)| share).sum::<f32>()
        };
        Self { whole: sum(true), cut: sum(false), none: none / all, each }
    }
}

/// The best whole figure, and how sure it is: the mean of all that are nearly the same, each as far as it is likely. Where the
/// document's edge is hardly to be told from that of its shadow, this is wrong by less.
pub(super) fn best_whole(figures: &[Figure], odds: &Odds, diagonal: f32) -> Option<Verdict> {
    let kind = || figures.iter().zip(&odds.each).filter(|(figure, _)| figure.is_whole());
    let (best, _) = kind().max_by(|(_, one), (_, other)| one.total_cmp(other))?;
    let alike = || kind().filter(|(other, _)| is_same(&best.quad, &other.quad, diagonal));
    let confidence: f32 = alike().map(|(_, share)| share).sum();
    let corner = |corner: Point| {
        let mut mean = Point::default();
        for (other, share) in alike() {
            let near = other.quad.0.iter().find(|near| corner.distance(**near) < SAME * diagonal);
            let (near, share) = (near.copied().unwrap_or(corner), share / confidence.max(f32::MIN_POSITIVE));
            mean = Point { x: mean.x + near.x * share, y: mean.y + near.y * share };
        }
        mean
    };
    Some(Verdict { quad: Quad(best.quad.0.map(corner)), confidence })
}

/// The sides beyond which a document goes, and how sure that is: figures that differ only in what is not seen agree on them.
pub(super) fn best_cut(figures: &[Figure], odds: &Odds, size: (f32, f32)) -> Option<(Vec<PictureSide>, f32)> {
    let mut found: Vec<(Vec<PictureSide>, f32)> = Vec::new();
    for (figure, &share) in figures.iter().zip(&odds.each).filter(|(figure, _)| !figure.is_whole()) {
        let sides = cut_sides(&figure.quad, size.0, size.1);
        match found.iter_mut().find(|(known, _)| *known == sides) {
            Some((_, sum)) => *sum += share,
            None => found.push((sides, share)),
        }
    }
    let found = found.into_iter().filter(|(sides, _)| !sides.is_empty());
    found.max_by(|(_, one), (_, other)| one.total_cmp(other))
}

fn is_same(one: &Quad, other: &Quad, diagonal: f32) -> bool {
    one.0.iter().all(|corner| other.0.iter().any(|near| corner.distance(*near) < SAME * diagonal))
}

//! Which figure is the document, if any: a small perceptron over the numbers of each, fitted on drawn scenes.

use super::features::FEATURES;
use super::figures::Figure;
use super::weights::{HIDDEN, OUTPUT, UNIT};
use crate::Quad;

/// Figures whose corners are within this share of the diagonal of each other are the same document.
const SAME: f32 = 0.03;

/// The best figure and how sure it is, 0 to 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verdict<'a> {
    pub(super) figure: &'a Figure,
    pub(super) confidence: f32,
}

/// How much a figure looks like the document; 0 is as likely as that there is none.
pub(super) fn score(numbers: &[f32; FEATURES]) -> f32 {
    let sum = |weights: &[i16], values: &mut dyn Iterator<Item = f32>| {
        let (bias, weights) = weights.split_last().map_or((0, weights), |(&last, rest)| (last, rest));
        let terms = weights.iter().zip(values).map(|(&weight, value)| f32::from(weight) * value);
        (terms.sum::<f32>() + f32::from(bias)) / UNIT
    };
    let hidden = HIDDEN.iter().map(|weights| sum(weights, &mut numbers.iter().copied()).max(0.0));
    sum(&OUTPUT, &mut hidden.into_iter())
}

/// What all figures say together: that there is a whole document, a cut one, or none; they add up to 1.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Odds {
    pub(crate) whole: f32,
    pub(crate) cut: f32,
    pub(crate) none: f32,
}

impl Odds {
    pub(super) fn of(figures: &[Figure], scores: &[f32]) -> Self {
        let highest = scores.iter().copied().fold(0.0, f32::max);
        let share = |score: f32| (score - highest).exp();
        let sum = |whole: bool| {
            let kind = figures.iter().zip(scores).filter(move |(figure, _)| figure.is_whole() == whole);
            kind.map(|(_, &score)| share(score)).sum::<f32>()
        };
        let (whole, cut, none) = (sum(true), sum(false), share(0.0));
        let all = whole + cut + none;
        Self { whole: whole / all, cut: cut / all, none: none / all }
    }
}

/// The best whole figure and the best cut one. Their confidences and that of there being none add up to at most 1.
pub(super) fn best<'a>(figures: &'a [Figure], scores: &[f32], diagonal: f32) -> [Option<Verdict<'a>>; 2] {
    let highest = scores.iter().copied().fold(0.0, f32::max);
    let share = |score: f32| (score - highest).exp();
    let all = scores.iter().map(|&score| share(score)).sum::<f32>() + share(0.0);
    [true, false].map(|whole| {
        let kind = || figures.iter().zip(scores).filter(move |(figure, _)| figure.is_whole() == whole);
        let (figure, _) = kind().max_by(|(_, one), (_, other)| one.total_cmp(other))?;
        let alike = kind().filter(|(other, _)| is_same(&figure.quad, &other.quad, diagonal));
        Some(Verdict { figure, confidence: alike.map(|(_, &score)| share(score)).sum::<f32>() / all })
    })
}

fn is_same(one: &Quad, other: &Quad, diagonal: f32) -> bool {
    one.0.iter().all(|corner| other.0.iter().any(|near| corner.distance(*near) < SAME * diagonal))
}

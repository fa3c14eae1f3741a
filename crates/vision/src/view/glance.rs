//! How good a figure looks at first sight: a weighted sum of what its four sides show, cheap enough for ten thousand figures,
//! to choose those that are looked at closely.

use super::meets::Span;

/// Numbers at first sight.
pub(super) const GLANCE: usize = 10;

/// Fitted as [`super::weights`] are; the last is the constant.
const WEIGHTS: [f32; GLANCE + 1] =
    [5.703, 7.381, 7.136, -5.030, -3.512, -3.465, 0.091, 0.213, -1.802, 0.001, -9.735];

/// What the sides show: how much edge, how even, how steep, whether it goes on beyond the corners, how
/// long all of them are, corners outside the picture and sides beyond it.
pub(super) fn glance(spans: &[Span], outside: usize) -> [f32; GLANCE] {
    // Comparisons where `min` and `max` would do: those are calls into a library on wasm.
    let count = spans.len().max(1) as f32;
    let (mut seen, mut least, mut even, mut beyond, mut most) = (0.0, 1.0, 0.0, 0.0, 0.0);
    let (mut steep, mut least_steep, mut length) = (0.0, 1.0, 0.0);
    for span in spans {
        let [pixels, lighter, slope] = span.sums;
        let share = pixels / span.visible;
        let slope = slope / (pixels + 1.0);
        let slope = slope / (slope + 8.0);
        seen += share / count;
        least = if share < least { share } else { least };
        even += lighter.abs() / span.visible / count;
        beyond += span.beyond / count;
        most = if span.beyond > most { span.beyond } else { most };
        steep += slope / count;
        least_steep = if slope < least_steep { slope } else { least_steep };
        length += span.visible;
    }
    [
        seen,
        least,
        even,
        beyond,
        most,
        steep,
        least_steep,
        (length * 0.01).sqrt(),
        outside as f32,
        (4 - spans.len()) as f32,
    ]
}

/// The weighted sum; 0 is about as likely as not to be looked at closely in vain.
pub(super) fn quick(numbers: &[f32; GLANCE]) -> f32 {
    let (bias, weights) =
        WEIGHTS.split_last().map_or((0.0, WEIGHTS.as_slice()), |(&bias, rest)| (bias, rest));
    weights.iter().zip(numbers).map(|(weight, number)| weight * number).sum::<f32>() + bias
}

//! Which lines may be a document's sides.

use super::line::Line;

/// Numbers about a line.
const LINE: usize = 10;
/// What they weigh, fitted as [`super::weights`] are; the last is the constant.
const WEIGHTS: [f32; LINE + 1] =
    [3.941, 9.781, 1.467, 3.596, 5.117, 1.909, -3.164, 0.874, -0.805, 1.952, 0.011];

/// What speaks for a line being a document's side, for choosing those that are looked at.
pub(super) fn line_numbers(line: &Line, beside: usize) -> [f32; LINE] {
    let (from, to) = line.run;
    let ([seen, lighter, steep], run) = line.between(from, to);
    let run = run.max(1.0);
    let last = line.start + line.seen.len().saturating_sub(1) as f32;
    let ends = [from - line.start, last - to].iter().filter(|&&rest| rest > 6.0).count();
    let all = line.seen.last().map_or(0.0, |sums| sums[0]);
    let slope = steep / seen.max(1.0);
    [
        (run * 0.01).sqrt(),
        seen / run,
        lighter.abs() / seen.max(1.0),
        slope / (slope + 8.0),
        slope / (slope + 32.0),
        ends as f32,
        (all - seen) / (last - line.start - run).max(10.0),
        run / (last - line.start).max(1.0),
        (beside as f32 * 0.1).min(3.0),
        (all * 0.01).sqrt(),
    ]
}

/// How promising a line is.
pub(super) fn promise(line: &Line, beside: usize) -> f32 {
    let (bias, weights) =
        WEIGHTS.split_last().map_or((0.0, WEIGHTS.as_slice()), |(&bias, rest)| (bias, rest));
    weights.iter().zip(line_numbers(line, beside)).map(|(weight, number)| weight * number).sum::<f32>() + bias
}

/// Parallel to each line, about: of the threads of cloth, the boards of a table there are many.
pub(super) fn parallels(lines: &[Line]) -> Vec<usize> {
    let alike = |line: &Line| lines.iter().filter(|other| line.sine(other) < 0.12).count() - 1;
    lines.iter().map(alike).collect()
}

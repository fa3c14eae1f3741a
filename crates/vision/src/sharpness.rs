//! How sharp the sharpest part of a picture is, whatever it shows.
//!
//! In every block the mean square step between neighbours is divided by the one between pixels 3 and 5 apart
//! (the structure function). The quotient does not depend on contrast: smooth ramps tend to 1/17, a clean isolated
//! edge to 1/4, fine print towards 1; with a Gaussian blur of 2 px both edge and print fall below 0.1. Flat blocks (table, paper) are left out, so a card on a table counts by the card.

use std::cmp::Ordering;

use crate::Luma;

/// Edge of a block in pixels: at the analysis size about two lines of small print or one field of a card.
const BLOCK: usize = 32;
/// Blocks cut by the border down to a quarter of the area still count; smaller ones say too little.
const MIN_SAMPLES: u32 = (BLOCK * BLOCK / 4) as u32;
/// Of the blocks with content, the share that may be softer than the answer (portrait, guilloche, shadow).
const PERCENTILE: f32 = 0.8;
/// A block has content when its far step reaches this share of the picture's contrast: an edge of a fifth of the
/// contrast across the block does, sensor noise and wood grain do not.
const CONTENT: f32 = 0.06;
/// Least far step (levels) of a block with content, so that noise in a flat picture is never content.
const MIN_STEP: f32 = 6.0;
/// Sensor noise is taken out of the steps up to a standard deviation of 6 levels; more is signal.
const MAX_NOISE: f32 = 2.0 * 6.0 * 6.0;

/// Mean square steps of one block in one direction.
#[derive(Clone, Copy)]
struct Steps {
    near: f32,
    far: f32,
}

/// Sharpness from 0 (nothing to focus on, or a smear) to 1 (every pixel its own detail). The worse of the two
/// directions counts, since motion blur spares the edges along its way; a direction without content does not.
#[must_use]
pub fn sharpness(luma: &Luma<'_>) -> f32 {
    let contrast = crate::exposure(luma).contrast;
    let across = blocks(luma, across_steps);
    let down = blocks(luma, down_steps);
    let near: Vec<f32> = across.iter().chain(&down).map(|steps| steps.near).collect();
    let noise = percentile(&near, 0.1).unwrap_or(0.0).min(MAX_NOISE);
    let content = (contrast * CONTENT).max(MIN_STEP);
    let across = direction(&across, noise, content * content);
    let down = direction(&down, noise, content * content);
    match (across, down) {
        (Some(a), Some(b)) => a.min(b),
        (one, other) => one.or(other).unwrap_or(0.0),
    }
}

/// The percentile of the quotients of the blocks with content.
fn direction(blocks: &[Steps], noise: f32, content: f32) -> Option<f32> {
    let quotients: Vec<f32> = blocks
        .iter()
        .filter(|steps| steps.far - noise >= content)
        .map(|steps| ((steps.near - noise) / (steps.far - noise)).clamp(0.0, 1.0))
        .collect();
    percentile(&quotients, PERCENTILE)
}

/// Without sorting, which is more code than all the rest: there are a few hundred blocks.
fn percentile(values: &[f32], share: f32) -> Option<f32> {
    let rank = (values.len().checked_sub(1)? as f32 * share) as usize;
    let count = |is: Ordering, of: &f32| values.iter().filter(|value| value.total_cmp(of) == is).count();
    let is_at_rank = |value: &&f32| {
        let below = count(Ordering::Less, value);
        below <= rank && rank < below + count(Ordering::Equal, value)
    };
    values.iter().find(is_at_rank).copied()
}

/// Runs one direction over every block. `measure` gives (near sum, sum over both far distances, samples).
fn blocks(luma: &Luma<'_>, measure: fn(&Luma<'_>, usize, usize) -> (u64, u64, u32)) -> Vec<Steps> {
    let mut all = Vec::new();
    for top in (0..luma.height()).step_by(BLOCK) {
        for left in (0..luma.width()).step_by(BLOCK) {
            let (near, far, samples) = measure(luma, left, top);
            if samples >= MIN_SAMPLES {
                let samples = samples as f32;
                all.push(Steps { near: near as f32 / samples, far: far as f32 / (2.0 * samples) });
            }
        }
    }
    all
}

fn square(a: u8, b: u8) -> u32 {
    let step = u32::from(a.abs_diff(b));
    step * step
}

fn across_steps(luma: &Luma<'_>, left: usize, top: usize) -> (u64, u64, u32) {
    let (mut near, mut far, mut samples) = (0_u64, 0_u64, 0_u32);
    let right = (left + BLOCK + 5).min(luma.width());
    for y in top..(top + BLOCK).min(luma.height()) {
        let (mut row_near, mut row_far) = (0_u32, 0_u32);
        let windows = luma.row(y).get(left..right).unwrap_or(&[]).windows(6);
        samples += windows.len() as u32;
        for window in windows {
            if let &[a, b, _, d, _, f] = window {
                row_near += square(a, b);
                row_far += square(a, d) + square(a, f);
            }
        }
        near += u64::from(row_near);
        far += u64::from(row_far);
    }
    (near, far, samples)
}

fn down_steps(luma: &Luma<'_>, left: usize, top: usize) -> (u64, u64, u32) {
    let (mut near, mut far, mut samples) = (0_u64, 0_u64, 0_u32);
    let columns = left..(left + BLOCK).min(luma.width());
    let part = |y: usize| luma.row(y).get(columns.clone()).unwrap_or(&[]);
    for y in top..(top + BLOCK).min(luma.height().saturating_sub(5)) {
        let (mut row_near, mut row_far) = (0_u32, 0_u32);
        let below = part(y + 1).iter().zip(part(y + 3)).zip(part(y + 5));
        for (&a, ((&b, &d), &f)) in part(y).iter().zip(below) {
            row_near += square(a, b);
            row_far += square(a, d) + square(a, f);
        }
        samples += columns.len() as u32;
        near += u64::from(row_near);
        far += u64::from(row_far);
    }
    (near, far, samples)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LumaImage;

    /// Strokes like print: three-pixel bars with gaps, crossed, on the left part of a plain picture.
    fn print(width: u32, height: u32, ink: u8, paper: u8) -> Vec<u8> {
        let dark = |x: u32, y: u32| x < width / 3 && (x * 7 / 5 % 11 < 3 || y * 5 / 4 % 13 < 3);
        (0..height).flat_map(|y| (0..width).map(move |x| if dark(x, y) { ink } else { paper })).collect()
    }

    fn averaged(pixels: &[u8], width: u32, height: u32, radius: i64) -> Vec<u8> {
        let at = |x: i64, y: i64| {
            let (x, y) = (x.clamp(0, i64::from(width) - 1), y.clamp(0, i64::from(height) - 1));
            u32::from(pixels[(y * i64::from(width) + x) as usize])
        };
        let count = (2 * radius + 1).pow(2) as u32;
        let mut blurred = Vec::new();
        for y in 0..i64::from(height) {
            for x in 0..i64::from(width) {
                let near = (-radius..=radius).flat_map(|dy| (-radius..=radius).map(move |dx| (dx, dy)));
                blurred.push((near.map(|(dx, dy)| at(x + dx, y + dy)).sum::<u32>() / count) as u8);
            }
        }
        blurred
    }

    fn measure(pixels: &[u8]) -> f32 {
        sharpness(&Luma::new(pixels, 192, 160).unwrap())
    }

    #[test]
    fn blur_lowers_it_however_much_is_plain_background() {
        let sharp = print(192, 160, 30, 230);
        let soft = averaged(&averaged(&sharp, 192, 160, 2), 192, 160, 2);
        assert!(measure(&sharp) > 0.3, "{}", measure(&sharp));
        assert!(measure(&soft) < 0.13, "{}", measure(&soft));
    }

    #[test]
    fn contrast_does_not_matter() {
        let strong = measure(&print(192, 160, 10, 250));
        let weak = measure(&print(192, 160, 110, 170));
        assert!((strong - weak).abs() < 0.02, "{strong} {weak}");
    }

    #[test]
    fn nothing_to_focus_on_is_zero() {
        assert_eq!(measure(&[200; 192 * 160]), 0.0);
        let empty: LumaImage = Luma::new(&[], 0, 0).unwrap().to_luma(10);
        assert_eq!(sharpness(&empty.as_luma()), 0.0);
    }

    #[test]
    fn motion_along_one_axis_is_seen() {
        let sharp = print(192, 160, 30, 230);
        let moved: Vec<u8> = (0..sharp.len())
            .map(|at| {
                let row = at / 192 * 192;
                let sum: u32 = (0..16).map(|step| u32::from(sharp[(at + step).min(row + 191)])).sum();
                (sum / 16) as u8
            })
            .collect();
        assert!(measure(&moved) < measure(&sharp) * 0.6);
    }
}

//! Sharpness as the share of a picture's steps that happen within one pixel.
//!
//! In a sharp picture brightness jumps from one pixel to the next, in a blurred one it ramps: there the mean square
//! step to the neighbour is far smaller than the one over three or five pixels. The quotient of the two does not
//! depend on contrast or light, and hardly on what is printed. It is taken block by block and only where there is
//! something to focus on, because plain background would otherwise drown the document. Taken along eight directions it
//! tells a moved picture, in which the edges along the way stay sharp, from one out of focus. Steps over four and eight pixels
//! tell it from a page seen from afar, whose print is as streaked in small, and do not feel noise.

use crate::region::Region;
use crate::{Luma, Quad};

/// A block has content when its far step reaches this share of the contrast: an edge of a fifth of the contrast across
/// the block does, sensor noise and wood grain do not.
const CONTENT: f32 = 0.06;
/// Least far step (levels) of a block with content, so that noise in a flat picture is never content.
const MIN_STEP: f32 = 6.0;
/// Sensor noise is taken out of the steps up to a standard deviation of 6 levels; more is signal.
const MAX_NOISE: f32 = 2.0 * 6.0 * 6.0;
/// The share of blocks with content that a direction must have to be heard: below, a single edge speaks.
const MIN_BLOCKS: f32 = 0.03;

/// A step in pixels: to the right, which may be negative, and down.
type Step = (isize, usize);

/// A direction: where the neighbour lies, between two pixels where it has to, two places farther along it, and those some four and
/// eight pixels away.
#[derive(Clone, Copy)]
struct Walk {
    near: [Step; 2],
    far: [Step; 2],
    wide: [Step; 2],
    /// Brings the near step to that of one pixel: on a ramp its square grows with that of its length.
    scale: f32,
}

/// Every 22 degrees. With the four straight and diagonal ones alone, a picture moved between two of them keeps the edges
/// that run askew and looks half sharp.
const WALKS: [Walk; 8] = [
    Walk { near: [(1, 0), (1, 0)], far: [(3, 0), (5, 0)], wide: [(4, 0), (8, 0)], scale: 1.0 },
    Walk { near: [(0, 1), (0, 1)], far: [(0, 3), (0, 5)], wide: [(0, 4), (0, 8)], scale: 1.0 },
    Walk { near: [(1, 1), (1, 1)], far: [(2, 2), (4, 4)], wide: [(3, 3), (6, 6)], scale: 0.5 },
    Walk { near: [(-1, 1), (-1, 1)], far: [(-2, 2), (-4, 4)], wide: [(-3, 3), (-6, 6)], scale: 0.5 },
    Walk { near: [(1, 0), (1, 1)], far: [(4, 2), (4, 2)], wide: [(4, 2), (8, 4)], scale: 0.8 },
    Walk { near: [(0, 1), (1, 1)], far: [(2, 4), (2, 4)], wide: [(2, 4), (4, 8)], scale: 0.8 },
    Walk { near: [(-1, 0), (-1, 1)], far: [(-4, 2), (-4, 2)], wide: [(-4, 2), (-8, 4)], scale: 0.8 },
    Walk { near: [(0, 1), (-1, 1)], far: [(-2, 4), (-2, 4)], wide: [(-2, 4), (-4, 8)], scale: 0.8 },
];

/// How finely a picture is looked at.
#[derive(Clone, Copy)]
struct Sampling {
    /// Edge of a block.
    block: usize,
    /// Which block counts, from the softest: some are always in shadow or hold a blurred portrait.
    percentile: f32,
    walks: &'static [Walk],
}

/// A line of print and a gap fit into a block, and a card that fills a third of a small frame still has 60 of them. With the
/// fifth sharpest in the place of the third, the edges of a moved table's rules that happen to run along the way would count.
const PRINT: Sampling = Sampling { block: 16, percentile: 0.7, walks: &WALKS };
/// Faces have few edges, so a block needs to be large and the sharpest count.
const PLAIN: Sampling = Sampling { block: 32, percentile: 0.8, walks: WALKS.split_at(2).0 };

/// How clearly a document is seen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Focus {
    /// From 0 (nothing to focus on, or a smear) to 1 (every pixel its own detail): the worst direction.
    pub sharpness: f32,
    /// The best direction by the worst: near 1 out of focus, more when the camera or the document moved.
    pub bias: f32,
    /// How much more changes from pixel to pixel in one direction than in another, at most 100.
    pub streak: f32,
    /// How much of what changes over eight pixels changes within four, in the worst direction: over 0.5 where there is detail, 0.3
    /// to 0.42 where it is smeared over nine pixels and more.
    pub ramp: f32,
}

impl Focus {
    /// Sharpness by the root of the streak. What a camera's movement leaves sharp, the ends of its smears and the edges along
    /// them, runs in one direction, so this falls where sharpness alone does not.
    #[must_use]
    pub fn clarity(&self) -> f32 {
        self.sharpness / self.streak.max(1.0).sqrt()
    }

    /// What a movement takes away: clarity, and detail some pixels wide. Small print seen from afar has little of the one, large
    /// print out of focus little of the other.
    #[must_use]
    pub fn detail(&self) -> f32 {
        self.clarity() * self.ramp * self.ramp
    }

    /// What a movement leaves: sharpness of the best direction, and edges that run one way. Out of focus both are lost.
    #[must_use]
    pub fn trail(&self) -> f32 {
        (self.sharpness.max(0.01) * self.bias).powi(3) * self.streak.max(1.0)
    }
}

/// Sharpness of a whole picture with little print, as a face, from 0 (nothing to focus on, or a smear) to 1 (every pixel its
/// own detail).
#[must_use]
pub fn sharpness(luma: &Luma<'_>) -> f32 {
    let region = Region::of(luma, None);
    sampled(luma, &region, crate::exposure::exposure_of(luma, &region).contrast, PLAIN).sharpness
}

/// Sharpness of the document, or of the whole picture where there is none.
#[must_use]
pub fn focus(luma: &Luma<'_>, document: Option<&Quad>) -> Focus {
    let region = Region::of(luma, document);
    focus_of(luma, &region, crate::exposure::exposure_of(luma, &region).contrast)
}

/// The same for a part whose contrast is known.
pub(crate) fn focus_of(luma: &Luma<'_>, region: &Region, contrast: f32) -> Focus {
    Focus { ramp: ramp(luma, region, least(contrast)), ..sampled(luma, region, contrast, PRINT) }
}

/// The far step of a block with content.
fn least(contrast: f32) -> f32 {
    (contrast * CONTENT).max(MIN_STEP)
}

fn sampled(luma: &Luma<'_>, region: &Region, contrast: f32, sampling: Sampling) -> Focus {
    let least = least(contrast);
    let (mut worst, mut best) = (f32::MAX, 0.0_f32);
    let (mut weakest, mut strongest) = (f32::MAX, 0.0_f32);
    for walk in sampling.walks {
        let steps = blocks(luma, region, sampling.block, walk);
        let noise = noise(&steps);
        let energy = walk.scale * steps.iter().map(|steps| steps.near - noise).sum::<f32>();
        (weakest, strongest) = (weakest.min(energy), strongest.max(energy));
        let mut quotients = quotients(&steps, noise, walk.scale, least * least);
        let share = quotients.len() as f32 / steps.len().max(1) as f32;
        if share >= MIN_BLOCKS
            && let Some(value) = percentile(&mut quotients, sampling.percentile)
        {
            worst = worst.min(value);
            best = best.max(value);
        }
    }
    let sharpness = if worst > best { 0.0 } else { worst };
    let streak = strongest / weakest.max(strongest * 0.01).max(f32::MIN_POSITIVE);
    Focus { sharpness, bias: best / sharpness.max(0.01), streak, ramp: 1.0 }
}

/// The worst direction's share of the steps over eight pixels that happen within four; 1 where there are none.
fn ramp(luma: &Luma<'_>, region: &Region, least: f32) -> f32 {
    let mut worst = 1.0_f32;
    for walk in &WALKS {
        let (mut all, mut heard, mut half, mut whole) = (0.0_f32, 0.0, 0.0, 0.0);
        each_block(region, PRINT.block, |left, top| {
            let Some(steps) = wide_steps(luma, (left, top), walk.wide) else { return };
            all += 1.0;
            // By the longer step: what is smeared has no shorter ones.
            if steps[1] >= least * least {
                (heard, half, whole) = (heard + 1.0, half + steps[0], whole + steps[1]);
            }
        });
        if heard > all * MIN_BLOCKS {
            worst = worst.min(half / whole);
        }
    }
    worst
}

/// Mean square steps over some four and eight pixels, of every second row; `None` where they would leave the picture.
fn wide_steps(luma: &Luma<'_>, (left, top): (usize, usize), steps: [Step; 2]) -> Option<[f32; 2]> {
    let edge = PRINT.block;
    let mut sums = [0_u32; 2];
    for y in (top..top + edge).step_by(2) {
        let here = luma.row(y).get(left..left + edge)?;
        for (sum, (right, down)) in sums.iter_mut().zip(steps) {
            let from = left.checked_add_signed(right)?;
            *sum += squares(here, luma.row(y + down).get(from..from + edge)?);
        }
    }
    Some(sums.map(|sum| sum as f32 / (edge * edge / 2) as f32))
}

/// What the sensor adds to every step: that of the flattest blocks.
fn noise(steps: &[Steps]) -> f32 {
    let mut near: Vec<f32> = steps.iter().map(|steps| steps.near).collect();
    percentile(&mut near, 0.1).unwrap_or(0.0).min(MAX_NOISE)
}

/// Of the blocks with content.
fn quotients(steps: &[Steps], noise: f32, scale: f32, least: f32) -> Vec<f32> {
    let has_content = |steps: &&Steps| steps.far - noise >= least;
    let quotient = |steps: &Steps| ((steps.near - noise) * scale / (steps.far - noise)).clamp(0.0, 1.0);
    steps.iter().filter(has_content).map(quotient).collect()
}

/// The value at a share of the way from the least to the greatest; the values lie in another order afterwards.
pub(crate) fn percentile(values: &mut [f32], share: f32) -> Option<f32> {
    let rank = (values.len().checked_sub(1)? as f32 * share) as usize;
    Some(*values.select_nth_unstable_by(rank, f32::total_cmp).1)
}

/// Mean square steps of one block in one direction.
#[derive(Clone, Copy)]
struct Steps {
    near: f32,
    far: f32,
}

fn blocks(luma: &Luma<'_>, region: &Region, edge: usize, walk: &Walk) -> Vec<Steps> {
    let mut all = Vec::new();
    each_block(region, edge, |left, top| all.extend(block(luma, (left, top), edge, walk)));
    all
}

/// The blocks that lie in a region: their upper left corners.
fn each_block(region: &Region, edge: usize, mut act: impl FnMut(usize, usize)) {
    let (rows, columns) = region.bounds();
    for top in rows.step_by(edge) {
        for left in columns.clone().step_by(edge) {
            if region.holds(left, top, edge) {
                act(left, top);
            }
        }
    }
}

/// Where the far steps would leave the picture a block is cut; `None` where too little is left of it.
fn block(luma: &Luma<'_>, (left, top): (usize, usize), edge: usize, walk: &Walk) -> Option<Steps> {
    let ([one, other], [middle, end]) = (walk.near, walk.far);
    let first = left.max(end.0.min(0).unsigned_abs());
    let last = (left + edge).min(luma.width().saturating_sub(end.0.max(0).unsigned_abs()));
    let rows = top..(top + edge).min(luma.height().saturating_sub(end.1));
    let samples = last.saturating_sub(first) * rows.len();
    if samples * 4 < edge * edge {
        return None;
    }
    let (mut near, mut far) = (0_u32, 0_u32);
    for y in rows {
        let at = |(right, down): Step| {
            luma.row(y + down).get(first.checked_add_signed(right)?..last.checked_add_signed(right)?)
        };
        let here = at((0, 0))?;
        near += squares_between(here, at(one)?, at(other)?);
        far += squares(here, at(middle)?) + squares(here, at(end)?);
    }
    let samples = samples as f32;
    Some(Steps { near: near as f32 / samples, far: far as f32 / (2.0 * samples) })
}

fn squares(here: &[u8], there: &[u8]) -> u32 {
    let square = |(&a, &b): (&u8, &u8)| u32::from(a.abs_diff(b)).pow(2);
    here.iter().zip(there).map(square).sum()
}

/// To the middle between two pixels.
fn squares_between(here: &[u8], one: &[u8], other: &[u8]) -> u32 {
    let square = |((&a, &b), &c): ((&u8, &u8), &u8)| {
        let twice = i32::from(a) * 2 - i32::from(b) - i32::from(c);
        (twice * twice) as u32
    };
    here.iter().zip(one).zip(other).map(square).sum::<u32>() / 4
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

    fn measure(pixels: &[u8]) -> Focus {
        focus(&Luma::new(pixels, 192, 160).unwrap(), None)
    }

    #[test]
    fn blur_lowers_it_however_much_is_plain_background() {
        let sharp = measure(&print(192, 160, 30, 230));
        let soft = measure(&averaged(&averaged(&print(192, 160, 30, 230), 192, 160, 2), 192, 160, 2));
        assert!(sharp.sharpness > 0.2, "{sharp:?}");
        assert!(soft.sharpness < 0.13, "{soft:?}");
    }

    #[test]
    fn contrast_does_not_matter() {
        let strong = measure(&print(192, 160, 10, 250)).sharpness;
        let weak = measure(&print(192, 160, 110, 170)).sharpness;
        assert!((strong - weak).abs() < 0.02, "{strong} {weak}");
    }

    #[test]
    fn nothing_to_focus_on_is_zero() {
        assert_eq!(measure(&[200; 192 * 160]).sharpness, 0.0);
        let empty: LumaImage = Luma::new(&[], 0, 0).unwrap().to_luma(10);
        assert_eq!(sharpness(&empty.as_luma()), 0.0);
    }

    #[test]
    fn motion_along_one_axis_is_seen_and_told_from_a_lost_focus() {
        let sharp = print(192, 160, 30, 230);
        let moved: Vec<u8> = (0..sharp.len())
            .map(|at| {
                let row = at / 192 * 192;
                let sum: u32 = (0..16).map(|step| u32::from(sharp[(at + step).min(row + 191)])).sum();
                (sum / 16) as u8
            })
            .collect();
        let (still, moved) = (measure(&sharp), measure(&moved));
        assert!(moved.sharpness < still.sharpness * 0.6 && moved.bias > 2.0, "{still:?} {moved:?}");
        assert!(
            moved.ramp < still.ramp * 0.8 && moved.detail() < still.detail() * 0.2,
            "{still:?} {moved:?}"
        );
        let soft = measure(&averaged(&averaged(&sharp, 192, 160, 2), 192, 160, 2));
        assert!(moved.trail() > soft.trail() * 3.0, "{moved:?} {soft:?}");
    }

    #[test]
    fn print_as_small_as_a_pixel_is_streaked_and_not_smeared() {
        // Words of grey in lines: no letter is left of them.
        let word = |x: u32, y: u32| y % 9 < 3 && (x + y / 9 * 13) % 23 < 18;
        let page: Vec<u8> =
            (0..192 * 160).map(|at| if word(at % 192, at / 192) { 120 } else { 220 }).collect();
        let page = measure(&page);
        assert!(page.streak > 2.0 && page.ramp > 0.5, "{page:?}");
    }

    #[test]
    fn a_sharp_table_does_not_make_a_blurred_document_sharp() {
        let sharp = print(192, 160, 30, 230);
        let soft = averaged(&averaged(&sharp, 192, 160, 2), 192, 160, 2);
        // Print blurred on the left part, sharp print on the right.
        let both: Vec<u8> = (0..sharp.len())
            .map(|at| if at % 192 < 80 { soft[at] } else { sharp[at - at % 192 + (at % 192 - 80) % 60] })
            .collect();
        let corner = |x: f32, y: f32| crate::Point::new(x, y);
        let document = Quad([corner(0.0, 0.0), corner(70.0, 0.0), corner(70.0, 160.0), corner(0.0, 160.0)]);
        let luma = Luma::new(&both, 192, 160).unwrap();
        assert!(focus(&luma, Some(&document)).sharpness < 0.13 && focus(&luma, None).sharpness > 0.2);
    }
}

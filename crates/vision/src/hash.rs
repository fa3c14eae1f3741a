//! A perceptual hash: tells whether two uploads are the same picture though one was compressed again.
//! 64 bits see a picture's layout, not its words: two pages of one statement hash alike. Use it for sides of
//! identity documents; tell pages of paper apart by the file's own digest.

use crate::sharpness::percentile;
use crate::warp::Projection;
use crate::{Luma, Quad};

/// Two hashes at most this far apart show the same picture: specimens compressed or scaled again move up to 3
/// bits, another kind of document or the other side at least 11.
pub const SAME_PICTURE_DISTANCE: u32 = 4;

/// Two hashes of documents at most this far apart show the same side: three quarters of the pairs of photographs of one side,
/// fingers, shadows and holograms included, are; the nearest other side is 16 away.
pub const SAME_SIDE_DISTANCE: u32 = 12;

/// Neighbours on plain ground differ by noise only; steps up to this level count as none, so that table and
/// paper give the same bits every time.
const DEAD_ZONE: u8 = 2;

/// Cells of a document in either direction.
const SIDE: usize = 8;
/// Looks per cell and direction.
const SAMPLES: usize = 6;
/// The 33rd of 64 cells, so that 32 lie above or at it.
const MIDDLE: f32 = 32.0 / 63.0;
/// Share of a document's edge that is left out.
const RIM: f32 = 0.03;

const COLUMNS: usize = 9;
const ROWS: usize = 8;

/// Difference hash: the picture as 9 x 8 area averages, one bit per horizontal neighbours, set where it gets
/// brighter. Zero for an empty picture.
#[must_use]
pub fn dhash(luma: &Luma<'_>) -> u64 {
    let mut hash = 0;
    for row in 0..ROWS {
        let mut previous = cell(luma, 0, row);
        for column in 1..COLUMNS {
            let next = cell(luma, column, row);
            hash = hash << 1 | u64::from(next > previous.saturating_add(DEAD_ZONE));
            previous = next;
        }
    }
    hash
}

/// The same of a document as if it lay straight, its long edges across: once as it is seen and once turned by half, because
/// nobody knows which way up it is held. `None` where the figure is none.
#[must_use]
pub fn document_hash(luma: &Luma<'_>, document: &Quad) -> Option<[u64; 2]> {
    let [a, b, c, d] = document.0;
    let is_standing = a.distance(b) + d.distance(c) < b.distance(c) + a.distance(d);
    let lying = if is_standing { Quad([b, c, d, a]) } else { *document };
    let map = Projection::onto(&lying)?;
    let cells: Vec<f32> = (0..SIDE * SIDE).map(|at| patch(luma, &map, at % SIDE, at / SIDE)).collect();
    let hash = above_median(&without_slope(&cells));
    Some([hash, hash.reverse_bits()])
}

/// Takes out what grows evenly over the document, which is the light.
fn without_slope(cells: &[f32]) -> Vec<f32> {
    let middle = (SIDE as f32 - 1.0) / 2.0;
    let off = |at: usize| ((at % SIDE) as f32 - middle, (at / SIDE) as f32 - middle);
    let square: f32 = (0..SIDE * SIDE).map(|at| off(at).0 * off(at).0).sum();
    let sum = |weight: fn((f32, f32)) -> f32| {
        cells.iter().enumerate().map(|(at, cell)| cell * weight(off(at))).sum::<f32>() / square
    };
    let (across, down) = (sum(|off| off.0), sum(|off| off.1));
    cells.iter().enumerate().map(|(at, cell)| cell - across * off(at).0 - down * off(at).1).collect()
}

fn above_median(cells: &[f32]) -> u64 {
    let median = percentile(&mut cells.to_vec(), MIDDLE).unwrap_or_default();
    cells.iter().fold(0, |hash, &cell| hash << 1 | u64::from(cell >= median))
}

/// Average of one cell of a document, leaving out its rim, where the ground may show.
fn patch(luma: &Luma<'_>, map: &Projection, column: usize, row: usize) -> f32 {
    let mut sum = 0_u32;
    for step in 0..SAMPLES * SAMPLES {
        let share = |cell: usize, step: usize| {
            let place = (cell as f32 + (step as f32 + 0.5) / SAMPLES as f32) / SIDE as f32;
            RIM + place * (1.0 - 2.0 * RIM)
        };
        let place = map.of(share(column, step % SAMPLES), share(row, step / SAMPLES));
        // The cast saturates at zero.
        let x = (place.x as usize).min(luma.width().saturating_sub(1));
        let y = (place.y as usize).min(luma.height().saturating_sub(1));
        sum += luma.row(y).get(x).copied().map_or(0, u32::from);
    }
    sum as f32 / (SAMPLES * SAMPLES) as f32
}

/// Number of differing bits, 0 to 64.
#[must_use]
pub fn hamming(a: u64, b: u64) -> u32 {
    (a ^ b).count_ones()
}

/// Average of one cell; in pictures smaller than the grid cells overlap by a pixel instead of being empty.
fn cell(luma: &Luma<'_>, column: usize, row: usize) -> u8 {
    let span = |at: usize, parts: usize, length: usize| {
        let start = (at * length / parts).min(length.saturating_sub(1));
        start..((at + 1) * length / parts).max(start + 1).min(length)
    };
    let (columns, rows) = (span(column, COLUMNS, luma.width()), span(row, ROWS, luma.height()));
    let (mut sum, mut count) = (0_u64, 0_u64);
    for y in rows {
        for &value in luma.row(y).get(columns.clone()).unwrap_or(&[]) {
            sum += u64::from(value);
            count += 1;
        }
    }
    (sum / count.max(1)) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ramp_sets_every_bit_and_its_mirror_none() {
        let ramp: Vec<u8> = (0..90_u8 * 2).map(|at| at % 90 * 2).collect();
        let mirror: Vec<u8> = ramp.iter().rev().copied().collect();
        assert_eq!(dhash(&Luma::new(&ramp, 90, 2).unwrap()), u64::MAX);
        assert_eq!(dhash(&Luma::new(&mirror, 90, 2).unwrap()), 0);
        assert_eq!(hamming(u64::MAX, 0), 64);
    }

    #[test]
    fn plain_ground_with_noise_has_no_bits() {
        let noisy: Vec<u8> =
            (0..64 * 64_u32).map(|at| 180 + (at.wrapping_mul(2_654_435_761) >> 30) as u8).collect();
        assert_eq!(dhash(&Luma::new(&noisy, 64, 64).unwrap()), 0);
    }
}

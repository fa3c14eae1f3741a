//! A perceptual hash: tells whether two uploads are the same picture though one was compressed again.
//! 64 bits see a picture's layout, not its words: two pages of one statement hash alike. Use it for sides of
//! identity documents; tell pages of paper apart by the file's own digest.

use crate::Luma;

/// Two hashes at most this far apart show the same picture: specimens compressed or scaled again move up to 3
/// bits, another kind of document or the other side at least 11.
pub const SAME_PICTURE_DISTANCE: u32 = 4;

/// Neighbours on plain ground differ by noise only; steps up to this level count as none, so that table and
/// paper give the same bits every time.
const DEAD_ZONE: u8 = 2;

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

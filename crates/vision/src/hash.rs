//! A perceptual hash: tells whether two uploads are the same picture though one was compressed again.
//! 64 bits see a picture's layout, not its words: two pages of one statement hash alike. Use it for sides of
//! identity documents; tell pages of paper apart by the file's own digest.

use crate::sharpness::percentile;
use crate::warp::Projection;
use crate::{Luma, Quad};

/// Two hashes at most this far apart show the same picture: specimens compressed or scaled again move up to 3
/// bits, another kind of document or the other side at least 11.
pub const SAME_PICTURE_DISTANCE: u32 = 4;

/// Documents at most this far apart ([`SideHash::distance`]) are the same side: of clean photographs of one side of a card, shadows,
/// fingers and holograms included, 99 of a hundred pairs are; the nearest other sides are 9 to 12 away.
pub const SAME_SIDE_DISTANCE: u32 = 8;

/// Neighbours on plain ground differ by noise only; steps up to this level count as none, so that table and
/// paper give the same bits every time.
const DEAD_ZONE: u8 = 2;

/// Cells of a document in either direction.
const SIDE: usize = 8;
/// Places of a document across and down at which its print is looked at: six by four in a cell.
const ACROSS: usize = 48;
const DOWN: usize = 32;
/// Print is what differs from the mean of so many places around. A shadow's border is wider.
const AROUND: usize = 1;
/// Lifts the darkest levels, whose logarithms are nothing but noise.
const DARKEST: f32 = 8.0;
/// The 33rd of 64 cells, so that 32 lie above or at it.
const MIDDLE: f32 = 32.0 / 63.0;
/// Ten cells below and above it are near it: in another light they may be on its other side.
const LOW: f32 = 22.0 / 63.0;
const HIGH: f32 = 42.0 / 63.0;
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

/// Where on a document there is more print than on half of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SideHash {
    /// As if it lay straight, its long edges across, row by row.
    pub bits: u64,
    /// The cells that have clearly more or less than half of them have.
    pub clear: u64,
}

impl SideHash {
    /// In how many of its clear cells it differs from the bits of another, whichever way up that one was held.
    #[must_use]
    pub fn distance(&self, bits: u64) -> u32 {
        let differing = |bits: u64| ((self.bits ^ bits) & self.clear).count_ones();
        differing(bits).min(differing(bits.reverse_bits()))
    }
}

/// Where on a document there is print. What is bright and dark on it would tell less: so are shadows. `None` where the figure is
/// none.
#[must_use]
pub fn document_hash(luma: &Luma<'_>, document: &Quad) -> Option<SideHash> {
    let [a, b, c, d] = document.0;
    let is_standing = a.distance(b) + d.distance(c) < b.distance(c) + a.distance(d);
    let lying = if is_standing { Quad([b, c, d, a]) } else { *document };
    let map = Projection::onto(&lying)?;
    let levels = levels(luma, &map);
    let mut cells = [0.0; SIDE * SIDE];
    for at in 0..ACROSS * DOWN {
        let (column, row) = (at % ACROSS, at / ACROSS);
        let cell = row * SIDE / DOWN * SIDE + column * SIDE / ACROSS;
        if let (Some(sum), Some(level)) = (cells.get_mut(cell), levels.get(at)) {
            *sum += (level - around(&levels, column, row)).abs();
        }
    }
    let [low, bits, high] = [LOW, MIDDLE, HIGH].map(|share| from_share(&cells, share));
    Some(SideHash { bits, clear: high | !low })
}

/// How bright the document is all over, leaving out its rim, where the ground may show: as logarithms, in which light and shade
/// change every kind of print alike.
fn levels(luma: &Luma<'_>, map: &Projection) -> Vec<f32> {
    let level = |at: usize| {
        let (column, row) = ((at % ACROSS) as f32, (at / ACROSS) as f32);
        let mut sum = 0_u32;
        for (u, v) in [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] {
            let share = |place: f32| RIM + place * (1.0 - 2.0 * RIM);
            let place = map.of(share((column + u) / ACROSS as f32), share((row + v) / DOWN as f32));
            // The cast saturates at zero.
            let x = (place.x as usize).min(luma.width().saturating_sub(1));
            let y = (place.y as usize).min(luma.height().saturating_sub(1));
            sum += luma.row(y).get(x).copied().map_or(0, u32::from);
        }
        (sum as f32 / 4.0 + DARKEST).ln()
    };
    (0..ACROSS * DOWN).map(level).collect()
}

/// The mean around a place.
fn around(levels: &[f32], column: usize, row: usize) -> f32 {
    let span = |at: usize, most: usize| at.saturating_sub(AROUND)..(at + AROUND + 1).min(most);
    let (columns, rows) = (span(column, ACROSS), span(row, DOWN));
    let count = columns.len() * rows.len();
    let row = |row: usize| levels.get(row * ACROSS + columns.start..row * ACROSS + columns.end);
    rows.filter_map(row).flatten().sum::<f32>() / count.max(1) as f32
}

/// The cells from this share of them on, in the order of their print.
fn from_share(cells: &[f32], share: f32) -> u64 {
    let least = percentile(&mut cells.to_vec(), share).unwrap_or_default();
    cells.iter().fold(0, |hash, &cell| hash << 1 | u64::from(cell >= least))
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

    /// A card in the middle of a picture, with words here and there and a shadow over a part of it.
    fn card(words: fn(usize, usize) -> bool, light: fn(usize, usize) -> usize) -> SideHash {
        let level = |x: usize, y: usize| {
            let (column, row) = (x.wrapping_sub(20), y.wrapping_sub(15));
            let is_ink = words(column / 30, row / 24) && column % 30 < 24 && column.wrapping_add(row) % 4 < 2;
            if is_ink { 60 } else { 220 }
        };
        let pixels: Vec<u8> = (0..280 * 180)
            .map(|at| (at % 280, at / 280))
            .map(|(x, y)| (level(x, y) * light(x, y) / 100) as u8)
            .collect();
        let corners = [(20.0, 15.0), (260.0, 15.0), (260.0, 165.0), (20.0, 165.0)];
        let quad = Quad(corners.map(|(x, y)| crate::Point::new(x, y)));
        document_hash(&Luma::new(&pixels, 280, 180).unwrap(), &quad).unwrap()
    }

    #[test]
    fn a_shadow_leaves_a_side_the_same_and_other_print_makes_another_of_it() {
        let words = |column: usize, row: usize| column > 2 && row != 3;
        let side = card(words, |_, _| 100);
        let shaded = card(words, |x, y| if x + y > 210 { 45 } else { 80 + x / 20 });
        assert!(side.distance(shaded.bits) <= 2, "{}", side.distance(shaded.bits));
        assert_eq!(side.distance(shaded.bits), side.distance(shaded.bits.reverse_bits()));
        let other = card(|column, row| row > 3 || column + row < 4, |_, _| 100);
        assert!(side.distance(other.bits) > SAME_SIDE_DISTANCE, "{}", side.distance(other.bits));
    }
}

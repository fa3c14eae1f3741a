//! The places of a picture that stand out: what differs from all that lies around it is worth a closer look.

use super::planes::Plane;
use crate::Point;

/// Places looked at. Of a hundred far documents that the first look misses, the first is right for 87, one of two for 97, of
/// three for 98.
const LOOKS: usize = 2;
/// Pixels of the small copy along a cell's edge, and cells along the edge of what may be a document.
const CELL: usize = 8;
const PATCH: usize = 5;
/// Cells on each side that it is held against.
const BESIDE: usize = 2;
/// What a level of change from pixel to pixel counts, in levels of brightness: print stands out on any ground. With 4 the first place
/// is right for 83 of a hundred.
const ROUGH: f32 = 10.0;
/// The most that one pixel's change counts: a border is no print.
const MOST_CHANGE: u32 = 60;

/// The middles of the places that differ most from what is on each of their sides within the picture, in pixels of the small copy.
pub(super) fn conspicuous(plane: &Plane) -> Vec<Point> {
    let (columns, rows) = (plane.width / CELL, plane.height / CELL);
    let cells: Vec<[f32; 2]> =
        (0..columns * rows).map(|at| cell(plane, at % columns * CELL, at / columns * CELL)).collect();
    let mean = |(left, top): (usize, usize), (wide, high): (usize, usize)| {
        let mut sums = [0.0; 2];
        for row in top..top + high {
            for cell in cells.iter().skip(row * columns + left).take(wide) {
                sums.iter_mut().zip(cell).for_each(|(sum, value)| *sum += value);
            }
        }
        sums.map(|sum| sum / (wide * high) as f32)
    };
    let mut places = Vec::new();
    for top in 0..(rows + 1).saturating_sub(PATCH) {
        for left in 0..(columns + 1).saturating_sub(PATCH) {
            let [level, change] = mean((left, top), (PATCH, PATCH));
            let beside = [
                (left >= BESIDE).then(|| mean((left - BESIDE, top), (BESIDE, PATCH))),
                (left + PATCH + BESIDE <= columns).then(|| mean((left + PATCH, top), (BESIDE, PATCH))),
                (top >= BESIDE).then(|| mean((left, top - BESIDE), (PATCH, BESIDE))),
                (top + PATCH + BESIDE <= rows).then(|| mean((left, top + PATCH), (PATCH, BESIDE))),
            ];
            let apart = |other: &[f32; 2]| {
                let (level, change) = (level - other[0], (change - other[1]) * ROUGH);
                level * level + change * change
            };
            let least = beside.iter().flatten().map(apart).fold(f32::MAX, f32::min);
            let middle = |at: usize| ((2 * at + PATCH) * CELL) as f32 / 2.0;
            places.push((least, Point { x: middle(left), y: middle(top) }));
        }
    }
    best(places, (plane.width as f32 / 4.0, plane.height as f32 / 4.0))
}

/// The best places, each beyond the reach of the others.
fn best(mut places: Vec<(f32, Point)>, reach: (f32, f32)) -> Vec<Point> {
    let mut found = Vec::with_capacity(LOOKS);
    while found.len() < LOOKS {
        let Some(&(_, best)) = places.iter().max_by(|(one, _), (other, _)| one.total_cmp(other)) else {
            break;
        };
        found.push(best);
        places
            .retain(|(_, place)| (place.x - best.x).abs() >= reach.0 || (place.y - best.y).abs() >= reach.1);
    }
    found
}

/// Mean brightness of a cell, and mean change from pixel to pixel.
fn cell(plane: &Plane, left: usize, top: usize) -> [f32; 2] {
    let (mut level, mut change) = (0, 0);
    let row = |y: usize| plane.pixels.get(y * plane.width + left..).unwrap_or_default();
    for y in top..top + CELL {
        let (here, below) = (row(y), row((y + 1).min(plane.height - 1)));
        let next = here.get(1..).unwrap_or_default();
        for ((&here, &next), &below) in here.iter().zip(next).zip(below).take(CELL) {
            level += u32::from(here);
            change += (u32::from(here.abs_diff(next)) + u32::from(here.abs_diff(below))).min(MOST_CHANGE);
        }
    }
    [level, change].map(|sum| sum as f32 / (CELL * CELL) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Light from the left, and print in a square.
    fn table(width: usize, height: usize, printed: (usize, usize)) -> Plane {
        let is_printed = |x: usize, y: usize| x.abs_diff(printed.0) < 20 && y.abs_diff(printed.1) < 20;
        let pixel = |x: usize, y: usize| {
            let ink = if is_printed(x, y) && (x / 2 + y / 2).is_multiple_of(2) { 70 } else { 0 };
            (180 - x / 4 - ink) as u8
        };
        let pixels = (0..width * height).map(|at| pixel(at % width, at / width)).collect();
        Plane { pixels, width, height }
    }

    #[test]
    fn a_small_print_is_what_stands_out_on_a_table() {
        for printed in [(60, 60), (250, 90), (160, 170)] {
            let places = conspicuous(&table(320, 240, printed));
            let (x, y) = (printed.0 as f32, printed.1 as f32);
            assert!(
                (places[0].x - x).abs() <= 8.0 && (places[0].y - y).abs() <= 8.0,
                "{places:?}, {printed:?}"
            );
            assert!(places.len() == LOOKS && places[1].distance(places[0]) >= 60.0, "{places:?}");
        }
    }

    #[test]
    fn in_a_plane_smaller_than_a_place_nothing_stands_out() {
        for (width, height) in [(0, 0), (7, 9), (39, 300), (300, 39)] {
            assert!(conspicuous(&table(width, height, (10, 10))).is_empty(), "{width} x {height}");
        }
    }
}

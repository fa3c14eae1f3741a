//! Whether anything is printed on a document, however blurred: cells that differ from the middle of their neighbours.
//! Light and shadow change slowly over a sheet, print does not.

use crate::region::Region;
use crate::{Luma, Quad};

/// Least edge of a cell in pixels: larger than the grain of the sensor.
const MIN_CELL: usize = 8;
/// Cells along the document's shorter side, at most: of the size of a word.
const CELLS: usize = 32;
/// Least difference as a share of the contrast: print does not fill its cells, and a blur spreads it over many.
const STEP: f32 = 0.02;
/// Least difference in levels: a mean of 64 pixels with a noise of 3.5 differs by 0.5.
const MIN_STEP: f32 = 1.2;
/// ... and the most that is asked for, so that fingers, which are the contrast of an empty sheet, are no measure for it.
const MAX_STEP: f32 = 4.0;

/// Share of the document, or of the whole picture where there is none, on which something is to be seen: 0 for an empty sheet,
/// 1 for one printed all over.
#[must_use]
pub fn content(luma: &Luma<'_>, document: Option<&Quad>) -> f32 {
    let region = Region::of(luma, document);
    content_of(luma, &region, crate::exposure::exposure_of(luma, &region).contrast)
}

/// The same for a part whose contrast is known.
pub(crate) fn content_of(luma: &Luma<'_>, region: &Region, contrast: f32) -> f32 {
    let (rows, columns) = region.bounds();
    let cell = (rows.len().min(columns.len()) / CELLS).max(MIN_CELL);
    let (count, least) = (columns.len() / cell, (contrast * STEP).clamp(MIN_STEP, MAX_STEP));
    let grid: Vec<Vec<Option<f32>>> = rows
        .step_by(cell)
        .map(|top| (0..count).map(|at| mean(luma, region, columns.start + at * cell, top, cell)).collect())
        .collect();
    let (mut seen, mut printed) = (0_u32, 0_u32);
    for rows in grid.windows(3) {
        let [above, here, below] = rows else { continue };
        for ((above, here), below) in above.iter().skip(1).zip(here.windows(3)).zip(below.iter().skip(1)) {
            if let (Some(above), &[Some(left), Some(middle), Some(right)], Some(below)) = (above, here, below)
            {
                seen += 1;
                printed += u32::from((middle - (above + left + right + below) / 4.0).abs() > least);
            }
        }
    }
    printed as f32 / seen.max(1) as f32
}

/// Of a cell that lies inside.
fn mean(luma: &Luma<'_>, region: &Region, left: usize, top: usize, cell: usize) -> Option<f32> {
    if !region.holds(left, top, cell) {
        return None;
    }
    let rows = (top..top + cell).filter_map(|y| luma.row(y).get(left..left + cell));
    let sum: u32 = rows.flatten().map(|&value| u32::from(value)).sum();
    Some(sum as f32 / (cell * cell) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shading_is_no_content_and_words_are() {
        let page = |ink: u8| -> Vec<u8> {
            let at = |x: usize, y: usize| {
                if y % 20 < 9 && x % 34 < 22 { ink } else { (150 + x / 4 + y / 5) as u8 }
            };
            (0..160 * 120).map(|place| at(place % 160, place / 160)).collect()
        };
        let measure = |pixels: &[u8]| content(&Luma::new(pixels, 160, 120).unwrap(), None);
        let shaded: Vec<u8> = (0..160 * 120).map(|at| (150 + at % 160 / 4 + at / 160 / 5) as u8).collect();
        assert_eq!(measure(&shaded), 0.0);
        assert!(measure(&page(60)) > 0.5, "{}", measure(&page(60)));
        assert_eq!(content(&Luma::default(), None), 0.0);
    }
}

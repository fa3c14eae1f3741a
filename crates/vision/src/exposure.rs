//! How light falls on the picture, from one histogram.
//! Percentiles instead of extremes: a handful of hot pixels or the frame's black corner must not decide.

use crate::region::Region;
use crate::{Luma, Quad};

/// At or below this level a pixel counts as dark: ink and shadow on a normally exposed document.
pub const DARK_LEVEL: u8 = 40;
/// At or above this level a pixel counts as bright: paper stays below it unless the sensor clips.
pub const BRIGHT_LEVEL: u8 = 250;

/// Light measurements; levels are 0 (black) to 255 (white), shares 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Exposure {
    /// Average level.
    pub mean: f32,
    /// Share of pixels at or below [`DARK_LEVEL`].
    pub dark_share: f32,
    /// Share of pixels at or above [`BRIGHT_LEVEL`].
    pub bright_share: f32,
    /// Level below which the darkest hundredth lies.
    pub shadow: f32,
    /// Level below which 95 of a hundred pixels lie: the document, even when it fills a tenth of a dark table.
    pub highlight: f32,
    /// Distance between the darkest and the brightest hundredth.
    pub contrast: f32,
}

/// Measures the light of the whole picture; all zero for an empty one.
#[must_use]
pub fn exposure(luma: &Luma<'_>) -> Exposure {
    exposure_of(luma, &Region::of(luma, None))
}

/// Measures the light of the document, or of the whole picture where there is none.
#[must_use]
pub fn exposure_in(luma: &Luma<'_>, document: Option<&Quad>) -> Exposure {
    exposure_of(luma, &Region::of(luma, document))
}

/// Measures the light of a part.
pub(crate) fn exposure_of(luma: &Luma<'_>, region: &Region) -> Exposure {
    let total = region.area();
    if total == 0 {
        return Exposure::default();
    }
    let mut histogram = [0_u32; 256];
    for &value in region.rows(luma).flatten() {
        if let Some(bin) = histogram.get_mut(usize::from(value)) {
            *bin += 1;
        }
    }
    let (mut sum, mut dark, mut bright) = (0_u64, 0_u32, 0_u32);
    for (level, &count) in (0_u8..=255).zip(&histogram) {
        sum += u64::from(level) * u64::from(count);
        dark += if level <= DARK_LEVEL { count } else { 0 };
        bright += if level >= BRIGHT_LEVEL { count } else { 0 };
    }
    let total = total as f32;
    let shadow = percentile(&histogram, total * 0.01);
    Exposure {
        mean: sum as f32 / total,
        dark_share: dark as f32 / total,
        bright_share: bright as f32 / total,
        shadow,
        highlight: percentile(&histogram, total * 0.95),
        contrast: percentile(&histogram, total * 0.99) - shadow,
    }
}

/// The level at which `rank` pixels are reached, counted from black.
fn percentile(histogram: &[u32; 256], rank: f32) -> f32 {
    let mut seen = 0_u32;
    for (level, &count) in (0_u8..=255).zip(histogram) {
        seen += count;
        if count > 0 && seen as f32 >= rank {
            return f32::from(level);
        }
    }
    255.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flat_picture_has_no_contrast() {
        let measured = exposure(&Luma::new(&[90; 64], 8, 8).unwrap());
        assert_eq!((measured.mean, measured.contrast), (90.0, 0.0));
        assert_eq!((measured.dark_share, measured.bright_share), (0.0, 0.0));
    }

    #[test]
    fn shares_count_both_ends() {
        let mut pixels = [128_u8; 100];
        pixels[..25].fill(10);
        pixels[90..].fill(255);
        let measured = exposure(&Luma::new(&pixels, 10, 10).unwrap());
        assert_eq!((measured.dark_share, measured.bright_share), (0.25, 0.1));
        assert_eq!((measured.shadow, measured.highlight, measured.contrast), (10.0, 255.0, 245.0));
    }
}

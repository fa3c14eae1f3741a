//! From measurements to findings: what a person should hear about the picture.
//! The thresholds were measured on the specimens (`cargo test -p kyc-specimen --test findings -- --ignored
//! --nocapture` prints the table).

use crate::{Finding, FindingCode, Luma, exposure, sharpness};

/// A picture whose brightest twentieth stays below this level is too dark: specimens at 15 % brightness reach 38,
/// at 30 % 75; clean ones, the card on a dark table included, 207 and more.
pub const DARK_HIGHLIGHT: f32 = 80.0;
/// Share of clipped pixels from which a picture may be blown out: overexposed specimens have 0.72 and more,
/// photographs of white paper 0.03, scans of it 0.9.
pub const BRIGHT_SHARE: f32 = 0.25;
/// ... if in addition not even the darkest hundredth is below this level. Scans keep their ink: clean specimens
/// stay at 107 and below, the emptiest letter included; light that washes out print lifts it to 143 and more.
pub const BRIGHT_SHADOW: f32 = 125.0;
/// Below this contrast nothing is to be seen: an empty sheet under uneven light reaches 15.
pub const BLANK_CONTRAST: f32 = 24.0;
/// Below this contrast there is something, but too faint to read (fog on the lens, grey on grey); specimens keep
/// 140 even on a white table.
pub const LOW_CONTRAST: f32 = 60.0;
/// Below this sharpness small print cannot be read. Clean specimens measure 0.26 to 0.60, the selfie, which has no
/// print, 0.15; all of them 0.07 to 0.09 after a Gaussian blur of 3 px on a card 1600 px wide.
pub const MIN_SHARPNESS: f32 = 0.11;
/// Least long edge in pixels of the picture as taken: an ID-1 card (85.6 mm) filling four fifths of it then has
/// 6 px per mm, 12 px for its 2 mm print; recognisers want at least 10.
pub const MIN_LONG_EDGE: u32 = 640;
/// Least short edge in pixels, by the same count for the card's 54 mm.
pub const MIN_SHORT_EDGE: u32 = 400;

/// Judges a picture scaled to [`crate::ANALYSIS_EDGE`]; `source_width` and `source_height` are its size as taken.
///
/// Empty means good. At most one finding concerns the light, since one cause shows in several measurements, and
/// focus is judged only where the light lets it be.
#[must_use]
pub fn assess(luma: &Luma<'_>, source_width: u32, source_height: u32) -> Vec<Finding> {
    let size = too_small(source_width, source_height);
    let clarity = light(luma).or_else(|| focus(luma));
    size.into_iter().chain(clarity).collect()
}

fn too_small(width: u32, height: u32) -> Option<Finding> {
    let (long, short) = (width.max(height), width.min(height));
    let missed = |value: u32, least: u32| {
        (value < least).then(|| Finding::new(FindingCode::TooSmall, value as f32, least as f32))
    };
    missed(short, MIN_SHORT_EDGE).or_else(|| missed(long, MIN_LONG_EDGE))
}

fn light(luma: &Luma<'_>) -> Option<Finding> {
    let measured = exposure(luma);
    if measured.highlight < DARK_HIGHLIGHT {
        return Some(Finding::new(FindingCode::TooDark, measured.highlight, DARK_HIGHLIGHT));
    }
    if measured.contrast < BLANK_CONTRAST {
        return Some(Finding::new(FindingCode::Blank, measured.contrast, BLANK_CONTRAST));
    }
    if measured.bright_share > BRIGHT_SHARE && measured.shadow > BRIGHT_SHADOW {
        return Some(Finding::new(FindingCode::TooBright, measured.bright_share, BRIGHT_SHARE));
    }
    (measured.contrast < LOW_CONTRAST)
        .then(|| Finding::new(FindingCode::LowContrast, measured.contrast, LOW_CONTRAST))
}

fn focus(luma: &Luma<'_>) -> Option<Finding> {
    let value = sharpness(luma);
    (value < MIN_SHARPNESS).then(|| Finding::new(FindingCode::Blurred, value, MIN_SHARPNESS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(pixels: &[u8], width: u32, height: u32) -> Vec<&'static str> {
        let luma = Luma::new(pixels, width, height).unwrap();
        assess(&luma, 1600, 1000).iter().map(|finding| finding.code.as_str()).collect()
    }

    fn checked(dark: u8, light: u8) -> Vec<u8> {
        (0..128_u32 * 96)
            .map(|at| if (at % 128 / 5 + at / 128 / 5) % 2 == 0 { dark } else { light })
            .collect()
    }

    #[test]
    fn each_fault_has_its_one_finding() {
        assert!(codes(&checked(30, 230), 128, 96).is_empty());
        assert_eq!(codes(&checked(4, 40), 128, 96), ["too-dark"]);
        assert_eq!(codes(&[0; 128 * 96], 128, 96), ["too-dark"]);
        assert_eq!(codes(&checked(150, 255), 128, 96), ["too-bright"]);
        assert_eq!(codes(&checked(200, 240), 128, 96), ["low-contrast"]);
        assert_eq!(codes(&[255; 128 * 96], 128, 96), ["blank"]);
        let ramp: Vec<u8> = (0..128_u32 * 96).map(|at| (at % 128 + at / 128) as u8).collect();
        assert_eq!(codes(&ramp, 128, 96), ["blurred"]);
    }

    #[test]
    fn the_size_as_taken_counts_not_the_analysis_size() {
        let pixels = checked(30, 230);
        let luma = Luma::new(&pixels, 128, 96).unwrap();
        let small = assess(&luma, 639, 480);
        assert_eq!(small, [Finding::new(FindingCode::TooSmall, 639.0, 640.0)]);
        assert_eq!(assess(&luma, 300, 2000).first().map(|finding| finding.value), Some(300.0));
        assert!(assess(&luma, 480, 640).is_empty());
    }
}

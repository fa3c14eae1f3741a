//! From measurements to findings: what a person should hear about the picture.
//!
//! Thresholds come from drawn documents: scans and photographs of every specimen (`cargo test -p kyc-specimen --test findings
//! -- --ignored --nocapture` prints the table) and 1,900 scenes with known faults (`kyc_scenes`, seeds below 300, in frames of
//! 640 x 480 and 1600 x 1200); `cargo xtask bench scenes` proves them on others.

use crate::content::content_of;
use crate::exposure::exposure_of;
use crate::glare::glare_of;
use crate::region::Region;
use crate::sharpness::focus_of;
use crate::{Exposure, Finding, FindingCode, Focus, Glare, Luma, Quad, Target};

/// A picture whose brightest twentieth stays below this level is too dark. Scenes at 22 % of the light reach 55 on the document,
/// clean ones 112 and more; specimens at 15 % brightness 38, at 30 % 75, clean ones 207.
pub const DARK_HIGHLIGHT: f32 = 80.0;
/// ... and a picture without a document: in good light one table in eight is darker than that, one in 30 than this.
pub const DARK_TABLE: f32 = 56.0;
/// Share of clipped pixels from which a picture may be blown out: overexposed scenes and specimens have 0.72 and more,
/// photographs of white paper 0.03, scans of it 0.9.
pub const BRIGHT_SHARE: f32 = 0.25;
/// ... if in addition not even the darkest hundredth is below this level. Scans keep their ink: clean specimens
/// stay at 107 and below, the emptiest letter included; light that washes out print lifts it to 132 and more.
pub const BRIGHT_SHADOW: f32 = 125.0;
/// Below this contrast nothing is to be seen: an empty sheet under uneven light reaches 15.
pub const BLANK_CONTRAST: f32 = 24.0;
/// Below this share of content a document is empty: 97 of a hundred empty sheets have less, fingers and the edges of shadows
/// included; the emptiest letter has 0.23, far out of focus 0.15.
pub const BLANK_CONTENT: f32 = 0.14;
/// Below this contrast there is something, but too faint to read (fog on the lens, grey on grey): foggy scenes have 44 at
/// most, clean ones 94 and more, small documents in the shade 76.
pub const LOW_CONTRAST: f32 = 60.0;
/// Below this sharpness small print cannot be read. Clean scenes measure 0.12 to 0.37 on the document, clean specimens 0.11 (the
/// selfie, which has no print) to 0.40; out of focus by 2.4 pixels of 640 (sigma) and more 0.050 to 0.070, specimens after a blur
/// of 3 px of 1600 at most 0.080.
pub const MIN_SHARPNESS: f32 = 0.08;
/// Below this detail ([`Focus::detail`]) it is smeared: cards and passports moved by 9 to 26 pixels of 640 have 0.010 and less in 99 of a
/// hundred, clean ones 0.037 and more; of moved pages 98 of a hundred have less than this, of clean ones none.
pub const MIN_DETAIL: f32 = 0.017;
/// Pixels per millimetre of the document from which that holds, and less of it with fewer: lines of print run into one and look
/// streaked. Of still pages that fill half of a frame of 640 (1.0) and are as soft as can be, six in a hundred pass for moved.
pub const FINE: f32 = 1.4;
/// The same of a picture as a whole, its table included: nine in ten moved ones have less, of clean ones, cut ones and those much too
/// near none.
const MIN_PICTURE_DETAIL: f32 = 0.009;
/// ... and of one in which no document was found: six in ten moved ones have less, and one table in 25.
pub(crate) const MOVED_TABLE: f32 = 0.0045;
/// From this trail ([`Focus::trail`]) on a smear comes from movement: 99 of a hundred moved scenes have 0.0044 and more, out of focus
/// 99 of a hundred 0.0041 and less.
pub const MOVED_TRAIL: f32 = 0.0042;
/// Share of the document from which a reflection counts: those drawn to hide 3 % and more measure 0.030 and more, clean scenes,
/// holograms included, 0.000.
pub const MAX_GLARE: f32 = 0.012;
/// Least long edge in pixels of the picture as taken: an ID-1 card (85.6 mm) filling four fifths of it then has
/// 6 px per mm, 12 px for its 2 mm print; recognisers want at least 10.
pub const MIN_LONG_EDGE: u32 = 640;
/// Least short edge in pixels, by the same count for the card's 54 mm.
pub const MIN_SHORT_EDGE: u32 = 400;

/// Judges a picture scaled to [`crate::ANALYSIS_EDGE`] as a whole, wherever the document is in it; `source_width` and
/// `source_height` are its size as taken.
///
/// Empty means good. At most one finding concerns the light, since one cause shows in several measurements, and
/// focus is judged only where the light lets it be.
#[must_use]
pub fn assess(luma: &Luma<'_>, source_width: u32, source_height: u32) -> Vec<Finding> {
    let size = too_small(source_width, source_height);
    size.into_iter().chain(Quality::of(luma, None, Target::Page).findings()).collect()
}

pub(crate) fn too_small(width: u32, height: u32) -> Option<Finding> {
    let (long, short) = (width.max(height), width.min(height));
    let missed = |value: u32, least: u32| {
        (value < least).then(|| Finding::new(FindingCode::TooSmall, value as f32, least as f32))
    };
    missed(short, MIN_SHORT_EDGE).or_else(|| missed(long, MIN_LONG_EDGE))
}

/// Everything measured on a document, or on the whole picture.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quality {
    pub(crate) exposure: Exposure,
    pub(crate) focus: Focus,
    pub(crate) glare: Glare,
    pub(crate) content: f32,
    /// Least detail.
    detail: f32,
    is_document: bool,
}

impl Quality {
    pub(crate) fn of(luma: &Luma<'_>, document: Option<&Quad>, target: Target) -> Self {
        let region = Region::of(luma, document);
        let exposure = exposure_of(luma, &region);
        let fine = |quad: &Quad| (quad.long_edge() / target.long_edge() / FINE).min(1.0);
        Self {
            exposure,
            focus: focus_of(luma, &region, exposure.contrast),
            glare: if document.is_some() { glare_of(luma, &region) } else { Glare::default() },
            content: content_of(luma, &region, exposure.contrast),
            detail: document.map_or(MIN_PICTURE_DETAIL, |quad| MIN_DETAIL * fine(quad)),
            is_document: document.is_some(),
        }
    }

    pub(crate) fn findings(&self) -> Vec<Finding> {
        let clarity = self.light().or_else(|| self.clarity());
        clarity.into_iter().chain(self.reflection()).collect()
    }

    fn light(&self) -> Option<Finding> {
        let light = &self.exposure;
        if light.highlight < DARK_HIGHLIGHT {
            return Some(Finding::new(FindingCode::TooDark, light.highlight, DARK_HIGHLIGHT));
        }
        if light.bright_share > BRIGHT_SHARE && light.shadow > BRIGHT_SHADOW {
            return Some(Finding::new(FindingCode::TooBright, light.bright_share, BRIGHT_SHARE));
        }
        self.emptiness().or_else(|| {
            (light.contrast < LOW_CONTRAST)
                .then(|| Finding::new(FindingCode::LowContrast, light.contrast, LOW_CONTRAST))
        })
    }

    /// On a table content says nothing about the document.
    fn emptiness(&self) -> Option<Finding> {
        if self.is_document {
            return (self.content < BLANK_CONTENT)
                .then(|| Finding::new(FindingCode::Blank, self.content, BLANK_CONTENT));
        }
        let contrast = self.exposure.contrast;
        (contrast < BLANK_CONTRAST).then(|| Finding::new(FindingCode::Blank, contrast, BLANK_CONTRAST))
    }

    fn clarity(&self) -> Option<Finding> {
        let (sharpness, detail) = (self.focus.sharpness, self.focus.detail());
        let is_moved = self.focus.trail() >= MOVED_TRAIL;
        if is_moved && detail < self.detail {
            Some(Finding::new(FindingCode::MotionBlurred, detail, self.detail))
        } else if sharpness < MIN_SHARPNESS && !is_moved {
            Some(Finding::new(FindingCode::Blurred, sharpness, MIN_SHARPNESS))
        } else {
            None
        }
    }

    /// A lamp in a polished table hides nothing, so there is none without a document.
    fn reflection(&self) -> Option<Finding> {
        let Glare { share, place } = self.glare;
        let found = Finding { place, ..Finding::new(FindingCode::Glare, share, MAX_GLARE) };
        (share >= MAX_GLARE).then_some(found)
    }
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
        assert_eq!(codes(&[255; 128 * 96], 128, 96), ["too-bright"]);
        assert_eq!(codes(&[240; 128 * 96], 128, 96), ["blank"]);
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

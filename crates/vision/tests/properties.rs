//! Properties of the measurements over random pictures, down to none and one pixel.
#![expect(clippy::indexing_slicing, reason = "tests fail by panicking")]

use kyc_vision::{Luma, MIN_SHARPNESS, Rgba, assess, dhash, exposure, hamming, sharpness};
use proptest::prelude::*;

/// A picture of random strokes on a plain ground, with a little noise.
fn strokes() -> impl Strategy<Value = (Vec<u8>, u32, u32)> {
    let boxes = prop::collection::vec((0.0..0.9_f32, 0.0..0.9_f32, 2..40_u32, 2..40_u32, 0..256_u32), 8..40);
    (48..200_u32, 48..200_u32, 120..220_u8, boxes).prop_map(|(width, height, paper, boxes)| {
        let mut pixels = vec![paper; (width * height) as usize];
        for (left, top, across, down, ink) in boxes {
            let (left, top) = ((left * width as f32) as u32, (top * height as f32) as u32);
            for y in top..(top + down).min(height) {
                for x in left..(left + across).min(width) {
                    pixels[(y * width + x) as usize] = ink as u8;
                }
            }
        }
        (pixels, width, height)
    })
}

/// One pass of the binomial filter 1-4-6-4-1 along one axis.
fn smooth(pixels: &[u8], width: usize, height: usize, horizontal: bool) -> Vec<u8> {
    let at = |x: i64, y: i64| {
        let (x, y) = (x.clamp(0, width as i64 - 1) as usize, y.clamp(0, height as i64 - 1) as usize);
        u32::from(pixels[y * width + x])
    };
    let mut out = Vec::with_capacity(pixels.len());
    for y in 0..height as i64 {
        for x in 0..width as i64 {
            let tap = |step: i64| if horizontal { at(x + step, y) } else { at(x, y + step) };
            out.push(((tap(-2) + 4 * tap(-1) + 6 * tap(0) + 4 * tap(1) + tap(2) + 8) / 16) as u8);
        }
    }
    out
}

fn blurred(pixels: &[u8], width: u32, height: u32) -> Vec<u8> {
    let (width, height) = (width as usize, height as usize);
    let across = smooth(pixels, width, height, true);
    smooth(&across, width, height, false)
}

proptest! {
    #[test]
    fn no_size_panics(width in 0..70_u32, height in 0..70_u32, edge in 0..80_u32, seed in any::<u8>()) {
        let bytes: Vec<u8> = (0..width * height * 4).map(|at| (at.wrapping_mul(31) as u8) ^ seed).collect();
        let picture = Rgba::new(&bytes, width, height).unwrap().to_luma(edge);
        let luma = picture.as_luma();
        prop_assert_eq!(luma.pixels().len(), picture.width() * picture.height());
        prop_assert!(picture.width().max(picture.height()) <= edge.max(1) as usize);
        let value = sharpness(&luma);
        prop_assert!((0.0..=1.0).contains(&value));
        let _ = dhash(&luma);
        for finding in assess(&luma, width, height) {
            prop_assert!(finding.value.is_finite());
        }
    }

    #[test]
    fn less_light_never_looks_brighter((pixels, width, height) in strokes(), percent in 0..100_u32) {
        let dimmed: Vec<u8> = pixels.iter().map(|&value| (u32::from(value) * percent / 100) as u8).collect();
        let before = exposure(&Luma::new(&pixels, width, height).unwrap());
        let after = exposure(&Luma::new(&dimmed, width, height).unwrap());
        prop_assert!(after.mean <= before.mean);
        prop_assert!(after.highlight <= before.highlight);
        prop_assert!(after.contrast <= before.contrast + 1.0);
        prop_assert!(after.dark_share >= before.dark_share);
        prop_assert!(after.bright_share <= before.bright_share);
    }

    #[test]
    fn blur_never_sharpens((pixels, width, height) in strokes()) {
        let before = sharpness(&Luma::new(&pixels, width, height).unwrap());
        let soft = blurred(&blurred(&pixels, width, height), width, height);
        let after = sharpness(&Luma::new(&soft, width, height).unwrap());
        // Among what is too soft anyway the order may change: a smear spreads a few strokes into something to look at.
        prop_assert!(after <= before.max(MIN_SHARPNESS) + 0.03, "{before} -> {after}");
    }

    #[test]
    fn the_hash_survives_compression_noise((pixels, width, height) in strokes(), seed in any::<u32>()) {
        let noisy: Vec<u8> = pixels
            .iter()
            .zip(0_u32..)
            .map(|(&value, at)| {
                let noise = ((at ^ seed).wrapping_mul(2_654_435_761) >> 24) % 5;
                value.saturating_add(noise as u8).saturating_sub(2)
            })
            .collect();
        let before = dhash(&Luma::new(&pixels, width, height).unwrap());
        let after = dhash(&Luma::new(&noisy, width, height).unwrap());
        prop_assert!(hamming(before, after) <= 6, "{before:x} {after:x}");
    }
}

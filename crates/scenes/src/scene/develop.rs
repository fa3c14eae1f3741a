//! Lens, shutter, sensor and file.

use image::RgbImage;
use kyc_specimen::{Rng, to_jpeg};

use crate::Truth;
use crate::colour::{Rgb, mix, times};
use crate::fault::{CORE, normal};
use crate::raster::Raster;

/// The deviation in pixels that every lens and its colour filter leave.
const LENS: f32 = 0.5;

/// What the camera makes of the light. A JPEG that cannot be read again, which does not happen, leaves the picture as it was.
pub fn develop(light: Raster, mask: &Raster, truth: &mut Truth, rng: &mut Rng) -> RgbImage {
    let mut seen = focused(light, mask, truth);
    if let Some(motion) = truth.motion {
        seen = seen.smeared(motion.length, motion.angle.to_radians());
    }
    let (width, height) = (seen.width as u32, seen.height as u32);
    let mut bytes = Vec::with_capacity(seen.values.len());
    for &pixel in seen.values.as_chunks::<3>().0 {
        bytes.extend(sensed(pixel, truth, rng));
    }
    let picture = RgbImage::from_raw(width, height, bytes).unwrap_or_default();
    let packed = truth.jpeg.and_then(|quality| to_jpeg(&picture, quality).ok());
    packed.and_then(|jpeg| image::load_from_memory(&jpeg).ok()).map_or(picture, |again| again.to_rgb8())
}

/// Out of focus everywhere, or only where the document is.
fn focused(light: Raster, mask: &Raster, truth: &Truth) -> Raster {
    if truth.blur <= LENS * 1.5 || !truth.is_ground_sharp {
        return light.blurred(truth.blur);
    }
    let mut picture = light.blurred(LENS);
    let (soft, cover) = (light.blurred(truth.blur), mask.blurred(truth.blur));
    let pixels = picture.values.as_chunks_mut::<3>().0.iter_mut();
    for ((out, &soft), &cover) in pixels.zip(soft.values.as_chunks::<3>().0).zip(&cover.values) {
        *out = mix(*out, soft, cover);
    }
    picture
}

fn sensed(light: Rgb, truth: &Truth, rng: &mut Rng) -> [u8; 3] {
    let lifted = mix(light.map(|value| value.min(CORE)), [255.0; 3], truth.veil);
    let exposed = mix(times(lifted, truth.exposure), [176.0; 3], truth.fog);
    let shared = normal(rng) * truth.noise * 0.8;
    exposed.map(|value| (value + shared + normal(rng) * truth.noise * 0.6 + 0.5) as u8)
}

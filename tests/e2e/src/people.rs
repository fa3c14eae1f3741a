//! Films of real faces, for the model was made for those: parts of the photograph of a group that ships in the package of
//! `rustface`, enlarged to what a front camera sees.

use std::path::Path;

use image::imageops::{self, FilterType};
use kyc_specimen::RgbImage;

/// Size of the films; the largest faces of the photograph have 63 px.
const FRAME: (u32, u32) = (640, 480);
/// Frames per film; it plays in a loop.
const FRAMES: u32 = 12;

/// Who sits in front of the camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum People {
    /// One person at arm's length, in the middle.
    One,
    /// Two, side by side.
    Two,
    /// The one twice as far away, before a plain wall.
    Far,
    /// Nobody.
    Nobody,
}

impl People {
    /// Upper left corner and width of the part of the photograph; its height is three quarters of that.
    const fn part(self) -> (u32, u32, u32) {
        match self {
            Self::One | Self::Far => (598, 214, 182),
            Self::Two => (1297, 210, 176),
            Self::Nobody => (150, 480, 240),
        }
    }

    /// Writes the film: a hand that is almost still.
    pub(crate) fn film(self, to: &Path) -> image::ImageResult<()> {
        let photograph = image::load_from_memory(kyc_face_model::GROUP_PICTURE)?.to_rgb8();
        let (x, y, wide) = self.part();
        let part = imageops::crop_imm(&photograph, x, y, wide, wide * 3 / 4).to_image();
        let (width, height) = FRAME;
        let margin = 4;
        let (wide, high) = (width + 2 * margin, height + 2 * margin);
        let mut large = imageops::resize(&part, wide, high, FilterType::CatmullRom);
        if self == Self::Far {
            let small = imageops::resize(&part, wide / 2, high / 2, FilterType::CatmullRom);
            large = RgbImage::from_pixel(wide, high, image::Rgb([150, 146, 140]));
            imageops::overlay(&mut large, &small, i64::from(wide / 4), i64::from(high / 4));
        }
        let frame = |at: u32| -> RgbImage {
            let turn = at as f32 / FRAMES as f32 * std::f32::consts::TAU;
            let offset = |value: f32| (margin as f32 + value * 2.0).round() as u32;
            imageops::crop_imm(&large, offset(turn.cos()), offset(turn.sin()), width, height).to_image()
        };
        kyc_specimen::write_mjpeg(&(0..FRAMES).map(frame).collect::<Vec<_>>(), to)
    }
}

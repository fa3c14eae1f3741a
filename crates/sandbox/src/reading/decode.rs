//! Decoding within bounds. A bomb of a picture must not take the server down.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder as _, ImageReader, Limits};
use kyc_vision::{Luma, Rgba};

use crate::record::Format;

/// Most pixels of an edge.
const MAX_EDGE: u32 = 12_000;
/// Most bytes a decoder may ask for, the picture included: 50 million pixels in four channels, a little more than what the
/// largest phones take.
const MAX_BYTES: u64 = 200 * 1024 * 1024;
/// Every so many pixels in both directions one is asked for its colour.
const COLOUR_STEP: usize = 4;

fn reader(bytes: &[u8], format: Format) -> Option<ImageReader<Cursor<&[u8]>>> {
    let format = match format {
        Format::Jpeg => image::ImageFormat::Jpeg,
        Format::Png => image::ImageFormat::Png,
        Format::Pdf => return None,
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_EDGE);
    limits.max_image_height = Some(MAX_EDGE);
    limits.max_alloc = Some(MAX_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    Some(reader)
}

/// A decoded picture the way up it is meant to be seen, in brightness only: a quarter of what colour would take.
pub struct Decoded {
    pixels: Vec<u8>,
    pub width: u32,
    pub height: u32,
    /// Share of pixels that have a colour: 0 to 1.
    pub colourful: f32,
}

impl Decoded {
    pub fn luma(&self) -> Luma<'_> {
        // The lengths fit by construction.
        Luma::new(&self.pixels, self.width, self.height).unwrap_or_default()
    }
}

/// Decodes and turns a picture as its metadata says; `None` when it cannot be decoded.
pub fn upright(bytes: &[u8], format: Format) -> Option<DynamicImage> {
    let mut decoder = reader(bytes, format)?.into_decoder().ok()?;
    if decoder.total_bytes() > MAX_BYTES {
        return None;
    }
    let orientation = decoder.orientation().ok()?;
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(orientation);
    Some(picture)
}

/// As [`upright`], in brightness only.
pub fn decode(bytes: &[u8], format: Format) -> Option<Decoded> {
    Some(in_brightness(&upright(bytes, format)?))
}

/// Row by row through the same arithmetic as the app's, so that both judge the same.
fn in_brightness(picture: &DynamicImage) -> Decoded {
    let (width, height) = (picture.width(), picture.height());
    let mut pixels = Vec::with_capacity(width as usize * height as usize);
    let (mut coloured, mut asked) = (0_u32, 0_u32);
    for y in 0..height {
        let row = picture.crop_imm(0, y, width, 1).into_rgba8();
        if let Some(row) = Rgba::new(row.as_raw(), width, 1) {
            pixels.extend_from_slice(row.to_luma(u32::MAX).as_luma().pixels());
        }
        if (y as usize).is_multiple_of(COLOUR_STEP) {
            for image::Rgba([r, g, b, _]) in row.pixels().step_by(COLOUR_STEP) {
                asked += 1;
                coloured += u32::from(r.max(g).max(b) - r.min(g).min(b) > COLOUR_DISTANCE);
            }
        }
    }
    Decoded { pixels, width, height, colourful: coloured as f32 / asked.max(1) as f32 }
}

/// Least distance between the strongest and the weakest of red, green and blue that is a colour, and neither the tint
/// of a lamp nor noise.
const COLOUR_DISTANCE: u8 = 40;

//! Videos for Chromium's fake camera (`--use-file-for-fake-video-capture=FILE`): it plays `.mjpeg` files
//! (JPEG frames one after the other) and `.y4m` files in a loop.

use crate::camera::{Scene, Surface, View, moved};
use crate::encode::to_jpeg;
use crate::identity::Selfie;
use crate::person::Person;
use image::{ImageResult, RgbImage, imageops};
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

/// Frame size of the videos: what laptops and phones give by default.
pub const FRAME: (u32, u32) = (1280, 720);

/// Frames of a document in a hand that is almost still: a slow circle of a few pixels, so that the loop closes.
#[must_use]
pub fn document_frames(document: &RgbImage, count: u32) -> Vec<RgbImage> {
    let still = View {
        size: FRAME,
        surface: Surface::Wood,
        scale: 0.66,
        rotation_degrees: 0.0,
        shift: (0.0, 0.0),
        noise: 0,
    };
    let scene = Scene::new(document, &still);
    let frame = |at: u32| {
        let turn = at as f32 / count.max(1) as f32 * std::f32::consts::TAU;
        let (rotation_degrees, shift) = (turn.sin() * 0.4, (turn.cos() * 3.0, turn.sin() * 2.0));
        scene.photograph(&View { rotation_degrees, shift, noise: u64::from(at), ..still })
    };
    (0..count).map(frame).collect()
}

/// Frames of a document in a hand that does not keep still, smeared by it.
#[must_use]
pub fn restless_frames(document: &RgbImage, count: u32) -> Vec<RgbImage> {
    let still = View {
        size: FRAME,
        surface: Surface::Wood,
        scale: 0.6,
        rotation_degrees: 0.0,
        shift: (0.0, 0.0),
        noise: 0,
    };
    let scene = Scene::new(document, &still);
    let frame = |at: u32| {
        let turn = at as f32 / count.max(1) as f32 * std::f32::consts::TAU;
        let shift = (turn.cos() * 60.0, turn.sin() * 40.0);
        moved(&scene.photograph(&View { shift, noise: u64::from(at), ..still }), 28)
    };
    (0..count).map(frame).collect()
}

/// Frames of a face in front of the camera, moving as little.
#[must_use]
pub fn selfie_frames(person: &Person, count: u32) -> Vec<RgbImage> {
    let (width, height) = FRAME;
    let margin = 8;
    let still = Selfie(person).sized(width + 2 * margin, height + 2 * margin, 0.58);
    let frame = |at: u32| {
        let turn = at as f32 / count.max(1) as f32 * std::f32::consts::TAU;
        let offset = |value: f32| (margin as f32 + value * 4.0).round() as u32;
        imageops::crop_imm(&still, offset(turn.cos()), offset(turn.sin()), width, height).to_image()
    };
    (0..count).map(frame).collect()
}

/// Writes concatenated JPEG frames.
///
/// # Errors
/// When a frame cannot be encoded or the file not be written.
pub fn write_mjpeg(frames: &[RgbImage], path: &Path) -> ImageResult<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for frame in frames {
        file.write_all(&to_jpeg(frame, 88)?)?;
    }
    Ok(file.flush()?)
}

/// Writes raw 4:2:0 frames at 30 a second; `path` should end in `.y4m`. Odd edges lose their last pixel.
///
/// # Errors
/// When the file cannot be written.
pub fn write_y4m(frames: &[RgbImage], path: &Path) -> ImageResult<()> {
    let mut file = BufWriter::new(File::create(path)?);
    let (width, height) = frames.first().map_or((2, 2), |frame| (frame.width() & !1, frame.height() & !1));
    writeln!(file, "YUV4MPEG2 W{width} H{height} F30:1 Ip A1:1 C420mpeg2")?;
    for frame in frames {
        file.write_all(b"FRAME\n")?;
        file.write_all(&planes(frame, width, height))?;
    }
    Ok(file.flush()?)
}

/// Brightness of every pixel, then both colour differences of every second one (BT.601, studio range).
fn planes(frame: &RgbImage, width: u32, height: u32) -> Vec<u8> {
    let at = |x: u32, y: u32| {
        let image::Rgb([r, g, b]) = frame.get_pixel_checked(x, y).copied().unwrap_or(image::Rgb([0; 3]));
        (f32::from(r), f32::from(g), f32::from(b))
    };
    let mut bytes = Vec::with_capacity((width * height * 3 / 2) as usize);
    for y in 0..height {
        bytes.extend((0..width).map(|x| {
            let (r, g, b) = at(x, y);
            (16.0 + 0.257 * r + 0.504 * g + 0.098 * b) as u8
        }));
    }
    for (red, green, blue) in [(-0.148, -0.291, 0.439), (0.439, -0.368, -0.071)] {
        for y in (0..height).step_by(2) {
            bytes.extend((0..width).step_by(2).map(|x| {
                let (r, g, b) = at(x, y);
                (128.0 + red * r + green * g + blue * b) as u8
            }));
        }
    }
    bytes
}

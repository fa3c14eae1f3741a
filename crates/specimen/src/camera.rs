//! What a camera makes of a document: a table under it, a shadow, uneven light, noise; and what goes wrong.

use crate::canvas::{Area, length};
use crate::rng::{lattice, value_noise};
use crate::tone::{BLACK, Tone, WHITE, smoothstep};
use image::{RgbImage, imageops};

/// What the document lies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// Brown boards with grain.
    Wood,
    /// Near black, plain.
    Dark,
    /// Near white, plain.
    Light,
}

/// How a document is seen by the camera.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Size of the picture in pixels.
    pub size: (u32, u32),
    /// What the document lies on.
    pub surface: Surface,
    /// Width of the document as a share of the picture's width.
    pub scale: f32,
    /// Counter-clockwise turn.
    pub rotation_degrees: f32,
    /// Offset of the document's centre from the picture's in pixels.
    pub shift: (f32, f32),
    /// Seed of the sensor noise: another one for every frame of a video.
    pub noise: u64,
}

/// A 1600 x 1200 photograph of the document on a table.
#[must_use]
pub fn on_table(document: &RgbImage, surface: Surface, scale: f32, rotation_degrees: f32) -> RgbImage {
    let view = View { size: (1600, 1200), surface, scale, rotation_degrees, shift: (0.0, 0.0), noise: 1 };
    photographed(document, &view)
}

/// A photograph of the document as the view says.
#[must_use]
pub fn photographed(document: &RgbImage, view: &View) -> RgbImage {
    Scene::new(document, view).photograph(view)
}

/// What stays the same from frame to frame: the table, and the document at the size it is seen.
pub(crate) struct Scene {
    table: RgbImage,
    document: RgbImage,
}

impl Scene {
    /// Takes size, surface and scale from the view.
    pub(crate) fn new(document: &RgbImage, view: &View) -> Self {
        let wide = (view.size.0 as f32 * view.scale).max(8.0);
        let high = (wide * document.height() as f32 / document.width().max(1) as f32).max(8.0);
        let filter = imageops::FilterType::Triangle;
        let document = imageops::resize(document, wide as u32, high as u32, filter);
        Self { table: backdrop(view.size, view.surface), document }
    }

    /// Takes turn, shift and noise from the view.
    pub(crate) fn photograph(&self, view: &View) -> RgbImage {
        let mut image = self.table.clone();
        place(&mut image, &self.document, view);
        grain(&mut image, view.noise, 2.0);
        image
    }
}

/// The empty table.
pub(crate) fn backdrop((width, height): (u32, u32), surface: Surface) -> RgbImage {
    let unit = width.max(height) as f32;
    RgbImage::from_fn(width, height, |px, py| {
        let (x, y) = (px as f32 / unit, py as f32 / unit);
        table(surface, x, y).times(fall_off(x, y)).pixel()
    })
}

/// A lamp at the upper left.
fn fall_off(x: f32, y: f32) -> f32 {
    1.06 - 0.24 * length(x - 0.3, y - 0.2)
}

fn table(surface: Surface, x: f32, y: f32) -> Tone {
    match surface {
        Surface::Dark => Tone::new(46.0, 48.0, 54.0).times(0.9 + 0.2 * value_noise(3, x * 8.0, y * 8.0)),
        Surface::Light => {
            Tone::new(222.0, 221.0, 218.0).times(0.97 + 0.05 * value_noise(4, x * 6.0, y * 6.0))
        }
        Surface::Wood => {
            let board = (y * 4.2 + 0.3).floor();
            let warp = value_noise(11, x * 3.0 + board * 7.0, y * 9.0) * 1.6;
            let rings = ((y * 38.0 + warp * 2.2 + board * 5.0) * 1.9).sin() * 0.5 + 0.5;
            let fibre = value_noise(12, x * 9.0 + board * 13.0, y * 260.0);
            let tint = 0.90 + 0.18 * lattice(13, board as i32, 5);
            let seam = smoothstep(0.012, 0.0, ((y * 4.2 + 0.3).fract() - 0.5).abs() - 0.488);
            let tone =
                Tone::new(158.0, 112.0, 70.0).mix(Tone::new(126.0, 84.0, 50.0), rings * 0.45 + fibre * 0.35);
            tone.times(tint).mix(Tone::new(70.0, 44.0, 26.0), 1.0 - seam.clamp(0.0, 1.0).max(0.4))
        }
    }
}

/// Lays the document with its shadow onto the picture.
fn place(image: &mut RgbImage, document: &RgbImage, view: &View) {
    let (width, height) = view.size;
    let area = Area::new(0.0, 0.0, document.width() as f32, document.height() as f32);
    // Only cards have round corners; 85.60 x 53.98 mm with a radius of 3.18 mm.
    let is_card = (1.45..1.75).contains(&(area.width / area.height));
    let radius = if is_card { area.width * 0.037 } else { 1.0 };
    let (centre_x, centre_y) = (width as f32 / 2.0 + view.shift.0, height as f32 / 2.0 + view.shift.1);
    let (sin, cos) = view.rotation_degrees.to_radians().sin_cos();
    let unit = width.max(height) as f32;
    for (px, py, pixel) in image.enumerate_pixels_mut() {
        let local = |shift: f32| {
            let (dx, dy) = (px as f32 + 0.5 - centre_x - shift, py as f32 + 0.5 - centre_y - shift);
            (dx * cos - dy * sin + area.width / 2.0, dx * sin + dy * cos + area.height / 2.0)
        };
        let (shadow_x, shadow_y) = local(unit * 0.006);
        let depth = smoothstep(unit * 0.022, unit * -0.008, area.distance(radius, shadow_x, shadow_y));
        let mut tone = Tone::of(pixel).mix(BLACK, depth * 0.5);
        let (x, y) = local(0.0);
        let inside = (0.5 - area.distance(radius, x, y)).clamp(0.0, 1.0);
        if inside > 0.0 {
            let light = fall_off(px as f32 / unit, py as f32 / unit) * 0.98;
            tone = tone.mix(sampled(document, x - 0.5, y - 0.5).times(light), inside);
        }
        *pixel = tone.pixel();
    }
}

/// Bilinear look-up, the border repeated.
fn sampled(image: &RgbImage, x: f32, y: f32) -> Tone {
    let (x, y) = (x.clamp(0.0, image.width() as f32 - 1.0), y.clamp(0.0, image.height() as f32 - 1.0));
    let at = |dx: u32, dy: u32| {
        let (x, y) = (x as u32 + dx, y as u32 + dy);
        let inside = image.get_pixel_checked(x.min(image.width() - 1), y.min(image.height() - 1));
        inside.map_or(BLACK, Tone::of)
    };
    let upper = at(0, 0).mix(at(1, 0), x.fract());
    upper.mix(at(0, 1).mix(at(1, 1), x.fract()), y.fract())
}

/// Sensor noise of up to `strength` levels.
pub(crate) fn grain(image: &mut RgbImage, seed: u64, strength: f32) {
    for (x, y, pixel) in image.enumerate_pixels_mut() {
        let add = (lattice(seed, x as i32, y as i32) - 0.5) * 2.0 * strength;
        let tone = Tone::of(pixel);
        *pixel = Tone::new(tone.r + add, tone.g + add, tone.b + add).pixel();
    }
}

/// Out of focus; `sigma` in pixels of this picture.
#[must_use]
pub fn blurred(image: &RgbImage, sigma: f32) -> RgbImage {
    let mut soft = imageops::fast_blur(image, sigma);
    grain(&mut soft, 5, 1.5);
    soft
}

/// Moved along a row by `pixels` while the shutter was open.
#[must_use]
pub fn moved(image: &RgbImage, pixels: u32) -> RgbImage {
    let steps = pixels.max(1);
    RgbImage::from_fn(image.width(), image.height(), |x, y| {
        let taken =
            (0..steps).filter_map(|step| image.get_pixel_checked((x + step).min(image.width() - 1), y));
        let sum = taken
            .map(Tone::of)
            .fold(BLACK, |sum, tone| Tone::new(sum.r + tone.r, sum.g + tone.g, sum.b + tone.b));
        sum.times(1.0 / steps as f32).pixel()
    })
}

/// Taken with too little light: `brightness` 0.15 leaves 15 % of every level, and noise.
#[must_use]
pub fn darkened(image: &RgbImage, brightness: f32) -> RgbImage {
    let mut dark = image.clone();
    for pixel in dark.pixels_mut() {
        *pixel = Tone::of(pixel).times(brightness).pixel();
    }
    grain(&mut dark, 6, 2.5);
    dark
}

/// Copied in black and white: no colour, and the middle tones pushed apart.
#[must_use]
pub fn photocopied(image: &RgbImage) -> RgbImage {
    let mut copy = image.clone();
    for pixel in copy.pixels_mut() {
        let tone = Tone::of(pixel);
        let grey = (tone.r * 0.299 + tone.g * 0.587 + tone.b * 0.114 - 128.0) * 1.2 + 140.0;
        *pixel = Tone::new(grey, grey, grey).pixel();
    }
    grain(&mut copy, 7, 3.0);
    copy
}

/// Taken against the light: everything lifted by a veil and driven into the white.
#[must_use]
pub fn overexposed(image: &RgbImage) -> RgbImage {
    let mut bright = image.clone();
    for pixel in bright.pixels_mut() {
        *pixel = Tone::of(pixel).mix(WHITE, 0.30).times(1.55).pixel();
    }
    bright
}

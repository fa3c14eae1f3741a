//! The small copy in which a document is looked for: brightness and, where the frame has colours, two planes of
//! colour difference, in which white paper on skin or wood stands out though it is no brighter.

use crate::{Frame, Luma, Rgba};

/// One plane of bytes, rows from top to bottom.
#[derive(Clone, Debug, Default)]
pub(super) struct Plane {
    pub(super) pixels: Vec<u8>,
    pub(super) width: usize,
    pub(super) height: usize,
}

impl Plane {
    /// The value at a place, with the nearest pixel's outside; places are continuous, pixel 0 is from 0 to 1.
    pub(super) fn at(&self, x: f32, y: f32) -> f32 {
        let column = (x.max(0.0) as usize).min(self.width.saturating_sub(1));
        let row = (y.max(0.0) as usize).min(self.height.saturating_sub(1));
        self.pixels.get(row * self.width + column).copied().map_or(0.0, f32::from)
    }
}

/// Brightness first, then colour differences if there are any.
pub(super) fn planes(frame: &Frame<'_>, max_edge: u32) -> Vec<Plane> {
    match frame {
        Frame::Luma(luma) => vec![brightness(luma, max_edge)],
        Frame::Rgba(rgba) => colours(rgba, max_edge),
    }
}

fn brightness(luma: &Luma<'_>, max_edge: u32) -> Plane {
    let small = luma.to_luma(max_edge);
    let (width, height) = (small.width(), small.height());
    Plane { pixels: small.as_luma().pixels().to_vec(), width, height }
}

/// Brightness, red against green, and blue against both: what tells white paper from skin, wood and lamp light.
fn differences(r: i32, g: i32, b: i32) -> [i32; 3] {
    [(77 * r + 150 * g + 29 * b) >> 8, 128 + (r - g), 128 + (b - (r + g) / 2)]
}

/// The values of the planes at a place of the frame itself, the nearest pixel's outside.
pub(super) fn colour(frame: &Frame<'_>, x: f32, y: f32) -> [f32; 3] {
    let column = (x.max(0.0) as usize).min(frame.width().saturating_sub(1));
    let row = (y.max(0.0) as usize).min(frame.height().saturating_sub(1));
    let at = row * frame.width() + column;
    match frame {
        Frame::Luma(luma) => [luma.pixels().get(at).copied().map_or(0.0, f32::from), 0.0, 0.0],
        Frame::Rgba(rgba) => {
            let [r, g, b, _] =
                rgba.pixels().as_chunks::<4>().0.get(at).copied().unwrap_or_default().map(i32::from);
            differences(r, g, b).map(|value| value as f32)
        }
    }
}

/// Area averages of the three colours, turned into the planes.
fn colours(rgba: &Rgba<'_>, max_edge: u32) -> Vec<Plane> {
    let (width, height) = (rgba.width(), rgba.height());
    let factor = width.max(height).div_ceil(max_edge.max(1) as usize).max(1);
    let (to_width, to_height) = (width / factor, height / factor);
    let empty =
        || Plane { pixels: Vec::with_capacity(to_width * to_height), width: to_width, height: to_height };
    let mut planes = [empty(), empty(), empty()];
    let mut sums = vec![[0_u32; 3]; to_width];
    let area = (factor * factor) as u32;
    for rows in rgba.pixels().chunks_exact((width * 4 * factor).max(4)) {
        sums.fill([0; 3]);
        for row in rows.chunks_exact(width * 4) {
            add(row, factor, &mut sums);
        }
        for sum in &sums {
            let [r, g, b] = sum.map(|sum| (sum / area) as i32);
            for (plane, value) in planes.iter_mut().zip(differences(r, g, b)) {
                plane.pixels.push(value.clamp(0, 255) as u8);
            }
        }
    }
    planes.into()
}

/// Adds a row of pixels to the sums of the columns they fall into.
fn add(row: &[u8], factor: usize, sums: &mut [[u32; 3]]) {
    for (sum, pixels) in sums.iter_mut().zip(row.chunks_exact(factor * 4)) {
        let [mut red, mut green, mut blue] = *sum;
        for &[r, g, b, _] in pixels.as_chunks::<4>().0 {
            red += u32::from(r);
            green += u32::from(g);
            blue += u32::from(b);
        }
        *sum = [red, green, blue];
    }
}

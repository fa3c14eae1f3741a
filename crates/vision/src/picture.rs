//! Views of decoded pictures and the box filter that brings them to the size of the analysis.
//! Constructors check the lengths once, so the measurements need not.

use crate::Area;

/// A borrowed greyscale picture: one byte per pixel, rows from top to bottom without padding.
#[derive(Clone, Copy, Debug, Default)]
pub struct Luma<'a> {
    pixels: &'a [u8],
    width: usize,
    height: usize,
}

impl<'a> Luma<'a> {
    /// `None` when `pixels` does not hold exactly `width * height` bytes.
    #[must_use]
    pub fn new(pixels: &'a [u8], width: u32, height: u32) -> Option<Self> {
        let (width, height) = (usize::try_from(width).ok()?, usize::try_from(height).ok()?);
        (width.checked_mul(height)? == pixels.len()).then_some(Self { pixels, width, height })
    }

    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> usize {
        self.height
    }

    /// Every pixel, row by row.
    #[must_use]
    pub fn pixels(&self) -> &'a [u8] {
        self.pixels
    }

    /// One row; empty outside the picture.
    #[must_use]
    pub fn row(&self, y: usize) -> &'a [u8] {
        let start = y.saturating_mul(self.width);
        self.pixels.get(start..start.saturating_add(self.width)).unwrap_or(&[])
    }

    /// The picture enlarged twofold, with averages between the pixels.
    #[must_use]
    pub fn doubled(&self) -> LumaImage {
        let (width, height) = (self.width * 2, self.height * 2);
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            let (row, next) = (self.row(y / 2), self.row(y.div_ceil(2).min(self.height - 1)));
            for x in 0..width {
                let (near, far) = (x / 2, x.div_ceil(2).min(self.width - 1));
                let at = |row: &[u8], x: usize| row.get(x).copied().map_or(0, u32::from);
                let sum = at(row, near) + at(row, far) + at(next, near) + at(next, far);
                pixels.push((sum / 4) as u8);
            }
        }
        LumaImage { pixels, width, height }
    }

    /// The picture with rows for columns.
    #[must_use]
    pub fn transposed(&self) -> LumaImage {
        let column = |x: usize| self.pixels.iter().skip(x).step_by(self.width.max(1));
        let pixels = (0..self.width).flat_map(column).copied().collect();
        LumaImage { pixels, width: self.height, height: self.width }
    }

    /// The picture turned clockwise by 90 degrees.
    #[must_use]
    pub fn turned(&self) -> LumaImage {
        let column = |x: usize| self.pixels.iter().skip(x).step_by(self.width.max(1)).rev();
        let pixels = (0..self.width).flat_map(column).copied().collect();
        LumaImage { pixels, width: self.height, height: self.width }
    }

    /// What of `area` lies in the picture.
    #[must_use]
    pub fn part(&self, area: Area) -> LumaImage {
        let span = |from: f32, length: f32, limit: usize| {
            let (start, end) = (from.max(0.0) as usize, (from + length).max(0.0) as usize);
            start.min(limit)..end.min(limit).max(start.min(limit))
        };
        let columns = span(area.x, area.width, self.width);
        let rows = span(area.y, area.height, self.height);
        let row = |y: usize| self.row(y).get(columns.clone()).unwrap_or(&[]);
        let pixels = rows.clone().flat_map(row).copied().collect();
        LumaImage { pixels, width: columns.len(), height: rows.len() }
    }

    /// The picture with its long edge at most `max_edge` pixels; never enlarged.
    #[must_use]
    pub fn to_luma(&self, max_edge: u32) -> LumaImage {
        downscale(self.width, self.height, max_edge, &mut |y, line| line.extend_from_slice(self.row(y)))
    }
}

/// A borrowed picture of four bytes per pixel (red, green, blue, alpha), as a canvas' `getImageData` gives it.
#[derive(Clone, Copy, Debug)]
pub struct Rgba<'a> {
    pixels: &'a [u8],
    width: usize,
    height: usize,
}

impl<'a> Rgba<'a> {
    /// `None` when `pixels` does not hold exactly `width * height * 4` bytes.
    #[must_use]
    pub fn new(pixels: &'a [u8], width: u32, height: u32) -> Option<Self> {
        let (width, height) = (usize::try_from(width).ok()?, usize::try_from(height).ok()?);
        (width.checked_mul(height)?.checked_mul(4)? == pixels.len()).then_some(Self { pixels, width, height })
    }

    /// Width in pixels.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub const fn height(&self) -> usize {
        self.height
    }

    /// Every pixel, row by row.
    #[must_use]
    pub const fn pixels(&self) -> &[u8] {
        self.pixels
    }

    /// Brightness by ITU-R BT.601, the weights JPEG itself uses, with the long edge at most `max_edge` pixels;
    /// never enlarged. Transparent parts count as white paper.
    #[must_use]
    pub fn to_luma(&self, max_edge: u32) -> LumaImage {
        let bytes = self.width.saturating_mul(4);
        downscale(self.width, self.height, max_edge, &mut |y, line| {
            let start = y.saturating_mul(bytes);
            let row = self.pixels.get(start..start.saturating_add(bytes)).unwrap_or(&[]);
            line.extend(row.as_chunks::<4>().0.iter().map(bt601));
        })
    }
}

/// 0.299 R + 0.587 G + 0.114 B in 8-bit fixed point, laid over white by alpha.
fn bt601(&[r, g, b, alpha]: &[u8; 4]) -> u8 {
    let luma = (u32::from(r) * 77 + u32::from(g) * 150 + u32::from(b) * 29) >> 8;
    let alpha = u32::from(alpha);
    ((luma * alpha + 255 * (255 - alpha)) / 255).min(255) as u8
}

/// An owned greyscale picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LumaImage {
    pixels: Vec<u8>,
    width: usize,
    height: usize,
}

impl LumaImage {
    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> usize {
        self.height
    }

    /// The picture as the measurements take it.
    #[must_use]
    pub fn as_luma(&self) -> Luma<'_> {
        Luma { pixels: &self.pixels, width: self.width, height: self.height }
    }
}

/// Area average. `read` appends the brightness of one source row; a `dyn` call per row keeps one copy of this
/// loop in the wasm.
fn downscale(
    width: usize,
    height: usize,
    max_edge: u32,
    read: &mut dyn FnMut(usize, &mut Vec<u8>),
) -> LumaImage {
    let (to_width, to_height) = fitted(width, height, max_edge);
    let mut image = LumaImage { pixels: Vec::new(), width: to_width, height: to_height };
    if to_width == 0 || to_height == 0 {
        return image;
    }
    image.pixels.reserve_exact(to_width * to_height);
    let mut line = Vec::with_capacity(width);
    let mut sums = vec![0_u64; to_width];
    for y in 0..to_height {
        sums.fill(0);
        let rows = boundary(y, height, to_height)..boundary(y + 1, height, to_height);
        let count = rows.len() as u64;
        for source in rows {
            line.clear();
            read(source, &mut line);
            add_columns(&line, &mut sums);
        }
        for (x, sum) in sums.iter().enumerate() {
            let columns = boundary(x + 1, width, to_width) - boundary(x, width, to_width);
            let area = (count * columns as u64).max(1);
            image.pixels.push(((sum + area / 2) / area).min(255) as u8);
        }
    }
    image
}

/// Adds one source row to the sums of the target's columns.
fn add_columns(line: &[u8], sums: &mut [u64]) {
    let (width, to_width) = (line.len(), sums.len());
    let mut start = 0;
    for (x, sum) in sums.iter_mut().enumerate() {
        let end = boundary(x + 1, width, to_width);
        for &value in line.get(start..end).unwrap_or(&[]) {
            *sum += u64::from(value);
        }
        start = end;
    }
}

/// First source position of target position `at`.
fn boundary(at: usize, from: usize, to: usize) -> usize {
    (at as u64 * from as u64 / (to as u64).max(1)) as usize
}

/// Target size: same shape, at least one pixel each way unless the picture is empty.
fn fitted(width: usize, height: usize, max_edge: u32) -> (usize, usize) {
    let (long, limit) = (width.max(height) as u64, u64::from(max_edge.max(1)));
    if width == 0 || height == 0 {
        return (0, 0);
    }
    if long <= limit {
        return (width, height);
    }
    let scaled = |edge: usize| ((edge as u64 * limit + long / 2) / long).max(1) as usize;
    (scaled(width), scaled(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_length_is_refused() {
        assert!(Luma::new(&[0; 5], 2, 3).is_none());
        assert!(Rgba::new(&[0; 23], 2, 3).is_none());
        assert!(Rgba::new(&[], u32::MAX, u32::MAX).is_none());
        assert!(Luma::new(&[0; 6], 2, 3).is_some());
    }

    #[test]
    fn brightness_follows_bt601_and_transparency_is_paper() {
        let pixels = [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 0, 0, 0, 0];
        let luma = Rgba::new(&pixels, 4, 1).unwrap().to_luma(16);
        assert_eq!(luma.as_luma().pixels(), &[76, 149, 28, 255]);
    }

    #[test]
    fn a_part_ends_where_the_picture_does() {
        let picture = Luma::new(&[1, 2, 3, 4, 5, 6], 3, 2).unwrap();
        let part = |x, y, width, height| picture.part(Area { x, y, width, height });
        assert_eq!(part(1.0, 0.0, 2.0, 2.0).as_luma().pixels(), &[2, 3, 5, 6]);
        assert_eq!(part(-1.0, -1.0, 2.0, 2.0).as_luma().pixels(), &[1]);
        for empty in [part(5.0, 0.0, 2.0, 2.0), part(-9.0, 0.0, 2.0, 2.0), part(f32::NAN, 0.0, -1.0, 2.0)] {
            assert_eq!(empty.width() * empty.height(), empty.as_luma().pixels().len());
            assert_eq!(empty.width(), 0);
        }
    }

    #[test]
    fn a_quarter_turn_is_clockwise_and_four_change_nothing() {
        let picture = Luma::new(&[1, 2, 3, 4, 5, 6], 3, 2).unwrap();
        let turned = picture.turned();
        assert_eq!((turned.width(), turned.height()), (2, 3));
        assert_eq!(turned.as_luma().pixels(), &[4, 1, 5, 2, 6, 3]);
        let again = turned.as_luma().turned().as_luma().turned().as_luma().turned();
        assert_eq!(again.as_luma().pixels(), picture.pixels());
        assert_eq!(Luma::default().turned().width(), 0);
    }

    #[test]
    fn doubling_keeps_pixels_and_averages_between_them() {
        let large = Luma::new(&[10, 20, 30, 40], 2, 2).unwrap().doubled();
        assert_eq!((large.width(), large.height()), (4, 4));
        assert_eq!(large.as_luma().row(0), &[10, 15, 20, 20]);
        assert_eq!(large.as_luma().row(1), &[20, 25, 30, 30]);
        assert_eq!(Luma::default().doubled().width(), 0);
    }

    #[test]
    fn downscaling_averages_areas_and_keeps_the_shape() {
        let pixels = [0, 100, 20, 40, 100, 200, 60, 80];
        let small = Luma::new(&pixels, 4, 2).unwrap().to_luma(2);
        assert_eq!((small.width(), small.height()), (2, 1));
        assert_eq!(small.as_luma().pixels(), &[100, 50]);
        let line = vec![7; 5000];
        let thin = Luma::new(&line, 5000, 1).unwrap().to_luma(100);
        assert_eq!((thin.width(), thin.height()), (100, 1));
        assert!(thin.as_luma().pixels().iter().all(|&value| value == 7));
    }
}

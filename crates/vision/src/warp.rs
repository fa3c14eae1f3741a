//! Straightening: a document seen at an angle, as if from straight above.

use crate::{Point, Quad, Rgba, Target};

/// A picture of four bytes per pixel, of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RgbaImage {
    pixels: Vec<u8>,
    width: u32,
    height: u32,
}

impl RgbaImage {
    /// Width in pixels.
    #[must_use]
    pub const fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub const fn height(&self) -> u32 {
        self.height
    }

    /// Every pixel, row by row: red, green, blue, alpha.
    #[must_use]
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// The pixels themselves.
    #[must_use]
    pub fn into_pixels(self) -> Vec<u8> {
        self.pixels
    }
}

/// Size of a straightened document in pixels: as large as it is seen, in the proportion its target has (a page: as its
/// sides are seen), the long edge at most `max_edge`. A standing document stays standing.
#[must_use]
pub fn straight_size(quad: &Quad, target: Target, max_edge: u32) -> (u32, u32) {
    let [a, b, c, d] = quad.0;
    let (across, down) = (a.distance(b).max(d.distance(c)), b.distance(c).max(a.distance(d)));
    let long = across.max(down);
    let proportion = target.proportion().unwrap_or_else(|| long / across.min(down).max(1.0)).clamp(1.0, 20.0);
    // Not `clamp`: its panic writes floats, and that would be 10 KB of the app.
    let limit = long.min(max_edge as f32).max(1.0);
    let (long, short) = (limit.round() as u32, (limit / proportion).round().max(1.0) as u32);
    if across >= down { (long, short) } else { (short, long) }
}

/// The part of `picture` inside `quad` as a rectangle of `width` by `height` pixels. Averages over what a pixel covers, so
/// that print stays legible when it gets smaller; places outside the picture are white.
///
/// `None` when the figure is not one that a camera can make of a rectangle, or the size is empty.
#[must_use]
pub fn straighten(picture: &Rgba<'_>, quad: &Quad, width: u32, height: u32) -> Option<RgbaImage> {
    let map = Projection::onto(quad)?;
    if width == 0 || height == 0 {
        return None;
    }
    let area = u64::from(width).checked_mul(u64::from(height))?.checked_mul(4)?;
    let mut pixels = Vec::with_capacity(usize::try_from(area).ok()?);
    let samples = samples(quad, width, height);
    let (step_x, step_y) = (1.0 / width as f32, 1.0 / height as f32);
    for y in 0..height {
        for x in 0..width {
            let mut sum = [0.0_f32; 3];
            for down in 0..samples {
                for across in 0..samples {
                    let at = |pixel: u32, sample: u32| pixel as f32 + (sample as f32 + 0.5) / samples as f32;
                    let place = map.of(at(x, across) * step_x, at(y, down) * step_y);
                    let colour = bilinear(picture, place);
                    sum = [sum[0] + colour[0], sum[1] + colour[1], sum[2] + colour[2]];
                }
            }
            let count = (samples * samples) as f32;
            pixels.extend(sum.map(|value| (value / count + 0.5).clamp(0.0, 255.0) as u8));
            pixels.push(255);
        }
    }
    Some(RgbaImage { pixels, width, height })
}

/// The projective map that brings `quad` onto the rectangle from the origin to `width` and `height`, as a matrix for columns
/// of x, y and 1, scaled so that its last element is 1. For those whose graphics hardware does the rest.
///
/// `None` when the figure is not one that a camera can make of a rectangle, or the size is empty.
#[must_use]
pub fn flattening(quad: &Quad, width: f32, height: f32) -> Option<[[f32; 3]; 3]> {
    let Projection { x: [a, b, c], y: [d, e, f], depth: [g, h] } = Projection::onto(quad)?;
    // The adjugate is the inverse but for a factor, which a projective map does not know.
    let rows = [
        [e - f * h, c * h - b, b * f - c * e],
        [f * g - d, a - c * g, c * d - a * f],
        [d * h - e * g, b * g - a * h, a * e - b * d],
    ];
    let last = rows[2][2];
    let [x, y, depth] = rows.map(|row| row.map(|value| value / last));
    let map = [x.map(|value| value * width), y.map(|value| value * height), depth];
    let is_sound = width > 0.0 && height > 0.0 && map.iter().flatten().all(|value| value.is_finite());
    is_sound.then_some(map)
}

/// Looks per pixel and direction: as many as source pixels lie under one, at most four.
fn samples(quad: &Quad, width: u32, height: u32) -> u32 {
    let shrink = (quad.area() / (width as f32 * height as f32)).sqrt();
    (shrink.ceil() as u32).clamp(1, 4)
}

/// The projective map of the unit square onto a figure (Heckbert, "Fundamentals of Texture Mapping and Image Warping",
/// 1989, section 2.2.3).
#[derive(Clone, Copy, Debug)]
struct Projection {
    x: [f32; 3],
    y: [f32; 3],
    depth: [f32; 2],
}

impl Projection {
    fn onto(quad: &Quad) -> Option<Self> {
        if !quad.is_convex() {
            return None;
        }
        let [a, b, c, d] = quad.0;
        let (sum_x, sum_y) = (a.x - b.x + c.x - d.x, a.y - b.y + c.y - d.y);
        let (right_x, right_y, lower_x, lower_y) = (b.x - c.x, b.y - c.y, d.x - c.x, d.y - c.y);
        let whole = right_x * lower_y - right_y * lower_x;
        let (g, h) =
            ((sum_x * lower_y - sum_y * lower_x) / whole, (right_x * sum_y - right_y * sum_x) / whole);
        let map = Self {
            x: [b.x - a.x + g * b.x, d.x - a.x + h * d.x, a.x],
            y: [b.y - a.y + g * b.y, d.y - a.y + h * d.y, a.y],
            depth: [g, h],
        };
        (g.is_finite() && h.is_finite()).then_some(map)
    }

    fn of(&self, u: f32, v: f32) -> Point {
        let line = |[across, down, start]: [f32; 3]| across * u + down * v + start;
        let depth = self.depth[0] * u + self.depth[1] * v + 1.0;
        Point::new(line(self.x) / depth, line(self.y) / depth)
    }
}

/// The colour at a place, between the centres of pixels.
fn bilinear(picture: &Rgba<'_>, place: Point) -> [f32; 3] {
    let (x, y) = (place.x - 0.5, place.y - 0.5);
    let (left, top) = (x.floor(), y.floor());
    let (across, down) = (x - left, y - top);
    let upper = mixed(pixel(picture, left, top), pixel(picture, left + 1.0, top), across);
    let lower = mixed(pixel(picture, left, top + 1.0), pixel(picture, left + 1.0, top + 1.0), across);
    mixed(upper, lower, down)
}

fn mixed(from: [f32; 3], to: [f32; 3], share: f32) -> [f32; 3] {
    let mix = |from: f32, to: f32| from + (to - from) * share;
    [mix(from[0], to[0]), mix(from[1], to[1]), mix(from[2], to[2])]
}

/// A pixel; at most one beyond the border repeats it, so that the border itself does not fray into white.
fn pixel(picture: &Rgba<'_>, x: f32, y: f32) -> [f32; 3] {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    if x < -1.0 || y < -1.0 || x > width || y > height || width < 1.0 || height < 1.0 {
        return [255.0; 3];
    }
    let (x, y) = (x.clamp(0.0, width - 1.0) as usize, y.clamp(0.0, height - 1.0) as usize);
    let start = (y * picture.width() + x) * 4;
    match picture.pixels().get(start..start + 3) {
        Some(&[r, g, b]) => [f32::from(r), f32::from(g), f32::from(b)],
        _ => [255.0; 3],
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Each pixel tells where it is.
    fn map(width: u32, height: u32) -> Vec<u8> {
        (0..height).flat_map(|y| (0..width).flat_map(move |x| [x as u8, y as u8, 7, 255])).collect()
    }

    fn quad(corners: [(f32, f32); 4]) -> Quad {
        Quad(corners.map(|(x, y)| Point::new(x, y)))
    }

    #[test]
    fn an_upright_part_is_cut_out_as_it_is() {
        let pixels = map(200, 100);
        let picture = Rgba::new(&pixels, 200, 100).unwrap();
        let part = quad([(20.0, 10.0), (60.0, 10.0), (60.0, 40.0), (20.0, 40.0)]);
        let straight = straighten(&picture, &part, 40, 30).unwrap();
        assert_eq!(straight.pixels().get(..4), Some(&[20, 10, 7, 255][..]));
        assert_eq!(straight.pixels().get((29 * 40 + 39) * 4..), Some(&[59, 39, 7, 255][..]));
    }

    #[test]
    fn a_figure_in_perspective_gets_its_corners_into_the_corners_and_its_lines_straight() {
        let pixels = map(200, 200);
        let picture = Rgba::new(&pixels, 200, 200).unwrap();
        let figure = quad([(40.0, 30.0), (160.0, 50.0), (180.0, 150.0), (20.0, 170.0)]);
        let straight = straighten(&picture, &figure, 300, 200).unwrap();
        let at = |x: usize, y: usize| {
            let start = (y * 300 + x) * 4;
            (f32::from(straight.pixels()[start]), f32::from(straight.pixels()[start + 1]))
        };
        for ((x, y), corner) in [(0, 0), (299, 0), (299, 199), (0, 199)].into_iter().zip(figure.0) {
            assert!(corner.distance(Point::new(at(x, y).0 + 0.5, at(x, y).1 + 0.5)) < 1.5);
        }
        // The upper side is a straight line from corner to corner.
        for x in 0..300 {
            let (px, py) = at(x, 0);
            assert!((py - (30.0 + (px - 40.0) / 6.0)).abs() < 1.6, "{px} {py}");
        }
    }

    #[test]
    fn the_size_follows_the_target_and_never_grows() {
        let lying = quad([(0.0, 0.0), (400.0, 0.0), (400.0, 200.0), (0.0, 200.0)]);
        assert_eq!(straight_size(&lying, Target::Card, 2000), (400, 252));
        assert_eq!(straight_size(&lying, Target::Page, 2000), (400, 200));
        assert_eq!(straight_size(&lying, Target::PassportPage, 200), (200, 141));
        let standing = quad([(0.0, 0.0), (200.0, 0.0), (200.0, 400.0), (0.0, 400.0)]);
        assert_eq!(straight_size(&standing, Target::Card, 2000), (252, 400));
    }

    #[test]
    fn flattening_brings_corners_to_corners_and_the_middle_where_straightening_finds_it() {
        let figure = quad([(40.0, 30.0), (160.0, 50.0), (180.0, 150.0), (20.0, 170.0)]);
        let map = flattening(&figure, 300.0, 200.0).unwrap();
        let to = |point: Point| {
            let row = |row: [f32; 3]| row[0] * point.x + row[1] * point.y + row[2];
            Point::new(row(map[0]) / row(map[2]), row(map[1]) / row(map[2]))
        };
        let rectangle = quad([(0.0, 0.0), (300.0, 0.0), (300.0, 200.0), (0.0, 200.0)]);
        for (corner, wanted) in figure.0.into_iter().zip(rectangle.0) {
            assert!(to(corner).distance(wanted) < 0.01, "{:?}", to(corner));
        }
        let middle = Projection::onto(&figure).unwrap().of(0.5, 0.5);
        assert!(to(middle).distance(Point::new(150.0, 100.0)) < 0.01);
        assert!(
            flattening(&figure, 0.0, 200.0).is_none()
                && flattening(&quad([(1.0, 1.0); 4]), 9.0, 9.0).is_none()
        );
    }

    #[test]
    fn figures_that_are_none_are_refused() {
        let pixels = map(10, 10);
        let picture = Rgba::new(&pixels, 10, 10).unwrap();
        let bow_tie = quad([(0.0, 0.0), (9.0, 9.0), (9.0, 0.0), (0.0, 9.0)]);
        assert!(straighten(&picture, &bow_tie, 5, 5).is_none());
        assert!(straighten(&picture, &quad([(1.0, 1.0); 4]), 5, 5).is_none());
        assert!(straighten(&picture, &quad([(f32::NAN, 1.0); 4]), 5, 5).is_none());
        assert!(
            straighten(&picture, &quad([(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0)]), 0, 5).is_none()
        );
    }

    proptest! {
        #[test]
        fn any_figure_gives_a_whole_picture_or_none(
            corners in prop::array::uniform4((-50.0..150.0_f32, -50.0..150.0_f32)),
            width in 0..40_u32, height in 0..40_u32,
        ) {
            let pixels = map(100, 80);
            let picture = Rgba::new(&pixels, 100, 80).unwrap();
            if let Some(straight) = straighten(&picture, &quad(corners), width, height) {
                prop_assert_eq!(straight.pixels().len(), (width * height * 4) as usize);
            }
            let (long, short) = straight_size(&quad(corners), Target::Card, 500);
            prop_assert!(long >= 1 && short >= 1 && long.max(short) <= 500);
        }
    }
}

//! Antialiased shapes on an RGB picture: every shape is a distance function, its edge the half pixel around zero.

use crate::tone::Tone;
use image::RgbImage;

/// A rectangle in pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Area {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) width: f32,
    pub(crate) height: f32,
}

impl Area {
    pub(crate) const fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self { x, y, width, height }
    }

    /// Distance to the edge of this rectangle with rounded corners; negative inside.
    pub(crate) fn distance(&self, radius: f32, x: f32, y: f32) -> f32 {
        let (half_width, half_height) = (self.width / 2.0, self.height / 2.0);
        let dx = (x - self.x - half_width).abs() - half_width + radius;
        let dy = (y - self.y - half_height).abs() - half_height + radius;
        length(dx.max(0.0), dy.max(0.0)) + dx.max(dy).min(0.0) - radius
    }
}

/// A picture being drawn.
#[derive(Clone, Debug)]
pub(crate) struct Canvas {
    image: RgbImage,
}

impl Canvas {
    pub(crate) fn new(width: u32, height: u32, tone: Tone) -> Self {
        Self { image: RgbImage::from_pixel(width, height, tone.pixel()) }
    }

    pub(crate) fn on(image: RgbImage) -> Self {
        Self { image }
    }

    pub(crate) fn into_image(self) -> RgbImage {
        self.image
    }

    pub(crate) fn width(&self) -> f32 {
        self.image.width() as f32
    }

    pub(crate) fn height(&self) -> f32 {
        self.image.height() as f32
    }

    pub(crate) fn area(&self) -> Area {
        Area::new(0.0, 0.0, self.width(), self.height())
    }

    /// Lays a tone over one pixel.
    pub(crate) fn blend(&mut self, x: i32, y: i32, tone: Tone, alpha: f32) {
        let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { return };
        if let Some(pixel) = self.image.get_pixel_mut_checked(x, y) {
            *pixel = Tone::of(pixel).mix(tone, alpha).pixel();
        }
    }

    /// Lays `paint`'s tone and opacity over every pixel of the area; it is asked for pixel centres.
    pub(crate) fn shade(&mut self, area: Area, paint: impl Fn(f32, f32) -> (Tone, f32)) {
        let (left, top) = (area.x.floor() as i32, area.y.floor() as i32);
        let (right, bottom) = ((area.x + area.width).ceil() as i32, (area.y + area.height).ceil() as i32);
        for y in top..bottom {
            for x in left..right {
                let (tone, alpha) = paint(x as f32 + 0.5, y as f32 + 0.5);
                if alpha > 0.0 {
                    self.blend(x, y, tone, alpha);
                }
            }
        }
    }

    /// A filled rectangle with rounded corners.
    pub(crate) fn rounded(&mut self, area: Area, radius: f32, tone: Tone, alpha: f32) {
        self.shade(grown(area, 1.0), |x, y| {
            (tone, (0.5 - area.distance(radius, x, y)).clamp(0.0, 1.0) * alpha)
        });
    }

    /// A filled rectangle.
    pub(crate) fn fill(&mut self, area: Area, tone: Tone) {
        self.rounded(area, 0.0, tone, 1.0);
    }

    /// The outline of a rectangle with rounded corners, inside its edge.
    pub(crate) fn outline(&mut self, area: Area, radius: f32, thickness: f32, tone: Tone) {
        self.shade(grown(area, 1.0), |x, y| {
            let middle = (area.distance(radius, x, y) + thickness / 2.0).abs() - thickness / 2.0;
            (tone, (0.5 - middle).clamp(0.0, 1.0))
        });
    }

    /// A disc.
    pub(crate) fn disc(&mut self, x: f32, y: f32, radius: f32, tone: Tone, alpha: f32) {
        self.rounded(Area::new(x - radius, y - radius, radius * 2.0, radius * 2.0), radius, tone, alpha);
    }

    /// A horizontal rule.
    pub(crate) fn rule(&mut self, x: f32, y: f32, length: f32, thickness: f32, tone: Tone) {
        self.fill(Area::new(x, y, length, thickness), tone);
    }

    /// A stroke through points, with round joints.
    pub(crate) fn stroke(&mut self, points: &[(f32, f32)], thickness: f32, tone: Tone, alpha: f32) {
        for pair in points.windows(2) {
            if let &[(ax, ay), (bx, by)] = pair {
                let area = Area::new(ax.min(bx), ay.min(by), (bx - ax).abs(), (by - ay).abs());
                let (dx, dy) = (bx - ax, by - ay);
                let square = (dx * dx + dy * dy).max(1e-6);
                self.shade(grown(area, thickness + 1.0), |x, y| {
                    let along = (((x - ax) * dx + (y - ay) * dy) / square).clamp(0.0, 1.0);
                    let distance = length(x - ax - along * dx, y - ay - along * dy);
                    (tone, (thickness / 2.0 + 0.5 - distance).clamp(0.0, 1.0) * alpha)
                });
            }
        }
    }

    /// A picture scaled into the area (area average or bilinear as needed), with rounded corners.
    pub(crate) fn picture(&mut self, image: &RgbImage, area: Area, radius: f32, alpha: f32) {
        let (width, height) = (area.width.round().max(1.0) as u32, area.height.round().max(1.0) as u32);
        let scaled = image::imageops::resize(image, width, height, image::imageops::FilterType::Triangle);
        self.shade(area, |x, y| {
            let (at_x, at_y) = ((x - area.x) as u32, (y - area.y) as u32);
            let inside = (0.5 - area.distance(radius, x, y)).clamp(0.0, 1.0);
            match scaled.get_pixel_checked(at_x, at_y) {
                Some(pixel) => (Tone::of(pixel), inside * alpha),
                None => (Tone::of(&image::Rgb([0, 0, 0])), 0.0),
            }
        });
    }
}

/// `f32::hypot` guards against overflow that pixels never reach, at ten times the cost.
pub(crate) fn length(x: f32, y: f32) -> f32 {
    (x * x + y * y).sqrt()
}

fn grown(area: Area, by: f32) -> Area {
    Area::new(area.x - by, area.y - by, area.width + 2.0 * by, area.height + 2.0 * by)
}

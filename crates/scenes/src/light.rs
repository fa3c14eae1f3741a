//! How light falls on the scene: uneven, coloured, with the shadows of whoever takes the picture.

use kyc_specimen::Rng;

use crate::colour::{Rgb, distance_to_stroke, length, smoothstep};

/// A shadow of something above the table, in shares of the picture's width.
#[derive(Clone, Copy, Debug)]
struct Cast {
    from: (f32, f32),
    to: (f32, f32),
    radius: f32,
    softness: f32,
    depth: f32,
}

/// Light over a picture.
#[derive(Clone, Debug)]
pub struct Light {
    tint: Rgb,
    towards: (f32, f32),
    slope: f32,
    vignette: f32,
    casts: Vec<Cast>,
}

impl Light {
    pub fn new(rng: &mut Rng, is_shadowed: bool) -> Self {
        let angle = rng.unit() * std::f32::consts::TAU;
        // Candle to blue sky: what is left of it after a phone's white balance.
        let warmth = (rng.unit() - 0.4) * 0.16;
        let casts =
            if is_shadowed { (0..rng.range(1, 3)).map(|_| Cast::new(rng)).collect() } else { Vec::new() };
        Self {
            tint: [1.0 + warmth, 1.0, 1.0 - warmth * 1.2],
            towards: (angle.cos(), angle.sin()),
            slope: rng.unit() * 0.32,
            vignette: rng.unit() * 0.28,
            casts,
        }
    }

    /// What it multiplies colours by, at a place in shares of the picture's width from its middle.
    pub fn at(&self, (x, y): (f32, f32)) -> Rgb {
        let uneven = 1.0 + self.slope * (x * self.towards.0 + y * self.towards.1);
        let falling = 1.0 - self.vignette * (x * x + y * y) * 1.6;
        let shaded = self.casts.iter().fold(1.0, |light, cast| light * cast.at((x, y)));
        self.tint.map(|channel| channel * uneven * falling * shaded)
    }
}

impl Cast {
    /// An arm or a phone that reaches in from outside.
    fn new(rng: &mut Rng) -> Self {
        let angle = rng.unit() * std::f32::consts::TAU;
        let (inner, outer) = (rng.unit() * 0.35, 1.2);
        let bend = angle + (rng.unit() - 0.5) * 0.8;
        Self {
            from: (inner * bend.cos(), inner * bend.sin()),
            to: (outer * angle.cos(), outer * angle.sin()),
            radius: 0.06 + rng.unit() * 0.22,
            softness: 0.015 + rng.unit() * 0.12,
            depth: 0.15 + rng.unit() * 0.35,
        }
    }

    fn at(&self, place: (f32, f32)) -> f32 {
        let distance = distance_to_stroke(place, self.from, self.to, self.radius);
        1.0 - self.depth * smoothstep(self.softness, -self.softness, distance)
    }
}

/// How dark a soft shadow beside a thing `height` millimetres above the ground is at `distance` from its edge.
pub fn contact(distance: f32, height: f32) -> f32 {
    0.5 * smoothstep(height * 1.6, -height * 0.6, distance)
}

/// Where the shadow falls, in millimetres per millimetre of height.
pub fn lean(rng: &mut Rng) -> (f32, f32) {
    let angle = rng.unit() * std::f32::consts::TAU;
    let far = 0.2 + rng.unit() * 0.8;
    let (x, y) = (angle.cos() * far, angle.sin() * far);
    debug_assert!(length(x, y) <= 1.01);
    (x, y)
}

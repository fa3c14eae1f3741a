//! What goes wrong in front of and inside the camera, each of a strength that is known.

use kyc_specimen::{Rng, value_noise};

use crate::colour::{Rgb, length, mix, smoothstep, turned};

/// Brightness of a reflection's core: far enough above white for the sensor to clip at any exposure.
pub const CORE: f32 = 420.0;

/// How the camera moved while the shutter was open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Motion {
    /// Pixels.
    pub length: f32,
    /// Direction in degrees: 0 is along a row, 90 down.
    pub angle: f32,
}

/// One bright spot on the document, in millimetres of its plane.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    pub centre: (f32, f32),
    pub radius: (f32, f32),
    turn: (f32, f32),
    softness: f32,
}

impl Spot {
    /// A spot that covers about this area, in square millimetres, with its centre on the document.
    pub fn new((width, height): (f32, f32), area: f32, rng: &mut Rng) -> Self {
        let stretch = 0.7 + rng.unit() * 1.2;
        let radius = (area / std::f32::consts::PI / stretch).sqrt();
        let place = |extent: f32, unit: f32| (unit - 0.5) * extent * 0.62;
        Self {
            centre: (place(width, rng.unit()), place(height, rng.unit())),
            radius: (radius * stretch, radius),
            turn: (rng.unit() * 3.2).sin_cos(),
            softness: 0.08 + rng.unit() * 0.45,
        }
    }

    /// 1 where everything is white, falling to 0 over a soft edge.
    pub fn at(&self, (x, y): (f32, f32)) -> f32 {
        let (u, v) = turned((x - self.centre.0, y - self.centre.1), self.turn);
        let reach = length(u / self.radius.0, v / self.radius.1);
        smoothstep(1.0 + self.softness, 1.0 - self.softness * 0.4, reach)
    }

    /// The light it adds: a core far above white and a veil around it.
    pub fn shine(&self, place: (f32, f32), colour: Rgb) -> Rgb {
        let (u, v) = turned((place.0 - self.centre.0, place.1 - self.centre.1), self.turn);
        let reach = length(u / self.radius.0, v / self.radius.1);
        let core = self.at(place);
        let halo = smoothstep(2.2, 0.9, reach) * 0.22;
        mix(mix(colour, [250.0, 250.0, 252.0], halo), [CORE; 3], core)
    }
}

/// A hologram: thin coloured figures that shimmer but leave the print readable.
#[derive(Clone, Copy, Debug)]
pub struct Hologram {
    centre: (f32, f32),
    radius: f32,
    phase: f32,
    strength: f32,
    seed: u64,
}

impl Hologram {
    pub fn new((width, height): (f32, f32), rng: &mut Rng) -> Self {
        let place = |extent: f32, unit: f32| (unit - 0.5) * extent * 0.7;
        Self {
            centre: (place(width, rng.unit()), place(height, rng.unit())),
            radius: 7.0 + rng.unit() * 13.0,
            phase: rng.unit() * 6.3,
            strength: 0.18 + rng.unit() * 0.37,
            seed: rng.next(),
        }
    }

    pub fn shine(&self, (x, y): (f32, f32), colour: Rgb) -> Rgb {
        let (u, v) = (x - self.centre.0, y - self.centre.1);
        let reach = length(u, v) / self.radius;
        if reach > 1.3 {
            return colour;
        }
        let petals = ((v.atan2(u) * 7.0).sin() * 0.25 + 0.75) * (reach * 16.0 + self.phase).sin();
        let figure = smoothstep(0.1, 0.7, petals) * smoothstep(1.3, 0.9, reach);
        let hue = self.phase
            + u / self.radius * 2.6
            + v / self.radius * 1.7
            + value_noise(self.seed, u / 6.0, v / 6.0);
        let shade = |shift: f32| 168.0 + 104.0 * (hue + shift).sin();
        mix(colour, [shade(0.0), shade(2.1), shade(4.2)], figure * self.strength)
    }
}

/// The pattern that a display's grid of red, green and blue makes with that of the sensor.
#[derive(Clone, Copy, Debug)]
pub struct Moire {
    /// Waves per millimetre, across and down.
    waves: (f32, f32),
    strength: f32,
    turn: (f32, f32),
}

impl Moire {
    /// `pixel` millimetres are one pixel of the camera: the beats are 3 to 14 of them long.
    pub fn new(pixel: f32, rng: &mut Rng) -> Self {
        let mut wave = || 1.0 / (pixel * (3.0 + rng.unit() * 11.0));
        let waves = (wave(), wave());
        Self { waves, strength: 0.05 + rng.unit() * 0.09, turn: ((rng.unit() - 0.5) * 0.5).sin_cos() }
    }

    pub fn on(&self, place: (f32, f32), [r, g, b]: Rgb) -> Rgb {
        let (x, y) = turned(place, self.turn);
        // Beats bend where the distance changes over the screen.
        let bend = (x * 0.02).sin() * 1.5 + (y * 0.017).cos() * 1.5;
        let wave = |shift: f32| {
            let across = (std::f32::consts::TAU * x * self.waves.0 + bend + shift).sin();
            let down = (std::f32::consts::TAU * y * self.waves.1 - bend).sin();
            1.0 + self.strength * (across + 0.6 * down)
        };
        [r * wave(0.0), g * wave(0.9), b * wave(1.8)]
    }
}

/// Normally distributed noise, cheaply: a sum of three uniform values.
pub fn normal(rng: &mut Rng) -> f32 {
    let bits = rng.next();
    let part = |shift: u32| ((bits >> shift) & 0xFFFF) as f32 / 65536.0;
    (part(0) + part(16) + part(32) - 1.5) * 2.0
}

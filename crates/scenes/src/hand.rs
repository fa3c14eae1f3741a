//! Fingers that hold a document by its edge.

use kyc_specimen::Rng;

use crate::colour::{Rgb, distance_to_stroke, length, mix, smoothstep, times};

const SKINS: [Rgb; 4] =
    [[232.0, 188.0, 162.0], [206.0, 154.0, 120.0], [150.0, 104.0, 78.0], [104.0, 70.0, 52.0]];

/// Fingers in millimetres of the document's plane.
#[derive(Clone, Debug)]
pub struct Hand {
    skin: Rgb,
    fingers: Vec<Finger>,
}

#[derive(Clone, Copy, Debug)]
struct Finger {
    tip: (f32, f32),
    root: (f32, f32),
    radius: f32,
}

impl Hand {
    /// One thumb, or fingers on two opposite edges, of a document of that size.
    pub fn new((width, height): (f32, f32), rng: &mut Rng) -> Self {
        let skin = rng.pick(&SKINS);
        let side = if rng.unit() < 0.5 { -1.0 } else { 1.0 };
        let is_upright = rng.unit() < 0.35;
        let mut fingers = Vec::new();
        for (edge, count) in [(side, 1), (-side, rng.range(0, 2))] {
            for _ in 0..count {
                let along = (rng.unit() - 0.5) * 0.7;
                let (depth, radius) = (6.0 + rng.unit() * 7.0, 8.0 + rng.unit() * 2.5);
                let slant = (rng.unit() - 0.5) * 50.0;
                let (tip, root) = if is_upright {
                    let y = edge * (height / 2.0 - depth + radius);
                    ((along * width, y), (along * width + slant, y + edge * 140.0))
                } else {
                    let x = edge * (width / 2.0 - depth + radius);
                    ((x, along * height), (x + edge * 140.0, along * height + slant))
                };
                fingers.push(Finger { tip, root, radius });
            }
        }
        Self { skin, fingers }
    }

    /// Colour and opacity of the hand at a place; `pixel` millimetres are one pixel.
    pub fn at(&self, place: (f32, f32), pixel: f32) -> (Rgb, f32) {
        let mut seen = (self.skin, 0.0);
        for finger in &self.fingers {
            let distance = distance_to_stroke(place, finger.tip, finger.root, finger.radius);
            let alpha = smoothstep(pixel * 0.6, -pixel * 0.6, distance);
            if alpha > 0.0 {
                let round = (-distance / finger.radius).clamp(0.0, 1.0);
                let nail =
                    smoothstep(4.5, 3.5, length((place.0 - finger.tip.0) * 0.9, place.1 - finger.tip.1));
                let shaded = times(self.skin, 0.62 + 0.42 * round.sqrt());
                seen = (mix(shaded, [240.0, 206.0, 196.0], nail * 0.35), alpha.max(seen.1));
            }
        }
        seen
    }

    /// How much its shadow takes away at a place.
    pub fn shadow(&self, place: (f32, f32)) -> f32 {
        let near = |finger: &Finger| {
            let distance = distance_to_stroke(place, finger.tip, finger.root, finger.radius);
            smoothstep(5.0, -1.0, distance) * 0.3
        };
        self.fingers.iter().map(near).fold(0.0, f32::max)
    }
}

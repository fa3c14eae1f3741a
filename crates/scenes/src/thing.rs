//! Things on a desk that are no document: some of them rectangles, to mislead whoever looks for one.

use kyc_specimen::{Rng, lattice};

use crate::colour::{Rgb, distance_to_box, distance_to_stroke, length, mix, smoothstep, times, turned};

/// What it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A keyboard: dark or light, rows of keys.
    Keyboard,
    /// A telephone, face down or with a dark screen.
    Phone,
    /// A pen.
    Pen,
    /// A cup from above.
    Cup,
    /// A book with its title.
    Book,
    /// A tablet or monitor that shows a window or two.
    Display,
    /// A window with a crossbar and daylight.
    Window,
    /// A ruler.
    Ruler,
    /// Another paper with lines of print.
    Paper,
}

/// One thing at its place.
#[derive(Clone, Copy, Debug)]
pub struct Thing {
    pub shape: Shape,
    /// In millimetres.
    pub centre: (f32, f32),
    /// Width and height in millimetres.
    pub size: (f32, f32),
    turn: (f32, f32),
    tone: Rgb,
    seed: u64,
}

const TONES: [Rgb; 6] = [
    [44.0, 46.0, 52.0],
    [224.0, 224.0, 226.0],
    [30.0, 64.0, 120.0],
    [150.0, 40.0, 46.0],
    [54.0, 108.0, 84.0],
    [214.0, 170.0, 60.0],
];

impl Thing {
    pub fn new(shape: Shape, centre: (f32, f32), angle: f32, rng: &mut Rng) -> Self {
        let grown = 0.9 + rng.unit() * 0.25;
        let (width, height) = match shape {
            Shape::Keyboard => (285.0, 110.0),
            Shape::Phone => (152.0, 72.0),
            Shape::Pen => (142.0, 10.0),
            Shape::Cup => (84.0, 84.0),
            Shape::Book => (150.0, 124.0),
            Shape::Display => (254.0, 140.0),
            Shape::Window => (220.0, 270.0),
            Shape::Ruler => (210.0, 30.0),
            Shape::Paper => (210.0, 297.0),
        };
        let tone = match shape {
            Shape::Paper => [238.0, 237.0, 232.0],
            Shape::Phone | Shape::Display => times([34.0, 35.0, 38.0], 0.7 + rng.unit() * 0.8),
            Shape::Window => [236.0, 234.0, 228.0],
            _ => rng.pick(&TONES),
        };
        let size = (width * grown, height * grown);
        Self { shape, centre, size, turn: (-angle).sin_cos(), tone, seed: rng.next() }
    }

    fn local(&self, (x, y): (f32, f32)) -> (f32, f32) {
        turned((x - self.centre.0, y - self.centre.1), self.turn)
    }

    /// Distance to its edge in millimetres, negative inside.
    pub fn distance(&self, place: (f32, f32)) -> f32 {
        let local = self.local(place);
        let (width, height) = self.size;
        match self.shape {
            Shape::Pen => {
                let reach = (width - height) / 2.0;
                distance_to_stroke(local, (-reach, 0.0), (reach, 0.0), height / 2.0)
            }
            Shape::Cup => length(local.0, local.1) - width / 2.0,
            Shape::Phone => distance_to_box(local, self.size, 9.0),
            Shape::Keyboard | Shape::Display => distance_to_box(local, self.size, 5.0),
            _ => distance_to_box(local, self.size, 0.5),
        }
    }

    /// Its colour at a place inside.
    pub fn at(&self, place: (f32, f32), pixel: f32) -> Rgb {
        let (x, y) = self.local(place);
        let (u, v) = (x / self.size.0 + 0.5, y / self.size.1 + 0.5);
        match self.shape {
            Shape::Keyboard => self.keys(x, y, pixel),
            Shape::Phone => mix(self.tone, [70.0, 76.0, 90.0], smoothstep(0.3, 0.9, u + v * 0.4) * 0.5),
            Shape::Pen => mix(self.tone, [250.0; 3], smoothstep(0.25, 0.0, (v - 0.35).abs()) * 0.5),
            Shape::Cup => {
                let inside = smoothstep(0.40, 0.38, length(u - 0.5, v - 0.5));
                mix(self.tone, [60.0, 38.0, 26.0], inside)
            }
            Shape::Book => self.book(u, v),
            Shape::Display => self.display(u, v),
            Shape::Window => {
                let bar = (u - 0.5)
                    .abs()
                    .min((v - 0.4).abs() * 1.2)
                    .min(0.5 - (u - 0.5).abs())
                    .min(0.5 - (v - 0.5).abs());
                mix(
                    mix([200.0, 224.0, 255.0], [255.0, 255.0, 250.0], 1.0 - v),
                    times(self.tone, 0.6),
                    smoothstep(0.05, 0.035, bar),
                )
            }
            Shape::Ruler => {
                let tick = ((x / 5.0).fract().abs() - 0.5).abs() > 0.4 && v < 0.35;
                mix([222.0, 200.0, 140.0], [60.0; 3], if tick { Self::faint(1.0, pixel) } else { 0.0 })
            }
            Shape::Paper => self.paper(u, v, pixel),
        }
    }

    fn faint(size: f32, pixel: f32) -> f32 {
        (size / pixel).min(1.0)
    }

    fn keys(&self, x: f32, y: f32, pixel: f32) -> Rgb {
        let pitch = 18.0;
        let row = (y / pitch + 50.0).floor();
        let shifted = x + row * 5.0;
        let local = (
            (shifted / pitch + 50.0).fract() * pitch - pitch / 2.0,
            (y / pitch + 50.0).fract() * pitch - pitch / 2.0,
        );
        let cap = smoothstep(pixel, -pixel, distance_to_box(local, (15.5, 15.5), 2.0));
        let letter = smoothstep(pixel, 0.0, distance_to_box((local.0 + 3.0, local.1 + 3.0), (2.4, 3.0), 0.5));
        let bright = self.tone.iter().sum::<f32>() > 380.0;
        let (key, ink) = if bright {
            (times(self.tone, 1.06), [90.0; 3])
        } else {
            (mix(self.tone, [255.0; 3], 0.12), [210.0; 3])
        };
        let ground = times(self.tone, 0.7);
        mix(ground, mix(key, ink, letter * Self::faint(2.4, pixel)), cap)
    }

    fn book(&self, u: f32, v: f32) -> Rgb {
        let spine = smoothstep(0.06, 0.05, u) * 0.35;
        let title = (0.2..0.8).contains(&u) && ((0.2..0.26).contains(&v) || (0.32..0.36).contains(&v));
        let word = lattice(self.seed, (u * 40.0) as i32, (v * 12.0) as i32) > 0.25;
        let cover = mix(self.tone, [0.0; 3], spine);
        mix(cover, [236.0, 230.0, 210.0], if title && word { 0.9 } else { 0.0 })
    }

    fn display(&self, u: f32, v: f32) -> Rgb {
        let bezel = (0.5 - (u - 0.5).abs()).min((0.5 - (v - 0.5).abs()) * 0.6) < 0.035;
        if bezel {
            return self.tone;
        }
        let sky = mix([70.0, 110.0, 190.0], [150.0, 90.0, 160.0], v);
        let pane = (0.12..0.62).contains(&u) && (0.18..0.82).contains(&v);
        let text =
            lattice(self.seed, (u * 60.0) as i32, (v * 22.0) as i32) > 0.5 && (v * 22.0).fract() < 0.45;
        match (pane, text && v > 0.28 && u > 0.16 && u < 0.56) {
            (true, true) => [90.0; 3],
            (true, false) => [236.0, 237.0, 240.0],
            _ => sky,
        }
    }

    fn paper(&self, u: f32, v: f32, pixel: f32) -> Rgb {
        let line = (v * 46.0).floor();
        let is_text = (0.12..0.12 + 0.76 * (0.5 + 0.5 * lattice(self.seed, line as i32, 1))).contains(&u)
            && (0.1..0.9).contains(&v)
            && (v * 46.0).fract() < 0.42
            && lattice(self.seed, (u * 58.0) as i32, line as i32) > 0.22;
        mix(self.tone, [70.0, 72.0, 80.0], if is_text { 0.8 * Self::faint(1.6, pixel) } else { 0.0 })
    }
}

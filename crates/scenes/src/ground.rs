//! What documents lie on, in millimetres of the table, so that it follows the perspective.

use kyc_specimen::{Rng, lattice, value_noise};

use crate::colour::{Rgb, filtered, length, mix, smoothstep, times};

/// A kind of ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ground {
    /// Boards with grain and joints.
    Wood,
    /// Near black, plain.
    Dark,
    /// Near white, plain: white paper on it differs by little more than its shadow.
    Light,
    /// One colour, a little uneven.
    Plain,
    /// A chequered or striped cloth with its weave.
    Cloth,
    /// Tiles with joints.
    Tiles,
    /// A lined page of a notebook.
    Notebook,
    /// Stone with specks and veins.
    Stone,
    /// A room behind, out of focus.
    Room,
}

impl Ground {
    /// Every one.
    pub const ALL: [Self; 9] = [
        Self::Wood,
        Self::Dark,
        Self::Light,
        Self::Plain,
        Self::Cloth,
        Self::Tiles,
        Self::Notebook,
        Self::Stone,
        Self::Room,
    ];
}

/// A ground with its colours and measures.
#[derive(Clone, Copy, Debug)]
pub struct Covering {
    pub ground: Ground,
    seed: u64,
    first: Rgb,
    second: Rgb,
    pitch: f32,
    turn: (f32, f32),
    is_striped: bool,
}

const WOODS: [(Rgb, Rgb); 4] = [
    ([168.0, 122.0, 78.0], [132.0, 90.0, 54.0]),
    ([206.0, 170.0, 122.0], [176.0, 136.0, 90.0]),
    ([104.0, 70.0, 48.0], [74.0, 48.0, 32.0]),
    ([188.0, 182.0, 172.0], [152.0, 146.0, 136.0]),
];
const COLOURS: [Rgb; 8] = [
    [150.0, 48.0, 52.0],
    [52.0, 88.0, 140.0],
    [70.0, 112.0, 84.0],
    [196.0, 160.0, 92.0],
    [120.0, 120.0, 126.0],
    [84.0, 70.0, 106.0],
    [170.0, 176.0, 180.0],
    [60.0, 64.0, 70.0],
];

impl Covering {
    pub fn new(ground: Ground, rng: &mut Rng) -> Self {
        let (first, second) = match ground {
            Ground::Wood => rng.pick(&WOODS),
            Ground::Dark => (times([40.0, 42.0, 48.0], 0.6 + rng.unit() * 0.6), [60.0; 3]),
            // White paper is drawn at 246: at least some 20 levels remain.
            Ground::Light => (times([224.0, 222.0, 218.0], 0.93 + rng.unit() * 0.07), [236.0; 3]),
            Ground::Notebook => ([226.0, 225.0, 216.0], [136.0, 158.0, 196.0]),
            Ground::Stone => {
                (times([150.0, 148.0, 146.0], 0.5 + rng.unit() * 0.9), times([90.0; 3], 0.6 + rng.unit()))
            }
            _ => (rng.pick(&COLOURS), times(rng.pick(&COLOURS), 0.7 + rng.unit() * 0.5)),
        };
        let pitch = match ground {
            Ground::Tiles => 90.0 + rng.unit() * 160.0,
            Ground::Cloth => 14.0 + rng.unit() * 34.0,
            Ground::Notebook => 7.0 + rng.unit() * 2.0,
            _ => 80.0 + rng.unit() * 80.0,
        };
        let angle = rng.unit() * std::f32::consts::TAU;
        Self {
            ground,
            seed: rng.next(),
            first,
            second,
            pitch,
            turn: angle.sin_cos(),
            is_striped: rng.unit() < 0.4,
        }
    }

    /// Its colour at a place; `pixel` is how many millimetres a pixel sees, below which detail fades.
    pub fn at(&self, place: (f32, f32), pixel: f32) -> Rgb {
        let (x, y) = crate::colour::turned(place, self.turn);
        match self.ground {
            Ground::Wood => self.wood(x, y, pixel),
            Ground::Dark | Ground::Light => times(self.first, 0.97 + 0.06 * self.noise(x / 70.0, y / 70.0)),
            Ground::Plain => times(self.first, 0.9 + 0.2 * self.noise(x / 110.0, y / 110.0)),
            Ground::Cloth => self.cloth(x, y, pixel),
            Ground::Tiles => self.tiles(x, y, pixel),
            Ground::Notebook => self.notebook(x, y, pixel),
            Ground::Stone => self.stone(x, y, pixel),
            Ground::Room => self.room(x, y),
        }
    }

    fn noise(&self, x: f32, y: f32) -> f32 {
        value_noise(self.seed, x, y)
    }

    /// How much of a detail of that size is left.
    fn visible(size: f32, pixel: f32) -> f32 {
        smoothstep(0.7, 2.5, size / pixel)
    }

    fn wood(&self, x: f32, y: f32, pixel: f32) -> Rgb {
        let board = (y / self.pitch).floor();
        let warp = self.noise(x / 160.0 + board * 7.0, y / 40.0) * 1.6;
        let rings = ((y / 9.0 + warp * 3.0 + board * 5.0) * 1.9).sin() * 0.5 + 0.5;
        let fibre = self.noise(x / 30.0 + board * 13.0, y / 1.2) * Self::visible(1.2, pixel);
        let tint = 0.88 + 0.2 * lattice(self.seed, board as i32, 5);
        let joint = ((y / self.pitch).fract().abs() - 0.5).abs() * self.pitch;
        let seam = smoothstep(self.pitch / 2.0 - 1.2 - pixel, self.pitch / 2.0 - 0.3, joint);
        let tone = mix(self.first, self.second, rings * 0.5 + fibre * 0.35);
        mix(times(tone, tint), times(self.second, 0.5), seam * 0.8)
    }

    fn cloth(&self, x: f32, y: f32, pixel: f32) -> Rgb {
        let band = |value: f32| {
            let edge = (value / self.pitch).fract().abs();
            smoothstep(0.48, 0.52, edge) * smoothstep(1.0, 0.96, edge)
        };
        let share = if self.is_striped { band(x + 1e4) } else { (band(x + 1e4) + band(y + 1e4)) / 2.0 };
        let weave = ((x * 3.6).sin() * (y * 3.6).sin()) * 0.08 * Self::visible(1.7, pixel);
        times(
            mix(self.first, self.second, share),
            1.0 + weave + 0.12 * (self.noise(x / 60.0, y / 60.0) - 0.5),
        )
    }

    fn tiles(&self, x: f32, y: f32, pixel: f32) -> Rgb {
        let (column, row) = ((x / self.pitch).floor(), (y / self.pitch).floor());
        let inner = |value: f32| (value / self.pitch - (value / self.pitch).floor() - 0.5).abs() * self.pitch;
        let edge = self.pitch / 2.0 - inner(x).max(inner(y));
        let joint = smoothstep(1.6 + pixel, 1.2, edge);
        let tint = 0.9 + 0.18 * lattice(self.seed, column as i32, row as i32);
        let marbled = 0.94 + 0.12 * self.noise(x / 25.0, y / 25.0);
        mix(times(mix(self.first, [210.0; 3], 0.5), tint * marbled), [120.0, 118.0, 114.0], joint)
    }

    fn notebook(&self, x: f32, y: f32, pixel: f32) -> Rgb {
        let line = ((y / self.pitch).fract().abs() - 0.5).abs() * self.pitch;
        let rule = smoothstep(0.2 + pixel * 0.7, 0.1, line) * (0.35 / pixel).min(1.0);
        let paper = times(self.first, 0.97 + 0.05 * self.noise(x / 90.0, y / 90.0));
        let margin = smoothstep(0.2 + pixel * 0.7, 0.1, (x - 55.0).abs()) * (0.35 / pixel).min(1.0);
        mix(mix(paper, self.second, rule), [206.0, 120.0, 120.0], margin)
    }

    fn stone(&self, x: f32, y: f32, pixel: f32) -> Rgb {
        let specks = self.noise(x / 1.6, y / 1.6) * Self::visible(1.6, pixel);
        let clouds = self.noise(x / 22.0, y / 22.0);
        let vein = (self.noise(x / 55.0 + 9.0, y / 55.0) - 0.5).abs();
        let tone = mix(self.first, self.second, specks * 0.35 + clouds * 0.3);
        mix(tone, [226.0, 224.0, 220.0], smoothstep(0.02, 0.0, vein) * 0.4)
    }

    /// Soft furniture, a lamp and a window: nothing that has an edge.
    fn room(&self, x: f32, y: f32) -> Rgb {
        let (far, near) = (self.noise(x / 130.0, y / 130.0), self.noise(x / 60.0 + 30.0, y / 80.0));
        let wall = mix(self.first, self.second, smoothstep(0.25, 0.75, far));
        let lamp = smoothstep(90.0, 10.0, length(x - 120.0, y + 60.0));
        let shaded = filtered(mix(wall, [200.0, 190.0, 176.0], 0.35), [0.7 + 0.45 * near; 3]);
        mix(shaded, [250.0, 238.0, 210.0], lamp * 0.6)
    }
}

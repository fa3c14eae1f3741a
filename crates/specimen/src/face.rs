//! A drawn, frontal face: enough light and shade to look like a photograph from a distance and to be found by a
//! face detector, and nobody's face at all. Units: the head's centre is the origin, the head about one unit high.

use crate::canvas::length;
use crate::rng::{Rng, value_noise};
use crate::tone::{Tone, WHITE, smoothstep};
use image::RgbImage;

/// How somebody looks.
#[derive(Clone, Copy, Debug)]
struct Look {
    seed: u64,
    skin: Tone,
    hair: Tone,
    eyes: Tone,
    shirt: Tone,
    /// How far down the hair falls: 0.1 is short, 0.75 reaches the shoulders.
    length: f32,
    /// Where the parting is, -0.2 to 0.2.
    parting: f32,
    width: f32,
    brow: f32,
    beard: f32,
}

impl Look {
    fn new(seed: u64, long_hair: bool) -> Self {
        const SKINS: [Tone; 5] = [
            Tone::new(236.0, 196.0, 172.0),
            Tone::new(224.0, 178.0, 148.0),
            Tone::new(200.0, 150.0, 116.0),
            Tone::new(166.0, 116.0, 86.0),
            Tone::new(240.0, 204.0, 184.0),
        ];
        const HAIRS: [Tone; 5] = [
            Tone::new(44.0, 32.0, 28.0),
            Tone::new(86.0, 58.0, 38.0),
            Tone::new(134.0, 94.0, 54.0),
            Tone::new(30.0, 28.0, 32.0),
            Tone::new(112.0, 56.0, 34.0),
        ];
        const EYES: [Tone; 3] =
            [Tone::new(84.0, 58.0, 38.0), Tone::new(70.0, 104.0, 122.0), Tone::new(82.0, 100.0, 62.0)];
        const SHIRTS: [Tone; 4] = [
            Tone::new(46.0, 62.0, 92.0),
            Tone::new(92.0, 44.0, 54.0),
            Tone::new(58.0, 78.0, 70.0),
            Tone::new(70.0, 70.0, 78.0),
        ];
        let mut rng = Rng::new(seed);
        Self {
            seed,
            skin: rng.pick(&SKINS),
            hair: rng.pick(&HAIRS),
            eyes: rng.pick(&EYES),
            shirt: rng.pick(&SHIRTS),
            length: if long_hair { 0.80 + rng.unit() * 0.10 } else { 0.06 },
            parting: rng.unit() * 0.3 - 0.15,
            width: 0.345 + rng.unit() * 0.03,
            brow: if long_hair { 0.016 } else { 0.020 },
            beard: if !long_hair && rng.range(0, 3) == 0 { 0.55 } else { 0.0 },
        }
    }
}

/// Draws the face of a seed; `head` is the head's height as a share of the picture's, `centre` its centre's.
pub(crate) fn portrait(
    (seed, long_hair): (u64, bool),
    (width, height): (u32, u32),
    (head, centre): (f32, f32),
    background: (Tone, Tone),
) -> RgbImage {
    let look = Look::new(seed, long_hair);
    let unit = height as f32 * head;
    RgbImage::from_fn(width, height, |px, py| {
        let x = (px as f32 + 0.5 - width as f32 / 2.0) / unit;
        let y = (py as f32 + 0.5 - height as f32 * centre) / unit;
        let shade = (x * 0.35 + y * 0.5 + 0.4).clamp(0.0, 1.0);
        let ground = background.0.mix(background.1, shade);
        person(&look, x, y, 1.0 / unit, ground).pixel()
    })
}

fn gauss(x: f32, y: f32, wide: f32, high: f32) -> f32 {
    let far = (x / wide).powi(2) + (y / high).powi(2);
    if far > 9.0 { 0.0 } else { (-far).exp() }
}

/// Coverage of an ellipse with an edge of `soft` units.
fn ellipse(x: f32, y: f32, wide: f32, high: f32, soft: f32) -> f32 {
    let reach = length(x / wide, y / high);
    smoothstep(soft, -soft, (reach - 1.0) * wide.min(high))
}

fn person(look: &Look, x: f32, y: f32, pixel: f32, ground: Tone) -> Tone {
    let mut tone = ground.mix(Tone::new(20.0, 22.0, 30.0), gauss(x - 0.1, y - 0.4, 0.6, 0.8) * 0.16);
    tone = hair_behind(look, x, y, pixel, tone);
    tone = body(look, x, y, pixel, tone);
    for side in [-1.0, 1.0] {
        let ear = ellipse(x - side * (look.width + 0.012), y - 0.03, 0.045, 0.095, pixel);
        tone = tone.mix(look.skin.times(0.82 - side * 0.06), ear * if look.length > 0.3 { 0.0 } else { 1.0 });
    }
    let skin = head(look, x, y, pixel);
    if skin > 0.0 {
        tone = tone.mix(features(look, x, y, pixel, complexion(look, x, y)), skin);
    }
    hair_front(look, x, y, pixel, tone)
}

/// Coverage of the head: an egg, narrower towards the chin.
fn head(look: &Look, x: f32, y: f32, pixel: f32) -> f32 {
    let jaw = if y > 0.0 { 1.0 - 0.22 * (y / 0.5).powi(2) } else { 1.0 };
    ellipse(x / jaw, y, look.width, 0.5, pixel)
}

fn body(look: &Look, x: f32, y: f32, pixel: f32, under: Tone) -> Tone {
    let mut tone = under;
    let neck = smoothstep(0.165 + pixel, 0.165 - pixel, x.abs() - (y - 0.5).max(0.0) * 0.25)
        * smoothstep(0.2, 0.25, y);
    let under_chin = 0.62 + 0.3 * smoothstep(0.48, 0.72, y) - x * 0.35;
    tone = tone.mix(look.skin.times(under_chin.clamp(0.4, 0.95)), neck);
    let slope = 0.66 + x.abs().powf(1.6) * 0.34 - 0.05 * smoothstep(0.2, 0.1, x.abs());
    let collar = (0.86 - x.abs() * 1.3).max(slope);
    let cloth = smoothstep(-pixel, pixel, y - if x.abs() < 0.2 { collar } else { slope })
        * smoothstep(0.98, 0.93, x.abs() - (y - 1.0).max(0.0) * 0.2);
    let fold = value_noise(look.seed, x * 5.0 + y * 2.0, y * 3.0) * 0.22;
    let light = 0.98 - x * 0.3 - fold + gauss(x + 0.45, y - 0.85, 0.25, 0.2) * 0.18;
    tone.mix(look.shirt.times(light), cloth)
}

/// Skin under light from the upper left, with the large forms of a face.
fn complexion(look: &Look, x: f32, y: f32) -> Tone {
    let (nx, ny) = (x / (look.width * 1.08), y / 0.56);
    let nz = (1.0 - (nx * nx + ny * ny).min(0.96)).sqrt();
    let lambert = (-nx * 0.38 - ny * 0.30 + nz * 0.86).max(0.0);
    let mut light = 0.50 + 0.54 * lambert;
    for side in [-1.0, 1.0] {
        light -= gauss(x - side * 0.15, y + 0.075, 0.085, 0.055) * 0.17;
        light += gauss(x - side * 0.19, y - 0.10, 0.09, 0.07) * 0.06;
        light -= gauss(x - side * 0.10, y - 0.215, 0.03, 0.09) * 0.05;
    }
    light += gauss(x + 0.02, y + 0.30, 0.17, 0.10) * 0.06;
    light += gauss(x + 0.012, y - 0.04, 0.022, 0.13) * 0.10;
    light -= gauss(x - 0.045, y - 0.05, 0.022, 0.12) * 0.13;
    light -= gauss(x, y - 0.185, 0.065, 0.020) * 0.20;
    light += gauss(x + 0.006, y - 0.135, 0.028, 0.028) * 0.10;
    light -= gauss(x, y - 0.355, 0.09, 0.022) * 0.12;
    light += gauss(x + 0.01, y - 0.43, 0.08, 0.04) * 0.06;
    light += (value_noise(look.seed, x * 60.0, y * 60.0) - 0.5) * 0.02;
    let blush = gauss(x - 0.2, y - 0.13, 0.09, 0.07)
        + gauss(x + 0.2, y - 0.13, 0.09, 0.07)
        + gauss(x, y - 0.14, 0.05, 0.05) * 0.7;
    let stubble = look.beard
        * smoothstep(0.12, 0.30, y + x.abs() * 0.35)
        * (1.0 - ellipse(x, y - 0.285, 0.12, 0.035, 0.01))
        * (0.75 + 0.25 * value_noise(look.seed, x * 140.0, y * 110.0));
    let warm = look.skin.mix(Tone::new(206.0, 110.0, 96.0), blush * 0.20);
    warm.times(light).mix(look.hair.times(0.9), stubble)
}

fn features(look: &Look, x: f32, y: f32, pixel: f32, skin: Tone) -> Tone {
    let mut tone = skin;
    for side in [-1.0, 1.0] {
        tone = eye(look, (x - side * 0.148) * side, y + 0.055, side, pixel, tone);
        tone = brow(look, (x - side * 0.148) * side, y + 0.148, pixel, tone);
        let nostril = gauss(x - side * 0.034, y - 0.172, 0.017, 0.009);
        tone = tone.mix(look.skin.times(0.26), nostril * 0.85);
        let wing = gauss(x - side * 0.062, y - 0.15, 0.012, 0.03);
        tone = tone.mix(look.skin.times(0.55), wing * 0.4);
    }
    mouth(look, x, y - 0.282, pixel, tone)
}

/// One eye; x grows outwards from its centre.
fn eye(look: &Look, x: f32, y: f32, side: f32, pixel: f32, skin: Tone) -> Tone {
    let reach = (x / 0.073).clamp(-1.0, 1.0);
    let open = 1.0 - reach * reach;
    let (upper, lower) = (-0.036 * open.powf(0.75) - reach * 0.004, 0.023 * open - reach * 0.004);
    let edge = pixel.max(0.0015);
    let inside = smoothstep(-edge, edge, y - upper) * smoothstep(edge, -edge, y - lower);
    let inside = if x.abs() < 0.073 { inside } else { 0.0 };
    let mut ball = Tone::new(238.0, 234.0, 230.0).times(0.93 - smoothstep(0.01, -0.035, y) * 0.35);
    let iris = ellipse(x, y + 0.006, 0.0325, 0.0325, edge);
    let ring = smoothstep(0.018, 0.032, length(x, y + 0.006));
    ball = ball.mix(look.eyes.times(1.15 - ring * 0.65), iris);
    ball = ball.mix(Tone::new(12.0, 10.0, 12.0), ellipse(x, y + 0.006, 0.0145, 0.0145, edge));
    ball = ball.mix(WHITE, ellipse(x + side * 0.010, y + 0.017, 0.0065, 0.0065, edge) * 0.95);
    let mut tone = skin.mix(ball, inside);
    let across = smoothstep(0.088, 0.062, x.abs());
    let lash = gauss(0.0, y - upper + 0.002, 1.0, 0.0075) * across;
    tone = tone.mix(look.hair.times(0.35), lash * 0.92);
    let crease = gauss(0.0, y - upper + 0.028, 1.0, 0.006) * across;
    tone = tone.mix(look.skin.times(0.52), crease * 0.45);
    let rim = gauss(0.0, y - lower - 0.002, 1.0, 0.005) * smoothstep(0.08, 0.05, x.abs());
    tone.mix(look.skin.times(0.5), rim * 0.45)
}

fn brow(look: &Look, x: f32, y: f32, pixel: f32, skin: Tone) -> Tone {
    let along = (x + 0.085) / 0.19;
    let middle = 0.008 - 0.032 * (along * 2.1).clamp(0.0, 3.1).sin() + 0.012 * along;
    let thick = look.brow * smoothstep(-0.05, 0.12, along) * smoothstep(1.02, 0.35, along);
    let edge = pixel.max(0.004);
    let inside = smoothstep(thick + edge, thick - edge, (y - middle).abs());
    let within = if (0.0..=1.0).contains(&along) { inside } else { 0.0 };
    let hairs = 0.62 + 0.38 * value_noise(look.seed, x * 240.0 + y * 160.0, y * 60.0);
    skin.mix(look.hair.times(0.7), within * hairs)
}

fn mouth(look: &Look, x: f32, y: f32, pixel: f32, skin: Tone) -> Tone {
    let reach = (x / 0.125).clamp(-1.0, 1.0);
    let open = (1.0 - reach * reach).max(0.0);
    let line = -0.010 * reach * reach + 0.004;
    let bow = 0.030 * open.powf(0.8) - 0.009 * gauss(x, 0.0, 0.022, 1.0);
    let (top, bottom) = (line - bow, line + 0.040 * open.powf(0.7));
    let edge = pixel.max(0.003);
    let inside = smoothstep(-edge, edge, y - top) * smoothstep(edge, -edge, y - bottom);
    let lip = look.skin.mix(Tone::new(168.0, 66.0, 70.0), 0.55);
    let light = if y < line { 0.78 } else { 0.92 + gauss(x + 0.02, y - line - 0.018, 0.05, 0.009) * 0.22 };
    let mut tone = skin.mix(lip.times(light), inside * 0.9);
    let parted = gauss(0.0, y - line, 1.0, 0.0055) * smoothstep(0.135, 0.10, x.abs());
    tone = tone.mix(Tone::new(82.0, 30.0, 34.0), parted * 0.85);
    let corner = gauss(x.abs() - 0.128, y - line, 0.014, 0.012);
    tone.mix(look.skin.times(0.5), corner * 0.4)
}

/// The tone of hair at a point: strands across, gloss on top.
fn strands(look: &Look, x: f32, y: f32) -> Tone {
    let angle = x.atan2(0.75 - y);
    let fine = value_noise(look.seed ^ 7, angle * 70.0, y * 4.0);
    let coarse = value_noise(look.seed ^ 9, angle * 18.0, y * 2.0);
    let gloss = gauss(x + 0.14, y + 0.43, 0.20, 0.06);
    look.hair.times(0.55 + 0.35 * fine + 0.35 * coarse - x * 0.25).mix(WHITE, gloss * 0.16)
}

fn hair_behind(look: &Look, x: f32, y: f32, pixel: f32, under: Tone) -> Tone {
    let wave = (value_noise(look.seed ^ 3, y * 4.0, 1.0) - 0.5) * 0.05;
    let is_long = look.length > 0.3;
    let (wide, end) = if is_long { (look.width + 0.085 + wave, 0.03) } else { (look.width + 0.028, -0.04) };
    let crown = ellipse(x, y + 0.09, wide, 0.49, pixel) * smoothstep(0.05, -0.02, y - end);
    let falls = smoothstep(wide + pixel, wide - pixel, x.abs() + (y - 0.35).max(0.0).powi(2) * 0.4)
        * smoothstep(-0.09, -0.06, y)
        * smoothstep(look.length + 0.03, look.length - 0.03, y + wave);
    let falls = if is_long { falls } else { 0.0 };
    under.mix(strands(look, x, y).times(0.72), crown.max(falls))
}

fn hair_front(look: &Look, x: f32, y: f32, pixel: f32, under: Tone) -> Tone {
    let from_parting = x - look.parting;
    let hairline = -0.335
        + from_parting * from_parting * if look.length > 0.3 { 2.1 } else { 1.25 }
        + (value_noise(look.seed ^ 5, x * 30.0, 0.0) - 0.5) * 0.025;
    let edge = pixel.max(0.012);
    let above = smoothstep(edge, -edge, y - hairline);
    let sides = if look.length > 0.3 {
        let lock = look.width - 0.035
            + (y - 0.15).max(0.0) * 0.28
            + (value_noise(look.seed ^ 6, y * 5.0, 0.0) - 0.5) * 0.03;
        smoothstep(-edge, edge, x.abs() - lock) * smoothstep(look.length + 0.02, look.length - 0.04, y)
    } else {
        smoothstep(-edge, edge, x.abs() - look.width + 0.03) * smoothstep(0.03, -0.10, y)
    };
    let volume = if look.length > 0.3 { 0.075 } else { 0.026 };
    let cap = ellipse(x, y + 0.09, look.width + volume, 0.485, pixel.max(0.004));
    let outer = if look.length > 0.3 && y > -0.09 {
        smoothstep(look.width + 0.08, look.width + 0.06, x.abs())
    } else {
        cap
    };
    let tone = strands(look, x, y);
    let shadow = smoothstep(0.06, 0.0, y - hairline) * smoothstep(look.width, look.width - 0.06, x.abs());
    let shaded = under.mix(look.skin.times(0.5), if y > hairline && y < 0.0 { shadow * 0.35 } else { 0.0 });
    shaded.mix(tone, above.max(sides) * outer)
}

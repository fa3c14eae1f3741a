//! Red, green and blue as numbers with room above white, so that light can be added before the sensor clips it.

/// 0 to 255 each, more where the sensor will clip.
pub type Rgb = [f32; 3];

pub fn mix(under: Rgb, over: Rgb, share: f32) -> Rgb {
    let share = share.clamp(0.0, 1.0);
    let [a, b, c] = under;
    let [x, y, z] = over;
    [a + (x - a) * share, b + (y - b) * share, c + (z - c) * share]
}

pub fn times([r, g, b]: Rgb, factor: f32) -> Rgb {
    [r * factor, g * factor, b * factor]
}

pub fn filtered([r, g, b]: Rgb, [fr, fg, fb]: Rgb) -> Rgb {
    [r * fr, g * fg, b * fb]
}

/// 0 below `from`, 1 above `to`, smooth between; `from` may be the larger one.
pub fn smoothstep(from: f32, to: f32, value: f32) -> f32 {
    let t = ((value - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// `f32::hypot` guards against overflow that places in a picture never reach, at ten times the cost.
pub fn length(x: f32, y: f32) -> f32 {
    (x * x + y * y).sqrt()
}

/// Distance to the edge of a rectangle around the origin with rounded corners; negative inside.
pub fn distance_to_box((x, y): (f32, f32), (width, height): (f32, f32), radius: f32) -> f32 {
    let (dx, dy) = (x.abs() - width / 2.0 + radius, y.abs() - height / 2.0 + radius);
    length(dx.max(0.0), dy.max(0.0)) + dx.max(dy).min(0.0) - radius
}

/// Distance to a stroke of that radius from `a` to `b`.
pub fn distance_to_stroke((x, y): (f32, f32), a: (f32, f32), b: (f32, f32), radius: f32) -> f32 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let along = (((x - a.0) * dx + (y - a.1) * dy) / (dx * dx + dy * dy).max(1e-6)).clamp(0.0, 1.0);
    length(x - a.0 - along * dx, y - a.1 - along * dy) - radius
}

/// The x and y of a place turned by an angle whose sine and cosine are given.
pub fn turned((x, y): (f32, f32), (sin, cos): (f32, f32)) -> (f32, f32) {
    (x * cos - y * sin, x * sin + y * cos)
}

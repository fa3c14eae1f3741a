//! How a rectangle stands before the camera, from its four corners.

use crate::{Point, Quad};

/// Focal lengths tried, in long edges of the picture: phones lie between 0.7 (wide) and 1.3, webcams likewise.
const FOCAL: [f32; 4] = [0.7, 0.9, 1.2, 1.8];

/// How a document is held.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pose {
    /// Degrees between its normal and the camera's axis, 0 when seen straight from above.
    pub tilt: f32,
    /// In-plane turn in degrees, -45 to 45: 0 when its sides run along the picture's.
    pub turn: f32,
    /// Share of the picture it covers.
    pub fill: f32,
    /// Long to short edge as they would be seen straight from above.
    pub proportion: f32,
    /// How far it is from the figure of any rectangle: cosine of the angle between its edges.
    pub skew: f32,
}

impl Pose {
    /// The pose of a figure in a picture of this size, whose middle is taken for the camera's axis. With a
    /// `proportion` known the focal length is the one that fits it best, else that of an ordinary phone.
    #[must_use]
    pub fn of(quad: &Quad, width: f32, height: f32, proportion: Option<f32>) -> Self {
        let long = width.max(height).max(1.0);
        let cost = |view: &View| {
            let off = proportion.map_or(0.0, |known| (view.proportion / known).ln().abs());
            off + view.skew
        };
        let views = FOCAL.iter().map(|focal| View::of(quad, width / 2.0, height / 2.0, focal * long));
        let view = views.min_by(|one, other| cost(one).total_cmp(&cost(other))).unwrap_or_default();
        let fill = quad.area() / (width * height).max(1.0);
        Self { tilt: view.tilt, turn: turn(quad), fill, proportion: view.proportion, skew: view.skew }
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct View {
    tilt: f32,
    proportion: f32,
    skew: f32,
}

impl View {
    /// The columns of the homography from the unit square, in rays of the camera, are the rectangle's edges in
    /// space (Hartley and Zisserman, Multiple View Geometry, 8.1): their lengths, their angle and their normal.
    fn of(quad: &Quad, middle_x: f32, middle_y: f32, focal: f32) -> Self {
        let [a, b, c, d] =
            quad.0.map(|point| Point { x: (point.x - middle_x) / focal, y: (point.y - middle_y) / focal });
        let (dx1, dx2, sx) = (b.x - c.x, d.x - c.x, a.x - b.x + c.x - d.x);
        let (dy1, dy2, sy) = (b.y - c.y, d.y - c.y, a.y - b.y + c.y - d.y);
        let det = dx1 * dy2 - dx2 * dy1;
        if det.abs() < 1e-9 {
            return Self { tilt: 90.0, proportion: 1.0, skew: 1.0 };
        }
        let (g, h) = ((sx * dy2 - dx2 * sy) / det, (dx1 * sy - sx * dy1) / det);
        let across = [b.x - a.x + g * b.x, b.y - a.y + g * b.y, g];
        let down = [d.x - a.x + h * d.x, d.y - a.y + h * d.y, h];
        let dot = |[a, b, c]: [f32; 3], [d, e, f]: [f32; 3]| a * d + b * e + c * f;
        let (wide, high) = (dot(across, across).sqrt().max(1e-6), dot(down, down).sqrt().max(1e-6));
        let [p, q, r] = across;
        let [s, t, u] = down;
        let normal = [q * u - r * t, r * s - p * u, p * t - q * s];
        let length = dot(normal, normal).sqrt().max(1e-9);
        Self {
            tilt: (normal[2].abs() / length).min(1.0).acos().to_degrees(),
            proportion: (wide / high).max(high / wide),
            skew: (dot(across, down) / (wide * high)).abs(),
        }
    }
}

/// Turn of the figure's four sides taken together, in degrees.
fn turn(quad: &Quad) -> f32 {
    let [a, b, c, d] = quad.0;
    // Fourfold angles agree for the four sides of a rectangle.
    let (mut sin, mut cos) = (0.0, 0.0);
    for (from, to) in [(a, b), (b, c), (c, d), (d, a)] {
        let angle = (to.y - from.y).atan2(to.x - from.x) * 4.0;
        let length = from.distance(to);
        (sin, cos) = (sin + angle.sin() * length, cos + angle.cos() * length);
    }
    sin.atan2(cos).to_degrees() / 4.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rectangle(wide: f32, high: f32, tilt: f32, turn: f32) -> Quad {
        let (sin, cos) = tilt.to_radians().sin_cos();
        let (turn_sin, turn_cos) = turn.to_radians().sin_cos();
        Quad([(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].map(|(x, y)| {
            let (x, y) = (x * wide / 2.0, y * high / 2.0);
            let (x, y) = (x * turn_cos - y * turn_sin, x * turn_sin + y * turn_cos);
            let (x, y, z) = (x, y * cos, 3.0 + y * sin);
            Point { x: 320.0 + 640.0 * 0.9 * x / z, y: 240.0 + 640.0 * 0.9 * y / z }
        }))
    }

    #[test]
    fn the_pose_of_a_known_card_is_recovered() {
        for (tilt, turn) in [(0.0, 0.0), (20.0, 10.0), (35.0, -30.0), (30.0, 0.0)] {
            let pose = Pose::of(&rectangle(1.586, 1.0, tilt, turn), 640.0, 480.0, Some(1.586));
            assert!((pose.tilt - tilt).abs() < 3.0, "{tilt}, {turn}: {pose:?}");
            assert!((pose.proportion - 1.586).abs() < 0.05 && pose.skew < 0.05, "{tilt}, {turn}: {pose:?}");
            assert!(tilt > 0.0 || (pose.turn - turn).abs() < 0.5, "{turn}: {pose:?}");
        }
    }

    #[test]
    fn a_figure_of_no_size_has_a_pose_too() {
        let pose = Pose::of(&Quad::default(), 0.0, 0.0, None);
        assert!(pose.tilt.is_finite() && pose.fill.abs() < f32::EPSILON);
    }
}

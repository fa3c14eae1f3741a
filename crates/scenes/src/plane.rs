//! A pinhole camera above a plane: where its millimetres are seen, and what a pixel sees.

/// How the camera stands to the plane's origin.
#[derive(Clone, Copy, Debug)]
pub struct Pose {
    /// Turn within the plane, clockwise as seen, in radians.
    pub turn: f32,
    /// Angle between the line of sight and the plane's normal, in radians.
    pub tilt: f32,
    /// Direction in the picture of the axis around which it is tilted, in radians.
    pub axis: f32,
    /// Millimetres from the camera along the line of sight.
    pub distance: f32,
    /// Where the origin is seen, in pixels from the middle of the picture.
    pub shift: (f32, f32),
}

type Matrix = [[f64; 3]; 3];

/// The mapping between the plane and the picture.
#[derive(Clone, Copy, Debug)]
pub struct Plane {
    to_image: Matrix,
    to_plane: Matrix,
}

impl Plane {
    /// Seen by a camera whose focal length is given in pixels.
    pub fn seen(pose: &Pose, focal: f32, (width, height): (u32, u32)) -> Self {
        let (st, ct) = f64::from(pose.turn).sin_cos();
        let (sa, ca) = f64::from(pose.axis).sin_cos();
        let (sw, cw) = f64::from(pose.tilt).sin_cos();
        // Rodrigues' rotation around (ca, sa, 0), applied to the turned axes of the plane.
        let tilted = |x: f64, y: f64| {
            let along = x * ca + y * sa;
            [x * cw + ca * along * (1.0 - cw), y * cw + sa * along * (1.0 - cw), (ca * y - sa * x) * sw]
        };
        let ([ax, ay, az], [bx, by, bz]) = (tilted(ct, st), tilted(-st, ct));
        let focal = f64::from(focal);
        let depth = f64::from(pose.distance);
        let (cx, cy) = (f64::from(width) / 2.0, f64::from(height) / 2.0);
        let (tx, ty) = (f64::from(pose.shift.0) * depth / focal, f64::from(pose.shift.1) * depth / focal);
        let to_image = [
            [focal * ax + cx * az, focal * bx + cx * bz, focal * tx + cx * depth],
            [focal * ay + cy * az, focal * by + cy * bz, focal * ty + cy * depth],
            [az, bz, depth],
        ];
        Self { to_image, to_plane: inverse(&to_image) }
    }

    /// The pixel at which a place in millimetres is seen.
    pub fn pixel_of(&self, place: (f32, f32)) -> (f32, f32) {
        mapped(&self.to_image, place)
    }

    /// The place in millimetres that a pixel sees.
    pub fn place_at(&self, pixel: (f32, f32)) -> (f32, f32) {
        mapped(&self.to_plane, pixel)
    }

    /// Millimetres from a pixel to the next, on average of all directions.
    pub fn footprint(&self, (x, y): (f32, f32)) -> f32 {
        let (here, right, below) =
            (self.place_at((x, y)), self.place_at((x + 1.0, y)), self.place_at((x, y + 1.0)));
        let (a, b) = ((right.0 - here.0, right.1 - here.1), (below.0 - here.0, below.1 - here.1));
        (a.0 * b.1 - a.1 * b.0).abs().sqrt()
    }
}

fn mapped(matrix: &Matrix, (x, y): (f32, f32)) -> (f32, f32) {
    let [u, v, w] = matrix.map(|[a, b, c]| a * f64::from(x) + b * f64::from(y) + c);
    ((u / w) as f32, (v / w) as f32)
}

/// By cofactors; the scale does not matter for a mapping of places.
fn inverse(&[[a, b, c], [d, e, f], [g, h, i]]: &Matrix) -> Matrix {
    [
        [e * i - f * h, c * h - b * i, b * f - c * e],
        [f * g - d * i, a * i - c * g, c * d - a * f],
        [d * h - e * g, b * g - a * h, a * e - b * d],
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_is_the_same_place() {
        let pose = Pose { turn: 0.7, tilt: 0.5, axis: 2.0, distance: 300.0, shift: (40.0, -25.0) };
        let plane = Plane::seen(&pose, 600.0, (640, 480));
        assert!((plane.pixel_of((0.0, 0.0)).0 - 360.0).abs() < 1e-3);
        for place in [(0.0, 0.0), (42.0, -27.0), (-80.0, 60.0)] {
            let (x, y) = plane.place_at(plane.pixel_of(place));
            assert!((x - place.0).abs() < 1e-3 && (y - place.1).abs() < 1e-3);
        }
    }

    #[test]
    fn straight_above_a_millimetre_is_focal_by_distance_pixels() {
        let pose = Pose { turn: 0.0, tilt: 0.0, axis: 0.0, distance: 300.0, shift: (0.0, 0.0) };
        let plane = Plane::seen(&pose, 600.0, (640, 480));
        assert_eq!(plane.pixel_of((10.0, 5.0)), (340.0, 250.0));
        assert!((plane.footprint((100.0, 100.0)) - 0.5).abs() < 1e-4);
    }
}

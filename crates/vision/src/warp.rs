//! Straightening: a document seen at an angle, as if from straight above.

use crate::{Point, Quad, Target};

/// Size of a straightened document in pixels: as large as it is seen, in the proportion its target has (a page: as its
/// sides are seen), the long edge at most `max_edge`. A standing document stays standing.
#[must_use]
pub fn straight_size(quad: &Quad, target: Target, max_edge: u32) -> (u32, u32) {
    let [a, b, c, d] = quad.0;
    let (across, down) = (a.distance(b).max(d.distance(c)), b.distance(c).max(a.distance(d)));
    let long = across.max(down);
    let proportion = target.proportion().unwrap_or_else(|| long / across.min(down).max(1.0)).clamp(1.0, 20.0);
    let limit = long.min(max_edge.max(1) as f32).max(1.0);
    let (long, short) = (limit.round() as u32, (limit / proportion).round().max(1.0) as u32);
    if across >= down { (long, short) } else { (short, long) }
}

/// The projective map that brings `quad` onto the rectangle from the origin to `width` and `height`, as a matrix for columns
/// of x, y and 1, scaled so that its last element is 1. For those whose graphics hardware does the rest.
///
/// `None` when the figure is not one that a camera can make of a rectangle, or the size is empty.
#[must_use]
pub fn flattening(quad: &Quad, width: f32, height: f32) -> Option<[[f32; 3]; 3]> {
    let Projection { x: [a, b, c], y: [d, e, f], depth: [g, h] } = Projection::onto(quad)?;
    // The adjugate is the inverse but for a factor, which a projective map does not know.
    let rows = [
        [e - f * h, c * h - b, b * f - c * e],
        [f * g - d, a - c * g, c * d - a * f],
        [d * h - e * g, b * g - a * h, a * e - b * d],
    ];
    let last = rows[2][2];
    let [x, y, depth] = rows.map(|row| row.map(|value| value / last));
    let map = [x.map(|value| value * width), y.map(|value| value * height), depth];
    let is_sound = width > 0.0 && height > 0.0 && map.iter().flatten().all(|value| value.is_finite());
    is_sound.then_some(map)
}

/// The projective map of the unit square onto a figure (Heckbert, "Fundamentals of Texture Mapping and Image Warping",
/// 1989, section 2.2.3).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Projection {
    x: [f32; 3],
    y: [f32; 3],
    depth: [f32; 2],
}

impl Projection {
    pub(crate) fn onto(quad: &Quad) -> Option<Self> {
        if !quad.is_convex() {
            return None;
        }
        let [a, b, c, d] = quad.0;
        let (sum_x, sum_y) = (a.x - b.x + c.x - d.x, a.y - b.y + c.y - d.y);
        let (right_x, right_y, lower_x, lower_y) = (b.x - c.x, b.y - c.y, d.x - c.x, d.y - c.y);
        let whole = right_x * lower_y - right_y * lower_x;
        let (g, h) =
            ((sum_x * lower_y - sum_y * lower_x) / whole, (right_x * sum_y - right_y * sum_x) / whole);
        let map = Self {
            x: [b.x - a.x + g * b.x, d.x - a.x + h * d.x, a.x],
            y: [b.y - a.y + g * b.y, d.y - a.y + h * d.y, a.y],
            depth: [g, h],
        };
        (g.is_finite() && h.is_finite()).then_some(map)
    }

    /// The place of a share across and down.
    pub(crate) fn of(&self, u: f32, v: f32) -> Point {
        let line = |[across, down, start]: [f32; 3]| across * u + down * v + start;
        let depth = self.depth[0] * u + self.depth[1] * v + 1.0;
        Point::new(line(self.x) / depth, line(self.y) / depth)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn quad(corners: [(f32, f32); 4]) -> Quad {
        Quad(corners.map(|(x, y)| Point::new(x, y)))
    }

    #[test]
    fn the_size_follows_the_target_and_never_grows() {
        let lying = quad([(0.0, 0.0), (400.0, 0.0), (400.0, 200.0), (0.0, 200.0)]);
        assert_eq!(straight_size(&lying, Target::Card, 2000), (400, 252));
        assert_eq!(straight_size(&lying, Target::Page, 2000), (400, 200));
        assert_eq!(straight_size(&lying, Target::PassportPage, 200), (200, 141));
        let standing = quad([(0.0, 0.0), (200.0, 0.0), (200.0, 400.0), (0.0, 400.0)]);
        assert_eq!(straight_size(&standing, Target::Card, 2000), (252, 400));
    }

    #[test]
    fn flattening_brings_corners_to_corners_and_the_middle_where_straightening_finds_it() {
        let figure = quad([(40.0, 30.0), (160.0, 50.0), (180.0, 150.0), (20.0, 170.0)]);
        let map = flattening(&figure, 300.0, 200.0).unwrap();
        let to = |point: Point| {
            let row = |row: [f32; 3]| row[0] * point.x + row[1] * point.y + row[2];
            Point::new(row(map[0]) / row(map[2]), row(map[1]) / row(map[2]))
        };
        let rectangle = quad([(0.0, 0.0), (300.0, 0.0), (300.0, 200.0), (0.0, 200.0)]);
        for (corner, wanted) in figure.0.into_iter().zip(rectangle.0) {
            assert!(to(corner).distance(wanted) < 0.01, "{:?}", to(corner));
        }
        // The diagonals of a rectangle cross in its middle, and straight lines stay straight.
        let [a, b, c, d] = figure.0;
        let share = ((d.x - a.x) * (d.y - b.y) - (d.y - a.y) * (d.x - b.x))
            / ((c.x - a.x) * (d.y - b.y) - (c.y - a.y) * (d.x - b.x));
        let crossing = Point::new(a.x + share * (c.x - a.x), a.y + share * (c.y - a.y));
        assert!(to(crossing).distance(Point::new(150.0, 100.0)) < 0.01, "{:?}", to(crossing));
        assert!(
            flattening(&figure, 0.0, 200.0).is_none()
                && flattening(&quad([(1.0, 1.0); 4]), 9.0, 9.0).is_none()
        );
    }

    #[test]
    fn figures_that_are_none_are_refused() {
        let bow_tie = quad([(0.0, 0.0), (9.0, 9.0), (9.0, 0.0), (0.0, 9.0)]);
        for figure in [bow_tie, quad([(1.0, 1.0); 4]), quad([(f32::NAN, 1.0); 4])] {
            assert!(flattening(&figure, 5.0, 5.0).is_none(), "{figure:?}");
        }
    }

    proptest! {
        #[test]
        fn a_size_is_never_empty_and_never_beyond_its_bound(
            corners in prop::array::uniform4((-50.0..150.0_f32, -50.0..150.0_f32)),
        ) {
            for target in Target::ALL {
                let (width, height) = straight_size(&quad(corners), target, 500);
                prop_assert!(width >= 1 && height >= 1 && width.max(height) <= 500);
            }
        }
    }
}

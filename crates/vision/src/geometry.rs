//! Places in a picture, in its pixels: x from the left, y from the top.

/// A place in a picture, in its pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f32,
    /// From the top.
    pub y: f32,
}

impl Point {
    /// The place `x` from the left and `y` from the top.
    #[must_use]
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    /// Distance in pixels.
    #[must_use]
    pub fn distance(self, other: Self) -> f32 {
        let (x, y) = (self.x - other.x, self.y - other.y);
        (x * x + y * y).sqrt()
    }

    /// The same place in a picture `factor` times as large.
    #[must_use]
    pub fn scaled(self, factor: f32) -> Self {
        Self { x: self.x * factor, y: self.y * factor }
    }
}

/// An upright rectangle, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

impl Area {
    /// The same part of a picture `factor` times as large.
    #[must_use]
    pub fn scaled(self, factor: f32) -> Self {
        let Self { x, y, width, height } = self;
        Self { x: x * factor, y: y * factor, width: width * factor, height: height * factor }
    }
}

/// Four corners, clockwise as seen, beginning with the one nearest to the picture's upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quad(
    /// The corners.
    pub [Point; 4],
);

impl Quad {
    /// The upright rectangle around the four corners.
    #[must_use]
    pub fn bounds(&self) -> Area {
        let fold = |value: fn(&Point) -> f32, start: f32, pick: fn(f32, f32) -> f32| {
            self.0.iter().map(value).fold(start, pick)
        };
        let (left, right) = (fold(|p| p.x, f32::MAX, f32::min), fold(|p| p.x, f32::MIN, f32::max));
        let (top, bottom) = (fold(|p| p.y, f32::MAX, f32::min), fold(|p| p.y, f32::MIN, f32::max));
        Area { x: left, y: top, width: right - left, height: bottom - top }
    }

    /// Its area in square pixels; that of a figure whose sides do not cross.
    #[must_use]
    pub fn area(&self) -> f32 {
        let [a, b, c, d] = self.0;
        ((c.x - a.x) * (d.y - b.y) - (d.x - b.x) * (c.y - a.y)).abs() / 2.0
    }

    /// Its longest side.
    pub(crate) fn long_edge(&self) -> f32 {
        let [a, b, c, d] = self.0;
        a.distance(b).max(b.distance(c)).max(c.distance(d)).max(d.distance(a))
    }

    /// Whether every corner points outwards and none coincide: a figure a camera can make of a rectangle.
    #[must_use]
    pub fn is_convex(&self) -> bool {
        let [a, b, c, d] = self.0;
        let turn = |p: Point, q: Point, r: Point| (q.x - p.x) * (r.y - q.y) - (q.y - p.y) * (r.x - q.x);
        [turn(a, b, c), turn(b, c, d), turn(c, d, a), turn(d, a, b)].iter().all(|&turn| turn > 0.0)
    }

    /// The same figure in a picture `factor` times as large.
    #[must_use]
    pub fn scaled(&self, factor: f32) -> Self {
        Self(self.0.map(|corner| corner.scaled(factor)))
    }
}

/// A side of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PictureSide {
    /// Upper.
    Top,
    /// Right.
    Right,
    /// Lower.
    Bottom,
    /// Left.
    Left,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_is_convex_and_a_bow_tie_is_not() {
        let [a, b, c, d] =
            [Point::new(1.0, 1.0), Point::new(5.0, 1.0), Point::new(5.0, 4.0), Point::new(1.0, 4.0)];
        let square = Quad([a, b, c, d]);
        assert!(square.is_convex() && !Quad([a, c, b, d]).is_convex() && !Quad([a; 4]).is_convex());
        assert!((square.area() - 12.0).abs() < 1e-6 && (square.scaled(2.0).area() - 48.0).abs() < 1e-4);
        assert_eq!(square.bounds(), Area { x: 1.0, y: 1.0, width: 4.0, height: 3.0 });
    }
}

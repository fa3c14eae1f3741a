//! How far a figure is from the document that was drawn.

use kyc_vision::{Point, Quad};

use crate::drawn::Drawn;

pub type Corners = [(f32, f32); 4];

/// Corners are right within this share of the picture's diagonal.
pub const RIGHT: f32 = 0.015;

/// The largest distance of a corner from the true one as a share of the diagonal; either may begin at any corner.
pub fn corner_error(quad: &Quad, truth: &Corners, (width, height): (f32, f32)) -> f32 {
    let distance = |first: usize| {
        let turned = truth.iter().cycle().skip(first);
        let pairs = quad.0.iter().zip(turned);
        pairs.map(|(corner, &(x, y))| (corner.x - x).hypot(corner.y - y)).fold(0.0, f32::max)
    };
    (0..4).map(distance).fold(f32::MAX, f32::min) / width.hypot(height)
}

/// Share of what the figure and the document cover together within the picture that only one of them covers.
pub fn cover_error(quad: &Quad, truth: &Corners, (width, height): (f32, f32)) -> f32 {
    let found = quad.0.map(|corner| (corner.x, corner.y));
    let (mut both, mut any) = (0_u32, 0_u32);
    let (columns, rows) = (96, 72);
    for at in 0..columns * rows {
        let x = (at % columns) as f32 + 0.5;
        let y = (at / columns) as f32 + 0.5;
        let place = (x * width / columns as f32, y * height / rows as f32);
        let (one, other) = (holds(&found, place), holds(truth, place));
        both += u32::from(one && other);
        any += u32::from(one || other);
    }
    1.0 - both as f32 / any.max(1) as f32
}

/// Whether a place lies within a convex figure, clockwise as seen.
fn holds(corners: &Corners, (x, y): (f32, f32)) -> bool {
    let next = corners.iter().cycle().skip(1);
    corners.iter().zip(next).all(|(a, b)| (b.0 - a.0) * (y - a.1) - (b.1 - a.1) * (x - a.0) > 0.0)
}

/// What a figure is worth in the fitting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    Right,
    /// Nearly right: neither asked for nor held against it.
    Close,
    Wrong,
}

impl Worth {
    /// Of a figure that is wholly in the picture, or goes beyond these sides of it.
    pub fn of(quad: &Quad, sides: &[kyc_vision::PictureSide], drawn: &Drawn) -> Self {
        let size = (drawn.picture.width() as f32, drawn.picture.height() as f32);
        let Some(truth) = drawn.outline else { return Self::Wrong };
        let limits = |error: f32, right: f32, close: f32| match error {
            error if error < right => Self::Right,
            error if error < close => Self::Close,
            _ => Self::Wrong,
        };
        match (sides.is_empty(), drawn.is_whole()) {
            (true, true) => limits(corner_error(quad, &truth, size), 0.014, 0.022),
            (false, false) => {
                let wrong = limits(cover_error(quad, &truth, size), 0.09, 0.16);
                if sides == drawn.cut || wrong == Self::Wrong { wrong } else { Self::Close }
            }
            _ => Self::Wrong,
        }
    }

    /// Of a line through two points.
    pub fn of_line([from, to]: [Point; 2], drawn: &Drawn) -> Self {
        let size = (drawn.picture.width() as f32, drawn.picture.height() as f32);
        let Some(corners) = drawn.outline else { return Self::Wrong };
        let length = from.distance(to).max(1.0);
        let off = |(x, y): (f32, f32)| {
            ((to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x)).abs() / length
        };
        let nearest = corners.iter().zip(corners.iter().cycle().skip(1)).map(|(&a, &b)| {
            // Where a side leaves the picture its end is not to be seen.
            let (a, b) = (within(a, b, size), within(b, a, size));
            off(a).max(off(b)) / size.0.hypot(size.1)
        });
        match nearest.fold(f32::MAX, f32::min) {
            error if error < 0.007 => Self::Right,
            error if error < 0.015 => Self::Close,
            _ => Self::Wrong,
        }
    }
}

/// A corner, or where the side to another one enters the picture.
fn within((x, y): (f32, f32), (to_x, to_y): (f32, f32), (width, height): (f32, f32)) -> (f32, f32) {
    let mut share = 0.0_f32;
    for (value, to, limit) in [(x, to_x, width), (y, to_y, height)] {
        let reached = value.clamp(0.0, limit);
        if (to - value).abs() > 1e-3 {
            share = share.max((reached - value) / (to - value));
        }
    }
    let share = share.min(1.0);
    (x + (to_x - x) * share, y + (to_y - y) * share)
}

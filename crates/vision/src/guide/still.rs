//! Whether what is watched stays where it is.

use crate::{Analysis, DocumentView, Point};

/// Most motion of a corner per second, as a share of the picture's diagonal. At a shutter of 1/60 s it smears a picture of
/// 1920 x 1080 by less than 4 pixels, and a tremor of the hand (about 0.03) stays below.
const MOST_PER_SECOND: f32 = 0.1;
/// Looks are compared with one at least this old, in milliseconds: closer ones differ by the noise of the edges more than
/// by motion.
const SPAN_MS: f64 = 80.0;

/// Where it was, and how fast it moves.
#[derive(Clone, Copy, Debug, Default)]
pub struct Still {
    anchor: Option<(f64, [Point; 4])>,
    motion: f32,
}

impl Still {
    /// Whether it has hardly moved; `false` for the first look and when nothing is there.
    pub fn observe(&mut self, now: f64, analysis: &Analysis) -> bool {
        let Some(corners) = corners(analysis).filter(are_somewhere) else {
            (self.anchor, self.motion) = (None, 1.0);
            return false;
        };
        let Some((then, before)) = self.anchor else {
            (self.anchor, self.motion) = (Some((now, corners)), 1.0);
            return false;
        };
        if now - then >= SPAN_MS {
            let (width, height) = (analysis.width as f32, analysis.height as f32);
            let diagonal = (width * width + height * height).sqrt().max(1.0);
            self.motion = farthest(before, corners) / diagonal / ((now - then) / 1000.0) as f32;
            self.anchor = Some((now, corners));
        }
        self.motion <= MOST_PER_SECOND
    }

    /// How fast it moves, in diagonals of the picture per second.
    pub const fn motion(&self) -> f32 {
        self.motion
    }
}

/// How far the corner went that went farthest. Which corner counts as the first one may change from look to look when the
/// document stands on a corner, so the nearest way round is taken.
fn farthest([a, b, c, d]: [Point; 4], now: [Point; 4]) -> f32 {
    let way = |before: [Point; 4]| now.iter().zip(before).map(|(p, q)| p.distance(q)).fold(0.0, f32::max);
    [[a, b, c, d], [b, c, d, a], [c, d, a, b], [d, a, b, c]].map(way).into_iter().fold(f32::MAX, f32::min)
}

/// Distances from nowhere are no motion, and would be taken for standing still.
fn are_somewhere(corners: &[Point; 4]) -> bool {
    corners.iter().all(|corner| corner.x.is_finite() && corner.y.is_finite())
}

/// The corners of what is watched: of the document, else of the largest face.
fn corners(analysis: &Analysis) -> Option<[Point; 4]> {
    if let DocumentView::Whole { quad, .. } = &analysis.view {
        return Some(quad.0);
    }
    let face = analysis.faces.first()?;
    let (left, top) = (face.x as f32, face.y as f32);
    let (right, bottom) = (left + face.width as f32, top + face.height as f32);
    Some([Point::new(left, top), Point::new(right, top), Point::new(right, bottom), Point::new(left, bottom)])
}

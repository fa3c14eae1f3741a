//! The face in a stream of frames: looked for where it was before everywhere else, and steadied.

use std::cell::RefCell;

use rustface::Detector;

use super::{FaceDetector, FaceSearch, WINDOW, largest_first, search_in};
use crate::{Area, Face, FindFaces, Luma};

/// Every so many frames all of the frame is looked at, so that a second face shows within half a second at 12 frames a
/// second. The frames between cost a quarter.
const WHOLE_EVERY: u32 = 5;
/// Edge of the square that is searched around the last face, in widths of that face: room for a quick movement of half
/// a width in any direction.
const ROOM: f32 = 2.2;
/// Width in pixels to which the last face is brought there: two sizes of the detector's window above the smallest, so
/// that it is found while it goes away or comes near.
const NEAR_WIDTH: f32 = 62.0;
/// Least score near the last face; half of that elsewhere, since fewer sizes and places vote for it there.
const NEAR_SCORE: f32 = 2.0;
/// Least overlap (intersection over union) of the same face in two frames.
const SAME_FACE: f32 = 0.3;

/// Finds faces in the frames of a camera, one after the other. For one thread.
pub struct FaceTracker {
    state: RefCell<State>,
}

struct State {
    detector: Box<dyn Detector>,
    size: (usize, usize),
    /// Largest first, as last told.
    faces: Vec<Face>,
    since_whole: u32,
}

impl FaceTracker {
    /// Looks with the model of `detector`, of which it takes a copy.
    #[must_use]
    pub fn new(detector: &FaceDetector) -> Self {
        let state = State { detector: detector.detector(), size: (0, 0), faces: Vec::new(), since_whole: 0 };
        Self { state: RefCell::new(state) }
    }

    /// The faces in the next frame, largest first.
    #[must_use]
    pub fn next(&self, frame: &Luma<'_>) -> Vec<Face> {
        self.state.try_borrow_mut().map(|mut state| state.next(frame)).unwrap_or_default()
    }
}

impl FindFaces for FaceTracker {
    fn find(&self, picture: &Luma<'_>) -> Vec<Face> {
        self.next(picture)
    }
}

impl State {
    fn next(&mut self, frame: &Luma<'_>) -> Vec<Face> {
        let size = (frame.width(), frame.height());
        if self.size != size {
            (self.size, self.faces) = (size, Vec::new());
        }
        let near = if self.since_whole + 1 < WHOLE_EVERY { self.near(frame) } else { None };
        if let Some((first, face)) = self.faces.first_mut().zip(near) {
            *first = face;
            self.since_whole += 1;
        } else {
            let mut found = search_in(self.detector.as_mut(), frame, FaceSearch::LIVE);
            if let Some((first, last)) = found.first_mut().zip(self.faces.first()) {
                *first = steadied(last, *first);
            }
            (self.faces, self.since_whole) = (found, 0);
        }
        self.faces = largest_first(self.faces.drain(..));
        self.faces.clone()
    }

    /// The largest face, looked for where it was.
    fn near(&mut self, frame: &Luma<'_>) -> Option<Face> {
        let last = *self.faces.first().filter(|face| face.width as usize >= WINDOW)?;
        let edge = last.width as f32 * ROOM;
        let corner = |from: u32, length: u32| (from as f32 + length as f32 / 2.0 - edge / 2.0).max(0.0);
        let (x, y) = (corner(last.x, last.width).floor(), corner(last.y, last.height).floor());
        let part = frame.part(Area { x, y, width: edge, height: edge });
        let long = part.width().max(part.height()) as f32;
        let search =
            FaceSearch { edge: (long * NEAR_WIDTH / last.width as f32).ceil() as u32, min_score: NEAR_SCORE };
        let found = search_in(self.detector.as_mut(), &part.as_luma(), search);
        let moved = |face: Face| Face { x: face.x + x as u32, y: face.y + y as u32, ..face };
        let found = found.into_iter().map(moved).filter(|face| last.overlap(face) >= SAME_FACE);
        found.max_by(|one, other| one.score.total_cmp(&other.score)).map(|face| steadied(&last, face))
    }
}

/// Half way from the last place to the new one, if it is the same face: the detector's square jumps by up to a tenth
/// of its width from frame to frame over a face that does not move.
fn steadied(last: &Face, face: Face) -> Face {
    if last.overlap(&face) < SAME_FACE {
        return face;
    }
    Face {
        x: last.x.midpoint(face.x),
        y: last.y.midpoint(face.y),
        width: last.width.midpoint(face.width),
        height: last.height.midpoint(face.height),
        score: face.score,
    }
}

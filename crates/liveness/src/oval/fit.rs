//! How a face lies to the oval.

use super::{Rect, Thresholds};

/// What is to be done about the face, if anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// To come closer.
    TooFar,
    /// To go further away.
    TooClose,
    /// To move sideways, up or down.
    OffCentre,
    /// Nothing: it fits.
    Matched,
}

/// A face held against the oval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// What is to be done.
    pub place: Place,
    /// How far the two take the same place, 0 to 1.
    pub overlap: f64,
}

impl Fit {
    /// Of a face's box and the box of the oval.
    ///
    /// The reference's web client counts a face that sticks out as matching; its other client, and this one, ask for a
    /// step back. Nor does it know a face that is too high or too low.
    #[must_use]
    pub fn of(face: &Rect, oval: &Rect, thresholds: &Thresholds) -> Self {
        let overlap = face.overlap(oval);
        let place = if overlap > thresholds.overlap {
            Place::Matched
        } else if is_beside(face, oval) {
            Place::OffCentre
        } else if sticks_out(face, oval, thresholds) || face.width * face.height > oval.width * oval.height {
            Place::TooClose
        } else {
            Place::TooFar
        };
        Self { place, overlap }
    }
}

/// Both edges on the same side of the oval's.
fn is_beside(face: &Rect, oval: &Rect) -> bool {
    let is_moved = |near: f64, far: f64| near * far > 0.0;
    is_moved(face.left - oval.left, face.right() - oval.right())
        || is_moved(face.top - oval.top, face.bottom() - oval.bottom())
}

fn sticks_out(face: &Rect, oval: &Rect, thresholds: &Thresholds) -> bool {
    let (side, edge) = (oval.width * thresholds.beyond_width, oval.height * thresholds.beyond_height);
    let is_wide = oval.left - face.left > side && face.right() - oval.right() > side;
    is_wide || oval.top - face.top > edge || face.bottom() - oval.bottom() > edge
}

//! Places in the frame, as fractions of it.

use kyc_liveness::events::{BoundingBox, OvalParameters};

/// How far two places may differ: a hundredth of the frame. Clients write fractions with few digits and round the oval
/// to pixels; an oval of another session is further away.
const TOLERANCE: f64 = 0.01;
/// How far a face may stick out of the frame: detectors place the box around a head that is cut off.
const OUTSIDE: f64 = 0.25;

/// The box of an oval.
pub fn oval_box(oval: &OvalParameters, (width, height): (u32, u32)) -> BoundingBox {
    let (width, height) = (f64::from(width.max(1)), f64::from(height.max(1)));
    BoundingBox {
        width: oval.width / width,
        height: oval.height / height,
        left: (oval.centre_x - oval.width / 2.0) / width,
        top: (oval.centre_y - oval.height / 2.0) / height,
    }
}

/// Whether two places are the same.
pub fn agree(one: &BoundingBox, other: &BoundingBox) -> bool {
    let sides =
        [(one.width, other.width), (one.height, other.height), (one.left, other.left), (one.top, other.top)];
    sides.iter().all(|(one, other)| (one - other).abs() <= TOLERANCE)
}

/// Whether something is in the frame, but for a part.
pub fn is_in_frame(place: &BoundingBox) -> bool {
    let is_length = |length: f64| length > 0.0 && length <= 1.0 + 2.0 * OUTSIDE;
    let is_near = |from: f64, length: f64| from >= -OUTSIDE && from + length <= 1.0 + OUTSIDE;
    is_length(place.width)
        && is_length(place.height)
        && is_near(place.left, place.width)
        && is_near(place.top, place.height)
}

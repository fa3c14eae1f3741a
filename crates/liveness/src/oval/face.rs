//! From a detector's square to the face box that the thresholds are about.
//!
//! The reference builds its box from six landmarks of BlazeFace. With `pd` the distance between the eyes and `fh` that from
//! between the eyes to the mouth, `ocular = (2 pd + 1.8 fh) / 2`; the box is `OvalHeightWidthRatio * ocular` high, at least
//! `ocular` wide but reaching to the ears, around the middle between eyes and tip of the nose. Our detector (SeetaFace's, by
//! `rustface`) gives a square without landmarks. On eleven upright faces of the photograph that ships with it, measured by
//! eye at 2.5 times the size, in widths of the square: `pd` 0.33 to 0.40 (mean 0.36), `fh` 0.35 to 0.43 (0.40), hence
//! `ocular` 0.72; the middle between eyes and nose 0.03 or less from the square's own middle. So the square's size
//! and place tell the same within about a tenth, except for a face that is turned or bowed: that is not seen here at all.

use super::{Rect, Size, Thresholds, clamped};

/// `ocular` in widths of the detector's square.
const OCULAR: f64 = 0.72;
/// From ear to ear, in the same: 145 mm between the tragi of an adult whose eyes are 63 mm apart.
const EARS: f64 = 0.85;
/// Smaller faces beside the largest are people in the background: at a third of the width, three times as far away. The
/// same as in `kyc-vision`.
const OTHER_FACE: f64 = 0.35;
/// Width of the oval, in widths of the frame, that the distance is measured against.
const DISTANCE_OVAL: f64 = 0.8;

/// A face as the detector found it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DetectedFace {
    /// SeetaFace's square, in pixels of the video: from cheek to cheek, from the brow to below the mouth.
    pub square: Rect,
}

/// How many people look into the camera.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sight {
    /// Nobody.
    Nobody,
    /// One face.
    One(DetectedFace),
    /// Several faces of about the same size.
    Several,
}

impl Sight {
    /// Of the faces in a frame, in any order.
    #[must_use]
    pub fn of(faces: &[DetectedFace]) -> Self {
        let largest = faces.iter().max_by(|one, other| one.width().total_cmp(&other.width()));
        let Some(largest) = largest.filter(|face| face.width() > 0.0) else { return Self::Nobody };
        let least = largest.width() * OTHER_FACE;
        let large = faces.iter().filter(|face| face.width() >= least).count();
        if large > 1 { Self::Several } else { Self::One(*largest) }
    }
}

impl DetectedFace {
    /// The square's own: at the frame's edges the detector cuts it off in one direction.
    const fn width(&self) -> f64 {
        self.square.width.max(self.square.height)
    }

    /// The measure that the reference takes of a face, in pixels.
    #[must_use]
    pub const fn ocular(&self) -> f64 {
        self.width() * OCULAR
    }

    /// The box that is held against the oval, cut off above and below at the frame.
    #[must_use]
    pub fn bounds(&self, video: Size, thresholds: &Thresholds) -> Rect {
        let square = &self.square;
        let middle = (square.left + square.width / 2.0, square.top + square.height / 2.0);
        let size = Size { width: self.width() * EARS, height: self.ocular() * thresholds.ratio };
        let whole = Rect::around(middle, size);
        let (top, bottom) = (clamped(whole.top, video.height), clamped(whole.bottom(), video.height));
        Rect { top, height: bottom - top, ..whole }
    }

    /// Whether it is far enough from the camera for a movement towards it. `was_far` is what was answered for the frame
    /// before: the second threshold, where it differs, keeps the answer from flickering.
    #[must_use]
    pub fn is_far_enough(&self, video: Size, thresholds: &Thresholds, was_far: bool) -> bool {
        let oval = Rect::before_the_servers(video, thresholds.ratio, DISTANCE_OVAL);
        let most = if was_far { thresholds.distance } else { thresholds.distance_min };
        self.ocular() / 2.0 < oval.width * most
    }
}

//! The server's thresholds, or sane ones.

use crate::events::ChallengeConfig;

/// Thresholds that can be worked with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// Half the ocular measure in widths of the first oval, below which a face is far enough to begin.
    pub distance_min: f64,
    /// The same for a face that was far enough before.
    pub distance: f64,
    /// Least overlap of face and oval.
    pub overlap: f64,
    /// Height of oval and face box, in widths.
    pub ratio: f64,
    /// How far the face may stick out of the oval at both sides, in its widths.
    pub beyond_width: f64,
    /// The same above or below, in its heights.
    pub beyond_height: f64,
    /// For how long to wait for the face in the oval, in milliseconds.
    pub fit_timeout: u64,
}

/// Those of the tests of Amazon's web client: real ones come from the server.
impl Default for Thresholds {
    fn default() -> Self {
        Self {
            distance_min: 0.4,
            distance: 0.4,
            overlap: 0.6,
            ratio: 1.618,
            beyond_width: 0.15,
            beyond_height: 0.15,
            fit_timeout: 7000,
        }
    }
}

impl Thresholds {
    /// What is missing, zero or absurd becomes the default: a customer must not be held up by a number.
    #[must_use]
    pub fn of(config: &ChallengeConfig) -> Self {
        let or = |value: Option<f64>, (least, most): (f64, f64), default: f64| {
            value.filter(|value| (least..=most).contains(value)).unwrap_or(default)
        };
        let default = Self::default();
        let distance_min = or(config.face_distance_threshold_min, (0.05, 2.0), default.distance_min);
        let timeout = or(config.oval_fit_timeout, (1000.0, 120_000.0), default.fit_timeout as f64);
        Self {
            distance_min,
            // Never stricter than the first, or the answer would flicker.
            distance: or(config.face_distance_threshold, (0.05, 2.0), distance_min).max(distance_min),
            overlap: or(config.oval_iou_threshold, (0.05, 0.95), default.overlap),
            ratio: or(config.oval_height_width_ratio, (0.5, 3.0), default.ratio),
            beyond_width: or(config.face_iou_width_threshold, (0.01, 1.0), default.beyond_width),
            beyond_height: or(config.face_iou_height_threshold, (0.01, 1.0), default.beyond_height),
            fit_timeout: timeout as u64,
        }
    }
}

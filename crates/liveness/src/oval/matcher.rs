//! Frame after frame against the oval.

use super::{Fit, Place, Rect, Thresholds, clamped};

/// A single frame can match by chance while a face passes: so many in a row,
const FRAMES: u32 = 3;
/// and over so many milliseconds, since fast cameras give 60 a second.
const SPAN: u64 = 200;
/// What is shown as done when the oval appears.
const AT_FIRST: f64 = 0.25;

/// Watches a face come into the oval.
#[derive(Clone, Debug, PartialEq)]
pub struct Matcher {
    oval: Rect,
    thresholds: Thresholds,
    first_overlap: Option<f64>,
    run: Option<Run>,
}

/// Frames that matched, without one between that did not.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Run {
    since: u64,
    frames: u32,
}

/// What a frame tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// Where the face is; `None` when there is not exactly one.
    pub place: Option<Place>,
    /// How much of the way is done, 0 to 1.
    pub progress: f64,
    /// The first and the last of enough frames in a row that matched.
    pub matched: Option<(u64, u64)>,
}

impl Matcher {
    /// For an oval.
    #[must_use]
    pub const fn new(oval: Rect, thresholds: Thresholds) -> Self {
        Self { oval, thresholds, first_overlap: None, run: None }
    }

    /// The oval.
    #[must_use]
    pub const fn oval(&self) -> &Rect {
        &self.oval
    }

    /// The next frame, of a moment in milliseconds. `face` is [`super::DetectedFace::bounds`] of the only face.
    pub fn observe(&mut self, at: u64, face: Option<&Rect>) -> Look {
        let Some(face) = face else {
            self.run = None;
            return Look { place: None, progress: 0.0, matched: None };
        };
        let Fit { place, overlap } = Fit::of(face, &self.oval, &self.thresholds);
        let first = *self.first_overlap.get_or_insert(overlap);
        let progress = progress(overlap, first, self.thresholds.overlap);
        if place != Place::Matched {
            self.run = None;
            return Look { place: Some(place), progress, matched: None };
        }
        let run = self.run.map_or(Run { since: at, frames: 1 }, |run| Run { frames: run.frames + 1, ..run });
        self.run = Some(run);
        let is_enough = run.frames >= FRAMES && at.saturating_sub(run.since) >= SPAN;
        Look { place: Some(place), progress: 1.0, matched: is_enough.then_some((run.since, at)) }
    }
}

/// A quarter at first, all at the threshold.
fn progress(overlap: f64, first: f64, threshold: f64) -> f64 {
    if overlap >= threshold {
        return 1.0;
    }
    let way = threshold - first;
    let done = if way > 0.0 { (overlap - first) / way } else { overlap / threshold };
    clamped((1.0 - AT_FIRST) * done + AT_FIRST, 1.0)
}

//! From looks to advice: one steady hint at a time, and the moment to take the picture.
//!
//! Pure: the caller brings the time. Looks may come at any rate; every span is measured in time, none in frames.

mod hint;
mod steady;
mod still;

pub use hint::Hint;

use crate::{Analysis, DocumentView, Quad, Target};
use steady::Steady;
use still::Still;

/// How long a picture must be good and still before it is taken, in milliseconds: long enough for the focus to settle and
/// for the customer to see it coming, short enough to be held with a stretched arm.
pub const HOLD_MS: f64 = 600.0;
/// A bad look no longer than this does not start the wait anew: one frame of a hand's tremor at ten looks a second.
pub const GRACE_MS: f64 = 150.0;
/// After this time without a picture the tips and the upload of a file are offered.
pub const PATIENCE_MS: f64 = 20_000.0;
/// Looks that lie further apart (a hidden page, a stuck worker) begin anew.
const GAP_MS: f64 = 1_500.0;

/// What the viewfinder shows after a look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Advice {
    /// What to do.
    pub hint: Hint,
    /// The document's outline, in pixels of the frame.
    pub outline: Option<Quad>,
    /// How much of the wait before the automatic shutter is over, 0 to 1.
    pub progress: f32,
    /// Take the picture now. Said once; then the guide waits for [`Guide::restart`].
    pub is_shot: bool,
    /// How good this very frame is, for choosing the best one: higher is better, 0 for a frame with a finding.
    pub rating: f32,
    /// The customer had no luck for a while: offer the tips and the upload.
    pub is_stuck: bool,
}

/// Watches the looks of one viewfinder.
#[derive(Clone, Debug)]
pub struct Guide {
    target: Target,
    has_automatic: bool,
    began: Option<f64>,
    last: Option<f64>,
    good: Option<Good>,
    is_done: bool,
    still: Still,
    steady: Steady,
}

/// A wait for the shutter.
#[derive(Clone, Copy, Debug)]
struct Good {
    since: f64,
    /// The last good look.
    seen: f64,
    /// The first bad one after it.
    bad_since: Option<f64>,
}

impl Guide {
    /// A guide for a target; without `has_automatic` it never says [`Advice::is_shot`].
    #[must_use]
    pub fn new(target: Target, has_automatic: bool) -> Self {
        Self {
            target,
            has_automatic,
            began: None,
            last: None,
            good: None,
            is_done: false,
            still: Still::default(),
            steady: Steady::default(),
        }
    }

    /// Begins anew, as after a picture that is taken again.
    pub fn restart(&mut self) {
        *self = Self::new(self.target, self.has_automatic);
    }

    /// Turns the automatic shutter on or off; turning it off also ends a wait that has begun.
    pub fn set_automatic(&mut self, is_on: bool) {
        self.has_automatic = is_on;
        self.good = None;
    }

    /// Takes a look into account. `now` in milliseconds, of any clock that does not go back.
    pub fn observe(&mut self, now: f64, analysis: &Analysis) -> Advice {
        // A time that is none lies within no span.
        if self.last.is_some_and(|last| !(0.0..=GAP_MS).contains(&(now - last))) {
            let is_done = self.is_done;
            self.restart();
            self.is_done = is_done;
        }
        self.last = Some(now);
        let began = *self.began.get_or_insert(now);
        let is_still = self.still.observe(now, analysis);
        let wish = wish(self.target, analysis, is_still);
        let progress = self.wait(now, wish == Hint::Good);
        let is_shot = self.has_automatic && !self.is_done && progress >= 1.0;
        self.is_done |= is_shot;
        // The shutter's moment is not kept back for the sake of steadiness.
        let hint = if is_shot { self.steady.force(now, Hint::Good) } else { self.steady.observe(now, wish) };
        Advice {
            hint,
            outline: outline(&analysis.view),
            progress: if self.has_automatic { progress } else { 0.0 },
            is_shot,
            rating: rating(analysis, self.still.motion()),
            is_stuck: !self.is_done && now - began >= PATIENCE_MS,
        }
    }

    /// How much of the wait is over. A picture is taken on a good look only, so the wait counts up to the last good one.
    fn wait(&mut self, now: f64, is_good: bool) -> f32 {
        let good = self.good.filter(|good| good.bad_since.is_none_or(|since| now - since <= GRACE_MS));
        self.good = match good {
            Some(good) if is_good => Some(Good { seen: now, bad_since: None, ..good }),
            Some(good) => Some(Good { bad_since: good.bad_since.or(Some(now)), ..good }),
            None => is_good.then_some(Good { since: now, seen: now, bad_since: None }),
        };
        // The first bound is for a clock that tells no time: `clamp` keeps what is no number.
        self.good.map_or(0.0, |good| ((good.seen - good.since) / HOLD_MS).max(0.0).clamp(0.0, 1.0) as f32)
    }
}

/// What a single look asks for.
fn wish(target: Target, analysis: &Analysis, is_still: bool) -> Hint {
    let first = analysis
        .findings
        .iter()
        .map(|finding| Hint::against(finding.code))
        .find(|hint| hint.concerns(target));
    match first {
        Some(hint) => hint,
        // What is not seen is not taken by itself; the customer's own finger may.
        None if is_nowhere(target, analysis) => Hint::Search,
        None if !is_still => Hint::HoldStill,
        None => Hint::Good,
    }
}

fn is_nowhere(target: Target, analysis: &Analysis) -> bool {
    match target {
        Target::Face => analysis.faces.is_empty(),
        _ => !matches!(analysis.view, DocumentView::Whole { .. }),
    }
}

fn outline(view: &DocumentView) -> Option<Quad> {
    match view {
        DocumentView::Whole { quad, .. } => Some(*quad),
        _ => None,
    }
}

/// Sharpness less what the motion since the last look took away.
fn rating(analysis: &Analysis, motion: f32) -> f32 {
    if analysis.findings.is_empty() { analysis.sharpness / (1.0 + motion * 20.0) } else { 0.0 }
}

#[cfg(test)]
mod tests;

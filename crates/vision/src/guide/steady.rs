//! One hint at a time, for as long as it takes to read it: only the shutter is quicker.

use super::Hint;

/// A hint stays at least this long, in milliseconds.
const SHOWN_MS: f64 = 1_000.0;
/// A new wish must hold this long before it is shown: shorter ones are flicker.
const PERSISTS_MS: f64 = 300.0;
/// That all is well is said at once, beside the ring that closes: "Closer" and a picture taken at the same time would contradict
/// each other.
const GOOD_PERSISTS_MS: f64 = 100.0;

/// The hint that is shown, and the one that would like to be.
#[derive(Clone, Copy, Debug, Default)]
pub struct Steady {
    shown: Option<(Hint, f64)>,
    wished: Option<(Hint, f64)>,
    /// Something was recognised once.
    has_begun: bool,
}

impl Steady {
    /// Takes a wish into account and answers what to show.
    pub fn observe(&mut self, now: f64, wish: Hint) -> Hint {
        let Some((shown, since)) = self.shown else { return self.force(now, wish) };
        if wish == shown {
            self.wished = None;
            return shown;
        }
        let wished_since = match self.wished {
            Some((same, since)) if same == wish => since,
            _ => now,
        };
        self.wished = Some((wish, wished_since));
        let (shown_for, wished_for) = (now - since, now - wished_since);
        let is_due = match wish {
            Hint::Good => wished_for >= GOOD_PERSISTS_MS,
            // What is shown at first, before anything was recognised, gives way at once.
            _ => wished_for >= PERSISTS_MS && (shown_for >= SHOWN_MS || !self.has_begun),
        };
        if is_due { self.force(now, wish) } else { shown }
    }

    /// Shows a hint at once.
    pub fn force(&mut self, now: f64, hint: Hint) -> Hint {
        self.has_begun |= hint != Hint::Search;
        self.shown = Some((hint, now));
        self.wished = None;
        hint
    }
}

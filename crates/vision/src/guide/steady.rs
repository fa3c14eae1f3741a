//! One hint at a time, for as long as it takes to read it.

use super::Hint;

/// A hint stays at least this long, in milliseconds.
const SHOWN_MS: f64 = 1_000.0;
/// A new wish must hold this long before it is shown: shorter ones are flicker.
const PERSISTS_MS: f64 = 300.0;

/// The hint that is shown, and the one that would like to be.
#[derive(Clone, Copy, Debug, Default)]
pub struct Steady {
    shown: Option<(Hint, f64)>,
    wished: Option<(Hint, f64)>,
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
        // What is shown at first, before anything was recognised, gives way at once.
        let least = if shown == Hint::Search || wish.is_urgent() { 0.0 } else { SHOWN_MS };
        let is_due = now - since >= least && now - wished_since >= PERSISTS_MS;
        if is_due { self.force(now, wish) } else { shown }
    }

    /// Shows a hint at once.
    pub fn force(&mut self, now: f64, hint: Hint) -> Hint {
        self.shown = Some((hint, now));
        self.wished = None;
        hint
    }
}

//! How fast hints follow each other: with a face at the edge of two of them they would change with every frame.

use std::cell::Cell;
use std::time::Duration;

use kyc_flow::Millis;
use kyc_liveness::session::Hint;
use leptos::prelude::*;

/// How long each is shown at least, in milliseconds.
const SHOWN: u64 = 800;

/// Which hint is shown, and since when.
pub struct Pace {
    shown: Cell<Option<Hint>>,
    since: Cell<Millis>,
    /// Counts up when it is time for the next one.
    due: RwSignal<u32>,
    /// The count for which a timer runs.
    awaited: Cell<Option<u32>>,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            shown: Cell::default(),
            since: Cell::new(Millis(0)),
            due: RwSignal::new(0),
            awaited: Cell::default(),
        }
    }
}

impl Pace {
    /// What to show now, while `hint` is meant. Whatever follows signals is told when another one is due.
    pub fn of(&self, now: Millis, hint: Option<Hint>) -> Option<Hint> {
        let count = self.due.get();
        let before = self.shown.get();
        if hint == before {
            return hint;
        }
        let left = SHOWN.saturating_sub(now.minus(self.since.get().0).0);
        if left > 0 && before.is_some_and(stays) && hint.is_some_and(waits) {
            if self.awaited.replace(Some(count)) != Some(count) {
                let due = self.due;
                set_timeout(
                    move || {
                        // None once the screen is gone.
                        let _ = due.try_update(|due| *due = due.wrapping_add(1));
                    },
                    Duration::from_millis(left),
                );
            }
            return before;
        }
        self.shown.set(hint);
        self.since.set(now);
        hint
    }
}

/// Whether it may be followed by another one within a moment: those about the place of the face.
const fn stays(hint: Hint) -> bool {
    waits(hint) || matches!(hint, Hint::HoldStill)
}

/// Whether it is in no hurry. The others tell that something else begins.
const fn waits(hint: Hint) -> bool {
    matches!(
        hint,
        Hint::ShowFace | Hint::BeAlone | Hint::GoBack | Hint::ComeCloser | Hint::MoveAway | Hint::Centre
    )
}

//! The one live region: at most one announcement in 1.5 s, the newest when there are several, none twice in a row.
//! More than that and a screen reader speaks over itself.

use std::time::Duration;

use leptos::prelude::*;

use super::element::words;

const PAUSE: Duration = Duration::from_millis(1500);

/// Says things to people who do not see the screen.
#[derive(Clone, Copy)]
pub struct Announcer {
    said: RwSignal<String>,
    next: StoredValue<Option<String>>,
    is_resting: StoredValue<bool>,
}

impl Default for Announcer {
    fn default() -> Self {
        Self {
            said: RwSignal::new(String::new()),
            next: StoredValue::new(None),
            is_resting: StoredValue::new(false),
        }
    }
}

impl Announcer {
    /// Says `words` now, or after a rest.
    pub fn say(self, words: String) {
        if self.is_resting.get_value() {
            self.next.set_value(Some(words));
        } else {
            self.speak(words);
        }
    }

    fn speak(self, words: String) {
        if words.is_empty() || self.said.with_untracked(|said| *said == words) {
            return;
        }
        self.said.set(words);
        self.is_resting.set_value(true);
        set_timeout(move || self.wake(), PAUSE);
    }

    // The page may be gone when the timer ends, hence the attempts.
    fn wake(self) {
        if self.is_resting.try_set_value(false).is_some() {
            return;
        }
        if let Some(words) = self.next.try_update_value(Option::take).flatten() {
            self.speak(words);
        }
    }
}

/// The region itself. It is there from the start: regions that arrive together with their text stay unheard.
#[must_use]
pub fn live_region(announcer: Announcer) -> AnyView {
    view! { <p class="kyc-hidden" role="status">{words(move || announcer.said.get())}</p> }.into_any()
}

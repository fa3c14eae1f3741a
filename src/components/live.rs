//! The one live region: at most one announcement in 1.5 s, the newest when there are several, none twice in a row.
//! More than that and a screen reader speaks over itself.

use std::time::Duration;

use leptos::prelude::*;

use super::el::{Node, el, live};

const PAUSE: Duration = Duration::from_millis(1500);

/// Says things to people who do not see the screen.
#[derive(Clone, Copy)]
pub struct Announcer {
    said: RwSignal<String>,
    waiting: StoredValue<Waiting>,
}

#[derive(Default)]
struct Waiting {
    is_resting: bool,
    next: Option<String>,
}

impl Default for Announcer {
    fn default() -> Self {
        Self { said: RwSignal::new(String::new()), waiting: StoredValue::new(Waiting::default()) }
    }
}

impl Announcer {
    /// Says `words` now, or after a rest. Nobody hears it once the page part is gone.
    pub fn say(self, words: String) {
        let told = self.waiting.try_update_value(|waiting| {
            if waiting.is_resting {
                waiting.next = Some(words);
                return None;
            }
            Some(words)
        });
        if let Some(words) = told.flatten() {
            self.speak(words);
        }
    }

    /// Whether this was said last, for places that show it, too; drawn again when it changes.
    #[must_use]
    pub fn has_said(self, words: &str) -> bool {
        self.said.try_with(|said| said == words).unwrap_or(false)
    }

    /// Forgets what was said and what waits to be: it is about another screen, or in another language.
    pub fn clear(self) {
        drop(self.said.try_set(String::new()));
        self.waiting.try_update_value(|waiting| waiting.next = None);
    }

    fn speak(self, words: String) {
        let is_new = self.said.try_with_untracked(|said| *said != words).unwrap_or(false);
        if words.is_empty() || !is_new {
            return;
        }
        drop(self.said.try_set(words));
        self.waiting.try_update_value(|waiting| waiting.is_resting = true);
        set_timeout(move || self.wake(), PAUSE);
    }

    fn wake(self) {
        let next = self.waiting.try_update_value(|waiting| {
            waiting.is_resting = false;
            waiting.next.take()
        });
        if let Some(words) = next.flatten() {
            self.speak(words);
        }
    }
}

/// The region itself. It is there from the start: regions that arrive together with their text stay unheard.
#[must_use]
pub fn live_region(announcer: Announcer) -> Node {
    let said = live(move || announcer.said.get().into());
    el("p", "kyc-hidden").attr("role", "status").child(said).node()
}

//! What a run was last seen doing, so that one that does nothing any more can be stopped and the culprit named.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// When something last happened; shared by all who see it.
#[derive(Clone)]
pub struct Progress(Arc<Mutex<Seen>>);

struct Seen {
    at: Instant,
    /// What was last said to begin.
    begun: Option<String>,
    /// The last words of the run.
    said: String,
}

impl Progress {
    /// Something has just happened.
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(Seen { at: Instant::now(), begun: None, said: String::new() })))
    }

    /// `name` begins.
    pub fn begins(&self, name: &str) {
        let mut seen = self.seen();
        (seen.at, seen.begun) = (Instant::now(), Some(name.to_owned()));
    }

    /// The run said something.
    pub fn says(&self, line: &str) {
        let mut seen = self.seen();
        seen.at = Instant::now();
        if !line.trim().is_empty() {
            line.trim().clone_into(&mut seen.said);
        }
    }

    /// How long nothing has happened.
    pub fn silence(&self) -> Duration {
        self.seen().at.elapsed()
    }

    /// The last line that says something.
    #[cfg(test)]
    pub fn words(&self) -> String {
        self.seen().said.clone()
    }

    /// Where it stands, for people.
    pub fn last(&self) -> String {
        let seen = self.seen();
        match &seen.begun {
            Some(test) => format!("the last test started is {test}"),
            None => format!("its last words: {}", seen.said),
        }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! Waiting that a reset cuts short: nobody has to sit out a delay of ten minutes that was ordered by mistake.

use std::time::Duration;

use tokio::sync::watch;

/// Bumped by every reset.
#[derive(Debug, Default)]
pub struct Lifter(watch::Sender<u64>);

impl Lifter {
    pub fn lift(&self) {
        self.0.send_modify(|resets| *resets = resets.wrapping_add(1));
    }

    /// For a call that begins now.
    pub fn watch(&self) -> Lifted {
        let resets = self.0.subscribe();
        let start = *resets.borrow();
        Lifted { resets, start }
    }
}

/// Whether the faults that a call met have been lifted since.
#[derive(Clone, Debug)]
pub struct Lifted {
    resets: watch::Receiver<u64>,
    start: u64,
}

impl Lifted {
    pub fn is_lifted(&self) -> bool {
        *self.resets.borrow() != self.start
    }

    /// Waits so long, or until the faults are lifted.
    pub async fn wait(&mut self, duration: Duration) {
        if duration.is_zero() || self.is_lifted() {
            return;
        }
        tokio::select! {
            () = tokio::time::sleep(duration) => {}
            Ok(()) = self.resets.changed() => {}
        }
    }
}

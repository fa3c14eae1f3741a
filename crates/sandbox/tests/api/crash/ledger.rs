//! What was acknowledged so far, and the documents that wait for a merchant.

use std::sync::{Mutex, PoisonError};

use tokio::sync::watch;

use super::promise::Promise;

#[derive(Default)]
pub struct Ledger {
    promises: Mutex<Vec<Promise>>,
    undecided: Mutex<Vec<String>>,
    count: watch::Sender<u64>,
}

impl Ledger {
    /// To be called right after the acknowledgement.
    pub fn add(&self, promise: Promise) {
        self.promises.lock().unwrap_or_else(PoisonError::into_inner).push(promise);
        self.count.send_modify(|count| *count += 1);
    }

    pub fn promises(&self) -> Vec<Promise> {
        self.promises.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn count(&self) -> u64 {
        *self.count.borrow()
    }

    pub async fn reaches(&self, target: u64) {
        let mut count = self.count.subscribe();
        count.wait_for(|count| *count >= target).await.unwrap();
    }

    /// A document for some merchant to decide.
    pub fn hand_over(&self, document: String) {
        self.undecided.lock().unwrap_or_else(PoisonError::into_inner).push(document);
    }

    /// A document that no other merchant gets.
    pub fn take_undecided(&self) -> Option<String> {
        self.undecided.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }
}

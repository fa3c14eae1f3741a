//! A signal that changes every second while its owner lives.

use std::time::Duration;

use leptos::prelude::*;

/// Counts the seconds since now. The timer ends with the reactive owner.
#[must_use]
pub fn every_second() -> ReadSignal<u32> {
    let (count, set_count) = signal(0_u32);
    let step = move || {
        let _ = set_count.try_update(|count| *count = count.wrapping_add(1));
    };
    if let Ok(handle) = set_interval_with_handle(step, Duration::from_secs(1)) {
        on_cleanup(move || handle.clear());
    }
    count
}

//! The server's clock: milliseconds since 1970, and RFC 3339 text at the edge. Tests move it forward instead of
//! waiting for a request to expire.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use tokio::sync::Notify;

/// A clock that runs with the system's, shifted by a settable offset.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    offset_ms: Arc<AtomicI64>,
    moved: Arc<Notify>,
}

impl Clock {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        to_ms(elapsed).saturating_add(self.offset_ms.load(Ordering::Relaxed))
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        self.offset_ms.fetch_add(to_ms(by), Ordering::Relaxed);
        self.moved.notify_waiters();
    }

    /// Waits until this clock shows `at`, also when it is moved.
    pub(crate) async fn sleep_until(&self, at: i64) {
        loop {
            // Registered before the clock is read, so that no move is missed.
            let moved = self.moved.notified();
            tokio::pin!(moved);
            moved.as_mut().enable();
            let Some(wait) = u64::try_from(at - self.now_ms()).ok().filter(|wait| *wait > 0) else { return };
            tokio::select! {
                () = tokio::time::sleep(Duration::from_millis(wait)) => {}
                () = moved => {}
            }
        }
    }
}

pub(crate) fn to_ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// RFC 3339 in UTC with at most milliseconds.
pub(crate) fn to_rfc3339(ms: i64) -> String {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(ms) * 1_000_000)
        .ok()
        .and_then(|time| time.format(&Rfc3339).ok())
        .unwrap_or_default()
}

/// Milliseconds since 1970 of an RFC 3339 time; `None` when it is not one.
pub(crate) fn from_rfc3339(text: &str) -> Option<i64> {
    kyc_wire::time::parse(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_survive_the_way_to_text_and_back() {
        for ms in [0, 1_790_000_000_000, 1_790_000_000_123] {
            assert_eq!(from_rfc3339(&to_rfc3339(ms)), Some(ms));
        }
        assert_eq!(from_rfc3339("2026-11-22T01:00:00+01:00"), from_rfc3339("2026-11-22T00:00:00Z"));
        assert_eq!(from_rfc3339("tomorrow"), None);
    }
}

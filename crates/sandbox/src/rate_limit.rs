//! How many write calls a credential may make per minute. Minutes are counted by the server's clock, as fixed windows:
//! the two headers promise a count that a client can check, which the sliding cells of the rate-limiting crates are not.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use sha2::{Digest, Sha256};

use crate::api::body::drain;
use crate::app::{App, Shared};
use crate::auth::{self, Caller};
use crate::problem::ApiError;

const WINDOW_MS: i64 = 60_000;
/// What the headers say when there is no limit.
const UNLIMITED: u32 = i32::MAX as u32;

/// The counts of the present minute.
#[derive(Debug)]
pub struct RateLimits {
    limit: u32,
    window: Mutex<Window>,
}

#[derive(Debug, Default)]
struct Window {
    minute: i64,
    counts: HashMap<Credential, u32>,
}

/// Only proven credentials have a count of their own, so that made-up ones cannot fill the memory.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Credential {
    ApiKey,
    Token([u8; 32]),
    None,
}

/// What became of one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Standing {
    is_over: bool,
    remaining: u32,
}

impl RateLimits {
    /// `per_minute` 0 is no limit.
    pub fn new(per_minute: u32) -> Self {
        Self { limit: per_minute, window: Mutex::default() }
    }

    fn spend(&self, credential: Credential, now_ms: i64) -> Standing {
        if self.limit == 0 {
            return Standing { is_over: false, remaining: UNLIMITED };
        }
        let minute = now_ms.div_euclid(WINDOW_MS);
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        if window.minute != minute {
            // The counts of the last minute say nothing about this one: nobody is remembered for longer.
            *window = Window { minute, counts: HashMap::new() };
        }
        let count = window.counts.entry(credential).or_default();
        let is_over = *count >= self.limit;
        if !is_over {
            *count += 1;
        }
        Standing { is_over, remaining: self.limit.saturating_sub(*count) }
    }

    fn show(&self, standing: Standing, headers: &mut HeaderMap) {
        let limit = if self.limit == 0 { UNLIMITED } else { self.limit };
        headers.insert("x-ratelimit-limit", HeaderValue::from(limit));
        headers.insert("x-ratelimit-remaining", HeaderValue::from(standing.remaining));
    }
}

impl Credential {
    fn read(headers: &HeaderMap, app: &Shared) -> Self {
        match Caller::identify(headers, app) {
            Ok(Caller::Merchant) => Self::ApiKey,
            Ok(Caller::Customer { .. }) => {
                auth::bearer(headers).map_or(Self::None, |token| Self::Token(Sha256::digest(token).into()))
            }
            Err(_) => Self::None,
        }
    }
}

/// The middleware: refuses calls beyond the limit and tells the others how many are left.
pub async fn limit(State(app): State<App>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next.run(request).await;
    }
    let now = app.clock.now_ms();
    let standing = app.rate_limits.spend(Credential::read(request.headers(), &app), now);
    let mut response = if standing.is_over {
        drain(request.into_body()).await;
        let seconds = (WINDOW_MS - now.rem_euclid(WINDOW_MS) + 999).div_euclid(1000);
        ApiError::too_many().retry_after(seconds, now)
    } else {
        next.run(request).await
    };
    app.rate_limits.show(standing, response.headers_mut());
    response
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn standing(is_over: bool, remaining: u32) -> Standing {
        Standing { is_over, remaining }
    }

    #[test]
    fn each_credential_has_its_own_count_for_a_minute() {
        let limits = RateLimits::new(2);
        let ann = Credential::Token([1; 32]);
        assert_eq!(limits.spend(ann.clone(), 0), standing(false, 1));
        assert_eq!(limits.spend(ann.clone(), 1), standing(false, 0));
        assert_eq!(limits.spend(ann.clone(), 59_999), standing(true, 0));
        assert_eq!(limits.spend(Credential::ApiKey, 59_999), standing(false, 1));
        assert_eq!(limits.spend(ann, 60_000), standing(false, 1));
        assert_eq!(limits.window.lock().unwrap().counts.len(), 1);
    }

    #[test]
    fn without_a_limit_nothing_is_counted() {
        let limits = RateLimits::new(0);
        assert_eq!(limits.spend(Credential::None, 0), standing(false, UNLIMITED));
        assert!(limits.window.lock().unwrap().counts.is_empty());
    }

    proptest! {
        #[test]
        fn no_minute_admits_more_than_the_limit(limit in 1..6_u32, mut times in prop::collection::vec(0..240_000_i64, 0..60)) {
            times.sort_unstable();
            let limits = RateLimits::new(limit);
            let mut admitted = HashMap::<i64, u32>::new();
            for time in times {
                let before = admitted.get(&(time / 60_000)).copied().unwrap_or_default();
                let standing = limits.spend(Credential::ApiKey, time);
                prop_assert_eq!(standing.is_over, before == limit);
                if !standing.is_over {
                    *admitted.entry(time / 60_000).or_default() += 1;
                    prop_assert_eq!(standing.remaining, limit - before - 1);
                }
            }
        }
    }
}

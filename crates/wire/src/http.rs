//! What the HTTP status and the headers of a failed call mean, in stable codes.

use crate::Code;

/// The header that names the moment to retry at, in unix seconds.
pub const RATE_LIMIT_RETRY_AFTER: &str = "X-RateLimit-Retry-After";

/// The code of a status that is not a success.
#[must_use]
pub const fn code_of_status(status: u16) -> Code {
    match status {
        401 => Code::Unauthorized,
        403 => Code::Forbidden,
        404 | 410 => Code::NotFound,
        408 => Code::Timeout,
        413 => Code::TooLarge,
        429 => Code::RateLimited,
        503 => Code::Maintenance,
        400..=499 => Code::Invalid,
        _ => Code::Server,
    }
}

/// When to retry, in unix milliseconds of the server's clock: from the API's own header (unix seconds), else from
/// `Retry-After` in seconds from `now`. A `Retry-After` with a date is not read: a backoff does as well.
#[must_use]
pub fn retry_at(rate_limit: Option<&str>, retry_after: Option<&str>, now: u64) -> Option<u64> {
    let seconds = |text: &str| text.trim().parse::<u64>().ok();
    let at = rate_limit.and_then(seconds).map(|unix| unix.saturating_mul(1000));
    at.or_else(|| retry_after.and_then(seconds).map(|wait| now.saturating_add(wait.saturating_mul(1000))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_have_their_codes() {
        let cases = [
            (400, Code::Invalid),
            (401, Code::Unauthorized),
            (403, Code::Forbidden),
            (404, Code::NotFound),
            (413, Code::TooLarge),
            (415, Code::Invalid),
            (422, Code::Invalid),
            (429, Code::RateLimited),
            (500, Code::Server),
            (502, Code::Server),
            (503, Code::Maintenance),
            (504, Code::Server),
            (0, Code::Server),
            (302, Code::Server),
        ];
        for (status, code) in cases {
            assert_eq!(code_of_status(status), code, "{status}");
        }
    }

    #[test]
    fn the_apis_own_header_goes_first() {
        assert_eq!(retry_at(Some("1790000000"), Some("5"), 1_000), Some(1_790_000_000_000));
        assert_eq!(retry_at(None, Some(" 5 "), 1_000), Some(6_000));
        assert_eq!(retry_at(Some("soon"), Some("5"), 1_000), Some(6_000));
        assert_eq!(retry_at(None, Some("Sun, 22 Nov 2026 00:00:00 GMT"), 1_000), None);
        assert_eq!(retry_at(Some("99999999999999999999"), None, 0), None);
        assert_eq!(retry_at(None, None, 0), None);
    }
}

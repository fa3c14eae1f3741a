//! Whose signature, and what for.

use std::fmt;

use super::hash::{Hash, hmac};
use super::{ALGORITHM, date};

/// A key to sign with. Its `Debug` shows the access key only.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// Which key: goes into the URL.
    pub access_key: String,
    /// The key: goes nowhere.
    pub secret_key: String,
    /// Comes with temporary keys and goes into the URL.
    pub session_token: Option<String>,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Credentials").field("access_key", &self.access_key).finish_non_exhaustive()
    }
}

/// Where a signature is good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Such as `eu-west-1`.
    pub region: String,
    /// `rekognition` for face liveness.
    pub service: String,
}

impl Scope {
    /// Face liveness in a region.
    #[must_use]
    pub fn rekognition(region: &str) -> Self {
        Self { region: region.to_owned(), service: "rekognition".to_owned() }
    }

    /// `20150830/eu-west-1/rekognition/aws4_request`
    pub(super) fn on(&self, date: &str) -> String {
        [day(date), &self.region, &self.service, "aws4_request"].join("/")
    }

    /// The key of that day.
    pub(super) fn key(&self, secret: &str, date: &str) -> Hash {
        let secret = ["AWS4", secret].concat();
        let key = hmac(secret.as_bytes(), day(date).as_bytes());
        let key = hmac(&key, self.region.as_bytes());
        let key = hmac(&key, self.service.as_bytes());
        hmac(&key, b"aws4_request")
    }

    /// The first three lines of everything that is signed, the first one being the algorithm and `suffix`.
    pub(super) fn head(&self, suffix: &str, at: u64) -> (String, String) {
        let date = date::amz_date(at);
        let head = [ALGORITHM, suffix, "\n", &date, "\n", &self.on(&date), "\n"].concat();
        (head, date)
    }
}

/// The day of a date as it is signed.
fn day(date: &str) -> &str {
    date.get(..8).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::super::hash::hex;
    use super::*;

    /// From Amazon's documentation, "Examples of how to derive a signing key".
    #[test]
    fn the_key_of_a_day() {
        let scope = Scope { region: "us-east-1".to_owned(), service: "iam".to_owned() };
        let key = |date| hex(&scope.key("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", date));
        assert_eq!(key("20120215"), "f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d");
        assert_eq!(
            key("20150830T123600Z"),
            "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9"
        );
    }

    #[test]
    fn secrets_are_not_printed() {
        let credentials = Credentials {
            access_key: "AKIDEXAMPLE".to_owned(),
            secret_key: "hidden".to_owned(),
            session_token: Some("hidden".to_owned()),
        };
        let printed = format!("{credentials:?}");
        assert!(printed.contains("AKIDEXAMPLE") && !printed.contains("hidden"), "{printed}");
    }
}

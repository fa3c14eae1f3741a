//! The server's clock. The device's may be wrong by years, so that the offset is learnt from the `Date` header of every
//! answer; the device is asked for differences only.

use std::cell::Cell;

use kyc_flow::Millis;
use web_sys::Headers;

use super::js;

/// Half of the second that a `Date` header leaves out.
const HALF_A_SECOND: f64 = 500.0;

/// The server's clock, as far as it is known.
#[derive(Debug, Default)]
pub struct Clock {
    offset: Cell<f64>,
}

impl Clock {
    /// The moment on the server's clock.
    #[must_use]
    pub fn now(&self) -> Millis {
        Millis((js::device_now() + self.offset.get()).max(0.0) as u64)
    }

    /// Learns from the headers of an answer that has just arrived. An answer from a cache tells by `Age` how old it is.
    pub fn learn(&self, headers: &Headers) {
        let header = |name: &str| headers.get(name).ok().flatten();
        if let Some(date) = header("Date") {
            self.learn_date(
                &date,
                header("Age").and_then(|text| text.trim().parse().ok()).unwrap_or_default(),
            );
        }
    }

    /// Learns from a `Date` header that is `age` seconds old.
    pub fn learn_date(&self, date: &str, age: u32) {
        let date = js_sys::Date::parse(date);
        if date.is_finite() {
            self.offset.set(date + f64::from(age) * 1000.0 + HALF_A_SECOND - js::device_now());
        }
    }
}

/// A time of the wire (RFC 3339) as milliseconds; `None` when it is none.
#[must_use]
pub fn parse_time(text: &str) -> Option<Millis> {
    let millis = js_sys::Date::parse(text);
    (millis.is_finite() && millis >= 0.0).then_some(Millis(millis as u64))
}

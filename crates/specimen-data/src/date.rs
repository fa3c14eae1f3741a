//! A calendar day, as documents print it and the API writes it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A calendar day; as text `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Date {
    /// Four digits.
    pub year: u32,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
}

impl Date {
    /// Reads `YYYY-MM-DD`; `None` for anything else and for days that no month has.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut next = |length: usize| {
            let part = parts.next()?;
            let is_number = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| part.parse::<u32>().ok()).flatten()
        };
        let date = Self { year: next(4)?, month: next(2)?, day: next(2)? };
        (parts.next().is_none() && date.exists()).then_some(date)
    }

    fn exists(self) -> bool {
        let is_leap =
            self.year.is_multiple_of(4) && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        let days = match self.month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u32::from(is_leap),
            _ => 0,
        };
        (1..=days).contains(&self.day) && self.year <= 9999
    }

    /// `YYMMDD`, as in a machine readable zone.
    #[must_use]
    pub fn short(&self) -> String {
        format!("{:02}{:02}{:02}", self.year % 100, self.month, self.day)
    }

    /// `03 OCT 2026`, as cards print it.
    #[must_use]
    pub fn long(&self) -> String {
        const MONTHS: &str = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
        let at = (self.month.clamp(1, 12) as usize - 1) * 3;
        format!("{:02} {} {}", self.day, MONTHS.get(at..at + 3).unwrap_or("JAN"), self.year)
    }

    /// Completed years on `today`, for somebody born on this day; zero before.
    #[must_use]
    pub fn age_on(&self, today: Self) -> u32 {
        let had_birthday = (today.month, today.day) >= (self.month, self.day);
        (today.year + u32::from(had_birthday)).saturating_sub(self.year + 1)
    }
}

/// ISO 8601, as the API has it.
impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

impl TryFrom<String> for Date {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a day written YYYY-MM-DD")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_no_month_has_are_refused() {
        for text in [
            "2025-02-29",
            "2025-13-01",
            "2025-00-10",
            "2025-04-31",
            "2025-4-1",
            "2025-04-01-",
            "+025-04-01",
            "",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        let leap = Date::parse("2024-02-29").unwrap();
        assert_eq!((leap.to_string().as_str(), leap.short().as_str()), ("2024-02-29", "240229"));
        assert_eq!(leap.long(), "29 FEB 2024");
    }

    #[test]
    fn a_year_is_complete_on_the_birthday() {
        let born = Date::parse("2008-11-22").unwrap();
        let age = |text| born.age_on(Date::parse(text).unwrap());
        assert_eq!(
            (age("2026-11-21"), age("2026-11-22"), age("2008-11-22"), age("2001-01-01")),
            (17, 18, 0, 0)
        );
    }
}

//! Days and months in the words of letters.

use kyc_specimen_data::Date;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(crate) fn month_name(date: Date) -> &'static str {
    MONTHS.get(date.month.clamp(1, 12) as usize - 1).copied().unwrap_or("January")
}

/// `3 October 2026`.
pub(crate) fn written(date: Date) -> String {
    format!("{} {} {}", date.day, month_name(date), date.year)
}

/// The same day so many months earlier; specimens have no day after the 28th.
pub(crate) fn months_before(date: Date, months: u32) -> Date {
    let count = (date.year * 12 + date.month).saturating_sub(months + 1);
    Date { year: count / 12, month: count % 12 + 1, day: date.day.min(28) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_counted_back_over_the_new_year() {
        let date = Date { year: 2026, month: 2, day: 3 };
        let names = [1, 2, 3].map(|months| written(months_before(date, months)));
        assert_eq!(names, ["3 January 2026", "3 December 2025", "3 November 2025"]);
    }
}

//! Times on the wire: RFC 3339 text to milliseconds since 1970. By hand, in a few bytes: the app counts attempts by
//! the order of times, and a date library would cost more than the rest of this crate.

/// Milliseconds since 1970-01-01T00:00:00Z of an RFC 3339 time; `None` when it is not one. Digits beyond the
/// millisecond are cut off; a leap second reads as the last one before it.
#[must_use]
pub fn parse(text: &str) -> Option<i64> {
    let (date, rest) = text.split_at_checked(10)?;
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let (clock, rest) = rest.strip_prefix(['T', 't', ' '])?.split_at_checked(8)?;
    let [hour, minute, second] = numbers(clock, ':', [2, 2, 2])?;
    let is_real = (1..=12).contains(&month)
        && (1..=days_in(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second <= 60;
    let digits = rest.strip_prefix('.').map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
    let (fraction, zone) = rest.split_at_checked(if digits > 0 { digits + 1 } else { 0 })?;
    let seconds = ((days(year, month, day) * 24 + hour) * 60 + minute - offset(zone)?) * 60 + second.min(59);
    is_real.then(|| seconds * 1000 + milliseconds(fraction))
}

/// Three numbers of fixed widths.
fn numbers(text: &str, separator: char, widths: [usize; 3]) -> Option<[i64; 3]> {
    let mut parts = text.split(separator);
    let mut values = [0; 3];
    for (value, width) in values.iter_mut().zip(widths) {
        let part = parts.next().filter(|part| part.len() == width)?;
        *value = part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())??;
    }
    Some(values)
}

fn milliseconds(fraction: &str) -> i64 {
    let digits = fraction.bytes().skip(1).map(|digit| i64::from(digit - b'0'));
    digits.zip([100, 10, 1]).map(|(digit, weight)| digit * weight).sum()
}

/// Minutes east of UTC.
fn offset(zone: &str) -> Option<i64> {
    if matches!(zone, "Z" | "z") {
        return Some(0);
    }
    let (sign, rest) = (zone.get(..1)?, zone.get(1..)?);
    let [hours, minutes, _] = numbers(&format!("{rest}:00"), ':', [2, 2, 2])?;
    let minutes = (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)?;
    match sign {
        "+" => Some(minutes),
        "-" => Some(-minutes),
        _ => None,
    }
}

const fn days_in(year: i64, month: i64) -> i64 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar: years are counted from March, so that the leap day
/// comes last.
const fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let month_from_march = (month + 9) % 12;
    let leap_days = year / 4 - year / 100 + year / 400;
    365 * year + leap_days + (153 * month_from_march + 2) / 5 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn times_as_servers_write_them() {
        assert_eq!(parse("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(parse("2026-11-22T01:02:03.456Z"), Some(1_795_309_323_456));
        assert_eq!(parse("2026-11-22T01:02:03+01:00"), parse("2026-11-22T00:02:03Z"));
        assert_eq!(parse("2024-02-29T23:59:60.9999Z"), Some(1_709_251_199_999));
        assert_eq!(parse("2026-11-22t01:02:03.4567891-00:30"), Some(1_795_311_123_456));
    }

    #[test]
    fn what_is_no_time_is_none() {
        let wrong = [
            "",
            "2026",
            "2026-11-22",
            "2026-11-22T01:02:03",
            "2026-13-01T00:00:00Z",
            "2026-02-29T00:00:00Z",
            "2026-11-22T24:00:00Z",
            "2026-11-22T01:02:03.Z",
            "2026-11-22T01:02:03+1:00",
            "2026-11-22T+1:02:03Z",
            "2026-11-22T01:02:03ZZ",
            "\u{e9}026-11-22T01:02:03Z",
        ];
        for text in wrong {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_day_follows_the_day_before(day in 0i64..60_000) {
            // Walks the calendar by its own rules, from 1970.
            let (mut year, mut month, mut left) = (1970, 1, day);
            while left >= days_in(year, month) {
                left -= days_in(year, month);
                (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
            }
            prop_assert_eq!(days(year, month, left + 1), day);
        }

        #[test]
        fn hostile_text_never_panics(text in ".{0,40}") {
            let _ = parse(&text);
        }
    }
}

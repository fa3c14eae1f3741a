//! Moments as they are signed: `20150830T123600Z`.

const DAY: u64 = 86_400;
/// The last second that has a year of four digits: later moments are written as this one.
const LAST: u64 = 253_402_300_799;
/// Days from 1 March of the year 0 to the epoch.
const TO_EPOCH: u64 = 719_468;
/// Days in 400 years.
const ERA: u64 = 146_097;

/// A moment in unix milliseconds, as signatures have it: to the second, in UTC.
#[must_use]
pub fn amz_date(millis: u64) -> String {
    let seconds = (millis / 1000).min(LAST);
    let (year, month, day) = civil(seconds / DAY);
    let second = seconds % DAY;
    let mut text = String::with_capacity(16);
    write(&mut text, year, 4);
    write(&mut text, month, 2);
    write(&mut text, day, 2);
    text.push('T');
    write(&mut text, second / 3600, 2);
    write(&mut text, second / 60 % 60, 2);
    write(&mut text, second % 60, 2);
    text.push('Z');
    text
}

/// The moment that such a text tells, in unix milliseconds; `None` for any other text and for days that do not exist.
#[must_use]
pub fn parse_amz_date(text: &str) -> Option<u64> {
    let number = |range| text.get(range).filter(is_digits)?.parse::<u64>().ok();
    let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
    let (hour, minute, second) = (number(9..11)?, number(11..13)?, number(13..15)?);
    let days = days(year, month, day)?;
    let millis = (days * DAY + hour * 3600 + minute * 60 + second) * 1000;
    // Written again: what is out of range or has other letters does not come out the same.
    (amz_date(millis) == text).then_some(millis)
}

fn is_digits(text: &&str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn write(text: &mut String, number: u64, digits: u32) {
    for place in (0..digits).rev() {
        let digit = number / 10_u64.pow(place) % 10;
        text.extend(u8::try_from(digit).map(|digit| char::from(b'0' + digit)));
    }
}

/// Year, month and day of a day since the epoch. Years are counted from March, so that the leap day comes last.
const fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + TO_EPOCH;
    let (era, of_era) = (days / ERA, days % ERA);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, turn) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year + turn, month, day)
}

/// The reverse; `None` before the epoch.
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    let year = if month <= 2 { year.checked_sub(1)? } else { year };
    let (era, of_era) = (year / 400, year % 400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day.checked_sub(1)?;
    (era * ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year).checked_sub(TO_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_moments() {
        let moments = [
            (0, "19700101T000000Z"),
            (951_782_400_000, "20000229T000000Z"),
            (1_440_938_160_000, "20150830T123600Z"),
            (1_709_251_199_999, "20240229T235959Z"),
            (4_107_542_400_000, "21000301T000000Z"),
        ];
        for (millis, text) in moments {
            assert_eq!(amz_date(millis), text);
            assert_eq!(parse_amz_date(text), Some(millis / 1000 * 1000));
        }
        assert_eq!(amz_date(u64::MAX), "99991231T235959Z");
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        let texts =
            ["", "20150830", "20150230T000000Z", "20151301T000000Z", "20150830T240000Z", "20150830t123600Z"];
        for text in texts.iter().chain(&[
            "20150830T123600z",
            "20150830T123600ZZ",
            "+0150830T123600Z",
            "19691231T235959Z",
        ]) {
            assert_eq!(parse_amz_date(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_second_goes_both_ways(second in 0..=LAST) {
            prop_assert_eq!(parse_amz_date(&amz_date(second * 1000)), Some(second * 1000));
        }

        #[test]
        fn any_text_is_read_without_panic(text in ".{0,20}") {
            let _ = parse_amz_date(&text);
        }
    }
}

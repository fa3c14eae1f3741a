//! Machine readable zones of ICAO 9303, parts 4 (TD3, passports) and 5 (TD1, cards): are all check digits right?

/// The check digit of a field (ICAO 9303-3, 4.9): weights 7, 3, 1 over the values 0-9, A-Z = 10-35, `<` = 0.
#[must_use]
pub fn check_digit(field: &str) -> char {
    let weights = [7_u32, 3, 1].into_iter().cycle();
    let sum: u32 =
        field.chars().zip(weights).map(|(letter, weight)| letter.to_digit(36).unwrap_or(0) * weight).sum();
    char::from(b'0' + (sum % 10) as u8)
}

/// A zone's shape: its lines and their length, and for every check digit its place and the parts it covers.
struct Shape {
    lines: usize,
    length: usize,
    checks: &'static [Check],
}

/// A check digit at (line, column) over (line, from, to).
type Check = ((usize, usize), &'static [(usize, usize, usize)]);

const TD1: Shape = Shape {
    lines: 3,
    length: 30,
    checks: &[
        ((0, 14), &[(0, 5, 14)]),
        ((1, 6), &[(1, 0, 6)]),
        ((1, 14), &[(1, 8, 14)]),
        ((1, 29), &[(0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)]),
    ],
};
const TD3: Shape = Shape {
    lines: 2,
    length: 44,
    checks: &[
        ((1, 9), &[(1, 0, 9)]),
        ((1, 19), &[(1, 13, 19)]),
        ((1, 27), &[(1, 21, 27)]),
        ((1, 42), &[(1, 28, 42)]),
        ((1, 43), &[(1, 0, 10), (1, 13, 20), (1, 21, 43)]),
    ],
};
/// The digit over TD3's optional data, which may be the filler where that is empty (ICAO 9303-4, 4.2.2).
const OPTIONAL: (usize, usize) = (1, 42);

/// The length of a zone's lines by their number; `None` when no zone has so many.
pub(crate) fn line_length(lines: usize) -> Option<usize> {
    [TD1, TD3].iter().find(|shape| shape.lines == lines).map(|shape| shape.length)
}

/// Whether the lines are a zone of one of the two shapes with right check digits throughout.
#[must_use]
pub fn is_valid<Line: AsRef<str>>(lines: &[Line]) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'<';
    let is_zone = |shape: &&Shape| {
        lines.len() == shape.lines
            && lines
                .iter()
                .all(|line| line.as_ref().len() == shape.length && line.as_ref().bytes().all(is_letter))
    };
    let part = |line: usize, from: usize, to: usize| {
        lines.get(line).and_then(|line| line.as_ref().get(from..to)).unwrap_or_default()
    };
    let is_right = |&((line, column), covered): &Check| {
        let text: String = covered.iter().map(|&(line, from, to)| part(line, from, to)).collect();
        let printed = part(line, column, column + 1);
        let is_absent = (line, column) == OPTIONAL && printed == "<" && text.bytes().all(|byte| byte == b'<');
        is_absent || printed.chars().eq([check_digit(&text)])
    };
    [TD1, TD3].iter().find(is_zone).is_some_and(|shape| shape.checks.iter().all(is_right))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that ICAO 9303-5 prints.
    const CARD: [&str; 3] = [
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ];
    /// The example that ICAO 9303-4 prints.
    const PASSPORT: [&str; 2] =
        ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];

    #[test]
    fn check_digits_follow_the_published_examples() {
        assert_eq!(check_digit("520727"), '3');
        assert_eq!(check_digit("D23145890"), '7');
        assert_eq!(check_digit("L898902C3"), '6');
        assert_eq!(check_digit("ZE184226B<<<<<"), '1');
    }

    #[test]
    fn the_published_zones_are_valid() {
        assert!(is_valid(&CARD));
        assert!(is_valid(&PASSPORT));
    }

    #[test]
    fn a_changed_letter_under_a_check_digit_shows() {
        let places = [(&CARD[..], 1, 0..6), (&CARD, 1, 8..14), (&PASSPORT, 1, 0..9), (&PASSPORT, 1, 21..42)];
        for (zone, line, columns) in places {
            for column in columns {
                let mut changed: Vec<String> = zone.iter().map(|&line| line.to_owned()).collect();
                // One more or less: the digits see a letter's value modulo ten only.
                let letter = match &zone[line][column..=column] {
                    "Z" => "Y".to_owned(),
                    "<" => "1".to_owned(),
                    digit => ((digit.parse::<u32>().unwrap_or(9) + 1) % 10).to_string(),
                };
                changed[line].replace_range(column..=column, &letter);
                assert!(!is_valid(&changed), "{changed:?}");
            }
        }
    }

    #[test]
    fn other_shapes_are_no_zone() {
        assert!(!is_valid::<&str>(&[]));
        assert!(!is_valid(&CARD[..2]));
        assert!(!is_valid(&["ä".repeat(15), "ä".repeat(15), "ä".repeat(15)]));
    }

    #[test]
    fn the_digit_over_absent_optional_data_may_be_absent() {
        let zone =
            |end: &str| [PASSPORT[0].to_owned(), format!("L898902C36UTO7408122F1204159<<<<<<<<<<<<<<{end}")];
        let total = check_digit("L898902C3674081221204159<<<<<<<<<<<<<<0");
        assert!(is_valid(&zone(&format!("<{total}"))));
        assert!(is_valid(&zone(&format!("0{total}"))));
        assert!(!is_valid(&zone(&format!("1{total}"))));
    }
}

//! Machine readable zones by ICAO 9303: part 5 (TD1, cards) and part 4 (TD3, passports), check digits included.

use kyc_specimen_data::Sex;
pub use kyc_specimen_data::mrz::{check_digit, is_valid};

use crate::person::{Flaw, Person};

/// The three lines of 30 characters on the back of an identity card.
#[must_use]
pub fn td1(person: &Person) -> [String; 3] {
    let number = filled(&person.document_number, 9);
    let (birth, expiry) = (person.birth_date.short(), person.expiry_date.short());
    let first = format!("I<UTO{number}{}{}", check_digit(&number), filled("", 15));
    let dates = (format!("{birth}{}", check_digit(&birth)), format!("{expiry}{}", check_digit(&expiry)));
    let optional = filled("", 11);
    let covered = first.get(5..).unwrap_or_default();
    let composite = last_digit(person, &format!("{covered}{}{}{optional}", dates.0, dates.1));
    let second = format!("{}{}{}UTO{optional}{composite}", dates.0, sex(person.sex), dates.1);
    [first, second, names(person, 30)]
}

/// The two lines of 44 characters on the photo page of a passport.
#[must_use]
pub fn td3(person: &Person) -> [String; 2] {
    let number = filled(&person.passport_number, 9);
    let (birth, expiry) = (person.birth_date.short(), person.expiry_date.short());
    let number = format!("{number}{}", check_digit(&number));
    let birth = format!("{birth}{}", check_digit(&birth));
    let optional = filled("", 14);
    let end = format!("{expiry}{}{optional}{}", check_digit(&expiry), check_digit(&optional));
    let composite = last_digit(person, &format!("{number}{birth}{end}"));
    [format!("P<UTO{}", names(person, 39)), format!("{number}UTO{birth}{}{end}{composite}", sex(person.sex))]
}

/// The digit over everything, or the next one where it is meant to be wrong.
fn last_digit(person: &Person, covered: &str) -> char {
    match (check_digit(covered), person.flaw) {
        ('9', Flaw::WrongCheckDigit) => '0',
        (digit, Flaw::WrongCheckDigit) => char::from(digit as u8 + 1),
        (digit, _) => digit,
    }
}

fn sex(sex: Sex) -> char {
    sex.letter()
}

fn names(person: &Person, length: usize) -> String {
    filled(&format!("{}<<{}", person.last_name, person.first_name), length)
}

/// Upper case, everything but letters and digits as filler, cut or filled up to the length.
fn filled(text: &str, length: usize) -> String {
    let allowed =
        |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '<' };
    text.chars().map(allowed).chain(std::iter::repeat('<')).take(length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kyc_specimen_data::Date;

    /// Anna Maria Eriksson, the example that ICAO 9303 parts 4 and 5 print.
    fn eriksson() -> Person {
        Person {
            first_name: "Anna Maria".into(),
            last_name: "Eriksson".into(),
            birth_date: Date { year: 1974, month: 8, day: 12 },
            expiry_date: Date { year: 2012, month: 4, day: 15 },
            sex: Sex::Female,
            document_number: "D23145890".into(),
            passport_number: "L898902C3".into(),
            ..Person::sample(1)
        }
    }

    #[test]
    fn a_card_has_the_zone_of_the_published_example() {
        assert_eq!(
            td1(&eriksson()),
            [
                "I<UTOD231458907<<<<<<<<<<<<<<<",
                "7408122F1204159UTO<<<<<<<<<<<6",
                "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"
            ]
        );
    }

    #[test]
    fn a_passport_has_the_zone_of_the_published_example() {
        let [names, data] = td3(&eriksson());
        assert_eq!(names, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<");
        assert_eq!(&data[..28], "L898902C36UTO7408122F1204159");
        assert_eq!(data.len(), 44);
    }

    #[test]
    fn every_zone_is_valid_unless_it_is_meant_to_be_wrong() {
        for seed in 0..50 {
            let person = Person::sample(seed);
            assert!(is_valid(&td1(&person)) && is_valid(&td3(&person)), "{seed}");
            let flawed = person.flawed(Flaw::WrongCheckDigit);
            assert!(!is_valid(&td1(&flawed)) && !is_valid(&td3(&flawed)), "{seed}");
        }
    }
}

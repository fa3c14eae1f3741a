//! The people on the specimens. All of them live in Utopia (`UTO`), the country ICAO 9303 keeps for examples.

use crate::rng::Rng;
use std::fmt;

/// A calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Four digits.
    pub year: u32,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 28: enough for specimens and right in every month.
    pub day: u32,
}

impl Date {
    /// `YYMMDD`, as in a machine readable zone.
    #[must_use]
    pub fn short(&self) -> String {
        format!("{:02}{:02}{:02}", self.year % 100, self.month, self.day)
    }

    pub(crate) fn long(&self) -> String {
        const MONTHS: &str = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
        let at = (self.month.clamp(1, 12) as usize - 1) * 3;
        format!("{:02} {} {}", self.day, MONTHS.get(at..at + 3).unwrap_or("JAN"), self.year)
    }
}

/// ISO 8601, as the API has it.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Sex as printed and coded on travel documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// `F`
    Female,
    /// `M`
    Male,
}

impl Sex {
    pub(crate) const fn letter(self) -> char {
        match self {
            Self::Female => 'F',
            Self::Male => 'M',
        }
    }
}

/// Somebody who does not exist, with everything the specimens print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Born on.
    pub birth_date: Date,
    /// Born in.
    pub birth_place: String,
    /// Sex.
    pub sex: Sex,
    /// Street and number.
    pub street: String,
    /// Post code and town.
    pub town: String,
    /// Number of the identity card, nine characters.
    pub document_number: String,
    /// Number of the passport, nine characters.
    pub passport_number: String,
    /// Number of the driver's licence.
    pub licence_number: String,
    /// When the documents were issued.
    pub issue_date: Date,
    /// When they end.
    pub expiry_date: Date,
    /// Seed of the looks; the same face on every document and selfie of this person.
    pub face: u64,
}

impl Person {
    /// The person of a seed.
    #[must_use]
    pub fn sample(seed: u64) -> Self {
        let mut rng = Rng::new(seed ^ 0x005E_ED0F_9E05);
        let sex = if rng.range(0, 2) == 0 { Sex::Female } else { Sex::Male };
        let first_name = match sex {
            Sex::Female => rng.pick(&["Anna", "Elena", "Mira", "Sofia", "Nora", "Clara", "Livia", "Ines"]),
            Sex::Male => rng.pick(&["Daniel", "Tomas", "Adam", "Leon", "Marco", "Felix", "Jonas", "Viktor"]),
        };
        let issued = rng.range(2022, 2026);
        let issue_date = date(&mut rng, issued, issued + 1);
        Self {
            first_name: first_name.to_owned(),
            last_name: rng
                .pick(&[
                    "Sample",
                    "Hartwell",
                    "Lindqvist",
                    "Moreau",
                    "Castellan",
                    "Novak",
                    "Ferrara",
                    "Okonjo",
                ])
                .to_owned(),
            birth_date: date(&mut rng, 1968, 2003),
            birth_place: rng.pick(&["Amaurot", "Northaven", "Porto Claro", "Eastmere"]).to_owned(),
            sex,
            street: format!(
                "{} {}",
                rng.range(2, 120),
                rng.pick(&["Harbour Street", "Linden Avenue", "Mill Lane", "Orchard Road", "Station Square"])
            ),
            town: format!(
                "{} {}",
                rng.digits(5),
                rng.pick(&["Amaurot", "Northaven", "Eastmere", "Clearwater"])
            ),
            document_number: format!("{}{}", letters(&mut rng, 2), rng.digits(7)),
            passport_number: format!("{}{}", letters(&mut rng, 1), rng.digits(8)),
            licence_number: format!("{}-{}-{}", letters(&mut rng, 3), rng.digits(4), rng.digits(3)),
            issue_date,
            expiry_date: Date { year: issue_date.year + 10, ..issue_date },
            face: rng.next(),
        }
    }

    /// First and last name.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

fn date(rng: &mut Rng, from_year: u32, to_year: u32) -> Date {
    Date { year: rng.range(from_year, to_year), month: rng.range(1, 13), day: rng.range(1, 29) }
}

fn letters(rng: &mut Rng, count: usize) -> String {
    (0..count).map(|_| rng.pick(&['C', 'F', 'G', 'H', 'K', 'L', 'M', 'P', 'R', 'T', 'V', 'W'])).collect()
}

//! The people on the specimens. All of them live in Utopia (`UTO`), the country ICAO 9303 keeps for examples.

use crate::rng::Rng;
use kyc_specimen_data::{Address, Date, Sex};

/// What is wrong with a person's documents, for tests and demos of the checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flaw {
    /// Nothing.
    #[default]
    None,
    /// They were altered after they were issued: the code's seal does not fit its data.
    Altered,
    /// The last check digit of the machine readable zone is wrong.
    WrongCheckDigit,
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
    /// The date on bills, letters and statements; they are about the months before it.
    pub paper_date: Date,
    /// What is wrong with the documents.
    pub flaw: Flaw,
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
            paper_date: Date { year: 2026, month: 10, day: 3 },
            flaw: Flaw::None,
            face: rng.next(),
        }
    }

    /// The same person under another name.
    #[must_use]
    pub fn named(self, first_name: &str, last_name: &str) -> Self {
        Self { first_name: first_name.to_owned(), last_name: last_name.to_owned(), ..self }
    }

    /// With documents that ended in 2020.
    #[must_use]
    pub fn expired(self) -> Self {
        let ended = |date: Date, year| Date { year, ..date };
        Self { issue_date: ended(self.issue_date, 2010), expiry_date: ended(self.expiry_date, 2020), ..self }
    }

    /// Born in 2015: a child until 2033.
    #[must_use]
    pub fn underage(self) -> Self {
        Self { birth_date: Date { year: 2015, ..self.birth_date }, ..self }
    }

    /// With papers of another date.
    #[must_use]
    pub fn with_papers_of(self, paper_date: Date) -> Self {
        Self { paper_date, ..self }
    }

    /// With flawed documents.
    #[must_use]
    pub fn flawed(self, flaw: Flaw) -> Self {
        Self { flaw, ..self }
    }

    /// First and last name.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }

    /// Street and town as the parts of an address, in capitals.
    pub(crate) fn address(&self) -> Address {
        let (code, city) = self.town.split_once(' ').unwrap_or(("", &self.town));
        Address {
            line1: self.street.to_uppercase(),
            postal_code: code.to_uppercase(),
            city: city.to_uppercase(),
            region: None,
        }
    }
}

fn date(rng: &mut Rng, from_year: u32, to_year: u32) -> Date {
    Date { year: rng.range(from_year, to_year), month: rng.range(1, 13), day: rng.range(1, 29) }
}

fn letters(rng: &mut Rng, count: usize) -> String {
    (0..count).map(|_| rng.pick(&['C', 'F', 'G', 'H', 'K', 'L', 'M', 'P', 'R', 'T', 'V', 'W'])).collect()
}

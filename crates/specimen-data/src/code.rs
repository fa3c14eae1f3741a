//! The text of the code. Capitals, digits and ` $%*+-./:` are what a QR code packs tightest (ISO/IEC 18004,
//! alphanumeric mode): fields stand between `*`, and `$` stands for a zone's filler. The last field is a seal over all
//! others; anybody can compute it, so it proves nothing, but it tells an altered specimen from a misread one.

use kyc_wire::DocumentSubtype;

use crate::data::{Address, Sex, Side, SpecimenData};
use crate::date::Date;
use crate::mrz;

/// Name and version of the layout.
const MARK: &str = "KYC1";
const SEPARATOR: char = '*';
/// What an altered specimen's seal differs by.
const ALTERATION: u32 = 0x5EA1;

impl SpecimenData {
    /// The text to print as a code. What is in small letters comes back in capitals.
    #[must_use]
    pub fn to_code(&self) -> String {
        let date =
            |date: Option<Date>| date.map(|date| date.to_string().replace('-', "")).unwrap_or_default();
        let address = self.address.clone().unwrap_or_default();
        let fields = [
            MARK.to_owned(),
            self.subtype.as_str().to_owned(),
            side_letter(self.side).to_owned(),
            self.first_name.clone(),
            self.last_name.clone(),
            date(self.birth_date),
            self.sex.map(|sex| sex.letter().to_string()).unwrap_or_default(),
            self.nationality.clone().unwrap_or_default(),
            self.document_number.clone().unwrap_or_default(),
            date(self.issue_date),
            date(self.expiry_date),
            address.line1,
            address.postal_code,
            address.city,
            address.region.unwrap_or_default(),
            zone_text(&self.mrz),
        ];
        let clean = fields.map(|field| field.to_uppercase().replace(SEPARATOR, " "));
        let body = clean.join("*");
        let seal = seal(&body) ^ if self.is_tampered { ALTERATION } else { 0 };
        format!("{body}{SEPARATOR}{seal:08X}")
    }

    /// Reads the text of a code; `None` when it is not one of ours.
    #[must_use]
    pub fn from_code(text: &str) -> Option<Self> {
        let (body, printed) = text.rsplit_once(SEPARATOR)?;
        let fields: Vec<&str> = body.split(SEPARATOR).collect();
        let &[
            mark,
            subtype,
            side,
            first,
            last,
            born,
            sex,
            state,
            number,
            issued,
            ends,
            line1,
            code,
            city,
            region,
            zone,
        ] = fields.as_slice()
        else {
            return None;
        };
        let subtype = DocumentSubtype::parse(&subtype.to_lowercase()).filter(|_| mark == MARK)?;
        let address = Address {
            line1: line1.to_owned(),
            postal_code: code.to_owned(),
            city: city.to_owned(),
            region: filled(region),
        };
        Some(Self {
            subtype,
            side: side_of(side)?,
            first_name: first.to_owned(),
            last_name: last.to_owned(),
            birth_date: date(born),
            sex: [Sex::Female, Sex::Male].into_iter().find(|known| sex.chars().eq([known.letter()])),
            nationality: filled(state),
            document_number: filled(number),
            issue_date: date(issued),
            expiry_date: date(ends),
            address: (address != Address::default()).then_some(address),
            mrz: zone_lines(zone),
            is_tampered: u32::from_str_radix(printed, 16).ok() != Some(seal(body)),
        })
    }
}

fn seal(body: &str) -> u32 {
    crc32fast::hash(body.as_bytes())
}

fn filled(field: &str) -> Option<String> {
    (!field.is_empty()).then(|| field.to_owned())
}

/// `YYYYMMDD`.
fn date(field: &str) -> Option<Date> {
    let (year, rest) = field.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    Date::parse(&format!("{year}-{month}-{day}"))
}

const fn side_letter(side: Side) -> &'static str {
    match side {
        Side::Front => "F",
        Side::Back => "B",
        Side::Page => "P",
    }
}

fn side_of(letter: &str) -> Option<Side> {
    [Side::Front, Side::Back, Side::Page].into_iter().find(|&side| side_letter(side) == letter)
}

/// The lines with their trailing fillers left out.
fn zone_text(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| line.trim_end_matches('<').replace('<', "$")).collect();
    lines.join("/")
}

fn zone_lines(field: &str) -> Vec<String> {
    if field.is_empty() {
        return Vec::new();
    }
    let lines: Vec<&str> = field.split('/').collect();
    let length = mrz::line_length(lines.len()).unwrap_or(0);
    lines.iter().map(|line| format!("{:<<length$}", line.replace('$', "<"))).collect()
}

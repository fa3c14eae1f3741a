//! The data of one side or page of a document.

use kyc_wire::DocumentSubtype;
use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::mrz;

/// The issuing state of every specimen: Utopia, which ICAO 9303-3 keeps for examples.
pub const UTOPIA: &str = "UTO";
/// Utopia in two letters, as the API wants countries. ISO 3166 has none for it; this is one of the codes (XA to XZ)
/// that the standard leaves to its users and will never assign.
const UTOPIA_SHORT: &str = "XU";

/// Which part of a document is in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The side with the portrait; of a passport the photo page.
    Front,
    /// The other side of a card.
    Back,
    /// A page of paper.
    Page,
}

/// Sex as printed and coded on travel documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Sex {
    /// `F`
    #[serde(rename = "F")]
    Female,
    /// `M`
    #[serde(rename = "M")]
    Male,
}

impl Sex {
    /// `F` or `M`, also the API's word.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Female => 'F',
            Self::Male => 'M',
        }
    }
}

/// Where the holder lives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Address {
    /// Street and number.
    pub line1: String,
    /// Post code.
    pub postal_code: String,
    /// Town.
    pub city: String,
    /// State or province; Utopia has none.
    pub region: Option<String>,
}

/// What stands on one side or page of a specimen. Words are in capitals, as the code carries them: compare without
/// regard to case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SpecimenData {
    /// What kind of document it is.
    pub subtype: DocumentSubtype,
    /// Which part of it.
    pub side: Side,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Date of birth; identity documents only.
    pub birth_date: Option<Date>,
    /// Sex; identity documents only.
    pub sex: Option<Sex>,
    /// Issuing state and nationality in three letters (ICAO 9303-3); identity documents only.
    pub nationality: Option<String>,
    /// Number of the document.
    pub document_number: Option<String>,
    /// When an identity document was issued, or the date of a paper.
    pub issue_date: Option<Date>,
    /// When it ends; identity documents only.
    pub expiry_date: Option<Date>,
    /// The holder's address, where the document prints it.
    pub address: Option<Address>,
    /// The lines of the machine readable zone, where this side has one.
    pub mrz: Vec<String>,
    /// Whether the document was altered after it was issued: the seal does not fit the data.
    pub is_tampered: bool,
}

impl SpecimenData {
    /// A document of a kind, still without content.
    #[must_use]
    pub const fn new(subtype: DocumentSubtype, side: Side) -> Self {
        Self {
            subtype,
            side,
            first_name: String::new(),
            last_name: String::new(),
            birth_date: None,
            sex: None,
            nationality: None,
            document_number: None,
            issue_date: None,
            expiry_date: None,
            address: None,
            mrz: Vec::new(),
            is_tampered: false,
        }
    }

    /// The issuing country in two letters, as the API's `issuanceCountry` wants it.
    #[must_use]
    pub fn issuance_country(&self) -> Option<&'static str> {
        (self.nationality.as_deref() == Some(UTOPIA)).then_some(UTOPIA_SHORT)
    }

    /// Whether every check digit of the machine readable zone is right; `None` where there is no zone.
    #[must_use]
    pub fn is_mrz_valid(&self) -> Option<bool> {
        (!self.mrz.is_empty()).then(|| mrz::is_valid(&self.mrz))
    }
}

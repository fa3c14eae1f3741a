//! What the analysis reads from a handed-in file, and nothing it is told by the customer: whether it opens, how good
//! the picture is, faces, and what stands on it.
//!
//! Letters are not recognised. What stands on a document is known only when `kyc-specimen` drew it, by the 2D code
//! printed on it; of everything else the words count as not found.

mod code;
mod decode;
mod pdf;
mod picture;
#[cfg(test)]
mod tests;

pub use decode::upright;
pub use picture::{Picture, describe};

use kyc_specimen_data::SpecimenData;

use crate::record::Format;

/// Whether a file can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    Sound,
    /// A PDF that needs a password.
    Locked,
    /// Cut off, damaged or without a page.
    Unreadable,
}

/// What is to be known about one file.
#[derive(Clone, Debug)]
pub struct Reading {
    pub condition: Condition,
    /// What stands on the document, if it is a specimen and its code is legible.
    pub data: Option<SpecimenData>,
    /// The picture; of a PDF the first page that is one, as scanners make them. `None` when there is none to see.
    pub picture: Option<Picture>,
}

impl Reading {
    const fn without_content(condition: Condition) -> Self {
        Self { condition, data: None, picture: None }
    }
}

/// Reads a file: about a third of a second of one core for a picture as the app sends it. Blocks.
pub fn read(bytes: &[u8], format: Format) -> Reading {
    if format != Format::Pdf {
        return of_picture(bytes, format);
    }
    match pdf::inspect(bytes) {
        Condition::Sound => pdf::first_picture(bytes).map_or_else(
            || Reading::without_content(Condition::Sound),
            // A page that our decoder does not know says nothing about the file.
            |page| Reading { condition: Condition::Sound, ..of_picture(page, Format::Jpeg) },
        ),
        condition => Reading::without_content(condition),
    }
}

fn of_picture(bytes: &[u8], format: Format) -> Reading {
    match decode::decode(bytes, format) {
        Some(decoded) => Reading {
            condition: Condition::Sound,
            data: code::find(&decoded.luma()),
            picture: Some(picture::look(&decoded)),
        },
        None => Reading::without_content(Condition::Unreadable),
    }
}

//! The 2D code with the document's own data, printed where real documents have theirs. It is part of the picture, so it
//! outlives what metadata does not: the app's canvas, another encoder, a camera.

use kyc_specimen_data::{Side, SpecimenData, UTOPIA};
use kyc_wire::DocumentSubtype;
use qrcode::{Color, EcLevel, QrCode};

use crate::canvas::{Area, Canvas};
use crate::person::{Flaw, Person};
use crate::tone::{INK, WHITE};

/// White modules around the code; the standard's fourth is the light ground of the document.
const QUIET: usize = 3;

/// What an identity document says about its holder.
pub(crate) fn identity(person: &Person, subtype: DocumentSubtype, side: Side, number: &str) -> SpecimenData {
    SpecimenData {
        birth_date: Some(person.birth_date),
        sex: Some(person.sex),
        nationality: Some(UTOPIA.to_owned()),
        document_number: Some(number.to_uppercase()),
        issue_date: Some(person.issue_date),
        expiry_date: Some(person.expiry_date),
        ..common(person, subtype, side)
    }
}

/// What a letter, bill or statement of the kind says about its addressee.
#[must_use]
pub fn paper_data(person: &Person, subtype: DocumentSubtype) -> SpecimenData {
    SpecimenData {
        issue_date: Some(person.paper_date),
        address: Some(person.address()),
        ..common(person, subtype, Side::Page)
    }
}

fn common(person: &Person, subtype: DocumentSubtype, side: Side) -> SpecimenData {
    SpecimenData {
        first_name: person.first_name.to_uppercase(),
        last_name: person.last_name.to_uppercase(),
        is_tampered: person.flaw == Flaw::Altered,
        ..SpecimenData::new(subtype, side)
    }
}

/// The code as large as whole pixels a module allow, in the middle of the area.
pub(crate) fn print(canvas: &mut Canvas, data: &SpecimenData, area: Area) {
    // Level M: 15 % of the code may be lost to glare or a finger.
    let Ok(code) = QrCode::with_error_correction_level(data.to_code(), EcLevel::M) else { return };
    let modules = code.width() + 2 * QUIET;
    let module = (area.width.min(area.height) / modules as f32).floor().max(1.0);
    let edge = module * modules as f32;
    let (left, top) =
        ((area.x + (area.width - edge) / 2.0).floor(), (area.y + (area.height - edge) / 2.0).floor());
    canvas.rounded(Area::new(left, top, edge, edge), module * 2.0, WHITE, 1.0);
    let at = |index: usize| (index + QUIET) as f32 * module;
    for (index, _) in code.to_colors().iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
        let (x, y) = (left + at(index % code.width()), top + at(index / code.width()));
        canvas.fill(Area::new(x, y, module, module), INK);
    }
}

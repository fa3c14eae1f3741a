//! The 2D code that `kyc-specimen` prints on documents.

use kyc_specimen_data::SpecimenData;
use kyc_vision::{Luma, read_codes};

/// Long edges at which a code is looked for: what the app sends at most, which shows small modules, and half of it,
/// which smooths noise. They bound the time as well.
const SEARCH_EDGES: [u32; 2] = [2560, 1280];

/// What stands on a specimen; `None` when no code of ours is legible.
pub(super) fn find(luma: &Luma<'_>) -> Option<SpecimenData> {
    let longest = luma.width().max(luma.height());
    let edges = SEARCH_EDGES.iter().enumerate().filter(|(at, edge)| *at == 0 || longest > **edge as usize);
    edges
        .map(|(_, &edge)| luma.to_luma(edge))
        .find_map(|image| read_codes(&image.as_luma()).iter().find_map(|text| SpecimenData::from_code(text)))
}

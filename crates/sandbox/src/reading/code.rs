//! The 2D code that `kyc-specimen` prints on documents.

use kyc_specimen_data::SpecimenData;
use kyc_vision::{Luma, LumaImage, read_codes};

/// Most pixels of an edge at which a code is looked for: what the app sends at most. Bounds the time.
const MOST: u32 = 2560;
/// Large pictures are looked at once more at this size, which smooths noise.
const LESS: u32 = 1280;

/// What stands on a specimen; `None` when no code of ours is legible.
pub(super) fn find(luma: &Luma<'_>) -> Option<SpecimenData> {
    let native = luma.to_luma(MOST);
    let longest = native.width().max(native.height());
    let of = |image: &LumaImage| {
        read_codes(&image.as_luma()).iter().find_map(|text| SpecimenData::from_code(text))
    };
    of(&native)
        .or_else(|| (longest > LESS as usize).then(|| of(&luma.to_luma(LESS))).flatten())
        // Modules of less than three pixels are read more surely when enlarged.
        .or_else(|| (longest * 2 <= MOST as usize).then(|| of(&native.as_luma().doubled())).flatten())
}

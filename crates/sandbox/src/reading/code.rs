//! The 2D code that `kyc-specimen` prints on documents.

use std::panic::{AssertUnwindSafe, catch_unwind};

use kyc_specimen_data::SpecimenData;
use kyc_vision::{Luma, LumaImage};
use rqrr::PreparedImage;

/// Long edges at which a code is looked for: what the app sends at most, which shows small modules, and half of it,
/// which smooths noise. They bound the time as well.
const SEARCH_EDGES: [u32; 2] = [2560, 1280];

/// What stands on a specimen; `None` when no code of ours is legible.
pub(super) fn find(luma: &Luma<'_>) -> Option<SpecimenData> {
    let longest = luma.width().max(luma.height());
    let edges = SEARCH_EDGES.iter().enumerate();
    edges
        .filter(|(at, edge)| *at == 0 || longest > **edge as usize)
        .find_map(|(_, &edge)| at_size(&luma.to_luma(edge)))
}

fn at_size(image: &LumaImage) -> Option<SpecimenData> {
    let luma = image.as_luma();
    let search = || {
        let fill = |x: usize, y: usize| luma.row(y).get(x).copied().unwrap_or_default();
        let mut prepared = PreparedImage::prepare_from_greyscale(luma.width(), luma.height(), fill);
        let codes = prepared.detect_grids();
        codes.iter().find_map(|code| SpecimenData::from_code(&code.decode().ok()?.1))
    };
    // `rqrr` is known to panic on patterns that are almost codes (WanzenBug/rqrr#54): no code then.
    catch_unwind(AssertUnwindSafe(search)).ok().flatten()
}

//! QR codes in a picture (`rqrr`).

use std::panic::{AssertUnwindSafe, catch_unwind};

use rqrr::PreparedImage;

use crate::Luma;

/// The texts of all codes that are legible at this size; a module should be 3 px or wider.
#[must_use]
pub fn read_codes(luma: &Luma<'_>) -> Vec<String> {
    if luma.pixels().is_empty() {
        return Vec::new();
    }
    let search = || {
        let fill = |x: usize, y: usize| luma.row(y).get(x).copied().unwrap_or_default();
        let mut prepared = PreparedImage::prepare_from_greyscale(luma.width(), luma.height(), fill);
        let codes = prepared.detect_grids();
        codes.iter().filter_map(|code| Some(code.decode().ok()?.1)).collect()
    };
    // It is known to panic on patterns that are almost codes (WanzenBug/rqrr#54), which then count as none.
    catch_unwind(AssertUnwindSafe(search)).unwrap_or_default()
}

//! How strongly a picture is compressed: as little as fits, never so much that print suffers.
//!
//! Measured in Chromium 148 (4:2:0 like all browsers below the very best quality) on drawn letters, slips, receipts,
//! cards, passports and a selfie with a long edge of 2560 px, plain and with sensor noise: all plain ones fit at the
//! best quality (0.25 to 0.55 MB, SSIM of the blocks with print >= 0.999). At the lowest one, which only strong noise
//! asks for, it is >= 0.985. The table is in `docs/intake.md`.

/// What is sent should not be larger than this, in bytes.
pub const GOOD_BYTES: f64 = 900_000.0;

/// The quality that is tried first.
pub const BEST: f64 = 0.92;

/// What changes begin anew from where there is no file that the browser can open: a frame of the camera, a picture that
/// was HEIC. Nothing of it is sent. Of a 12-megapixel frame it is some 6 MB, outside the page's memory.
pub const KEPT: f64 = 0.98;

/// Lower ones, each with the share of the best one's bytes that a picture with noise needs at it; one without needs
/// more, and has them. Below the last the noise is no longer what is lost.
pub const RUNGS: [(f64, f64); 5] = [(BEST, 1.0), (0.88, 0.77), (0.85, 0.64), (0.8, 0.5), (0.75, 0.4)];

/// The quality to encode at instead, when `bytes` came of the best one.
pub fn instead_of(bytes: f64) -> Option<f64> {
    if bytes <= GOOD_BYTES {
        return None;
    }
    let fitting = RUNGS.iter().find(|(_, share)| bytes * share <= GOOD_BYTES);
    fitting.or(RUNGS.last()).map(|(quality, _)| *quality)
}

//! Pictures without a code, and patterns made to confuse the reader.

use kyc_vision::{Luma, read_codes};
use proptest::prelude::*;

/// A sheet of the corner marks of codes, which belong to no code.
fn corner_marks(columns: usize, rows: usize) -> (Vec<u8>, u32, u32) {
    const MARK: usize = 9 * 4;
    let (width, height) = (columns * MARK, rows * MARK);
    let is_dark = |at: usize| {
        let (x, y) = (at % width % MARK / 4, at / width % MARK / 4);
        let ring = x.abs_diff(4).max(y.abs_diff(4));
        ring != 2 && ring < 4
    };
    let pixels = (0..width * height).map(|at| if is_dark(at) { 20 } else { 240 }).collect();
    (pixels, width as u32, height as u32)
}

#[test]
fn empty_and_plain_pictures_have_no_code() {
    assert_eq!(read_codes(&Luma::default()), [""; 0]);
    assert_eq!(read_codes(&Luma::new(&[7], 1, 1).unwrap()), [""; 0]);
    assert_eq!(read_codes(&Luma::new(&[200; 90 * 60], 90, 60).unwrap()), [""; 0]);
}

#[test]
fn a_sheet_of_corner_marks_ends_without_a_code() {
    let (pixels, width, height) = corner_marks(12, 12);
    assert_eq!(read_codes(&Luma::new(&pixels, width, height).unwrap()), [""; 0]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn noise_never_panics(width in 1_u32..120, height in 1_u32..120, seed: u64, coarse in 1_u64..6) {
        let pixels: Vec<u8> = (0..u64::from(width * height))
            .map(|at| {
                let cell = (at % u64::from(width) / coarse) << 20 ^ (at / u64::from(width) / coarse);
                if (cell ^ seed).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 63 == 0 { 10 } else { 245 }
            })
            .collect();
        let _ = read_codes(&Luma::new(&pixels, width, height).unwrap());
    }
}

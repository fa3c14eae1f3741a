//! HEIC pictures, saved on the spot by the same library that opens them: no other writes them without C.

use heifer::{EncodeOptions, Image, Metadata, encode_with_metadata};
use kyc_gatherer::services::files::Canvas;

/// What a canvas shows, as a file. With a profile the file says nothing else of its colours, as those of iPhones.
pub fn saved(canvas: &Canvas, metadata: &Metadata) -> Vec<u8> {
    let data = canvas.pixels().expect("its pixels").into_iter().map(u16::from).collect();
    let image =
        Image { width: canvas.width(), height: canvas.height(), bit_depth: 8, has_alpha: false, data };
    let options = EncodeOptions { quality: 85, max_threads: 1 };
    encode_with_metadata(&image, metadata, &options).expect("a file")
}

/// As much as is looked at of the profile of iPhones.
pub fn display_p3() -> Metadata {
    let name: Vec<u8> = "Display P3".bytes().flat_map(|byte| [0, byte]).collect();
    Metadata { icc_profile: Some([b"mluc".as_slice(), &name].concat()), ..Metadata::default() }
}

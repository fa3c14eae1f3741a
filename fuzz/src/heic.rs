//! Any bytes are a HEIC picture that somebody hands in: as they are, or as damage to one that was saved here, since no
//! luck is enough to get past the container and the headers of the bitstream.

use std::sync::OnceLock;

use heifer::{EncodeOptions, Image, Metadata, encode_with_metadata};

/// Holds the laws of opening HEIC pictures.
pub fn hold(data: &[u8]) {
    let Some((choice, rest)) = data.split_first() else { return };
    let file = match choice % 4 {
        0 => rest.to_vec(),
        choice => damaged(usize::from(choice) - 1, rest),
    };
    let Some(picture) = kyc_heic::open(&file) else { return };
    let pixels = u64::from(picture.width) * u64::from(picture.height);
    assert!((1..=kyc_heic::MOST_PIXELS).contains(&pixels), "{} x {}", picture.width, picture.height);
    assert_eq!(picture.pixels.len() as u64, pixels * 4);
    assert!(picture.pixels.chunks(4).all(|pixel| pixel.last() == Some(&u8::MAX)), "nothing is seen through");
}

/// A saved picture with bytes of it replaced: two bytes say where, one what.
fn damaged(which: usize, damage: &[u8]) -> Vec<u8> {
    static SAVED: OnceLock<[Vec<u8>; 3]> = OnceLock::new();
    let saved = SAVED.get_or_init(|| {
        let profile = Metadata { icc_profile: Some(b"Display P3".to_vec()), ..Metadata::default() };
        [
            saved(96, 64, u16::MAX, &Metadata::default()),
            saved(64, 96, u16::MAX, &profile),
            saved(530, 24, 9, &profile),
        ]
    });
    let mut file = saved.get(which).cloned().unwrap_or_default();
    let length = file.len().max(1);
    for hit in damage.as_chunks::<3>().0 {
        let [high, low, byte] = *hit;
        let at = usize::from(u16::from_be_bytes([high, low])) % length;
        if let Some(place) = file.get_mut(at) {
            *place = byte;
        }
    }
    file
}

/// A picture of slopes and edges; every so many pixels can be seen through. One wider than 512 pixels is saved in tiles.
fn saved(width: u32, height: u32, hole: u16, metadata: &Metadata) -> Vec<u8> {
    let pixel = |at: u32| {
        let (x, y) = (at % width, at / width);
        let edge = if (x / 9 + y / 7) % 2 == 0 { 40 } else { 200 };
        let opacity = if at.is_multiple_of(u32::from(hole)) { 0 } else { 255 };
        [edge, x * 255 / width, y * 255 / height, opacity].map(|level| level as u16)
    };
    let data: Vec<u16> = (0..width * height).flat_map(pixel).collect();
    let image = Image { width, height, bit_depth: 8, has_alpha: hole < u16::MAX, data };
    let options = EncodeOptions { quality: 60, max_threads: 1 };
    encode_with_metadata(&image, metadata, &options).unwrap_or_default()
}

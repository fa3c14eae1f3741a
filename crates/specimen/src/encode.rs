//! Pictures as files, with or without the metadata that must never leave the customer's device.

use image::codecs::{jpeg::JpegEncoder, png::PngEncoder};
use image::error::{EncodingError, ImageFormatHint};
use image::{ImageEncoder, ImageError, ImageResult, Rgb, RgbImage};

/// A baseline JPEG; `quality` 1 to 100.
///
/// # Errors
/// When the picture is too large for the format (65,535 pixels an edge).
pub fn to_jpeg(image: &RgbImage, quality: u8) -> ImageResult<Vec<u8>> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(image)?;
    Ok(bytes)
}

/// A PNG.
///
/// # Errors
/// When the encoder refuses the picture.
pub fn to_png(image: &RgbImage) -> ImageResult<Vec<u8>> {
    let mut bytes = Vec::new();
    let (width, height) = image.dimensions();
    PngEncoder::new(&mut bytes).write_image(image, width, height, image::ExtendedColorType::Rgb8)?;
    Ok(bytes)
}

/// The picture as iPhones save it: HEIC in tiles, with a profile of Display P3 and nothing else about its colours outside of
/// the bitstream. Of the profile there is the name, by which it is known.
///
/// # Errors
/// When the encoder refuses the picture.
pub fn to_heic(picture: &RgbImage) -> ImageResult<Vec<u8>> {
    let (width, height) = picture.dimensions();
    let data = picture.pixels().flat_map(|Rgb([r, g, b])| [*r, *g, *b, u8::MAX].map(u16::from)).collect();
    let image = heifer::Image { width, height, bit_depth: 8, has_alpha: false, data };
    let name: Vec<u8> = "Display P3".bytes().flat_map(|byte| [0, byte]).collect();
    let icc_profile = Some([b"mluc".as_slice(), &name].concat());
    let metadata = heifer::Metadata { icc_profile, ..heifer::Metadata::default() };
    heifer::encode_with_metadata(&image, &metadata, &heifer::EncodeOptions::default()).map_err(|error| {
        ImageError::Encoding(EncodingError::new(ImageFormatHint::Name("HEIC".into()), error))
    })
}

/// The place written into pictures: Null Island's neighbourhood, 1°02'03" N 4°05'06" E, where nobody lives.
const LATITUDE: [u32; 3] = [1, 2, 3];
const LONGITUDE: [u32; 3] = [4, 5, 6];
const START_OF_IMAGE: [u8; 2] = [0xFF, 0xD8];

/// The JPEG with an Exif segment (APP1) holding an orientation (1 to 8) and a GPS position, as phones write it.
/// Bytes that are no JPEG come back unchanged.
#[must_use]
pub fn with_exif_gps_and_orientation(jpeg: &[u8], orientation: u16) -> Vec<u8> {
    let Some(rest) = jpeg.strip_prefix(&START_OF_IMAGE) else { return jpeg.to_vec() };
    let tiff = tiff(orientation);
    let length = (2 + 6 + tiff.len()) as u16;
    [&START_OF_IMAGE[..], &[0xFF, 0xE1], &length.to_be_bytes(), b"Exif\0\0", &tiff, rest].concat()
}

/// A little-endian TIFF: directory 0 (orientation, pointer to GPS), the GPS directory, its fractions.
fn tiff(orientation: u16) -> Vec<u8> {
    const DIRECTORY: u32 = 8;
    const GPS: u32 = DIRECTORY + 2 + 2 * 12 + 4;
    const FRACTIONS: u32 = GPS + 2 + 5 * 12 + 4;
    let mut bytes = b"II*\0".to_vec();
    bytes.extend(DIRECTORY.to_le_bytes());
    bytes.extend(2_u16.to_le_bytes());
    entry(&mut bytes, 0x0112, 3, 1, u32::from(orientation));
    entry(&mut bytes, 0x8825, 4, 1, GPS);
    bytes.extend(0_u32.to_le_bytes());
    bytes.extend(5_u16.to_le_bytes());
    entry(&mut bytes, 0, 1, 4, u32::from_le_bytes([2, 3, 0, 0]));
    entry(&mut bytes, 1, 2, 2, u32::from_le_bytes([b'N', 0, 0, 0]));
    entry(&mut bytes, 2, 5, 3, FRACTIONS);
    entry(&mut bytes, 3, 2, 2, u32::from_le_bytes([b'E', 0, 0, 0]));
    entry(&mut bytes, 4, 5, 3, FRACTIONS + 3 * 8);
    bytes.extend(0_u32.to_le_bytes());
    for value in LATITUDE.into_iter().chain(LONGITUDE) {
        bytes.extend(value.to_le_bytes());
        bytes.extend(1_u32.to_le_bytes());
    }
    bytes
}

fn entry(bytes: &mut Vec<u8>, tag: u16, kind: u16, count: u32, value: u32) {
    bytes.extend(tag.to_le_bytes());
    bytes.extend(kind.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(value.to_le_bytes());
}

/// A JPEG cut off within its tables: it looks like one to a sniffer and decodes nowhere.
#[must_use]
pub fn damaged_jpeg(jpeg: &[u8]) -> Vec<u8> {
    jpeg.iter().take(120).copied().collect()
}

/// Plain text that is called a picture.
#[must_use]
pub fn not_an_image() -> Vec<u8> {
    b"This is a text file. Somebody has renamed it to .jpg and hopes for the best.\n".to_vec()
}

//! HEIC pictures for browsers that cannot open them: from a file to upright pixels, without a browser.
//!
//! The decoder is heifer's (docs/adr/0012-heic.md). Here is what the app wants of it: bounds for what strangers hand in,
//! white paper below what can be seen through, and a size that fits a phone. The module itself is in `main.rs`.

use heifer::Options;
use heifer::heifer_isobmff::boxes::{ColorInfo, Property};
use heifer::heifer_isobmff::{HeifFile, ItemId};

/// The 48 megapixels of phones have 48.8 million. Opening them takes 0.3 GB here, 0.5 GB if they lie on their side or were
/// not saved in tiles.
pub const MOST_PIXELS: u64 = 50_000_000;

/// Pictures with a longer edge are halved. What is sent has 2,560 px at most, and 4,000 px of it are enough to cut a
/// document out (`src/services/files/make.rs`); 48 megapixels have 8,064 px.
const HALVED_FROM: u32 = 8000;

/// The colour primaries of Display P3 (ITU-T H.273, table 2).
const P3: u16 = 12;

/// An opened picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Width in pixels, upright.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Red, green, blue and opacity, row by row; nothing can be seen through.
    pub pixels: Vec<u8>,
    /// Whether the colours are those of Display P3, as iPhones save them, and not sRGB.
    pub is_p3: bool,
}

/// Opens a file; `None` when it is no HEIC picture, is damaged, or has more than [`MOST_PIXELS`].
#[must_use]
pub fn open(file: &[u8]) -> Option<Picture> {
    let is_p3 = is_p3(file);
    let options = Options { max_threads: 1, max_pixels: MOST_PIXELS };
    let image = heifer::decode_rgba8(file, &options).ok()?;
    let mut picture = Picture { width: image.width, height: image.height, pixels: image.data, is_p3 };
    if picture.width == 0 || picture.height == 0 {
        return None;
    }
    if image.has_alpha {
        lay_on_white(&mut picture.pixels);
    }
    while picture.width.max(picture.height) >= HALVED_FROM {
        halve(&mut picture);
    }
    Some(picture)
}

/// Phones name the profile or the primaries; whatever else there may be is shown as sRGB, which is near.
fn is_p3(file: &[u8]) -> bool {
    let Ok(file) = HeifFile::parse(file) else { return false };
    let primary = file.primary_id;
    // A picture of tiles may leave it to them.
    let first = file.referenced_items(primary, b"dimg").first().copied();
    let told = |item: ItemId| {
        file.item_properties(item).ok()?.find_map(|property| match property {
            Property::Color(ColorInfo::Nclx { primaries, .. }) => Some(*primaries == P3),
            Property::Color(ColorInfo::Icc(profile)) => Some(names_p3(profile)),
            _ => None,
        })
    };
    told(primary).or_else(|| first.and_then(told)).unwrap_or(false)
}

/// Profiles have their name in bytes (before version 4) or in pairs of bytes.
fn names_p3(profile: &[u8]) -> bool {
    const NAME: &[u8] = b"Display P3";
    let pairs: Vec<u8> = NAME.iter().flat_map(|byte| [0, *byte]).collect();
    [NAME, &pairs].iter().any(|name| profile.windows(name.len()).any(|part| part == *name))
}

fn lay_on_white(pixels: &mut [u8]) {
    for pixel in pixels.as_chunks_mut::<4>().0 {
        let [red, green, blue, opacity] = pixel;
        for colour in [red, green, blue] {
            *colour = over_white(*colour, *opacity);
        }
        *opacity = u8::MAX;
    }
}

fn over_white(colour: u8, opacity: u8) -> u8 {
    let (colour, opacity) = (u32::from(colour), u32::from(opacity));
    ((colour * opacity + 255 * (255 - opacity) + 127) / 255) as u8
}

/// Half as wide and high, each pixel the mean of four, in the memory of the large one. An odd last row or column is left
/// out.
fn halve(picture: &mut Picture) {
    let Picture { width, height, pixels, .. } = picture;
    let row = *width as usize * 4;
    let (wide, high) = (*width as usize / 2, *height as usize / 2);
    let mut to = 0;
    for y in 0..high {
        for x in 0..wide {
            let from = 2 * y * row + 8 * x;
            let mean = mean(pixels, from, row);
            // Never ahead of what is still to be read.
            if let Some(place) = pixels.get_mut(to..to + 4) {
                place.copy_from_slice(&mean);
            }
            to += 4;
        }
    }
    pixels.truncate(to);
    (*width, *height) = (*width / 2, *height / 2);
}

/// The mean of the pixel at `from`, its right neighbour and the two below.
fn mean(pixels: &[u8], from: usize, row: usize) -> [u8; 4] {
    let mut sums = [2_u16; 4];
    for at in [from, from + 4, from + row, from + row + 4] {
        let pixel = pixels.get(at..at + 4).unwrap_or(&[0; 4]);
        for (sum, value) in sums.iter_mut().zip(pixel) {
            *sum += u16::from(*value);
        }
    }
    sums.map(|sum| (sum / 4) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(width: u32, height: u32, levels: &[u8]) -> Picture {
        let pixels = levels.iter().flat_map(|level| [*level, *level, *level, 255]).collect();
        Picture { width, height, pixels, is_p3: false }
    }

    #[test]
    fn half_a_picture_is_its_means_without_an_odd_edge() {
        let mut picture = grey(5, 3, &[0, 10, 20, 30, 99, 20, 30, 40, 51, 99, 99, 99, 99, 99, 99]);
        halve(&mut picture);
        assert_eq!(picture, grey(2, 1, &[15, 35]));
    }

    #[test]
    fn what_can_be_seen_through_shows_white_paper() {
        let mut pixels = vec![10, 20, 30, 255, 10, 20, 30, 0, 0, 255, 100, 128];
        lay_on_white(&mut pixels);
        assert_eq!(pixels, [10, 20, 30, 255, 255, 255, 255, 255, 127, 255, 177, 255]);
    }

    #[test]
    fn the_name_of_the_profile_is_read_in_both_forms() {
        assert!(names_p3(b"..desc....Display P3\0"));
        assert!(names_p3(b"mluc\0D\0i\0s\0p\0l\0a\0y\0 \0P\x003"));
        assert!(!names_p3(b"sRGB IEC61966-2.1"));
    }
}

//! What a picture says of itself before it is decoded: its size, and for JPEG which way up it was taken. So pictures
//! that no phone can hold are refused unopened, and the others are decoded at the size they are sent in.
//!
//! Where the numbers stand: JPEG (T.81 B.2.2, Exif 2.32 4.5), PNG (11.2.2), GIF (18), WebP (RFC 9649), HEIF and AVIF
//! (ISO 23008-12, 6.5.3 `ispe`).

mod jpeg;

use crate::FileKind;

/// How many bytes from the start of a picture [`Header::read`] should be given. Metadata goes before the size: a
/// preview (64 KB at most), colour profiles, and whatever an editor left there.
pub const PICTURE_HEAD_BYTES: usize = 256 * 1024;

/// What a picture's own header says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Pixels from left to right as stored.
    pub width: u32,
    /// Pixels from top to bottom as stored.
    pub height: u32,
    /// How it is to be turned: 1 to 8 as in Exif, for JPEG. 1 for the others, which decoders turn by themselves.
    pub orientation: u8,
    /// First byte and end of the segments that say so. Without them every browser decodes the picture as stored.
    pub exif: Vec<(usize, usize)>,
}

impl Header {
    /// Reads the start of a file of `kind`; `None` when it does not say. Total: any bytes may be given.
    #[must_use]
    pub fn read(kind: FileKind, head: &[u8]) -> Option<Self> {
        let (width, height) = match kind {
            FileKind::Jpeg => return jpeg::read(head).filter(Self::has_pixels),
            FileKind::Png => (big(head, 16, 4)?, big(head, 20, 4)?),
            FileKind::Gif => (little(head, 6, 2)?, little(head, 8, 2)?),
            FileKind::Webp => webp(head)?,
            FileKind::Avif | FileKind::Heic => heif(head)?,
            FileKind::Pdf => return None,
        };
        Some(Self { width, height, orientation: 1, exif: Vec::new() }).filter(Self::has_pixels)
    }

    /// Pixels in all.
    #[must_use]
    pub fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    fn has_pixels(&self) -> bool {
        self.pixels() > 0
    }
}

/// The unsigned number of `length` bytes at `at`, the highest byte first.
pub(crate) fn big(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    let place = bytes.get(at..at.checked_add(length)?)?;
    Some(place.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

/// The same with the lowest byte first.
pub(crate) fn little(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    let place = bytes.get(at..at.checked_add(length)?)?;
    Some(place.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

fn webp(head: &[u8]) -> Option<(u32, u32)> {
    match head.get(12..16)? {
        b"VP8X" => Some((little(head, 24, 3)? + 1, little(head, 27, 3)? + 1)),
        b"VP8L" => {
            let sizes = little(head, 21, 4)?;
            Some(((sizes & 0x3FFF) + 1, (sizes >> 14 & 0x3FFF) + 1))
        }
        // The two highest bits of each are a scale for showing it.
        b"VP8 " => Some((little(head, 26, 2)? & 0x3FFF, little(head, 28, 2)? & 0x3FFF)),
        _ => None,
    }
}

/// The largest of the sizes in the `meta` box; the others are those of tiles, previews and depth maps.
fn heif(head: &[u8]) -> Option<(u32, u32)> {
    let mut at = 0;
    let meta = loop {
        let length = big(head, at, 4)? as usize;
        if head.get(at + 4..at + 8)? == b"meta" {
            break head.get(at..at.saturating_add(length).min(head.len()))?;
        }
        // 0 is "to the end of the file" and 1 a length of 64 bits; pictures come before either.
        at = at.checked_add(length.max(8))?;
    };
    let places = meta.windows(4).enumerate().filter(|(_, name)| *name == b"ispe");
    let sizes = places.filter_map(|(at, _)| Some((big(meta, at + 8, 4)?, big(meta, at + 12, 4)?)));
    sizes.max_by_key(|(width, height)| u64::from(*width) * u64::from(*height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sniff;
    use proptest::prelude::*;

    fn size(kind: FileKind, head: &[u8]) -> Option<(u32, u32)> {
        Header::read(kind, head).map(|header| (header.width, header.height))
    }

    #[test]
    fn png_and_gif_say_their_size_at_a_fixed_place() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xff\0\x01\0\0\x08\x02";
        assert_eq!(size(FileKind::Png, png), Some((65_535, 65_536)));
        assert_eq!(size(FileKind::Gif, b"GIF89a\x40\x01\xf0\0\0\0\0"), Some((320, 240)));
        assert_eq!(size(FileKind::Gif, b"GIF89a\0\0\xf0\0\0\0\0"), None, "no pixels");
        assert_eq!(size(FileKind::Png, png.get(..20).unwrap()), None);
        assert_eq!(size(FileKind::Pdf, b"%PDF-1.7"), None);
    }

    #[test]
    fn the_three_forms_of_webp_say_it_in_their_own_ways() {
        let with = |rest: &[u8]| [b"RIFF\xff\0\0\0WEBP", rest].concat();
        let extended = with(b"VP8X\x0a\0\0\0\x02\0\0\0\x3f\x01\0\xef\0\0");
        assert_eq!(size(FileKind::Webp, &extended), Some((320, 240)));
        let lossy = with(b"VP8 \xff\0\0\0\x30\x01\0\x9d\x01\x2a\x40\x41\xf0\0");
        assert_eq!(size(FileKind::Webp, &lossy), Some((320, 240)));
        let packed = (319_u32 | 239 << 14).to_le_bytes();
        let lossless = with(&[b"VP8L\xff\0\0\0\x2f".as_slice(), &packed].concat());
        assert_eq!(size(FileKind::Webp, &lossless), Some((320, 240)));
        assert_eq!(size(FileKind::Webp, &with(b"JUNK\0\0\0\0")), None);
    }

    #[test]
    fn of_the_sizes_in_a_phone_picture_the_largest_counts() {
        let ispe = |width: u32, height: u32| {
            [&b"\0\0\0\x14ispe\0\0\0\0"[..], &width.to_be_bytes(), &height.to_be_bytes()].concat()
        };
        let properties = [ispe(512, 512), ispe(4032, 3024), ispe(320, 240)].concat();
        let length = u32::try_from(12 + properties.len()).unwrap().to_be_bytes();
        let ftyp = b"\0\0\0\x18ftypheic\0\0\0\0heicmif1";
        let file = [&ftyp[..], &length, b"meta\0\0\0\0", &properties, &ispe(9999, 9999)].concat();
        assert_eq!(
            size(FileKind::Heic, &file),
            Some((4032, 3024)),
            "what stands behind the box does not count"
        );
        assert_eq!(size(FileKind::Avif, b"\0\0\0\0free\0\0\0\0"), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(
            start in prop::sample::select(vec![
                &b"\xff\xd8\xff\xe1\0\x20Exif\0\0II*\0\x08\0\0\0"[..], b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8",
                b"\0\0\0\x10ftypheic\0\0\0\0\0\0\xff\xffmeta", b"",
            ]),
            rest in prop::collection::vec(any::<u8>(), 0..200),
        ) {
            let bytes = [start, &rest].concat();
            for kind in sniff(&bytes).into_iter().chain([FileKind::Jpeg, FileKind::Webp, FileKind::Avif]) {
                if let Some(header) = Header::read(kind, &bytes) {
                    prop_assert!(header.pixels() > 0);
                    prop_assert!((1..=8).contains(&header.orientation));
                    prop_assert!(header.exif.iter().all(|(start, end)| start < end && *end <= bytes.len()));
                }
            }
        }
    }
}

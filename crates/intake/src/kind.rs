//! Kinds of files by their first bytes. The signatures are those of the formats' own definitions: JPEG (T.81 B.1.1.3,
//! SOI), PNG (5.2), GIF (17), RIFF/WEBP, ISO-BMFF `ftyp` with the brands of HEIF (ISO 23008-12) and AVIF, PDF (7.5.2).

/// How many bytes from the start of a file [`sniff`] looks at.
pub const HEAD_BYTES: usize = 1024;

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A JPEG picture.
    Jpeg,
    /// A PNG picture.
    Png,
    /// A GIF picture.
    Gif,
    /// A WebP picture.
    Webp,
    /// An AVIF picture.
    Avif,
    /// A HEIC or other HEIF picture, as phones take it.
    Heic,
    /// A PDF.
    Pdf,
}

impl FileKind {
    /// Whether it is a picture.
    #[must_use]
    pub const fn is_picture(self) -> bool {
        !matches!(self, Self::Pdf)
    }

    /// Whether every browser decodes it, so that one that cannot be decoded is damaged.
    #[must_use]
    pub const fn is_universal(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Gif)
    }
}

/// The kind of the file that begins with `head`; `None` when it is of no kind that is of use here. At least
/// [`HEAD_BYTES`], or the whole file if it is shorter, should be given.
#[must_use]
pub fn sniff(head: &[u8]) -> Option<FileKind> {
    if head.starts_with(&[0xFF, 0xD8, 0xFF]) {
        return Some(FileKind::Jpeg);
    }
    if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(FileKind::Png);
    }
    if head.starts_with(b"GIF87a") || head.starts_with(b"GIF89a") {
        return Some(FileKind::Gif);
    }
    if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        return Some(FileKind::Webp);
    }
    if head.get(4..8) == Some(b"ftyp") {
        return brand(head);
    }
    // Readers accept junk before the header, as long as it is within the first kilobyte.
    let start = head.get(..HEAD_BYTES).unwrap_or(head);
    start.windows(5).any(|window| window == b"%PDF-").then_some(FileKind::Pdf)
}

/// The kind by the brands of an `ftyp` box: the major one, then the compatible ones. AVIF first, since such files
/// also carry the general brand `mif1`.
fn brand(head: &[u8]) -> Option<FileKind> {
    let length = head.first_chunk().map_or(0, |bytes| u32::from_be_bytes(*bytes)) as usize;
    let ftyp = head.get(8..length.min(head.len())).or_else(|| head.get(8..12)).unwrap_or(&[]);
    let brands = ftyp.as_chunks::<4>().0;
    let has = |names: &[&[u8; 4]]| brands.iter().any(|brand| names.contains(&brand));
    if has(&[b"avif", b"avis"]) {
        Some(FileKind::Avif)
    } else if has(&[b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"]) {
        Some(FileKind::Heic)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ftyp(brands: &[&[u8; 4]]) -> Vec<u8> {
        let length = u32::try_from(8 + 4 * brands.len()).unwrap();
        let mut bytes = length.to_be_bytes().to_vec();
        bytes.extend(b"ftyp");
        bytes.extend(brands.iter().flat_map(|brand| brand.iter()));
        bytes.extend(b"\0\0\0\x08mdatavif");
        bytes
    }

    #[test]
    fn each_kind_is_known_by_its_signature() {
        let cases: [(&[u8], FileKind); 6] = [
            (b"\xFF\xD8\xFF\xE0\0\x10JFIF", FileKind::Jpeg),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", FileKind::Png),
            (b"GIF89a\x01\0", FileKind::Gif),
            (b"RIFF\x24\0\0\0WEBPVP8 ", FileKind::Webp),
            (b"%PDF-1.7\n", FileKind::Pdf),
            (b"\xEF\xBB\xBF\r\n%PDF-1.4", FileKind::Pdf),
        ];
        for (head, kind) in cases {
            assert_eq!(sniff(head), Some(kind), "{head:?}");
        }
    }

    #[test]
    fn phone_pictures_are_told_from_other_boxes_by_their_brands() {
        assert_eq!(sniff(&ftyp(&[b"heic", b"\0\0\0\0", b"mif1"])), Some(FileKind::Heic));
        assert_eq!(sniff(&ftyp(&[b"mif1", b"\0\0\0\0", b"heic"])), Some(FileKind::Heic));
        assert_eq!(sniff(&ftyp(&[b"avif", b"\0\0\0\0", b"mif1"])), Some(FileKind::Avif));
        assert_eq!(sniff(&ftyp(&[b"mif1", b"\0\0\0\0", b"avif"])), Some(FileKind::Avif));
        // A film; the word "avif" behind the box does not count.
        assert_eq!(sniff(&ftyp(&[b"isom", b"\0\0\0\0", b"mp42"])), None);
    }

    #[test]
    fn everything_else_is_unknown() {
        let late = [vec![b' '; HEAD_BYTES], b"%PDF-1.7".to_vec()].concat();
        for head in [b"".as_slice(), b"PK\x03\x04", b"BM", b"<svg>", b"\xFF\xD8", b"RIFF\0\0\0\0WAVE", &late]
        {
            assert_eq!(sniff(head), None, "{head:?}");
        }
    }

    proptest! {
        #[test]
        fn hostile_heads_never_panic(head in prop::collection::vec(any::<u8>(), 0..64), is_box in any::<bool>()) {
            let mut head = head;
            if is_box && let Some(place) = head.get_mut(4..8) {
                place.copy_from_slice(b"ftyp");
            }
            let _ = sniff(&head);
        }
    }
}

//! What is in a PDF, as far as it can be told without reading it as one: how many pages it says it has, and the first
//! scanned page, which is a JPEG as it is (ISO 32000-1: 7.7.3.2 page tree, 7.5.7 object streams, 7.4.8 `DCTDecode`).

use crate::{FileKind, Header};

/// Shorter ones are logos, stamps and signatures.
const LEAST_EDGE: u32 = 400;
/// Dictionaries of page trees name their pages, so they can be long.
const DICTIONARY_BYTES: usize = 64 * 1024;

/// What was found in a PDF. Places are first byte and end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PdfParts {
    /// How many pages it says it has and where; the last one counts, since edited files keep what they were.
    pub pages: Option<(usize, u32)>,
    /// Object streams, in which it may be said as well. They are compressed (zlib); [`count_pages`] reads what is in
    /// them.
    pub packed: Vec<(usize, usize)>,
    /// The first page's picture, if it is a scan.
    pub picture: Option<(usize, usize)>,
}

impl PdfParts {
    /// Looks through a whole PDF once. Total: any bytes may be given.
    #[must_use]
    pub fn find(bytes: &[u8]) -> Self {
        let mut parts = Self::default();
        let mut at = 0;
        while let Some(next) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'/')) {
            at += next;
            let rest = bytes.get(at..).unwrap_or_default();
            if rest.starts_with(b"/Pages") {
                parts.pages = root(bytes, at).map(|count| (at, count)).or(parts.pages);
            } else if rest.starts_with(b"/ObjStm") {
                let place = stream(bytes, at);
                parts.packed.extend(place);
                at = place.map_or(at, |(_, end)| end);
            } else if rest.starts_with(b"/DCTDecode") && parts.picture.is_none() {
                let place = stream(bytes, at);
                parts.picture = place.filter(|place| is_page(bytes, *place));
                at = place.map_or(at, |(_, end)| end);
            }
            at += 1;
        }
        parts
    }
}

/// How many pages the objects of a PDF say it has: the unpacked content of an object stream.
#[must_use]
pub fn count_pages(objects: &[u8]) -> Option<u32> {
    PdfParts::find(objects).pages.map(|(_, count)| count)
}

/// `Count` of the dictionary whose `Type` is the word at `at`, if it is the root of a page tree.
fn root(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(..at)?.trim_ascii_end().ends_with(b"/Type").then_some(())?;
    let dictionary = dictionary(bytes, at)?;
    if behind(dictionary, b"/Parent").is_some() {
        return None;
    }
    let value = behind(dictionary, b"/Count")?.trim_ascii_start();
    let length = value.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = value.split_at_checked(length)?;
    // A reference to a number, `7 0 R`, says nothing here.
    let is_reference = rest.trim_ascii_start().first().is_some_and(u8::is_ascii_digit);
    std::str::from_utf8(digits).ok()?.parse().ok().filter(|_| !is_reference)
}

/// The dictionary around the place `at`, as far as it is not longer than allowed.
fn dictionary(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let around = bytes.get(at.saturating_sub(DICTIONARY_BYTES)..bytes.len().min(at + DICTIONARY_BYTES))?;
    let (before, after) = around.split_at_checked(at.min(DICTIONARY_BYTES))?;
    let start = unpaired(before.windows(2).rev(), b"<<", b">>")?;
    let end = unpaired(after.windows(2), b">>", b"<<")?;
    around.get(before.len() - 2 - start..before.len() + end)
}

/// How many windows come before the first `wanted` that no `opposite` goes with.
fn unpaired<'a>(windows: impl Iterator<Item = &'a [u8]>, wanted: &[u8], opposite: &[u8]) -> Option<usize> {
    let (mut depth, mut is_second) = (0_u32, false);
    for (at, window) in windows.enumerate() {
        // `>>>>` is two, not three.
        let is_mark = !is_second && (window == wanted || window == opposite);
        is_second = is_mark;
        if is_mark && window == opposite {
            depth += 1;
        } else if is_mark {
            match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return Some(at),
            }
        }
    }
    None
}

/// The data of the stream whose dictionary is around `at`.
fn stream(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let dictionary = bytes.get(at..bytes.len().min(at + DICTIONARY_BYTES))?;
    let data = behind(dictionary, b"stream")?;
    // A line break of one or two bytes.
    let data = data.strip_prefix(b"\r").unwrap_or(data);
    let data = data.strip_prefix(b"\n").unwrap_or(data);
    let start = at + dictionary.len() - data.len();
    let data = bytes.get(start..)?;
    let data = data.get(..data.windows(9).position(|window| window == b"endstream")?)?;
    // The line break before the word is not part of it, and unpackers refuse what is not.
    let data = data.strip_suffix(b"\n").unwrap_or(data);
    let data = data.strip_suffix(b"\r").unwrap_or(data);
    (!data.is_empty()).then_some((start, start + data.len()))
}

fn is_page(bytes: &[u8], (start, end): (usize, usize)) -> bool {
    let header = bytes.get(start..end).and_then(|jpeg| {
        jpeg.starts_with(&[0xFF, 0xD8, 0xFF]).then(|| Header::read(FileKind::Jpeg, jpeg)).flatten()
    });
    header.is_some_and(|header| header.width.max(header.height) >= LEAST_EDGE)
}

fn behind<'a>(bytes: &'a [u8], word: &[u8]) -> Option<&'a [u8]> {
    let at = bytes.windows(word.len()).position(|window| window == word)?;
    bytes.get(at + word.len()..)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pages(text: &str) -> Option<u32> {
        count_pages(text.as_bytes())
    }

    #[test]
    fn the_root_of_the_tree_says_how_many_pages_there_are() {
        assert_eq!(pages("2 0 obj<</Type/Pages/Count 12/Kids[3 0 R]>>endobj"), Some(12));
        assert_eq!(pages("<< /Kids [ 3 0 R ] /Count 3\n/MediaBox[0 0 1 1]/Type /Pages >>"), Some(3));
        assert_eq!(pages("<</Resources<</Font<</F 1 0 R>>>>/Type/Pages/Count 4>>"), Some(4), "others inside");
        assert_eq!(pages("<</Type/Pages/Count 0/Kids[]>>"), Some(0));
    }

    #[test]
    fn branches_outlines_and_references_do_not_count() {
        assert_eq!(pages("<</Type/Pages/Parent 1 0 R/Count 4>>"), None);
        assert_eq!(pages("<</Type/Outlines/Count 4>><</Pages 2 0 R>>"), None);
        assert_eq!(pages("<</Type/Pages/Count 7 0 R>>"), None);
        assert_eq!(pages("<</Type/Pages/Kids[]>><</Count 9>>"), None, "another dictionary's");
        assert_eq!(pages("/Type/Pages/Count 4"), None);
        assert_eq!(pages("<</Type/Pages/Count 99999999999>>"), None);
    }

    #[test]
    fn of_an_edited_file_the_last_state_counts() {
        let branch = "<</Type/Pages/Parent 1 0 R/Count 1>>";
        assert_eq!(
            pages(&format!("<</Type/Pages/Count 3>>{branch}<</Type/Pages/Count 2>>{branch}")),
            Some(2)
        );
    }

    #[test]
    fn packed_objects_are_found_by_their_stream() {
        let file =
            b"5 0 obj<</Type/ObjStm/N 3/First 20/Filter/FlateDecode/Length 5>>stream\r\nabcde\nendstream";
        let [(start, end)] = PdfParts::find(file).packed[..] else { panic!("one stream") };
        assert_eq!(file.get(start..end), Some(&b"abcde"[..]));
    }

    fn scan(edge: u16) -> Vec<u8> {
        let size = [edge.to_be_bytes(), edge.to_be_bytes()].concat();
        [b"\xff\xd8\xff\xc0\0\x11\x08", &size[..], b"\x03\x01\x11\0\x02\x11\x01\x03\x11\x01\xff\xd9"].concat()
    }

    #[test]
    fn the_first_scan_is_the_preview_and_logos_are_not() {
        let stream = |filter: &str, data: &[u8]| {
            [format!("<</Filter{filter}>>stream\n").as_bytes(), data, b"\nendstream\n"].concat()
        };
        let logo = stream("/DCTDecode", &scan(120));
        let packed = stream("[/FlateDecode/DCTDecode]", b"packed");
        let file =
            [logo, packed, stream("/DCTDecode", &scan(1654)), stream("/DCTDecode", &scan(900))].concat();
        let (start, end) = PdfParts::find(&file).picture.unwrap();
        assert_eq!(file.get(start..end), Some(&scan(1654)[..]));
        assert_eq!(PdfParts::find(&stream("/DCTDecode", &scan(120))).picture, None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_looked_through_without_a_panic(
            text in "(<<|>>|/Type|/Pages|/Count|/Parent|/ObjStm|/DCTDecode|stream|endstream|[ 0-9a-z\r\n]){0,24}",
        ) {
            let parts = PdfParts::find(text.as_bytes());
            for (start, end) in parts.packed.iter().chain(&parts.picture) {
                prop_assert!(start < end && *end <= text.len());
            }
        }
    }
}

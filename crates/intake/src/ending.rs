//! Whether a picture is all there. Browsers draw what they have of one that was cut off, the rest grey, and say
//! nothing.

use crate::FileKind;
use crate::header::little;

/// How many bytes from the end of a picture [`ending`] should be given.
pub const PICTURE_TAIL_BYTES: usize = 64 * 1024;

/// What the end of a picture's file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All of it is there, as far as can be told.
    Whole,
    /// Its end is missing.
    Cut,
    /// The file goes on behind the picture or is cut off: [`JpegEnd`] tells.
    Unsure,
}

/// What the start and the end of a file of `kind` and of `size` bytes say.
#[must_use]
pub fn ending(kind: FileKind, head: &[u8], tail: &[u8], size: u64) -> Ending {
    let is_whole = match kind {
        FileKind::Jpeg => {
            // Cameras pad with zeros.
            let end = tail.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
            let is_whole = tail.get(..end).is_some_and(|tail| tail.ends_with(&[0xFF, 0xD9]));
            return if is_whole { Ending::Whole } else { Ending::Unsure };
        }
        FileKind::Png => tail.windows(8).any(|window| window == b"\0\0\0\0IEND"),
        FileKind::Webp => little(head, 4, 4).is_some_and(|length| u64::from(length) + 8 <= size),
        _ => true,
    };
    if is_whole { Ending::Whole } else { Ending::Cut }
}

/// Looks for the end of a JPEG, piece by piece: phones append films, depth maps and second pictures to it.
#[derive(Clone, Copy, Debug, Default)]
pub struct JpegEnd {
    state: State,
}

#[derive(Clone, Copy, Debug, Default)]
enum State {
    /// Among the picture's data, or between segments.
    #[default]
    Data,
    /// After 0xFF.
    Marker,
    /// Before the length's first byte.
    Length,
    /// Before its second.
    LengthLow(u8),
    /// Within a segment, with so many bytes to go.
    Within(u16),
    /// After the end.
    Done,
}

impl JpegEnd {
    /// Takes the next piece; `true` as soon as the end was in it.
    pub fn is_in(&mut self, piece: &[u8]) -> bool {
        let mut rest = piece;
        while let Some((byte, behind)) = rest.split_first() {
            rest = behind;
            self.state = match self.state {
                State::Data if *byte == 0xFF => State::Marker,
                State::Data => {
                    // Most of a file is this.
                    let next = rest.iter().position(|byte| *byte == 0xFF).unwrap_or(rest.len());
                    rest = rest.get(next..).unwrap_or_default();
                    State::Data
                }
                State::Marker => after_marker(*byte),
                State::Length => State::LengthLow(*byte),
                State::LengthLow(high) => within(u16::from_be_bytes([high, *byte]).saturating_sub(2)),
                State::Within(left) => {
                    let skipped = usize::from(left - 1).min(rest.len());
                    rest = rest.get(skipped..).unwrap_or_default();
                    within(left - 1 - u16::try_from(skipped).unwrap_or(left - 1))
                }
                State::Done => return true,
            };
        }
        matches!(self.state, State::Done)
    }
}

const fn within(left: u16) -> State {
    if left == 0 { State::Data } else { State::Within(left) }
}

const fn after_marker(code: u8) -> State {
    match code {
        0xD9 => State::Done,
        0xFF => State::Marker,
        // A stuffed byte, or markers without a length: TEM, RST, SOI.
        0x00 | 0x01 | 0xD0..=0xD8 => State::Data,
        _ => State::Length,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A preview inside the metadata has an end of its own, the data a stuffed byte and a restart marker.
    const JPEG: &[u8] =
        b"\xff\xd8\xff\xe1\0\x08\xff\xd8..\xff\xd9\xff\xda\0\x04..12\xff\0\xff\xd03\xff\xda\0\x03.4\xff\xd9";

    fn has_end(bytes: &[u8]) -> bool {
        JpegEnd::default().is_in(bytes)
    }

    #[test]
    fn the_end_counts_only_outside_of_segments() {
        assert!(has_end(JPEG));
        assert!((0..JPEG.len()).all(|cut| !has_end(JPEG.get(..cut).unwrap())), "cut anywhere");
        assert!(has_end(&[JPEG, b"MotionPhoto_Data\0\0"].concat()));
    }

    #[test]
    fn a_padded_jpeg_is_whole_and_one_with_something_behind_is_looked_through() {
        let told = |bytes: &[u8]| ending(FileKind::Jpeg, bytes, bytes, bytes.len() as u64);
        assert_eq!(told(JPEG), Ending::Whole);
        assert_eq!(told(&[JPEG, &[0; 9]].concat()), Ending::Whole);
        assert_eq!(told(&[JPEG, b"more"].concat()), Ending::Unsure);
        assert_eq!(told(b""), Ending::Unsure);
    }

    #[test]
    fn other_kinds_say_it_at_one_end() {
        assert_eq!(ending(FileKind::Png, b"", b"..\0\0\0\0IEND\xae\x42\x60\x82", 20), Ending::Whole);
        assert_eq!(ending(FileKind::Png, b"", b"..\0\0\0\x09IDAT", 20), Ending::Cut);
        let webp = b"RIFF\x0c\0\0\0WEBPVP8 ";
        assert_eq!(ending(FileKind::Webp, webp, b"", 20), Ending::Whole);
        assert_eq!(ending(FileKind::Webp, webp, b"", 19), Ending::Cut);
        assert_eq!(ending(FileKind::Heic, b"", b"", 1), Ending::Whole);
    }

    proptest! {
        #[test]
        fn how_it_is_cut_into_pieces_makes_no_difference(
            bytes in prop::collection::vec(prop::sample::select(vec![0xFF_u8, 0xD9, 0xD8, 0xE1, 0, 2, 5, 0x41]), 0..60),
            at in 0_usize..60,
        ) {
            let (first, second) = bytes.split_at(at.min(bytes.len()));
            let mut end = JpegEnd::default();
            let in_two = end.is_in(first) | end.is_in(second);
            prop_assert_eq!(in_two, has_end(&bytes));
        }
    }
}

//! The segments of a JPEG before its pixels.

use super::{Header, big, little};

/// Walks the segments to the one with the size (SOF, whatever the coding) and gathers orientation on the way.
pub(super) fn read(bytes: &[u8]) -> Option<Header> {
    let mut header = Header { orientation: 1, ..Header::default() };
    let mut at = 2;
    loop {
        if big(bytes, at, 1)? != 0xFF {
            return None;
        }
        let code = big(bytes, at + 1, 1)?;
        // Fill bytes, and markers that stand alone.
        if code == 0xFF {
            at += 1;
            continue;
        }
        if matches!(code, 0x01 | 0xD0..=0xD7) {
            at += 2;
            continue;
        }
        let length = big(bytes, at + 2, 2)?.max(2) as usize;
        let end = at + 2 + length;
        match code {
            // DHT, JPG and DAC lie between the sixteen kinds of SOF.
            0xC0..=0xCF if !matches!(code, 0xC4 | 0xC8 | 0xCC) => {
                header.height = big(bytes, at + 5, 2)?;
                header.width = big(bytes, at + 7, 2)?;
                return Some(header);
            }
            // The picture's data or its end, and no size before it.
            0xD9 | 0xDA => return None,
            0xE1 => {
                let body = bytes.get(at + 4..end)?;
                if let Some(tiff) = body.strip_prefix(b"Exif\0\0") {
                    if header.exif.is_empty() {
                        header.orientation = orientation(tiff).unwrap_or(1);
                    }
                    header.exif.push((at, end));
                }
            }
            _ => {}
        }
        at = end;
    }
}

/// The entry `Orientation` (0x0112, one SHORT) of the first directory of a TIFF.
fn orientation(tiff: &[u8]) -> Option<u8> {
    let read = match tiff.get(..4)? {
        b"II*\0" => little,
        b"MM\0*" => big,
        _ => return None,
    };
    let directory = tiff.get(read(tiff, 4, 4)? as usize..)?;
    let entries = read(directory, 0, 2)? as usize;
    let places = (0..entries).map(|entry| 2 + entry * 12);
    let place =
        places.take_while(|at| *at < directory.len()).find(|at| read(directory, *at, 2) == Some(0x0112))?;
    let is_short = read(directory, place + 2, 2) == Some(3);
    let value = read(directory, place + 8, 2).filter(|value| is_short && (1..=8).contains(value))?;
    u8::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(code: u8, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, code], &length[..], body].concat()
    }

    fn jpeg(segments: &[Vec<u8>]) -> Vec<u8> {
        [vec![0xFF, 0xD8], segments.concat()].concat()
    }

    fn exif(is_little: bool, value: u16) -> Vec<u8> {
        let number = |value: u32, length: usize| {
            let bytes = value.to_be_bytes();
            let mut bytes = bytes.get(4 - length..).unwrap().to_vec();
            if is_little {
                bytes.reverse();
            }
            bytes
        };
        let mark: &[u8] = if is_little { b"Exif\0\0II*\0" } else { b"Exif\0\0MM\0*" };
        let value = [number(u32::from(value), 2), vec![0, 0]].concat();
        let entry = [number(0x0112, 2), number(3, 2), number(1, 4), value].concat();
        let other = [number(0x010F, 2), number(2, 2), number(4, 4), b"Cam\0".to_vec()].concat();
        segment(0xE1, &[mark.to_vec(), number(8, 4), number(2, 2), other, entry, vec![0; 4]].concat())
    }

    fn sof(code: u8) -> Vec<u8> {
        segment(code, &[8, 0x0B, 0xD0, 0x0F, 0xC0, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1])
    }

    #[test]
    fn baseline_and_progressive_say_their_size() {
        for code in [0xC0, 0xC1, 0xC2, 0xC9] {
            let header =
                read(&jpeg(&[segment(0xE0, b"JFIF\0"), segment(0xC4, &[0; 20]), sof(code)])).unwrap();
            assert_eq!((header.width, header.height, header.orientation), (4032, 3024, 1));
        }
    }

    #[test]
    fn all_eight_orientations_are_read_in_both_byte_orders() {
        for (is_little, value) in
            [true, false].into_iter().flat_map(|order| (1..=8).map(move |value| (order, value)))
        {
            let header = read(&jpeg(&[exif(is_little, value), sof(0xC0)])).unwrap();
            assert_eq!(u16::from(header.orientation), value, "{is_little}");
            assert_eq!(header.exif, [(2, 2 + exif(is_little, value).len())]);
        }
    }

    #[test]
    fn odd_orientations_count_as_upright_and_the_first_of_two_counts() {
        for value in [0, 9, 300] {
            assert_eq!(read(&jpeg(&[exif(true, value), sof(0xC0)])).unwrap().orientation, 1);
        }
        let header = read(&jpeg(&[exif(true, 6), exif(false, 3), sof(0xC0)])).unwrap();
        assert_eq!((header.orientation, header.exif.len()), (6, 2));
    }

    #[test]
    fn fill_bytes_are_passed_over_and_pixels_without_a_size_are_not() {
        assert!(read(&jpeg(&[vec![0xFF, 0xFF], sof(0xC0)])).is_some());
        assert_eq!(read(&jpeg(&[segment(0xDA, &[0; 10]), sof(0xC0)])), None);
        assert_eq!(read(&jpeg(&[vec![0x12], sof(0xC0)])), None);
        let whole = jpeg(&[sof(0xC0)]);
        assert_eq!(read(whole.get(..8).unwrap()), None);
    }
}

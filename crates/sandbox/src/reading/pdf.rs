//! A light look at a PDF: can it be opened without a password, is it whole, has it pages? Reading the markers in the
//! bytes answers that without a PDF library; what is inside is a person's business.

use super::Condition;

/// Looks at a file that begins like a PDF.
pub(super) fn inspect(bytes: &[u8]) -> Condition {
    if kyc_intake::is_encrypted(bytes) {
        return Condition::Locked;
    }
    // The end marker stands in the last bytes; some writers append a little after it.
    let tail = bytes.get(bytes.len().saturating_sub(2048)..).unwrap_or_default();
    // In PDF 1.5 and later the pages may lie in compressed object streams.
    let has_pages = find(bytes, b"/Page").next().is_some() || find(bytes, b"/ObjStm").next().is_some();
    if find(tail, b"%%EOF").next().is_some() && has_pages { Condition::Sound } else { Condition::Unreadable }
}

/// The first page that is a JPEG: scanners put one on every page, unpacked (ISO 32000-1, 7.4.8, `DCTDecode`).
pub(super) fn first_picture(bytes: &[u8]) -> Option<&[u8]> {
    let filter = find(bytes, b"/DCTDecode").next()?;
    let rest = bytes.get(filter..)?;
    let start = find(rest, b"stream").next()? + b"stream".len();
    let data = rest.get(start..)?;
    let end = find(data, b"endstream").next()?;
    // The line break before the data is one or two bytes long.
    let data = data.get(..end)?.trim_ascii_start();
    data.starts_with(&[0xFF, 0xD8, 0xFF]).then_some(data)
}

fn find<'a>(bytes: &'a [u8], needle: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    bytes.windows(needle.len()).enumerate().filter(move |(_, window)| *window == needle).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &[u8] = b"%PDF-1.4\n3 0 obj << /Type /Page >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";

    #[test]
    fn a_whole_file_with_a_page_is_sound() {
        assert_eq!(inspect(SOUND), Condition::Sound);
    }

    #[test]
    fn a_password_locks_it() {
        let locked = b"%PDF-1.4\n3 0 obj << /Type /Page >> endobj\ntrailer << /Encrypt 5 0 R >>\n%%EOF\n";
        assert_eq!(inspect(locked), Condition::Locked);
        let named = b"%PDF-1.4\n3 0 obj << /Type /Page /Encryption /None >> endobj\n%%EOF\n";
        assert_eq!(inspect(named), Condition::Sound);
    }

    #[test]
    fn a_scanned_page_is_taken_out_as_it_is() {
        let jpeg = [&[0xFF, 0xD8, 0xFF][..], b"endstrea\n"].concat();
        let page =
            [b"<< /Filter /DCTDecode /Length 12 >>\nstream\r\n", jpeg.as_slice(), b"\nendstream"].concat();
        assert_eq!(first_picture(&page).map(<[u8]>::trim_ascii_end), Some(jpeg.trim_ascii_end()));
        assert_eq!(first_picture(SOUND), None);
        assert_eq!(first_picture(b"/DCTDecode stream\nno picture\nendstream"), None);
    }

    #[test]
    fn cut_off_or_empty_files_are_unreadable() {
        assert_eq!(inspect(SOUND.get(..40).unwrap()), Condition::Unreadable);
        assert_eq!(inspect(b"%PDF-1.4\n%%EOF"), Condition::Unreadable);
        assert_eq!(inspect(b""), Condition::Unreadable);
    }
}

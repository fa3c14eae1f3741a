//! Whether a PDF can be opened: it is complete (ISO 32000-1, 7.5.5: the file ends with `startxref`, an offset and
//! `%%EOF`) and not encrypted (7.6.1: the trailer, or the dictionary of the cross-reference stream, has `Encrypt`).

/// How much of a PDF's start must be looked at: linearized files have their first trailer there.
const PDF_HEAD_BYTES: usize = 16 * 1024;
/// How much of a PDF's end must be looked at: the trailer with its cross-reference table or stream.
const PDF_TAIL_BYTES: usize = 128 * 1024;

/// Why a PDF is of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PdfProblem {
    /// It is encrypted.
    Locked,
    /// Its end is missing.
    Damaged,
}

/// Looks at a whole PDF.
///
/// A file that is encrypted without a password to open it counts as locked as well: the server's analysis cannot read
/// it either, and refusing it here costs no attempt.
///
/// # Errors
/// [`PdfProblem`] when the file should not be sent.
pub fn inspect_pdf(bytes: &[u8]) -> Result<(), PdfProblem> {
    let head = bytes.get(..PDF_HEAD_BYTES).unwrap_or(bytes);
    let tail = bytes.get(bytes.len().saturating_sub(PDF_TAIL_BYTES)..).unwrap_or(bytes);
    if is_encrypted(head) || is_encrypted(tail) {
        return Err(PdfProblem::Locked);
    }
    match (last(tail, b"startxref"), last(tail, b"%%EOF")) {
        (Some(table), Some(end)) if table < end => Ok(()),
        _ => Err(PdfProblem::Damaged),
    }
}

/// Whether a dictionary has the key `Encrypt`: its value is a reference (`12 0 R`) or a dictionary (`<<`).
/// `EncryptMetadata` is another key.
#[must_use]
pub fn is_encrypted(bytes: &[u8]) -> bool {
    const KEY: &[u8] = b"/Encrypt";
    let mut rest = bytes;
    while let Some(start) = first(rest, KEY) {
        rest = rest.get(start + KEY.len()..).unwrap_or(&[]);
        let value = rest.trim_ascii_start();
        let is_separate = value.len() < rest.len();
        match value.first() {
            Some(b'<') => return true,
            Some(digit) if is_separate && digit.is_ascii_digit() => return true,
            _ => {}
        }
    }
    false
}

fn first(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}

fn last(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).rposition(|window| window == word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pdf(trailer: &str) -> Vec<u8> {
        format!("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R {trailer}>>\nstartxref\n9\n%%EOF\n")
            .into_bytes()
    }

    #[test]
    fn a_whole_and_open_file_passes() {
        assert_eq!(inspect_pdf(&pdf("/Size 2")), Ok(()));
    }

    #[test]
    fn an_encrypted_file_is_locked() {
        for entry in ["/Encrypt 5 0 R", "/Encrypt<</Filter/Standard>>", "/Encrypt\r\n7 0 R"] {
            assert_eq!(inspect_pdf(&pdf(entry)), Err(PdfProblem::Locked), "{entry}");
        }
    }

    #[test]
    fn words_that_look_alike_do_not_lock() {
        for entry in ["/EncryptMetadata false", "/Encrypted 5 0 R", "/Encrypt", "/Encrypt5 0 R"] {
            assert_eq!(inspect_pdf(&pdf(entry)), Ok(()), "{entry}");
        }
    }

    #[test]
    fn a_cut_off_file_is_damaged() {
        let whole = pdf("");
        let cut = whole.len() - 8;
        assert_eq!(inspect_pdf(whole.get(..cut).unwrap()), Err(PdfProblem::Damaged));
        assert_eq!(inspect_pdf(b"%PDF-1.4 %%EOF startxref"), Err(PdfProblem::Damaged));
        assert_eq!(inspect_pdf(b""), Err(PdfProblem::Damaged));
    }

    #[test]
    fn an_end_further_up_does_not_count() {
        let padded = [pdf(""), vec![0; PDF_TAIL_BYTES]].concat();
        assert_eq!(inspect_pdf(&padded), Err(PdfProblem::Damaged));
    }

    proptest! {
        #[test]
        fn hostile_bytes_never_panic(bytes in "(/Encrypt|startxref|%%EOF|[ <0-9a-z\n]){0,12}") {
            let _ = inspect_pdf(bytes.as_bytes());
        }
    }
}

//! Any bytes are a file that somebody hands in.

use kyc_intake::{
    Ending, FileKind, HEAD_BYTES, Header, JpegEnd, PICTURE_HEAD_BYTES, PICTURE_TAIL_BYTES, PdfParts,
    count_pages, ending, inspect_pdf, is_encrypted, sniff,
};

const KINDS: [FileKind; 7] = [
    FileKind::Jpeg,
    FileKind::Png,
    FileKind::Gif,
    FileKind::Webp,
    FileKind::Avif,
    FileKind::Heic,
    FileKind::Pdf,
];

/// Holds the laws of reading files.
pub fn hold(data: &[u8]) {
    let head = data.get(..PICTURE_HEAD_BYTES).unwrap_or(data);
    let tail = data.get(data.len().saturating_sub(PICTURE_TAIL_BYTES)..).unwrap_or(data);
    assert_eq!(sniff(data), sniff(data.get(..HEAD_BYTES).unwrap_or(data)), "told by its head");
    for kind in KINDS {
        if let Some(header) = Header::read(kind, head) {
            assert!(header.pixels() > 0 && (1..=8).contains(&header.orientation), "{header:?}");
            let mut last = 0;
            for &(start, end) in &header.exif {
                assert!(last <= start && start < end && end <= head.len(), "{header:?}");
                last = end;
            }
        }
        let said = ending(kind, head, tail, data.len() as u64);
        assert!(said != Ending::Unsure || kind == FileKind::Jpeg);
    }
    pieces(data);
    pdf(data);
}

/// In how many pieces a file comes makes no difference.
fn pieces(data: &[u8]) {
    let whole = JpegEnd::default().is_in(data);
    let step = usize::from(data.first().copied().unwrap_or_default() % 7) + 1;
    let mut end = JpegEnd::default();
    let mut is_found = false;
    for piece in data.chunks(step) {
        is_found |= end.is_in(piece);
    }
    assert_eq!(is_found, whole, "in pieces of {step}");
}

fn pdf(data: &[u8]) {
    let locked = inspect_pdf(data);
    assert!(is_encrypted(data) || locked != Err(kyc_intake::PdfProblem::Locked));
    let parts = PdfParts::find(data);
    assert_eq!(parts.pages.map(|(_, count)| count), count_pages(data));
    let mut last = 0;
    for &(start, end) in &parts.packed {
        assert!(last <= start && start < end && end <= data.len(), "{parts:?}");
        last = end;
    }
    if let Some((start, end)) = parts.picture {
        assert!(data.get(start..end).is_some_and(|jpeg| sniff(jpeg) == Some(FileKind::Jpeg)), "{parts:?}");
    }
}

//! Minimal PDF files (ISO 32000-1): pages that are one JPEG each, one behind a password, one broken.

use image::{ImageReader, ImageResult};
use std::io::Cursor;

/// An A4 page in points.
const PAGE: (u32, u32) = (595, 842);

/// Objects written one after the other, their offsets kept for the cross-reference table.
struct Writer {
    bytes: Vec<u8>,
    offsets: Vec<usize>,
}

impl Writer {
    fn new() -> Self {
        // The comment's high bytes tell transfer programs that this is not text (ISO 32000-1, 7.5.2).
        Self { bytes: b"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n".to_vec(), offsets: Vec::new() }
    }

    fn object(&mut self, parts: &[&[u8]]) {
        self.offsets.push(self.bytes.len());
        let head = format!("{} 0 obj\n", self.offsets.len());
        self.bytes.extend(head.as_bytes());
        for part in parts {
            self.bytes.extend(*part);
        }
        self.bytes.extend(b"\nendobj\n");
    }

    fn stream(&mut self, dictionary: &str, data: &[u8]) {
        let head = format!("<< {dictionary} /Length {} >>\nstream\n", data.len());
        self.object(&[head.as_bytes(), data, b"\nendstream"]);
    }

    fn finish(mut self, trailer: &str) -> Vec<u8> {
        let start = self.bytes.len();
        let count = self.offsets.len() + 1;
        let mut table = format!("xref\n0 {count}\n0000000000 65535 f \n");
        for offset in &self.offsets {
            table += &format!("{offset:010} 00000 n \n");
        }
        table += &format!("trailer\n<< /Size {count} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n");
        self.bytes.extend(table.as_bytes());
        self.bytes
    }
}

/// A PDF whose pages are the JPEGs, each filling an A4 page as far as its shape allows.
///
/// # Errors
/// When one of the pages is no readable picture.
pub fn pdf(pages: &[Vec<u8>]) -> ImageResult<Vec<u8>> {
    Ok(document(pages)?.finish(""))
}

fn document(pages: &[Vec<u8>]) -> ImageResult<Writer> {
    let mut writer = Writer::new();
    writer.object(&[b"<< /Type /Catalog /Pages 2 0 R >>"]);
    let kids: String = (0..pages.len()).map(|page| format!("{} 0 R ", 3 + page * 3)).collect();
    writer.object(&[format!("<< /Type /Pages /Count {} /Kids [ {kids}] >>", pages.len()).as_bytes()]);
    for (at, jpeg) in pages.iter().enumerate() {
        let (width, height) = ImageReader::new(Cursor::new(jpeg)).with_guessed_format()?.into_dimensions()?;
        let own = 3 + at * 3;
        let (content, image) = (own + 1, own + 2);
        let page = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {} {}] /Contents {content} 0 R \
             /Resources << /XObject << /Im0 {image} 0 R >> >> >>",
            PAGE.0, PAGE.1
        );
        writer.object(&[page.as_bytes()]);
        writer.stream("", placement(width, height).as_bytes());
        let dictionary = format!(
            "/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceRGB \
             /BitsPerComponent 8 /Filter /DCTDecode"
        );
        writer.stream(&dictionary, jpeg);
    }
    Ok(writer)
}

fn placement(width: u32, height: u32) -> String {
    let scale = (PAGE.0 as f32 / width.max(1) as f32).min(PAGE.1 as f32 / height.max(1) as f32);
    let (wide, high) = (width as f32 * scale, height as f32 * scale);
    let (x, y) = ((PAGE.0 as f32 - wide) / 2.0, (PAGE.1 as f32 - high) / 2.0);
    format!("q {wide:.2} 0 0 {high:.2} {x:.2} {y:.2} cm /Im0 Do Q")
}

/// A PDF with the standard security handler (ISO 32000-1, 7.6.3): nobody knows its password, not even we; the
/// hashes are made up, so every reader asks for one and none is right.
///
/// # Errors
/// When one of the pages is no readable picture.
pub fn locked_pdf(pages: &[Vec<u8>]) -> ImageResult<Vec<u8>> {
    let mut writer = document(pages)?;
    let (owner, user) = ("6C".repeat(32), "A7".repeat(32));
    let dictionary =
        format!("<< /Filter /Standard /V 2 /R 3 /Length 128 /P -3904 /O <{owner}> /U <{user}> >>");
    writer.object(&[dictionary.as_bytes()]);
    let (number, id) = (writer.offsets.len(), "5E".repeat(16));
    Ok(writer.finish(&format!("/Encrypt {number} 0 R /ID [<{id}> <{id}>]")))
}

/// A PDF cut off in its first page: no cross-reference table, no trailer.
///
/// # Errors
/// When one of the pages is no readable picture.
pub fn damaged_pdf(pages: &[Vec<u8>]) -> ImageResult<Vec<u8>> {
    let mut bytes = pdf(pages)?;
    bytes.truncate(bytes.len() / 3);
    Ok(bytes)
}

//! Decoding uploaded pictures within bounds, and judging them with the same code the app uses on its review screen.

use std::io::Cursor;

use image::{ImageReader, Limits};
use kyc_vision::{ANALYSIS_EDGE, Finding, FindingCode, Rgba, assess, dhash};

use crate::record::Format;

/// A bomb of a picture must not take the server down: 12,000 pixels a side, half a gigabyte in all.
fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(12_000);
    limits.max_image_height = Some(12_000);
    limits.max_alloc = Some(512 * 1024 * 1024);
    limits
}

fn reader(bytes: &[u8], format: Format) -> Option<ImageReader<Cursor<&[u8]>>> {
    let format = match format {
        Format::Jpeg => image::ImageFormat::Jpeg,
        Format::Png => image::ImageFormat::Png,
        Format::Pdf => return None,
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits());
    Some(reader)
}

/// Width and height from the header; `None` for a PDF and for a damaged header.
pub fn dimensions(bytes: &[u8], format: Format) -> Option<(u32, u32)> {
    reader(bytes, format)?.into_dimensions().ok()
}

/// What the analysis needs to know of a picture.
#[derive(Clone, Debug)]
pub struct Look {
    pub findings: Vec<Finding>,
    /// Perceptual hash.
    pub hash: u64,
}

/// Decodes and judges a picture; `None` when it cannot be decoded.
pub fn look(bytes: &[u8], format: Format) -> Option<Look> {
    let picture = reader(bytes, format)?.decode().ok()?.into_rgba8();
    let (width, height) = picture.dimensions();
    let small = Rgba::new(picture.as_raw(), width, height)?.to_luma(ANALYSIS_EDGE);
    let findings = assess(&small.as_luma(), width, height);
    Some(Look { findings, hash: dhash(&small.as_luma()) })
}

/// A finding in the words of a reviewer's message.
pub const fn describe(code: FindingCode) -> &'static str {
    match code {
        FindingCode::TooDark => "The picture is too dark.",
        FindingCode::TooBright => "The picture is washed out by light.",
        FindingCode::LowContrast => "The picture is too faint.",
        FindingCode::Blank => "Nothing is to be seen in the picture.",
        FindingCode::Blurred => "The picture is blurred.",
        FindingCode::TooSmall => "The picture is too small.",
    }
}

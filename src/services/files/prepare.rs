//! From a chosen file or a camera's picture to what is sent: the kind told by the content, pictures upright, scaled,
//! stripped and looked at, PDFs as they are.

use kyc_flow::{Adjustment, CaptureId, Picture, PictureFinding, PictureKind, Side};
use kyc_intake::FileKind;
use kyc_wire::config::Limits;
use kyc_wire::{Code, SourceType};
use web_sys::Blob;

use super::canvas::{Canvas, turned};
use super::examine;
use super::look::{Eyes, findings};
use super::make::{Made, make, make_of_canvas};

/// What is sent, and what was noticed about it.
pub struct Prepared {
    pub blob: Blob,
    pub kind: PictureKind,
    width: u32,
    height: u32,
    findings: Vec<PictureFinding>,
    /// Tells whether another picture is the same.
    pub hash: Option<u64>,
}

impl Prepared {
    pub fn into_picture(self, capture: CaptureId, source: SourceType) -> Picture {
        let Self { blob, kind, width, height, findings, hash: _ } = self;
        Picture {
            capture,
            kind,
            source,
            bytes: blob.size() as u64,
            width,
            height,
            findings,
            adjustment: Adjustment::default(),
        }
    }
}

/// Prepares a chosen file.
pub async fn file(raw: &Blob, eyes: &Eyes, limits: &Limits) -> Result<Prepared, Code> {
    let looked = examine::file(raw).await?;
    match looked.kind {
        FileKind::Pdf if eyes.aim.side == Side::Selfie => Err(Code::FileType),
        FileKind::Pdf => pdf(raw, limits).await,
        kind => {
            let source = examine::picture(raw, looked).await?;
            let made = make(&source).await.ok_or_else(|| undecodable(kind))?;
            picture(made, eyes, limits).await
        }
    }
}

/// Prepares a camera's picture.
pub async fn shot(taken: Canvas, eyes: &Eyes, limits: &Limits) -> Result<Prepared, Code> {
    let made = make_of_canvas(&taken).await.ok_or(Code::CameraFailed)?;
    drop(taken);
    picture(made, eyes, limits).await
}

/// Prepares what was taken or chosen anew, with the customer's changes.
pub async fn adjusted(
    original: &Blob,
    eyes: &Eyes,
    adjustment: Adjustment,
    limits: &Limits,
) -> Result<Prepared, Code> {
    let looked = examine::file(original).await?;
    let mut source = examine::picture(original, looked).await?;
    source.turn = turned(source.turn, adjustment.quarter_turns);
    picture(make(&source).await.ok_or(Code::FileDamaged)?, eyes, limits).await
}

/// Why a picture of a kind that is taken cannot be decoded here.
const fn undecodable(kind: FileKind) -> Code {
    match kind {
        FileKind::Heic => Code::FileHeic,
        // A modern format in an older browser; the customer can hand in another one.
        _ if !kind.is_universal() => Code::FileType,
        _ => Code::FileDamaged,
    }
}

async fn pdf(raw: &Blob, limits: &Limits) -> Result<Prepared, Code> {
    let size = raw.size();
    if size > limits.max_file_bytes as f64 {
        return Err(Code::FileTooLarge);
    }
    examine::pdf(raw).await?;
    let typed = raw.slice_with_f64_and_f64_and_content_type(0.0, size, "application/pdf");
    let blob = typed.map_err(|_| Code::FileDamaged)?;
    Ok(Prepared { blob, kind: PictureKind::Pdf, width: 0, height: 0, findings: Vec::new(), hash: None })
}

async fn picture(made: Made, eyes: &Eyes, limits: &Limits) -> Result<Prepared, Code> {
    let Made { blob, width, height, small } = made;
    if blob.size() > limits.max_file_bytes as f64 {
        return Err(Code::FileTooLarge);
    }
    let look = eyes.look(&small, (width, height)).await;
    let findings = look.as_ref().map(findings).unwrap_or_default();
    let hash = look.map(|look| look.hash);
    Ok(Prepared { blob, kind: PictureKind::Photo, width, height, findings, hash })
}

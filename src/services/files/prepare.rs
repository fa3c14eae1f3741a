//! From a chosen file or a camera's picture to what is sent: the kind told by the content, pictures upright, scaled,
//! stripped and looked at, PDFs as they are.

use kyc_flow::{Adjustment, Aim, CaptureId, Picture, PictureFinding, PictureKind, Side};
use kyc_intake::{FileKind, HEAD_BYTES, PDF_HEAD_BYTES, PDF_TAIL_BYTES, PdfProblem, inspect_pdf, sniff};
use kyc_vision::{ANALYSIS_EDGE, FindingCode, Rgba, assess};
use kyc_wire::config::Limits;
use kyc_wire::{Code, SourceType};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::canvas::{Canvas, MAX_EDGE, fitted};
use super::decode;

/// Nothing that a person photographs is larger; decoding more could take the tab down.
const ABSURD_BYTES: f64 = 100.0 * 1024.0 * 1024.0;

/// What is sent, and what was noticed about it.
pub struct Prepared {
    pub blob: Blob,
    pub kind: PictureKind,
    width: u32,
    height: u32,
    findings: Vec<PictureFinding>,
}

impl Prepared {
    pub fn into_picture(self, capture: CaptureId, source: SourceType) -> Picture {
        let Self { blob, kind, width, height, findings } = self;
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
pub async fn file(raw: &Blob, aim: Aim, limits: &Limits) -> Result<Prepared, Code> {
    let size = raw.size();
    if size == 0.0 {
        return Err(Code::FileEmpty);
    }
    let head = read(raw, 0.0, HEAD_BYTES as f64).await.ok_or(Code::FileDamaged)?;
    match sniff(&head) {
        Some(FileKind::Pdf) if aim.side == Side::Selfie => Err(Code::FileType),
        Some(FileKind::Pdf) => pdf(raw, limits).await,
        Some(_) if size > ABSURD_BYTES => Err(Code::FileTooLarge),
        Some(kind) => {
            let canvas = decode::to_canvas(raw).await.ok_or_else(|| undecodable(kind))?;
            picture(canvas, limits).await
        }
        None => Err(Code::FileType),
    }
}

/// Prepares a camera's picture.
pub async fn shot(taken: Canvas, _aim: Aim, limits: &Limits) -> Result<Prepared, Code> {
    let (width, height) = fitted(taken.width(), taken.height(), MAX_EDGE);
    let canvas = if (width, height) == (taken.width(), taken.height()) {
        taken
    } else {
        let canvas = Canvas::new(width, height).ok_or(Code::CameraFailed)?;
        canvas.draw(taken.element()).ok_or(Code::CameraFailed)?;
        canvas
    };
    picture(canvas, limits)
        .await
        .map_err(|code| if code == Code::FileDamaged { Code::CameraFailed } else { code })
}

/// Prepares what was taken or chosen anew, with the customer's changes.
pub async fn adjusted(
    original: &Blob,
    _aim: Aim,
    adjustment: Adjustment,
    limits: &Limits,
) -> Result<Prepared, Code> {
    let mut canvas = decode::to_canvas(original).await.ok_or(Code::FileDamaged)?;
    if adjustment.quarter_turns != 0 {
        canvas = canvas.turned(adjustment.quarter_turns).ok_or(Code::FileDamaged)?;
    }
    picture(canvas, limits).await
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
    let (head, tail) = (PDF_HEAD_BYTES as f64, PDF_TAIL_BYTES as f64);
    let mut looked_at = read(raw, 0.0, head.min(size)).await.ok_or(Code::FileDamaged)?;
    looked_at.extend(read(raw, head.max(size - tail).min(size), size).await.ok_or(Code::FileDamaged)?);
    inspect_pdf(&looked_at).map_err(|problem| match problem {
        PdfProblem::Locked => Code::FileLocked,
        PdfProblem::Damaged => Code::FileDamaged,
    })?;
    let typed = raw.slice_with_f64_and_f64_and_content_type(0.0, size, "application/pdf");
    let blob = typed.map_err(|_| Code::FileDamaged)?;
    Ok(Prepared { blob, kind: PictureKind::Pdf, width: 0, height: 0, findings: Vec::new() })
}

async fn picture(canvas: Canvas, limits: &Limits) -> Result<Prepared, Code> {
    let blob = canvas.encode().await?;
    if blob.size() > limits.max_file_bytes as f64 {
        return Err(Code::FileTooLarge);
    }
    let findings = look_at(&canvas).unwrap_or_default();
    Ok(Prepared { blob, kind: PictureKind::Photo, width: canvas.width(), height: canvas.height(), findings })
}

/// What the analysis notices. The server looks at the sent picture with the same code; halving is what its box filter
/// does as well, and spares copying four times the pixels.
fn look_at(canvas: &Canvas) -> Option<Vec<PictureFinding>> {
    let (width, height) = (canvas.width(), canvas.height());
    let pixels = if width.max(height) >= 2 * ANALYSIS_EDGE {
        let half = Canvas::new(width / 2, height / 2)?;
        half.draw(canvas.element())?;
        (half.pixels()?, half.width(), half.height())
    } else {
        (canvas.pixels()?, width, height)
    };
    let luma = Rgba::new(&pixels.0, pixels.1, pixels.2)?.to_luma(ANALYSIS_EDGE);
    Some(
        assess(&luma.as_luma(), width, height).iter().map(|finding| in_words_of_flow(finding.code)).collect(),
    )
}

const fn in_words_of_flow(code: FindingCode) -> PictureFinding {
    match code {
        FindingCode::TooDark => PictureFinding::TooDark,
        FindingCode::TooBright => PictureFinding::TooBright,
        FindingCode::Blank => PictureFinding::Blank,
        FindingCode::TooSmall => PictureFinding::TooSmall,
        FindingCode::Blurred => PictureFinding::Blurred,
        FindingCode::MotionBlurred => PictureFinding::MotionBlurred,
        FindingCode::LowContrast => PictureFinding::LowContrast,
        FindingCode::Glare => PictureFinding::Glare,
        FindingCode::NoDocument => PictureFinding::NoDocument,
        FindingCode::CutOff => PictureFinding::CutOff,
        FindingCode::TooFar => PictureFinding::TooFar,
        FindingCode::TooClose => PictureFinding::TooClose,
        FindingCode::Tilted => PictureFinding::Tilted,
        FindingCode::OffCentre => PictureFinding::OffCentre,
        FindingCode::FaceInstead => PictureFinding::FaceInstead,
        FindingCode::SameSide => PictureFinding::SameSide,
        FindingCode::Screen => PictureFinding::Screen,
        FindingCode::NoFace => PictureFinding::NoFace,
        FindingCode::SeveralFaces => PictureFinding::SeveralFaces,
    }
}

async fn read(blob: &Blob, start: f64, end: f64) -> Option<Vec<u8>> {
    let part = blob.slice_with_f64_and_f64(start, end).ok()?;
    let buffer = JsFuture::from(part.array_buffer()).await.ok()?;
    Some(js_sys::Uint8Array::new(&buffer).to_vec())
}

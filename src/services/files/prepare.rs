//! From a chosen file or a camera's picture to what is sent: the kind told by the content, pictures upright, scaled,
//! stripped and looked at, PDFs as they are.

use kyc_flow::{Adjustment, Aim, CaptureId, Picture, PictureFinding, PictureKind, Side};
use kyc_intake::FileKind;
use kyc_vision::{ANALYSIS_EDGE, FindingCode, Rgba, assess};
use kyc_wire::config::Limits;
use kyc_wire::{Code, SourceType};
use web_sys::Blob;

use super::canvas::{Canvas, turned};
use super::examine;
use super::make::{Made, make, make_of_canvas};

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
    let looked = examine::file(raw).await?;
    match looked.kind {
        FileKind::Pdf if aim.side == Side::Selfie => Err(Code::FileType),
        FileKind::Pdf => pdf(raw, limits).await,
        kind => {
            let source = examine::picture(raw, looked).await?;
            let made = make(&source).await.ok_or_else(|| undecodable(kind))?;
            picture(made, limits)
        }
    }
}

/// Prepares a camera's picture.
pub async fn shot(taken: Canvas, _aim: Aim, limits: &Limits) -> Result<Prepared, Code> {
    let made = make_of_canvas(&taken).await.ok_or(Code::CameraFailed)?;
    drop(taken);
    picture(made, limits)
}

/// Prepares what was taken or chosen anew, with the customer's changes.
pub async fn adjusted(
    original: &Blob,
    _aim: Aim,
    adjustment: Adjustment,
    limits: &Limits,
) -> Result<Prepared, Code> {
    let looked = examine::file(original).await?;
    let mut source = examine::picture(original, looked).await?;
    source.turn = turned(source.turn, adjustment.quarter_turns);
    picture(make(&source).await.ok_or(Code::FileDamaged)?, limits)
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
    Ok(Prepared { blob, kind: PictureKind::Pdf, width: 0, height: 0, findings: Vec::new() })
}

fn picture(made: Made, limits: &Limits) -> Result<Prepared, Code> {
    let Made { blob, width, height, small } = made;
    if blob.size() > limits.max_file_bytes as f64 {
        return Err(Code::FileTooLarge);
    }
    let findings = look_at(&small, (width, height)).unwrap_or_default();
    Ok(Prepared { blob, kind: PictureKind::Photo, width, height, findings })
}

/// What the analysis notices in a picture that is sent as large as `sent` says. The server looks at that one with the
/// same code.
fn look_at(small: &Canvas, (width, height): (u32, u32)) -> Option<Vec<PictureFinding>> {
    let pixels = small.pixels()?;
    let luma = Rgba::new(&pixels, small.width(), small.height())?.to_luma(ANALYSIS_EDGE);
    let found = assess(&luma.as_luma(), width, height);
    Some(found.iter().map(|finding| in_words_of_flow(finding.code)).collect())
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

//! From a chosen file or a camera's picture to what is sent: the kind told by the content, pictures upright, looked at, cut
//! to the document (docs/adr/0010), scaled and stripped, PDFs as they are.

use kyc_flow::{Adjustment, CaptureId, Picture, PictureFinding, PictureKind, Side};
use kyc_intake::FileKind;
use kyc_wire::config::Limits;
use kyc_wire::{Code, SourceType};
use web_sys::Blob;

use super::canvas::Canvas;
use super::look::{Eyes, Seen};
use super::make::{Cut, Hand, Opened, open, open_canvas};
use super::{examine, heic};

/// What is sent, and what was noticed about it.
pub struct Prepared {
    pub blob: Blob,
    pub kind: PictureKind,
    width: u32,
    height: u32,
    pages: u32,
    findings: Vec<PictureFinding>,
    adjustment: Adjustment,
    pub seen: Seen,
    /// A picture of a PDF's first page, if it is a scan.
    pub cover: Option<Blob>,
    /// What is kept in place of a file that this browser cannot show.
    pub original: Option<Blob>,
}

impl Prepared {
    /// Whether somebody looked and noticed nothing.
    pub fn is_good(&self) -> bool {
        self.seen.hash.is_some() && self.findings.is_empty()
    }

    pub fn into_picture(self, capture: CaptureId, source: SourceType) -> Picture {
        let Self { blob, kind, width, height, pages, findings, adjustment, .. } = self;
        let bytes = blob.size() as u64;
        Picture { capture, kind, source, bytes, width, height, pages, findings, adjustment }
    }
}

/// Prepares a chosen file; `heic` is where the module for HEIC pictures is.
pub async fn file(raw: &Blob, eyes: &Eyes, limits: &Limits, heic: &str) -> Result<Prepared, Code> {
    let looked = examine::file(raw).await?;
    match looked.kind {
        FileKind::Pdf if eyes.aim.side == Side::Selfie => Err(Code::FileType),
        FileKind::Pdf => pdf(raw, limits).await,
        kind => {
            let hand = Hand::ready();
            let source = examine::picture(raw, looked).await?;
            match open(source, hand).await {
                Some(opened) => picture(opened, eyes, Adjustment::default(), limits).await,
                None if kind == FileKind::Heic => {
                    let jpeg = heic::to_jpeg(raw, heic).await.ok_or(Code::FileHeic)?;
                    let prepared = adjusted(&jpeg, eyes, Adjustment::default(), limits).await?;
                    Ok(Prepared { original: Some(jpeg), ..prepared })
                }
                None => Err(undecodable(kind)),
            }
        }
    }
}

/// Prepares a camera's picture.
pub async fn shot(taken: Canvas, eyes: &Eyes, limits: &Limits) -> Result<Prepared, Code> {
    let opened = open_canvas(taken).await.ok_or(Code::CameraFailed)?;
    picture(opened, eyes, Adjustment::default(), limits)
        .await
        .map_err(|code| if code == Code::FileDamaged { Code::CameraFailed } else { code })
}

/// Prepares what was taken or chosen anew, with the customer's changes.
pub async fn adjusted(
    original: &Blob,
    eyes: &Eyes,
    adjustment: Adjustment,
    limits: &Limits,
) -> Result<Prepared, Code> {
    let looked = examine::file(original).await?;
    let source = examine::picture(original, looked).await?;
    picture(open(source, Hand::ready()).await.ok_or(Code::FileDamaged)?, eyes, adjustment, limits).await
}

/// Why a picture of a kind that is taken cannot be decoded here.
const fn undecodable(kind: FileKind) -> Code {
    // A modern format in an older browser; the customer can hand in another one.
    if kind.is_universal() { Code::FileDamaged } else { Code::FileType }
}

async fn pdf(raw: &Blob, limits: &Limits) -> Result<Prepared, Code> {
    let size = raw.size();
    if size > limits.max_file_bytes as f64 {
        return Err(Code::FileTooLarge);
    }
    let (cover, pages) = examine::pdf(raw, limits).await?;
    let typed = raw.slice_with_f64_and_f64_and_content_type(0.0, size, "application/pdf");
    let blob = typed.map_err(|_| Code::FileDamaged)?;
    let (adjustment, seen) = (Adjustment::default(), Seen::default());
    Ok(Prepared {
        blob,
        kind: PictureKind::Pdf,
        width: 0,
        height: 0,
        pages,
        findings: Vec::new(),
        adjustment,
        seen,
        cover,
        original: None,
    })
}

async fn picture(
    opened: Opened,
    eyes: &Eyes,
    adjustment: Adjustment,
    limits: &Limits,
) -> Result<Prepared, Code> {
    let size = (opened.width, opened.height);
    let seen = eyes.see(&opened.small, size, adjustment).await;
    let quarters = adjustment.quarter_turns;
    let made = opened.finish(Cut { part: seen.part, quarters }).await.ok_or(Code::FileDamaged)?;
    if made.blob.size() > limits.max_file_bytes as f64 {
        return Err(Code::FileTooLarge);
    }
    let (blob, width, height) = (made.blob, made.width, made.height);
    let (findings, seen) = (seen.findings.clone(), seen);
    Ok(Prepared {
        blob,
        kind: PictureKind::Photo,
        width,
        height,
        pages: 1,
        findings,
        adjustment,
        seen,
        cover: None,
        original: None,
    })
}

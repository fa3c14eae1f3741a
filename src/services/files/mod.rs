//! Captured files: kept in memory only, by id, with their object URLs; forgotten when the machine says so and when the
//! page is left.

mod canvas;
mod decode;
mod examine;
mod heic;
mod look;
mod make;
mod prepare;
mod quality;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use kyc_flow::{Adjustment, Aim, CaptureId, Picture, PictureFinding, PictureKind, Side};
use kyc_wire::config::Limits;
use kyc_wire::{Code, FileTag, SourceType};
use web_sys::{Blob, File, Url};

pub use canvas::{Canvas, fitted};

use look::{Eyes, Seen};

use super::upload::NewFile;
use super::vision::Vision;
use crate::ports::{Details, Preview};

/// Captured files. By default nobody looks at them.
pub struct Files {
    vision: Option<Rc<dyn Vision>>,
    /// Where the module for HEIC pictures is.
    heic: String,
    entries: RefCell<Vec<Entry>>,
    last: Cell<u32>,
}

struct Entry {
    id: CaptureId,
    /// What is sent.
    blob: Blob,
    /// What was taken or chosen, or a picture of it that this browser can show: adjustments begin anew from it.
    original: Blob,
    /// The file's own name, for the customer's eyes only.
    name: Option<String>,
    source: SourceType,
    kind: PictureKind,
    seen: Seen,
    /// A picture of a PDF's first page.
    cover: Option<Blob>,
    /// Made when a screen asks for them: of what is sent, and of the original.
    urls: [Option<String>; 2],
}

impl Default for Files {
    fn default() -> Self {
        let (entries, last) = (RefCell::default(), Cell::default());
        Self { vision: None, heic: heic::MODULE.into(), entries, last }
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.forget_urls();
    }
}

impl Entry {
    fn forget_urls(&mut self) {
        for url in self.urls.iter_mut().filter_map(Option::take) {
            drop(Url::revoke_object_url(&url));
        }
    }

    fn preview(&mut self) -> Preview {
        let name = self.name.clone();
        if self.kind != PictureKind::Photo {
            let [shown, _] = &mut self.urls;
            if let Some(cover) = self.cover.as_ref().filter(|_| shown.is_none()) {
                *shown = Url::create_object_url_with_blob(cover).ok();
            }
            return Preview { url: shown.clone(), name, details: None };
        }
        let [sent, original] = &mut self.urls;
        for (url, blob) in [(&mut *sent, &self.blob), (&mut *original, &self.original)] {
            if url.is_none() {
                *url = Url::create_object_url_with_blob(blob).ok();
            }
        }
        let Seen { corners, sent: inside, marks, .. } = self.seen.clone();
        let details = original.clone().map(|original| Details { original, corners, sent: inside, marks });
        Preview { url: sent.clone(), name, details }
    }
}

impl Files {
    /// Files that are looked at.
    #[must_use]
    pub fn seen_by(vision: Rc<dyn Vision>) -> Self {
        Self { vision: Some(vision), ..Self::default() }
    }

    /// With the module for HEIC pictures elsewhere.
    #[must_use]
    pub fn with_heic(self, module: String) -> Self {
        Self { heic: module, ..self }
    }

    /// Takes chosen files into keeping, unprepared.
    pub fn take_in(&self, files: Vec<File>) -> Vec<CaptureId> {
        let keep = |file: File| {
            let name = Some(file.name());
            self.keep(Blob::from(file), name, SourceType::Upload)
        };
        files.into_iter().map(keep).collect()
    }

    /// Prepares a chosen file for sending.
    ///
    /// # Errors
    /// One of the `file-…` codes; the file is forgotten then.
    pub async fn prepare(&self, id: CaptureId, aim: Aim, limits: &Limits) -> Result<Picture, Code> {
        let raw = self.entries.borrow().iter().find(|entry| entry.id == id).map(|entry| entry.blob.clone());
        let raw = raw.ok_or(Code::FileDamaged)?;
        let prepared = prepare::file(&raw, &self.eyes(aim, SourceType::Upload), limits, &self.heic).await;
        match prepared {
            Ok(prepared) => self.replace(id, prepared),
            Err(code) => {
                self.discard(id);
                Err(code)
            }
        }
    }

    /// Takes a camera's picture into keeping, prepared for sending.
    ///
    /// # Errors
    /// `camera-failed` when no picture can be made of it, `file-too-large` when it stays too large.
    pub async fn keep_shot(&self, shot: Canvas, aim: Aim, limits: &Limits) -> Result<Picture, Code> {
        let original = shot.encode_to_keep().await.ok_or(Code::CameraFailed)?;
        let prepared = prepare::shot(shot, &self.eyes(aim, SourceType::Camera), limits).await?;
        let id = self.keep(original, None, SourceType::Camera);
        self.replace(id, prepared)
    }

    /// Takes a camera's photograph into keeping, prepared for sending, if nothing is wrong with it.
    pub async fn keep_photo(&self, photo: &Blob, aim: Aim, limits: &Limits) -> Option<Picture> {
        let prepared =
            prepare::file(photo, &self.eyes(aim, SourceType::Camera), limits, &self.heic).await.ok()?;
        if !prepared.is_good() {
            return None;
        }
        let id = self.keep(photo.clone(), None, SourceType::Camera);
        self.replace(id, prepared).ok()
    }

    /// Prepares a picture anew from what was taken or chosen.
    ///
    /// # Errors
    /// One of the `file-…` codes; the picture stays as it was then.
    pub async fn adjust(
        &self,
        id: CaptureId,
        aim: Aim,
        adjustment: Adjustment,
        limits: &Limits,
    ) -> Result<Picture, Code> {
        let known = |entry: &Entry| (entry.original.clone(), entry.source);
        let known = self.entries.borrow().iter().find(|entry| entry.id == id).map(known);
        let (original, source) = known.ok_or(Code::FileDamaged)?;
        let prepared = prepare::adjusted(&original, &self.eyes(aim, source), adjustment, limits).await?;
        self.replace(id, prepared)
    }

    /// What to show of a capture.
    pub fn preview(&self, id: CaptureId) -> Option<Preview> {
        let mut entries = self.entries.borrow_mut();
        let entry = entries.iter_mut().find(|entry| entry.id == id)?;
        Some(entry.preview())
    }

    /// A capture as it goes to the server; warnings that the customer overruled are told in its description.
    pub fn to_send(&self, id: CaptureId, side: Side, overruled: &[PictureFinding]) -> Option<NewFile> {
        let entries = self.entries.borrow();
        let entry = entries.iter().find(|entry| entry.id == id)?;
        let ending = if entry.kind == PictureKind::Pdf { ".pdf" } else { ".jpg" };
        let mut tags = vec![FileTag::Kyc.as_str()];
        tags.extend(side.tag().map(FileTag::as_str));
        let name = [stem(side).as_str(), ending].concat();
        let description = described(&name, overruled);
        Some(NewFile { blob: entry.blob.clone(), name, description, source: entry.source, tags })
    }

    /// Forgets a capture.
    pub fn discard(&self, id: CaptureId) {
        self.entries.borrow_mut().retain(|entry| entry.id != id);
    }

    /// Forgets everything.
    pub fn wipe(&self) {
        self.entries.borrow_mut().clear();
    }

    /// Tells whether another picture is the same as a capture, see `kyc_vision::dhash`.
    pub fn hash(&self, id: CaptureId) -> Option<u64> {
        self.entries.borrow().iter().find(|entry| entry.id == id)?.seen.hash
    }

    fn eyes(&self, aim: Aim, source: SourceType) -> Eyes {
        let previous = aim.other.and_then(|other| self.hash(other));
        let is_from_viewfinder = source == SourceType::Camera;
        Eyes { vision: self.vision.clone(), aim, previous, is_from_viewfinder }
    }

    fn keep(&self, original: Blob, name: Option<String>, source: SourceType) -> CaptureId {
        let id = CaptureId(self.last.get() + 1);
        self.last.set(id.0);
        let (blob, kind, seen) = (original.clone(), PictureKind::Photo, Seen::default());
        self.entries.borrow_mut().push(Entry {
            id,
            blob,
            original,
            name,
            source,
            kind,
            seen,
            cover: None,
            urls: [None, None],
        });
        id
    }

    /// Puts the prepared content in the place of the raw one, unless that was forgotten meanwhile.
    fn replace(&self, id: CaptureId, prepared: prepare::Prepared) -> Result<Picture, Code> {
        let mut entries = self.entries.borrow_mut();
        let entry = entries.iter_mut().find(|entry| entry.id == id).ok_or(Code::FileDamaged)?;
        entry.forget_urls();
        entry.blob = prepared.blob.clone();
        entry.kind = prepared.kind;
        entry.seen = prepared.seen.clone();
        entry.cover = prepared.cover.clone();
        if let Some(original) = &prepared.original {
            entry.original = original.clone();
        }
        Ok(prepared.into_picture(id, entry.source))
    }
}

/// For people who look at it on the server's side, so in English.
fn described(name: &str, overruled: &[PictureFinding]) -> String {
    if overruled.is_empty() {
        return name.to_owned();
    }
    let codes: Vec<&str> = overruled.iter().map(|finding| finding.as_str()).collect();
    [name, ", used in spite of: ", &codes.join(", ")].concat()
}

/// The name a side's file carries on the wire: a general one.
fn stem(side: Side) -> String {
    match side {
        Side::Front => "id-front".into(),
        Side::Back => "id-back".into(),
        Side::Selfie => "face-proof".into(),
        Side::Page(page) => ["page-", &page.saturating_add(1).to_string()].concat(),
    }
}

//! Faces seen from the front, found by SeetaFace's cascade (`rustface`); its model is handed in by the caller.
//!
//! `rustface` uses unchecked memory access inside and was not written against hostile pictures. It belongs into a
//! sandbox or a browser's, not into a server that strangers reach.

mod packed;
mod tracker;

use rustface::{Detector, ImageData, Model, create_detector_with_model, read_model};

use crate::{Face, FindFaces, Luma};
pub use tracker::FaceTracker;

/// The detector's window in pixels: the smallest face it finds, and more than a picture needs to hold one.
const WINDOW: usize = 40;
/// Pixels from one window to the next, as its authors advise.
const WINDOW_STEP: u32 = 4;
/// Ratio of one size looked at to the next larger one: what the cascade was trained for. Finer steps find no more faces
/// on the specimens and cost twice the time.
const PYRAMID_STEP: f32 = 0.8;
/// Length of the one model that fits, `seeta_fd_frontal_v1.0.bin`.
const MODEL_BYTES: usize = 1_209_904;

/// What to look for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FaceSearch {
    /// Long edge in pixels to which larger pictures are brought. Faces narrower than 40 px are not found then, so this
    /// is the least size of a face as well, and what most of the time depends on.
    pub edge: u32,
    /// Least score.
    pub min_score: f32,
}

impl FaceSearch {
    /// For the frames of a selfie: at 256 px a face must be a sixth of the long edge, a fifth of a 4:3 frame's height.
    /// Arm's length gives a third. A look takes a third less time than at 320 px.
    pub const LIVE: Self = Self { edge: 256, min_score: 4.0 };
}

/// For documents and selfies.
impl Default for FaceSearch {
    /// At 640 px a portrait must be a sixteenth of the picture's long edge: that of a card which fills a third of the
    /// picture is, pale second portraits and people in the background mostly are not. Portraits on specimens and
    /// selfies score 14 and more, upright print and patterns up to 2, and portraits standing on their head up to 7.
    fn default() -> Self {
        Self { edge: 640, min_score: 4.0 }
    }
}

/// Finds faces in still pictures; may be shared between threads.
pub struct FaceDetector {
    model: Model,
}

impl FaceDetector {
    /// `None` when the bytes are not the model of SeetaFace's frontal detector.
    #[must_use]
    pub fn new(model: &[u8]) -> Option<Self> {
        // The reader trusts the counts it finds, so other bytes could make it allocate without end.
        let model = (model.len() == MODEL_BYTES).then(|| read_model(model).ok())??;
        Some(Self { model })
    }

    /// The same from the packed model that browsers load (`kyc_face_model::PACKED`): an eighth of the bytes. `None` for
    /// any other bytes, such as the page that a server sends in place of a file it does not have.
    #[must_use]
    pub fn from_packed(packed: &[u8]) -> Option<Self> {
        Self::new(&packed::unpack(packed, MODEL_BYTES)?)
    }

    /// The faces in an upright picture, largest first, by the search for documents and selfies.
    #[must_use]
    pub fn detect(&self, picture: &Luma<'_>) -> Vec<Face> {
        self.detect_with(picture, FaceSearch::default())
    }

    /// The faces in an upright picture, largest first.
    #[must_use]
    pub fn detect_with(&self, picture: &Luma<'_>, search: FaceSearch) -> Vec<Face> {
        search_in(self.detector().as_mut(), picture, search)
    }

    /// A detector of its own: copies the model (half a millisecond in wasm).
    fn detector(&self) -> Box<dyn Detector> {
        create_detector_with_model(self.model.clone())
    }
}

impl FindFaces for FaceDetector {
    fn find(&self, picture: &Luma<'_>) -> Vec<Face> {
        self.detect(picture)
    }
}

/// The faces in an upright picture, largest first.
fn search_in(detector: &mut dyn Detector, picture: &Luma<'_>, search: FaceSearch) -> Vec<Face> {
    let small = picture.to_luma(search.edge);
    let image = small.as_luma();
    let short = image.width().min(image.height());
    if short <= WINDOW {
        return Vec::new();
    }
    detector.set_pyramid_scale_factor(PYRAMID_STEP);
    detector.set_score_thresh(f64::from(search.min_score.max(f32::MIN_POSITIVE)));
    detector.set_slide_window_step(WINDOW_STEP, WINDOW_STEP);
    // One less than the edge, so that rounding cannot make the last picture of the pyramid smaller than the
    // window: `rustface` 0.1.7 subtracts the two without a check.
    detector.set_max_face_size(pixels(short - 1));
    let data = ImageData::new(image.pixels(), pixels(image.width()), pixels(image.height()));
    let scale = picture.width() as f32 / image.width() as f32;
    let found = detector.detect(&data);
    largest_first(found.iter().map(|face| in_picture(face, scale, picture)))
}

/// By the shorter side: one that the picture's edge cuts counts as what is left of it.
fn largest_first(faces: impl Iterator<Item = Face>) -> Vec<Face> {
    let size = |face: &Face| face.width.min(face.height);
    let mut sorted: Vec<Face> = Vec::new();
    // There are few. The library's own sort is 4 KB of wasm for every kind of element.
    for face in faces {
        let larger = sorted.iter().take_while(|other| size(other) >= size(&face)).count();
        sorted.insert(larger, face);
    }
    sorted
}

fn pixels(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Scales a find back and cuts off what sticks out of the picture.
fn in_picture(face: &rustface::FaceInfo, scale: f32, picture: &Luma<'_>) -> Face {
    let area = face.bbox();
    let span = |from: i32, length: u32, limit: usize| {
        let (start, end) = (from as f32 * scale, (from as f32 + length as f32) * scale);
        (start.max(0.0).min(limit as f32) as u32, end.max(0.0).min(limit as f32) as u32)
    };
    let (left, right) = span(area.x(), area.width(), picture.width());
    let (top, bottom) = span(area.y(), area.height(), picture.height());
    Face { x: left, y: top, width: right - left, height: bottom - top, score: face.score() as f32 }
}

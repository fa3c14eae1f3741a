//! Faces seen from the front, found by SeetaFace's cascade (`rustface`); its model is handed in by the caller.

use rustface::{ImageData, Model, create_detector_with_model, read_model};

use crate::Luma;

/// Long edge in pixels at which faces are looked for. The detector's window is 40 px, so the smallest face it finds has
/// a twentieth of this: the portrait of a card that fills a third of the picture.
const SEARCH_EDGE: u32 = 800;
/// Faces smaller than this share of the long edge are passed over: the pale second portraits of cards, people on
/// posters behind the customer.
const MIN_SHARE: f32 = 0.05;
/// Ratio of one size looked at to the next larger one; SeetaFace was trained for 0.8.
const PYRAMID_STEP: f32 = 0.8;
/// Least score.
const MIN_SCORE: f64 = 4.0;
/// Pixels from one window to the next.
const WINDOW_STEP: u32 = 4;
/// The window; smaller pictures hold nothing to find.
const WINDOW: usize = 40;
/// Length of the one model that fits, `seeta_fd_frontal_v1.0.bin`.
const MODEL_BYTES: usize = 1_209_904;

/// A face, in pixels of the picture that was given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Face {
    /// Left edge.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
    /// Width, from cheek to cheek.
    pub width: u32,
    /// Height, from the brow to below the mouth.
    pub height: u32,
    /// How sure the detector is, without an upper end.
    pub score: f32,
}

/// Finds faces; may be shared between threads.
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

    /// The faces in an upright picture, largest first.
    #[must_use]
    pub fn detect(&self, picture: &Luma<'_>) -> Vec<Face> {
        let small = picture.to_luma(SEARCH_EDGE);
        let short = small.width().min(small.height());
        // One pixel more than the window: see below.
        if short <= WINDOW {
            return Vec::new();
        }
        let mut detector = create_detector_with_model(self.model.clone());
        detector.set_pyramid_scale_factor(PYRAMID_STEP);
        detector.set_score_thresh(MIN_SCORE);
        detector.set_slide_window_step(WINDOW_STEP, WINDOW_STEP);
        // Keeps rounding from making the last step of the pyramid smaller than the window, which `rustface` does not check.
        detector.set_max_face_size(pixels(short - 1));
        let image = small.as_luma();
        let found =
            detector.detect(&ImageData::new(image.pixels(), pixels(image.width()), pixels(image.height())));
        let scale = picture.width() as f32 / image.width() as f32;
        let least = image.width().max(image.height()) as f32 * MIN_SHARE;
        let mut faces: Vec<Face> = found
            .iter()
            .filter(|face| face.bbox().width() as f32 >= least)
            .map(|face| in_picture(face, scale, picture))
            .collect();
        faces.sort_by_key(|face| std::cmp::Reverse(face.width));
        faces
    }
}

fn pixels(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Scales a find back and cuts off what sticks out of the picture.
fn in_picture(face: &rustface::FaceInfo, scale: f32, picture: &Luma<'_>) -> Face {
    let area = face.bbox();
    let span = |from: i32, length: u32, limit: usize| {
        let (start, end) = (from as f32 * scale, (from as f32 + length as f32) * scale);
        (start.clamp(0.0, limit as f32) as u32, end.clamp(0.0, limit as f32) as u32)
    };
    let (left, right) = span(area.x(), area.width(), picture.width());
    let (top, bottom) = span(area.y(), area.height(), picture.height());
    Face { x: left, y: top, width: right - left, height: bottom - top, score: face.score() as f32 }
}

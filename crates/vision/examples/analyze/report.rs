//! From a file to its line.

use std::fmt;
use std::path::Path;

use image::{DynamicImage, ImageDecoder as _, ImageReader, ImageResult};
use kyc_vision::{Analysis, DocumentView, Exposure, FaceDetector, Frame, Question, Rgba, Target, analyze};
use serde::Serialize;

/// Width of a face in short edges of the picture from which a picture without a document is one of a face.
const PORTRAIT: f32 = 0.2;

/// One line of the output: what was seen, in the order of the fields.
#[derive(Debug, Serialize)]
pub struct Seen {
    file: String,
    width: u32,
    height: u32,
    quad: Option<[[f32; 2]; 4]>,
    confidence: f32,
    sharpness: f32,
    glare: f32,
    exposure: Light,
    faces: Vec<(u32, u32, u32, u32, f32)>,
    findings: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct Light {
    mean: f32,
    shadow: f32,
    highlight: f32,
    contrast: f32,
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

/// Looks at a file.
pub fn look_at(path: &Path, detector: &FaceDetector) -> ImageResult<Seen> {
    Ok(seen(path.display().to_string(), upright(path)?, detector))
}

/// The picture the way up it is meant to be seen.
fn upright(path: &Path) -> ImageResult<DynamicImage> {
    let mut decoder = ImageReader::open(path)?.with_guessed_format()?.into_decoder()?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn seen(file: String, picture: DynamicImage, detector: &FaceDetector) -> Seen {
    let pixels = picture.into_rgba8();
    let (width, height) = pixels.dimensions();
    let analysis = Rgba::new(pixels.as_raw(), width, height).map(|rgba| look(&Frame::Rgba(rgba), detector));
    let Some(analysis) = analysis else { unreachable!("a decoded picture has all its pixels") };
    let (quad, confidence) = match &analysis.view {
        DocumentView::Whole { quad, confidence } => {
            (Some(quad.0.map(|corner| [tenths(corner.x), tenths(corner.y)])), *confidence)
        }
        DocumentView::Cut { confidence, .. } => (None, *confidence),
        DocumentView::NotFound => (None, 0.0),
    };
    let Exposure { mean, shadow, highlight, contrast, .. } = analysis.exposure;
    let faces = analysis.faces.iter();
    Seen {
        file,
        width,
        height,
        quad,
        confidence: thousandths(confidence),
        sharpness: thousandths(analysis.sharpness),
        glare: thousandths(analysis.glare),
        exposure: Light { mean: tenths(mean), shadow, highlight, contrast },
        faces: faces.map(|face| (face.x, face.y, face.width, face.height, tenths(face.score))).collect(),
        findings: analysis.findings.iter().map(|finding| finding.code.as_str()).collect(),
    }
}

/// As what it is seen best.
fn look(frame: &Frame<'_>, detector: &FaceDetector) -> Analysis {
    let about = |target| analyze(frame, &Question { faces: Some(detector), ..Question::about(target) });
    let confidence = |seen: &Analysis| match seen.view {
        DocumentView::Whole { confidence, .. } => 1.0 + confidence,
        DocumentView::Cut { confidence, .. } => confidence,
        DocumentView::NotFound => 0.0,
    };
    let mut best = about(Target::Card);
    for target in [Target::PassportPage, Target::Page] {
        let other = about(target);
        if confidence(&other) > confidence(&best) {
            best = other;
        }
    }
    let short = frame.width().min(frame.height()) as f32;
    let is_portrait = best.faces.first().is_some_and(|face| face.width as f32 > short * PORTRAIT);
    if is_portrait && confidence(&best) == 0.0 { about(Target::Face) } else { best }
}

fn tenths(value: f32) -> f32 {
    (value * 10.0).round() / 10.0
}

fn thousandths(value: f32) -> f32 {
    (value * 1000.0).round() / 1000.0
}

//! Which findings are to be said of a scene, and which are not.

use kyc_scenes::Truth;
use kyc_vision::{DocumentView, FindingCode as Code};

/// What is held against the truth.
pub struct Claim {
    pub name: &'static str,
    /// What must not be said where the fault is not there.
    pub code: Code,
    /// What counts as said where it is: an empty sheet on which not even an edge is found may be called missing.
    pub told: &'static [Code],
    /// Whether the fault is there, in a picture of this width; `None` between the margins.
    pub is_there: fn(&Truth, f32) -> Option<bool>,
}

const fn claim(
    name: &'static str,
    code: Code,
    told: &'static [Code],
    is_there: fn(&Truth, f32) -> Option<bool>,
) -> Claim {
    Claim { name, code, told, is_there }
}

/// Between the margins of a fault that grows.
fn beyond(value: f32, clean: f32, faulty: f32) -> Option<bool> {
    let is_faulty = if faulty > clean { value >= faulty } else { value <= faulty };
    let is_clean = if faulty > clean { value <= clean } else { value >= clean };
    match (is_faulty, is_clean) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

/// What there is to say when no whole document is in view; what to do about it is the same.
const UNSEEN: &[Code] = &[Code::NoDocument, Code::CutOff, Code::TooClose];

pub const CLAIMS: [Claim; 14] = [
    claim("out of focus", Code::Blurred, &[Code::Blurred], |truth, width| {
        beyond(truth.blur * 640.0 / width, 0.95, 2.4)
    }),
    claim("moved", Code::MotionBlurred, &[Code::MotionBlurred], |truth, width| {
        truth
            .motion
            .as_ref()
            .map_or(Some(false), |motion| (motion.length * 640.0 / width >= 9.0).then_some(true))
    }),
    claim("reflection", Code::Glare, &[Code::Glare], |truth, _| {
        truth.glare.as_ref().map_or(Some(false), |glare| (glare.share >= 0.03).then_some(true))
    }),
    claim("dark", Code::TooDark, &[Code::TooDark], |truth, _| beyond(truth.exposure, 0.70, 0.22)),
    claim("washed out", Code::TooBright, &[Code::TooBright], |truth, _| beyond(truth.exposure, 0.96, 1.6)),
    // Of a bare table nobody can say whether it has too little contrast.
    claim("fog", Code::LowContrast, &[Code::LowContrast, Code::Blank], |truth, _| {
        if truth.kind.is_none() || truth.is_blank { None } else { beyond(truth.fog, 0.0, 0.78) }
    }),
    claim("empty sheet", Code::Blank, &[Code::Blank, Code::LowContrast, Code::NoDocument], |truth, _| {
        if truth.is_blank { Some(true) } else { truth.quad.filter(|_| truth.fog == 0.0).map(|_| false) }
    }),
    claim("not all in view", Code::NoDocument, UNSEEN, |truth, _| {
        if truth.quad.is_some() { Some(false) } else { (!truth.is_face && !truth.is_screen).then_some(true) }
    }),
    claim("no document", Code::NoDocument, &[Code::NoDocument], |truth, _| {
        if truth.quad.is_some() {
            Some(false)
        } else {
            // A part of a book is told from a part of a passport by nobody: silence is wrong there, see above, either word is right.
            (truth.outline.is_none() && !truth.is_face && !truth.has_cut_sheet).then_some(true)
        }
    }),
    claim("cut off", Code::CutOff, &[Code::CutOff, Code::TooClose], |truth, width| {
        if truth.cut.is_empty() { Some(false) } else { (overshoot(truth, width) >= 0.05).then_some(true) }
    }),
    claim("too close", Code::TooClose, &[Code::CutOff, Code::TooClose], |truth, _| {
        if truth.outline.is_none() { Some(false) } else { beyond(truth.fill, 0.96, 1.35) }
    }),
    claim("far away", Code::TooFar, &[Code::TooFar], |truth, _| {
        truth.quad.map_or(Some(false), |_| beyond(truth.fill, 0.30, 0.25))
    }),
    claim("tilted", Code::Tilted, &[Code::Tilted], |truth, _| {
        truth.quad.map_or(Some(false), |_| beyond(truth.tilt, 14.0, 26.0))
    }),
    claim("face", Code::FaceInstead, &[Code::FaceInstead], |truth, _| Some(truth.is_face)),
];

/// How far a document goes beyond the picture, in widths of the picture.
fn overshoot(truth: &Truth, width: f32) -> f32 {
    let height = width * 0.75;
    let beyond = |&(x, y): &(f32, f32)| (-x).max(-y).max(x - width).max(y - height) / width;
    truth.outline.iter().flatten().map(beyond).fold(0.0, f32::max)
}

/// Whether there is no whole document in the picture, be it a document on a screen.
pub fn has_no_whole(truth: &Truth) -> bool {
    truth.quad.is_none() && !truth.is_screen
}

/// Whether every corner was found within 1.5 % of the picture's diagonal.
pub fn corners_are_right(view: &DocumentView, truth: &Truth, (width, height): (u32, u32)) -> bool {
    let (DocumentView::Whole { quad, .. }, Some(corners)) = (view, truth.quad) else { return false };
    let slack = 0.015 * (width as f32).hypot(height as f32);
    corners.iter().all(|&(x, y)| quad.0.iter().any(|corner| (corner.x - x).hypot(corner.y - y) <= slack))
}

//! What a picture is looked at for, what was noticed in the words of the machine, and which part of it is sent.

use std::rc::Rc;

use kyc_flow::{Adjustment, Aim, PictureFinding, Side};
use kyc_vision::{Area, FindingCode, Point, Quad, surroundings};

use super::canvas::Canvas;
use crate::ports::Share;
use crate::services::vision::{Look, Vision, Watch};
use crate::target;

/// A part of this share of the picture is not worth cutting out.
const NEARLY_ALL: f64 = 0.9;
/// Edges that are less sure are not cut along: the whole picture is sent.
const SURE: f32 = 0.6;
const ALL: [f64; 4] = [0.0, 0.0, 1.0, 1.0];

/// Who looks at a picture, and for what.
pub struct Eyes {
    /// Without it nothing is noticed.
    pub vision: Option<Rc<dyn Vision>>,
    /// What the picture is to show.
    pub aim: Aim,
    /// Hash of the other side.
    pub previous: Option<u64>,
    /// It was taken through the viewfinder, which shows where a face belongs.
    pub is_from_viewfinder: bool,
}

/// What was seen of a picture.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Tells whether another picture is the same.
    pub hash: Option<u64>,
    /// What was noticed, the most important first.
    pub findings: Vec<PictureFinding>,
    /// Which part of the upright picture is sent: left, top, width, height.
    pub part: [f64; 4],
    /// The document's corners in the upright picture.
    pub corners: Option<[Share; 4]>,
    /// The same in what is sent.
    pub sent: Option<[Share; 4]>,
    /// What was noticed at a place of what is sent.
    pub marks: Vec<(PictureFinding, Share, Share)>,
}

impl Default for Seen {
    fn default() -> Self {
        Self { hash: None, findings: Vec::new(), part: ALL, corners: None, sent: None, marks: Vec::new() }
    }
}

impl Eyes {
    /// Looks at `small`, a copy of an upright picture of `size` pixels.
    pub async fn see(&self, small: &Canvas, (width, height): (u32, u32), adjustment: Adjustment) -> Seen {
        let look = self.look(small, (width, height), adjustment).await;
        let size = (f64::from(width), f64::from(height));
        let is_face = self.aim.side == Side::Selfie;
        let by_hand = adjustment.corners.filter(|_| !is_face).map(|corners| corners.map(share_of_spot));
        let corners = by_hand.or_else(|| look.as_ref().and_then(found).filter(|_| !is_face));
        let part = corners.map_or(ALL, |corners| part(corners, size));
        let inside = |at: Share| turned(within(at, part), adjustment.quarter_turns);
        let sent = corners.map(|corners| {
            let mut corners = corners.map(inside);
            // The first is the upper left one again.
            corners.rotate_right(usize::from(adjustment.quarter_turns % 4));
            corners
        });
        let Some(look) = look else { return Seen { part, corners, sent, ..Seen::default() } };
        let counts = |finding: &PictureFinding| by_hand.is_none() || !is_about_edges(*finding);
        let findings =
            look.findings.iter().map(|finding| in_words_of_flow(finding.code)).filter(counts).collect();
        let mut marks = Vec::new();
        for finding in &look.findings {
            if let Some(place) = finding.place {
                let (from, to) = ends(place, &look);
                // A face was looked for in what is sent, turned already.
                let (a, b) = if is_face { (from, to) } else { (inside(from), inside(to)) };
                let (left, top) = (a.0.min(b.0), a.1.min(b.1));
                let size = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
                marks.push((in_words_of_flow(finding.code), (left, top), size));
            }
        }
        Seen { hash: Some(look.hash), findings, part, corners, sent, marks }
    }

    /// Faces are looked for the way up that the customer made it; documents lie as they like.
    async fn look(&self, small: &Canvas, source: (u32, u32), adjustment: Adjustment) -> Option<Look> {
        let vision = self.vision.as_ref()?;
        let what = Watch::for_target(target::of(self.aim), self.previous);
        let what = Watch { is_from_viewfinder: self.is_from_viewfinder, ..what };
        if self.aim.side == Side::Selfie && adjustment.quarter_turns != 0 {
            let turned = small.cut(ALL, super::canvas::turn_by(adjustment.quarter_turns), u32::MAX)?;
            let (width, height) = source;
            let lies = !adjustment.quarter_turns.is_multiple_of(2);
            return vision.inspect(&turned, if lies { (height, width) } else { source }, what).await;
        }
        vision.inspect(small, source, what).await
    }
}

fn found(look: &Look) -> Option<[Share; 4]> {
    let quad = look.quad.filter(|_| look.confidence >= SURE)?;
    let (width, height) = (f64::from(look.width.max(1)), f64::from(look.height.max(1)));
    Some(quad.0.map(|at| (f64::from(at.x) / width, f64::from(at.y) / height)))
}

/// The corners of a place.
fn ends(place: Area, look: &Look) -> (Share, Share) {
    let share = |x: f32, y: f32| {
        (f64::from(x) / f64::from(look.width.max(1)), f64::from(y) / f64::from(look.height.max(1)))
    };
    (share(place.x, place.y), share(place.x + place.width, place.y + place.height))
}

fn share_of_spot(spot: kyc_flow::Spot) -> Share {
    let end = f64::from(kyc_flow::Spot::END);
    (f64::from(spot.x) / end, f64::from(spot.y) / end)
}

/// Which part of a picture of `size` pixels is sent with a document that has these corners.
fn part(corners: [Share; 4], (width, height): (f64, f64)) -> [f64; 4] {
    let quad = Quad(corners.map(|(x, y)| Point::new((x * width) as f32, (y * height) as f32)));
    let area = surroundings(&quad, width as f32, height as f32);
    let part = [f64::from(area.x) / width, f64::from(area.y) / height, f64::from(area.width) / width];
    let [x, y, wide] = part;
    let high = f64::from(area.height) / height;
    if wide * high > NEARLY_ALL || wide * high <= 0.0 { ALL } else { [x, y, wide, high] }
}

fn within((x, y): Share, [left, top, width, height]: [f64; 4]) -> Share {
    let inside = |at: f64| at.clamp(0.0, 1.0);
    (inside((x - left) / width), inside((y - top) / height))
}

fn turned((x, y): Share, quarters: u8) -> Share {
    if quarters.is_multiple_of(4) { (x, y) } else { turned((1.0 - y, x), quarters - 1) }
}

/// What the customer answers by showing the corners.
const fn is_about_edges(finding: PictureFinding) -> bool {
    use PictureFinding as P;
    matches!(finding, P::NoDocument | P::CutOff | P::TooFar | P::TooClose)
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

//! What is wrong with a picture of a face, and a face where a document belongs.
//!
//! Thresholds were measured on 24 drawn people as a front camera sees them and on the 29 real faces of the photograph
//! that ships with `rustface` (`cargo test -p kyc-specimen --test selfies -- --ignored --nocapture` prints the table).

use crate::{Area, DocumentView, Face, Finding, FindingCode as Code, Luma, Point, exposure, sharpness};

/// From crown to chin, in heights of a found face: 1.27 to 1.50 on drawn heads, half of them 1.38; 1.38 on the
/// photograph.
const HEAD_HEIGHT: f32 = 1.38;
/// From ear to ear with hair, in widths of a found face. Wide on purpose: `rustface` pushes a face that goes beyond the
/// left edge back to within a twentieth of its width of that edge.
const HEAD_WIDTH: f32 = 1.2;
/// How far the middle of the head lies above that of the found face, in its heights: 0.04 on drawn heads, 0.14 on the
/// photograph.
const HEAD_RISE: f32 = 0.07;

/// A smaller face is somebody in the background: at a third of the width, three times as far away.
const OTHER_FACE: f32 = 0.35;
/// Share of the head's height or width outside the picture. Small, since a head in the oval is far from the edge, and
/// the detector moves its square inwards when a part is missing.
const CUT: f32 = 0.04;
/// Least height of the head, in heights of the oval: arm's length gives 0.47 to 0.7 on a phone, a head and shoulders in
/// front of a laptop 0.6.
const SMALL_HEAD: f32 = 0.5;
/// Greatest height of the head, in heights of the oval: the tenth beyond it is the detector's own uncertainty.
const LARGE_HEAD: f32 = 1.1;
/// Greatest distance of the head's middle from the oval's, in widths of the oval to the side and in heights up or down:
/// a head of the oval's size then stands out by a fifth.
const OFF_CENTRE: f32 = 0.2;
/// Least level of the brightest twentieth of the face. The darkest skin drawn has 128 in good light and 51 at 40 % of it,
/// light skin 218 and 88; at a quarter none has more than 55, and at 15 % most faces are not found any more. Not the
/// average: dark skin in good light has bright spots, a dark picture has none.
const DARK_FACE: f32 = 60.0;
/// Greatest share of clipped pixels on the face: none on clean drawn faces and on the photograph, half and more on
/// overexposed light skin.
const BRIGHT_FACE: f32 = 0.10;
/// ... and greatest average level: overexposed dark skin clips nowhere, but all of it averages 218 and more, the lightest
/// in good light 172.
const BRIGHT_SKIN: f32 = 195.0;
/// ... and in the whole picture where no face was found: an overexposed room has more, a window behind somebody less.
const BRIGHT_ROOM: f32 = 0.35;
/// Least sharpness of the face at [`FOCUS_EDGE`]. Sharp drawn faces have 0.13 to 0.34, the photograph's 0.084 to 0.33;
/// with a blur of 1.3 % of the face's width (sigma) or moved by 6 % of it, 0.05 to 0.086.
const SOFT_FACE: f32 = 0.084;
/// Edge in pixels at which focus is judged, so that the same blur counts the same near and far.
const FOCUS_EDGE: u32 = 96;
/// Width of a face in pixels below which focus cannot be told.
const LEAST_FOCUS: u32 = 40;
/// Share of a face's edge that is left out on either side when light is measured: hair and background.
const RIM: f32 = 0.1;
/// Width of a face, in short edges of the document or, where none is seen around it, of the picture. Portraits on
/// specimens have 0.19 to 0.26, a selfie at arm's length 0.35 and more; a card may go a third beyond the picture.
const DOCUMENT_FACE: f32 = 0.34;

/// Where the face belongs: the oval on the camera's screen, in pixels of the frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Oval {
    /// Its middle.
    pub centre: Point,
    /// Its width.
    pub width: f32,
    /// Its height.
    pub height: f32,
}

impl Oval {
    /// Three quarters of the frame's height in its middle, as wide as three quarters of its height; less where the frame
    /// is narrow.
    #[must_use]
    pub fn in_middle(width: f32, height: f32) -> Self {
        let (centre, tall) = (Point::new(width / 2.0, height / 2.0), (height * 0.75).min(width * 1.2));
        Self { centre, width: tall * 0.75, height: tall }
    }

    /// The same in a picture `factor` times as large.
    #[must_use]
    pub fn scaled(self, factor: f32) -> Self {
        let Self { centre, width, height } = self;
        Self { centre: centre.scaled(factor), width: width * factor, height: height * factor }
    }
}

/// What is wrong with a picture of one face, the most important first. `faces` largest first, in pixels of `luma`.
#[must_use]
pub fn face_findings(luma: &Luma<'_>, faces: &[Face], oval: Oval) -> Vec<Finding> {
    let Some(face) = faces.first() else { return no_face(luma) };
    let head = head(face);
    let findings = [
        others(faces),
        cut_off(&head, luma),
        distance(&head, oval),
        off_centre(&head, oval),
        light(luma, face).or_else(|| focus(luma, face)),
    ];
    findings.into_iter().flatten().collect()
}

/// A face where a document belongs: too large to be printed on it.
#[must_use]
pub fn face_instead(luma: &Luma<'_>, faces: &[Face], view: &DocumentView) -> Option<Finding> {
    let face = faces.first()?;
    let frame = luma.width().min(luma.height()) as f32;
    let short = match view {
        // A tilted figure's bounds are larger than its sides, which is on the safe side.
        DocumentView::Whole { quad, .. } if holds(quad.bounds(), middle(face.area())) => {
            quad.bounds().width.min(quad.bounds().height)
        }
        _ => frame,
    };
    above(Code::FaceInstead, face.width as f32 / short.max(1.0), DOCUMENT_FACE)
        .map(|finding| finding.at(face.area()))
}

/// Light first: it is why none is found, and what can be changed.
fn no_face(luma: &Luma<'_>) -> Vec<Finding> {
    let light = exposure(luma);
    let dark = below(Code::TooDark, light.highlight, DARK_FACE);
    let bright = above(Code::TooBright, light.bright_share, BRIGHT_ROOM);
    dark.into_iter().chain(bright).chain([Finding::new(Code::NoFace, 0.0, 1.0)]).collect()
}

/// How many people have themselves pictured: faces, largest first, without those of somebody in the background.
#[must_use]
pub fn people(faces: &[Face]) -> usize {
    let least = faces.first().map_or(0.0, |largest| largest.width as f32 * OTHER_FACE);
    faces.iter().filter(|face| face.width as f32 >= least).count()
}

fn others(faces: &[Face]) -> Option<Finding> {
    let second = faces.get(1)?.area();
    above(Code::SeveralFaces, people(faces) as f32, 1.0).map(|finding| finding.at(second))
}

/// The whole head, which the detector's square shows the middle of.
fn head(face: &Face) -> Area {
    let Area { x, y, width, height } = square(face);
    let (tall, wide) = (height * HEAD_HEIGHT, width * HEAD_WIDTH);
    let (middle_x, middle_y) = (x + width / 2.0, y + height / 2.0 - height * HEAD_RISE);
    Area { x: middle_x - wide / 2.0, y: middle_y - tall / 2.0, width: wide, height: tall }
}

/// The detector's square, of which the face is what lies in the picture.
fn square(face: &Face) -> Area {
    let Area { x, y, width, height } = face.area();
    let edge = width.max(height);
    let start = |from: f32, length: f32| if from < 1.0 { from + length - edge } else { from };
    Area { x: start(x, width), y: start(y, height), width: edge, height: edge }
}

fn cut_off(head: &Area, luma: &Luma<'_>) -> Option<Finding> {
    let outside = |from: f32, length: f32, limit: usize| {
        (-from).max(from + length - limit as f32).max(0.0) / length.max(1.0)
    };
    let across = outside(head.x, head.width, luma.width());
    let down = outside(head.y, head.height, luma.height());
    above(Code::CutOff, across.max(down), CUT).map(|finding| finding.at(*head))
}

fn distance(head: &Area, oval: Oval) -> Option<Finding> {
    let size = head.height / oval.height.max(1.0);
    let finding = below(Code::TooFar, size, SMALL_HEAD).or_else(|| above(Code::TooClose, size, LARGE_HEAD));
    finding.map(|finding| finding.at(*head))
}

fn off_centre(head: &Area, oval: Oval) -> Option<Finding> {
    let centre = middle(*head);
    let across = (centre.x - oval.centre.x).abs() / oval.width.max(1.0);
    let down = (centre.y - oval.centre.y).abs() / oval.height.max(1.0);
    above(Code::OffCentre, across.max(down), OFF_CENTRE).map(|finding| finding.at(*head))
}

fn light(luma: &Luma<'_>, face: &Face) -> Option<Finding> {
    let Area { x, y, width, height } = face.area();
    let inner = |length: f32| length * (1.0 - 2.0 * RIM);
    let skin = Area { x: x + width * RIM, y: y + height * RIM, width: inner(width), height: inner(height) };
    let light = exposure(&luma.part(skin).as_luma());
    let finding = below(Code::TooDark, light.highlight, DARK_FACE)
        .or_else(|| above(Code::TooBright, light.bright_share, BRIGHT_FACE))
        .or_else(|| above(Code::TooBright, light.mean, BRIGHT_SKIN));
    finding.map(|finding| finding.at(face.area()))
}

fn focus(luma: &Luma<'_>, face: &Face) -> Option<Finding> {
    let wide = face.width.min(face.height) >= LEAST_FOCUS;
    let value = wide.then(|| sharpness(&luma.part(face.area()).as_luma().to_luma(FOCUS_EDGE).as_luma()));
    below(Code::Blurred, value?, SOFT_FACE).map(|finding| finding.at(face.area()))
}

fn below(code: Code, value: f32, least: f32) -> Option<Finding> {
    (value < least).then(|| Finding::new(code, value, least))
}

fn above(code: Code, value: f32, most: f32) -> Option<Finding> {
    (value > most).then(|| Finding::new(code, value, most))
}

fn middle(area: Area) -> Point {
    Point::new(area.x + area.width / 2.0, area.y + area.height / 2.0)
}

fn holds(area: Area, point: Point) -> bool {
    (area.x..=area.x + area.width).contains(&point.x) && (area.y..=area.y + area.height).contains(&point.y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Quad;

    /// Skin with sharp features on it, so that light and focus are fine.
    fn frame() -> Vec<u8> {
        (0..320 * 240_u32).map(|at| if at % 320 % 9 < 3 || at / 320 % 11 < 3 { 60 } else { 170 }).collect()
    }

    fn face(x: u32, y: u32, width: u32) -> Face {
        Face { x, y, width, height: width, score: 20.0 }
    }

    fn codes(pixels: &[u8], faces: &[Face]) -> Vec<Code> {
        let luma = Luma::new(pixels, 320, 240).unwrap();
        let findings = face_findings(&luma, faces, Oval::in_middle(320.0, 240.0));
        findings.iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn a_head_in_the_oval_is_good() {
        assert_eq!(codes(&frame(), &[face(108, 76, 104)]), []);
    }

    #[test]
    fn place_and_size_are_held_against_the_oval() {
        assert_eq!(codes(&frame(), &[face(135, 100, 50)]), [Code::TooFar]);
        assert_eq!(codes(&frame(), &[face(83, 52, 153)]), [Code::TooClose]);
        assert_eq!(codes(&frame(), &[face(160, 76, 104)]), [Code::OffCentre]);
        assert_eq!(codes(&frame(), &[face(108, 76, 104), face(10, 90, 70)]), [Code::SeveralFaces]);
        assert_eq!(codes(&frame(), &[face(108, 76, 104), face(10, 90, 30)]), []);
        assert_eq!(codes(&frame(), &[face(0, 0, 104)]), [Code::CutOff, Code::OffCentre]);
        let left = Face { width: 70, ..face(0, 76, 104) };
        let right = Face { width: 70, ..face(250, 76, 104) };
        assert_eq!(codes(&frame(), &[left]), [Code::CutOff, Code::OffCentre]);
        assert_eq!(codes(&frame(), &[right]), [Code::CutOff, Code::OffCentre]);
        let luma = frame();
        let left = Oval { centre: Point::new(212.0, 112.0), width: 135.0, height: 180.0 };
        assert_eq!(face_findings(&Luma::new(&luma, 320, 240).unwrap(), &[face(160, 76, 104)], left), []);
    }

    #[test]
    fn those_in_the_background_are_not_counted() {
        assert_eq!(people(&[]), 0);
        assert_eq!(people(&[face(108, 76, 104), face(10, 90, 30)]), 1);
        assert_eq!(people(&[face(108, 76, 104), face(10, 90, 60), face(250, 90, 40), face(0, 0, 20)]), 3);
    }

    #[test]
    fn light_and_focus_are_those_of_the_face() {
        let found = face(108, 76, 104);
        let painted = |paint: fn(u8) -> u8| {
            let on_face = |at: usize| (108..212).contains(&(at % 320)) && (76..180).contains(&(at / 320));
            let pixel = |(at, value): (usize, u8)| if on_face(at) { paint(value) } else { value };
            frame().into_iter().enumerate().map(pixel).collect::<Vec<u8>>()
        };
        assert_eq!(codes(&painted(|value| value / 4), &[found]), [Code::TooDark]);
        assert_eq!(codes(&painted(|value| value.saturating_mul(2)), &[found]), [Code::TooBright]);
        assert_eq!(codes(&painted(|_| 130), &[found]), [Code::Blurred]);
    }

    #[test]
    fn without_a_face_the_light_is_told_first() {
        assert_eq!(codes(&frame(), &[]), [Code::NoFace]);
        assert_eq!(codes(&[20; 320 * 240], &[]), [Code::TooDark, Code::NoFace]);
        assert_eq!(codes(&[255; 320 * 240], &[]), [Code::TooBright, Code::NoFace]);
    }

    #[test]
    fn a_portrait_on_a_document_is_none_instead_of_it() {
        let pixels = frame();
        let luma = Luma::new(&pixels, 320, 240).unwrap();
        let area = |x: f32, y: f32, width: f32, height: f32| {
            let quad = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)];
            DocumentView::Whole { quad: Quad(quad.map(|(x, y)| Point::new(x, y))), confidence: 0.9 }
        };
        let card = area(40.0, 50.0, 240.0, 150.0);
        let code = |face, view| face_instead(&luma, &[face], view).map(|finding| finding.code);
        assert_eq!(code(face(60, 100, 38), &card), None);
        assert_eq!(code(face(60, 60, 100), &card), Some(Code::FaceInstead));
        assert_eq!(code(face(60, 60, 100), &DocumentView::NotFound), Some(Code::FaceInstead));
        assert_eq!(code(face(60, 60, 60), &DocumentView::NotFound), None);
        assert_eq!(face_instead(&luma, &[], &DocumentView::NotFound), None);
    }
}

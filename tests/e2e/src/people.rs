//! Films of real faces, for the model was made for those: parts of the photograph of a group that ships in the package of
//! `rustface`, enlarged to what a front camera sees.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use image::imageops::{self, FilterType};
use kyc_liveness::events::OvalParameters;
use kyc_specimen::{RgbImage, to_jpeg};

/// Size of the films; the largest faces of the photograph have 63 px.
const FRAME: (u32, u32) = (640, 480);
/// Enlarged, an edge of the photograph is a ramp of some pixels, and a face between sharp and out of focus: which it is called
/// would change with the detector's square. So often it is made as steep as a camera shows it, with this sigma in pixels.
const SHARPENED: u32 = 3;
const SOFTNESS: f32 = 2.5;
/// Contrast before that.
const CONTRAST: f32 = 0.5;
/// Frames of a hand that is almost still, after which it is where it was.
const STILL: u32 = 12;
/// What a liveness check is to ask for with the films of somebody who moves.
pub const OVAL: OvalParameters =
    OvalParameters { width: 250.0, height: 404.0, centre_x: 320.0, centre_y: 240.0 };

/// Who sits in front of the camera. The films play in a loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum People {
    /// One person at arm's length, in the middle.
    One,
    /// Two, side by side.
    Two,
    /// The one twice as far away, before a plain wall.
    Far,
    /// Nobody.
    Nobody,
    /// The one, who comes close after four seconds, into [`OVAL`], and stays there for ten.
    Comes,
    /// The one, who comes as close and is gone two seconds later, for twelve.
    Leaves,
}

/// A part of the photograph: its middle and its width; its height is three quarters of that.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Part {
    x: f32,
    y: f32,
    wide: f32,
}

/// The one person, from as far as an arm reaches: the detector's square around the face is 61 px wide in the photograph.
const ARM: Part = Part { x: 689.0, y: 282.0, wide: 200.0 };
/// The same with the face in the middle.
const AWAY: Part = Part { x: 691.7, y: 291.5, wide: 182.0 };
/// As close as the oval is made for: the square is 320 px wide on the film.
const CLOSE: Part = Part { wide: 122.0, ..AWAY };
const PAIR: Part = Part { x: 1385.0, y: 276.0, wide: 176.0 };
const TABLE: Part = Part { x: 270.0, y: 570.0, wide: 240.0 };

/// A view for so many frames, to which the one before it moves for half of them at most.
#[derive(Clone, Copy)]
struct Scene {
    part: Part,
    frames: u32,
    moving: u32,
}

const fn still(part: Part, seconds: u32) -> Scene {
    Scene { part, frames: seconds * 30, moving: 0 }
}

impl People {
    fn scenes(self) -> Vec<Scene> {
        let close = |seconds| Scene { moving: 36, ..still(CLOSE, seconds) };
        let short = |part| vec![Scene { part, frames: STILL, moving: 0 }];
        match self {
            Self::One | Self::Far => short(ARM),
            Self::Two => short(PAIR),
            Self::Nobody => short(TABLE),
            Self::Comes => vec![still(AWAY, 4), close(10)],
            Self::Leaves => vec![still(AWAY, 4), close(3), still(TABLE, 12)],
        }
    }

    /// Writes the film: a hand that is almost still.
    pub(crate) fn film(self, to: &Path) -> image::ImageResult<()> {
        let photograph = image::load_from_memory(kyc_face_model::GROUP_PICTURE)?.to_rgb8();
        let mut file = BufWriter::new(File::create(to)?);
        let mut drawn: Vec<(View, Vec<u8>)> = Vec::new();
        for view in self.views() {
            let known = drawn.iter().position(|(other, _)| *other == view);
            let index = match known {
                Some(index) => index,
                None => {
                    drawn.push((view, to_jpeg(&self.draw(&photograph, view), 88)?));
                    drawn.len() - 1
                }
            };
            if let Some((_, frame)) = drawn.get(index) {
                file.write_all(frame)?;
            }
        }
        Ok(file.flush()?)
    }

    /// What is seen, frame after frame.
    fn views(self) -> Vec<View> {
        let mut views = Vec::new();
        let mut from: Option<Part> = None;
        for scene in self.scenes() {
            for at in 0..scene.frames {
                let done = if at < scene.moving { at as f32 / scene.moving as f32 } else { 1.0 };
                let part = from.map_or(scene.part, |from| from.towards(scene.part, done));
                views.push(View { part, turn: at % STILL });
            }
            from = Some(scene.part);
        }
        views
    }

    fn draw(self, photograph: &RgbImage, View { part, turn }: View) -> RgbImage {
        let (width, height) = FRAME;
        let margin = 4;
        let (wide, high) = (width + 2 * margin, height + 2 * margin);
        let mut large = part.enlarged(photograph, (wide, high));
        if self == Self::Far {
            let small = imageops::resize(&large, wide / 2, high / 2, FilterType::Triangle);
            large = RgbImage::from_pixel(wide, high, image::Rgb([150, 146, 140]));
            imageops::overlay(&mut large, &small, i64::from(wide / 4), i64::from(high / 4));
        }
        let angle = turn as f32 / STILL as f32 * std::f32::consts::TAU;
        let offset = |value: f32| (margin as f32 + value * 2.0).round() as u32;
        imageops::crop_imm(&large, offset(angle.cos()), offset(angle.sin()), width, height).to_image()
    }
}

/// One frame: what of the photograph is seen, and where the hand is on its round.
#[derive(Clone, Copy, Debug, PartialEq)]
struct View {
    part: Part,
    turn: u32,
}

impl Part {
    fn towards(self, other: Self, done: f32) -> Self {
        let between = |from: f32, to: f32| from + (to - from) * done;
        Self {
            x: between(self.x, other.x),
            y: between(self.y, other.y),
            wide: between(self.wide, other.wide),
        }
    }

    /// Enlarged to `size`, exact to a quarter of the photograph's pixel.
    fn enlarged(self, photograph: &RgbImage, (wide, high): (u32, u32)) -> RgbImage {
        const FINE: f32 = 4.0;
        let tall = self.wide * 0.75;
        let (left, top) = ((self.x - self.wide / 2.0).floor(), (self.y - tall / 2.0).floor());
        let (width, height) = (self.wide.ceil() as u32 + 2, tall.ceil() as u32 + 2);
        let part = imageops::crop_imm(photograph, left as u32, top as u32, width, height).to_image();
        let (fine_width, fine_height) = (width * FINE as u32, height * FINE as u32);
        let fine = imageops::resize(&part, fine_width, fine_height, FilterType::CatmullRom);
        let inner =
            |middle: f32, length: f32, start: f32| ((middle - length / 2.0 - start) * FINE).round() as u32;
        let (x, y) = (inner(self.x, self.wide, left), inner(self.y, tall, top));
        let (fine_wide, fine_tall) = ((self.wide * FINE) as u32, (tall * FINE) as u32);
        let exact = imageops::crop_imm(&fine, x, y, fine_wide, fine_tall).to_image();
        let soft = imageops::resize(&exact, wide, high, FilterType::Triangle);
        (0..SHARPENED).fold(dull(soft), |picture, _| imageops::unsharpen(&picture, SOFTNESS, 0))
    }
}

/// With less contrast around the middle, so that no edge made steeper leaves the range.
fn dull(mut picture: RgbImage) -> RgbImage {
    picture.iter_mut().for_each(|value| *value = (110.0 + (f32::from(*value) - 128.0) * CONTRAST) as u8);
    picture
}

#[cfg(test)]
mod tests {
    use kyc_liveness::oval::{DetectedFace, Fit, Place, Rect, Sight, Size, Thresholds};
    use kyc_vision::{Face, FaceDetector, Frame, Question, Rgba, Target, analyze};

    use super::*;

    /// The sandbox's, which are those of the original's own tests.
    fn thresholds() -> Thresholds {
        let config = kyc_liveness::events::ChallengeConfig {
            face_distance_threshold: Some(0.4),
            face_distance_threshold_min: Some(0.4),
            oval_iou_threshold: Some(0.6),
            oval_height_width_ratio: Some(1.618),
            face_iou_width_threshold: Some(0.15),
            face_iou_height_threshold: Some(0.15),
            ..Default::default()
        };
        Thresholds::of(&config)
    }

    const VIDEO: Size = Size { width: 640.0, height: 480.0 };

    /// What the app's worker makes of a part of the photograph: it looks at half the size.
    fn sight(part: Part) -> Sight {
        let photograph =
            image::load_from_memory(kyc_face_model::GROUP_PICTURE).expect("a photograph").to_rgb8();
        let frame = People::Comes.draw(&photograph, View { part, turn: 0 });
        let rgba: Vec<u8> = frame.pixels().flat_map(|pixel| [pixel[0], pixel[1], pixel[2], 255]).collect();
        let half = Rgba::new(&rgba, FRAME.0, FRAME.1).expect("a frame").to_luma(FRAME.0 / 2);
        let faces = FaceDetector::new(kyc_face_model::MODEL).expect("the model").detect(&half.as_luma());
        let twice = |face: &Face| {
            let square = Rect {
                left: f64::from(face.x) * 2.0,
                top: f64::from(face.y) * 2.0,
                width: f64::from(face.width) * 2.0,
                height: f64::from(face.height) * 2.0,
            };
            DetectedFace { square }
        };
        Sight::of(&faces.iter().map(twice).collect::<Vec<_>>())
    }

    /// What is said of the one person in every frame of the film, cut as screens cut it and as small as it is looked at.
    fn said_of_one() -> Vec<String> {
        let photograph =
            image::load_from_memory(kyc_face_model::GROUP_PICTURE).expect("a photograph").to_rgb8();
        let detector = FaceDetector::new(kyc_face_model::MODEL).expect("the model");
        let said = |turn| {
            let jpeg = to_jpeg(&People::One.draw(&photograph, View { part: ARM, turn }), 88).expect("a JPEG");
            let whole = image::load_from_memory(&jpeg).expect("a frame").to_rgb8();
            let upright = imageops::crop_imm(&whole, 140, 0, 360, 480).to_image();
            let small = imageops::resize(&whole, FRAME.0 / 2, FRAME.1 / 2, FilterType::Triangle);
            let large = imageops::resize(&whole, FRAME.0 * 2, FRAME.1 * 2, FilterType::Triangle);
            let question = Question { faces: Some(&detector), ..Question::about(Target::Face) };
            let findings = |picture: &RgbImage| {
                let rgba: Vec<u8> =
                    picture.pixels().flat_map(|&image::Rgb([r, g, b])| [r, g, b, 255]).collect();
                let (width, height) = picture.dimensions();
                analyze(&Frame::Rgba(Rgba::new(&rgba, width, height).expect("a frame")), &question).findings
            };
            let all = [whole, upright, small, large].iter().flat_map(findings).collect::<Vec<_>>();
            all.iter().map(|finding| format!("{turn}: {finding:?}")).collect::<Vec<_>>()
        };
        (0..STILL).flat_map(said).collect()
    }

    #[test]
    fn nothing_is_to_be_said_against_the_one_person_in_any_frame() {
        assert_eq!(said_of_one(), [""; 0]);
    }

    fn one(part: Part) -> DetectedFace {
        match sight(part) {
            Sight::One(face) => face,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn whoever_comes_begins_far_enough_and_ends_in_the_oval() {
        let (oval, thresholds) = (Rect::of_oval(&OVAL), thresholds());
        let place = |face: &DetectedFace| Fit::of(&face.bounds(VIDEO, &thresholds), &oval, &thresholds).place;
        let away = one(AWAY);
        assert!(away.is_far_enough(VIDEO, &thresholds, false), "{away:?}");
        assert_eq!(place(&away), Place::TooFar);
        assert_eq!(place(&one(CLOSE)), Place::Matched);
    }

    #[test]
    fn the_others_are_two_and_nobody() {
        assert_eq!((sight(PAIR), sight(TABLE)), (Sight::Several, Sight::Nobody));
    }
}

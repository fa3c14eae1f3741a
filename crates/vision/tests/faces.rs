//! The detector on a photograph of people, on noise and on pictures too small for it; the packed model; the tracker.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use image::GrayImage;
use image::imageops::{self, FilterType};
use kyc_vision::{Face, FaceDetector, FaceSearch, FaceTracker, Luma};
use proptest::prelude::*;
use std::sync::LazyLock;

static DETECTOR: LazyLock<FaceDetector> = LazyLock::new(|| FaceDetector::new(kyc_face_model::MODEL).unwrap());
static PACKED: LazyLock<FaceDetector> =
    LazyLock::new(|| FaceDetector::from_packed(kyc_face_model::PACKED).unwrap());

/// The photograph that ships with `rustface`.
static GROUP: LazyLock<GrayImage> =
    LazyLock::new(|| image::load_from_memory(kyc_face_model::GROUP_PICTURE).unwrap().to_luma8());

const ALL_OF_IT: FaceSearch = FaceSearch { edge: u32::MAX, min_score: 4.0 };

fn luma(picture: &GrayImage) -> Luma<'_> {
    Luma::new(picture.as_raw(), picture.width(), picture.height()).unwrap()
}

/// A frame of 320x240 px in which the face's width is this share of the height, moved by pixels of the frame.
fn frame_of(face: &Face, share: f32, (right, down): (f32, f32)) -> GrayImage {
    let height = face.width as f32 / share;
    let (width, pixel) = (height * 4.0 / 3.0, height / 240.0);
    let corner = |from: u32, length: u32, frame: f32, moved: f32, limit: u32| {
        let start = from as f32 + length as f32 / 2.0 - frame / 2.0 - moved * pixel;
        start.clamp(0.0, limit as f32 - frame) as u32
    };
    let x = corner(face.x, face.width, width, right, GROUP.width());
    let y = corner(face.y, face.height, height, down, GROUP.height());
    let part = imageops::crop_imm(&*GROUP, x, y, width as u32, height as u32).to_image();
    imageops::resize(&part, 320, 240, FilterType::Triangle)
}

fn within(faces: &[Face], width: u32, height: u32) -> bool {
    faces.iter().all(|face| face.x + face.width <= width && face.y + face.height <= height)
}

#[test]
fn people_in_a_group_are_found() {
    let faces = DETECTOR.detect_with(&luma(&GROUP), ALL_OF_IT);
    assert_eq!(faces.len(), 29, "{faces:?}");
    assert!(faces.is_sorted_by(|one, next| one.width.min(one.height) >= next.width.min(next.height)));
    assert!(within(&faces, GROUP.width(), GROUP.height()), "{faces:?}");
}

#[test]
fn the_packed_model_finds_the_same_people() {
    let faces = DETECTOR.detect_with(&luma(&GROUP), ALL_OF_IT);
    let packed = PACKED.detect_with(&luma(&GROUP), ALL_OF_IT);
    assert_eq!(packed.len(), faces.len());
    for face in &faces {
        assert!(packed.iter().any(|other| face.overlap(other) > 0.5), "{face:?}");
    }
    for face in &faces {
        let frame = frame_of(face, 0.45, (0.0, 0.0));
        let largest = |detector: &FaceDetector| detector.detect(&luma(&frame)).first().copied();
        let (one, other) = (largest(&DETECTOR).unwrap(), largest(&PACKED).unwrap());
        assert!(one.overlap(&other) > 0.5, "{face:?}: {one:?} {other:?}");
    }
}

#[test]
fn the_packed_model_is_a_quarter_of_the_model() {
    assert!(kyc_face_model::PACKED.len() * 39 < kyc_face_model::MODEL.len() * 10);
}

#[test]
fn places_are_given_in_the_picture_as_it_came() {
    let picture = &*GROUP;
    let large = imageops::resize(picture, picture.width() * 2, picture.height() * 2, FilterType::Triangle);
    let search = FaceSearch { edge: picture.width().max(picture.height()), ..FaceSearch::default() };
    let first_in = |picture: &GrayImage| *DETECTOR.detect_with(&luma(picture), search).first().unwrap();
    let (first, second) = (first_in(picture), first_in(&large));
    assert!(second.width.abs_diff(first.width * 2) < first.width / 4, "{first:?} {second:?}");
}

#[test]
fn other_bytes_are_no_model() {
    assert!(FaceDetector::new(&[]).is_none());
    assert!(FaceDetector::new(kyc_face_model::MODEL.get(1..).unwrap()).is_none());
    assert!(FaceDetector::from_packed(kyc_face_model::MODEL).is_none());
    assert!(FaceDetector::from_packed(kyc_face_model::PACKED.get(..200_000).unwrap()).is_none());
}

/// People wander through the frame and come nearer; the tracker stays with them, whoever else looks in from the side.
#[test]
fn a_face_is_followed_through_frames() {
    let (mut frames, mut followed) = (0, 0);
    for face in DETECTOR.detect_with(&luma(&GROUP), ALL_OF_IT).iter().step_by(2) {
        let tracker = FaceTracker::new(&PACKED);
        for step in 0..10_u8 {
            let at = f32::from(step);
            let frame = frame_of(face, 0.36 + at * 0.01, (at * 3.0 - 18.0, 12.0 - at * 2.0));
            let (here, there) = (tracker.next(&luma(&frame)), DETECTOR.detect(&luma(&frame)));
            frames += 1;
            let clearest = there.iter().max_by(|one, other| one.score.total_cmp(&other.score)).unwrap();
            let same = here.iter().any(|face| face.overlap(clearest) > 0.4);
            followed += i32::from(same);
            if !same {
                println!("{face:?} step {step}: {here:?} {there:?}");
            }
        }
    }
    assert!(followed * 100 >= frames * 97, "{followed} of {frames}");
}

#[test]
fn a_face_that_leaves_is_gone_and_a_second_one_is_seen_soon() {
    let faces = DETECTOR.detect_with(&luma(&GROUP), ALL_OF_IT);
    let face = frame_of(faces.first().unwrap(), 0.4, (0.0, 0.0));
    let tracker = FaceTracker::new(&DETECTOR);
    assert!(!tracker.next(&luma(&face)).is_empty());
    let wall = GrayImage::from_fn(320, 240, |x, y| image::Luma([(120 + (x * 7 + y * 3) % 20) as u8]));
    assert_eq!(tracker.next(&luma(&wall)), []);

    let half = imageops::resize(&face, 160, 120, FilterType::Triangle);
    let mut two = imageops::resize(&wall, 640, 240, FilterType::Nearest);
    imageops::replace(&mut two, &face, 0, 0);
    let beside = |faces: Vec<Face>| faces.iter().filter(|face| face.x > 300).count();
    assert_eq!((0..2).map(|_| beside(tracker.next(&luma(&two)))).sum::<usize>(), 0);
    imageops::replace(&mut two, &face, 320, 0);
    assert!((0..5).any(|_| beside(tracker.next(&luma(&two))) > 0));
    // A frame of another size is a new scene.
    assert!(within(&tracker.next(&luma(&half)), 160, 120));
}

/// People and noise, cut off anywhere, larger and smaller, in frames of any shape.
fn any_frame() -> impl Strategy<Value = GrayImage> {
    (0_u32..260, 0_u32..200, 0.3_f32..2.0, 0_u32..1200, 0_u32..700, any::<u32>()).prop_map(
        |(width, height, scale, left, top, seed)| {
            GrayImage::from_fn(width, height, |x, y| {
                let noise = (x ^ (y << 9) ^ seed).wrapping_mul(0x9E37_79B9) >> 24;
                let (u, v) = ((x as f32 / scale) as u32 + left, (y as f32 / scale) as u32 + top);
                let pixel = GROUP.get_pixel_checked(u, v).map_or(noise, |pixel| u32::from(pixel.0[0]));
                image::Luma([match seed % 4 {
                    0 => noise as u8,
                    1 => (pixel + noise / 8).min(255) as u8,
                    2 if pixel > 110 => 255,
                    2 => 0,
                    _ => pixel as u8,
                }])
            })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn frames_of_any_shape_never_panic(frames in prop::collection::vec(any_frame(), 1..4)) {
        let tracker = FaceTracker::new(&PACKED);
        for frame in &frames {
            for _ in 0..2 {
                prop_assert!(within(&tracker.next(&luma(frame)), frame.width(), frame.height()));
            }
            prop_assert!(within(&DETECTOR.detect(&luma(frame)), frame.width(), frame.height()));
        }
    }
}

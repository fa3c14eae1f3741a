//! The detector on a photograph of people, on noise and on pictures too small for it.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use kyc_vision::{Face, FaceDetector, FaceSearch, Luma};
use proptest::prelude::*;
use std::sync::LazyLock;

static DETECTOR: LazyLock<FaceDetector> = LazyLock::new(|| FaceDetector::new(kyc_face_model::MODEL).unwrap());

/// The photograph that ships with `rustface`.
fn group() -> image::GrayImage {
    image::load_from_memory(kyc_face_model::GROUP_PICTURE).unwrap().to_luma8()
}

fn faces_of(picture: &image::GrayImage, search: FaceSearch) -> Vec<Face> {
    DETECTOR.detect_with(&Luma::new(picture.as_raw(), picture.width(), picture.height()).unwrap(), search)
}

#[test]
fn people_in_a_group_are_found() {
    let picture = group();
    println!("{}x{}", picture.width(), picture.height());
    let faces = faces_of(&picture, FaceSearch { edge: u32::MAX, ..FaceSearch::default() });
    assert_eq!(faces.len(), 29, "{faces:?}");
    assert!(faces.is_sorted_by(|one, next| one.width >= next.width));
    for face in &faces {
        assert!(
            face.x + face.width <= picture.width() && face.y + face.height <= picture.height(),
            "{face:?}"
        );
    }
}

#[test]
fn places_are_given_in_the_picture_as_it_came() {
    let picture = group();
    let large = image::imageops::resize(
        &picture,
        picture.width() * 2,
        picture.height() * 2,
        image::imageops::FilterType::Triangle,
    );
    let search = FaceSearch { edge: picture.width().max(picture.height()), ..FaceSearch::default() };
    let (here, there) = (faces_of(&picture, search), faces_of(&large, search));
    let (first, second) = (here.first().unwrap(), there.first().unwrap());
    assert!(second.width.abs_diff(first.width * 2) < first.width / 4, "{first:?} {second:?}");
}

#[test]
fn other_bytes_are_no_model() {
    assert!(FaceDetector::new(&[]).is_none());
    assert!(FaceDetector::new(kyc_face_model::MODEL.get(1..).unwrap()).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn noise_of_any_shape_never_panics(width in 0_u32..180, height in 0_u32..180, seed: u64) {
        let pixels: Vec<u8> = (0..u64::from(width * height))
            .map(|at| ((at ^ seed).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8)
            .collect();
        let found = DETECTOR.detect(&Luma::new(&pixels, width, height).unwrap());
        prop_assert!(found.iter().all(|face| face.x + face.width <= width && face.y + face.height <= height));
    }
}

use proptest::prelude::*;

use super::*;
use crate::events::ChallengeConfig;

const VIDEO: Size = Size { width: 640.0, height: 480.0 };
const OVAL: Rect = Rect { left: 220.0, top: 80.0, width: 200.0, height: 323.6 };

fn face(x: f64, y: f64, width: f64) -> DetectedFace {
    DetectedFace { square: Rect::around((x, y), Size { width, height: width }) }
}

fn place(face: DetectedFace) -> Place {
    let thresholds = Thresholds::default();
    Fit::of(&face.bounds(VIDEO, &thresholds), &OVAL, &thresholds).place
}

#[test]
fn the_face_is_told_where_to_go() {
    let (x, y) = (320.0, 240.0);
    assert_eq!(place(face(x, y, 270.0)), Place::Matched);
    assert_eq!(place(face(x, y, 150.0)), Place::TooFar);
    assert_eq!(place(face(x, y, 390.0)), Place::TooClose);
    assert_eq!(place(face(x + 110.0, y, 200.0)), Place::OffCentre);
    assert_eq!(place(face(x - 110.0, y, 200.0)), Place::OffCentre);
    assert_eq!(place(face(x, y + 110.0, 250.0)), Place::OffCentre);
    assert_eq!(place(face(x, y - 110.0, 250.0)), Place::OffCentre);
    assert_eq!(place(face(x + 10.0, y, 120.0)), Place::TooFar, "small and inside is far, not beside");
}

#[test]
fn only_faces_of_about_one_size_are_several_people() {
    let (near, far, both) = (face(300.0, 200.0, 200.0), face(50.0, 90.0, 60.0), face(50.0, 90.0, 80.0));
    assert_eq!(Sight::of(&[]), Sight::Nobody);
    assert_eq!(Sight::of(&[far, near]), Sight::One(near));
    assert_eq!(Sight::of(&[near, both]), Sight::Several);
}

#[test]
fn a_face_must_be_far_enough_to_come_closer() {
    let thresholds = Thresholds { distance: 0.45, ..Thresholds::default() };
    let is_far = |width, was_far| face(320.0, 240.0, width).is_far_enough(VIDEO, &thresholds, was_far);
    // The oval is 288 px wide: 0.4 of it is 115 px, half the ocular measure of a square of 320.
    assert!(is_far(318.0, false) && !is_far(322.0, false));
    assert!(is_far(358.0, true) && !is_far(362.0, true));
}

#[test]
fn the_first_oval_fits_frames_that_stand_and_lie() {
    let lying = Rect::before_the_servers(VIDEO, 1.618, 0.8);
    assert!((lying.width - 288.0).abs() < 1e-9 && (lying.left - 176.0).abs() < 1e-9);
    assert!(lying.top > 0.0 && lying.bottom() < VIDEO.height);
    let standing = Rect::before_the_servers(Size { width: 480.0, height: 640.0 }, 1.618, 0.8);
    assert!((standing.width - 384.0).abs() < 1e-9 && (standing.left - 48.0).abs() < 1e-9);
}

#[test]
fn a_mirror_changes_sides_only() {
    let mirrored = OVAL.mirrored(VIDEO);
    assert_eq!(mirrored, OVAL, "this one is in the middle");
    let aside = Rect { left: 10.0, ..OVAL };
    assert!((aside.mirrored(VIDEO).left - 430.0).abs() < 1e-9);
    assert_eq!(aside.mirrored(VIDEO).mirrored(VIDEO), aside);
}

#[test]
fn several_frames_in_a_row_must_match() {
    let thresholds = Thresholds::default();
    let good = face(320.0, 240.0, 270.0).bounds(VIDEO, &thresholds);
    let bad = face(320.0, 240.0, 150.0).bounds(VIDEO, &thresholds);
    let mut matcher = Matcher::new(OVAL, thresholds);
    let mut see = |at, face: Option<&Rect>| matcher.observe(at, face).matched;
    assert_eq!([see(0, Some(&good)), see(100, Some(&good)), see(150, Some(&bad))], [None; 3]);
    assert_eq!([see(200, Some(&good)), see(300, Some(&good)), see(350, None)], [None; 3]);
    assert_eq!([see(400, Some(&good)), see(500, Some(&good)), see(590, Some(&good))], [None; 3]);
    assert_eq!(see(600, Some(&good)), Some((400, 600)));
    assert_eq!(
        [see(700, Some(&bad)), see(800, Some(&good)), see(1200, Some(&good))],
        [None; 3],
        "two are not enough"
    );
    assert_eq!(see(1300, Some(&good)), Some((800, 1300)));
}

#[test]
fn progress_begins_at_a_quarter_and_ends_at_the_threshold() {
    let thresholds = Thresholds::default();
    let at = |width| face(320.0, 240.0, width).bounds(VIDEO, &thresholds);
    let mut matcher = Matcher::new(OVAL, thresholds);
    let mut progress = |width| matcher.observe(0, Some(&at(width))).progress;
    let steps = [progress(120.0), progress(160.0), progress(190.0), progress(270.0), progress(60.0)];
    assert!((steps[0] - 0.25).abs() < 1e-9 && (steps[3] - 1.0).abs() < 1e-9, "{steps:?}");
    assert!(steps[..4].is_sorted() && steps[4] < 0.25, "{steps:?}");
}

#[test]
fn missing_or_absurd_thresholds_are_replaced() {
    assert_eq!(Thresholds::of(&ChallengeConfig::default()), Thresholds::default());
    let zero = ChallengeConfig {
        face_distance_threshold: Some(0.0),
        face_distance_threshold_min: Some(f64::NAN),
        oval_height_width_ratio: Some(0.0),
        oval_iou_threshold: Some(-1.0),
        oval_fit_timeout: Some(7.0),
        ..ChallengeConfig::default()
    };
    assert_eq!(Thresholds::of(&zero), Thresholds::default());
    let own = ChallengeConfig { face_distance_threshold_min: Some(0.5), ..ChallengeConfig::default() };
    let own = Thresholds::of(&own);
    assert!((own.distance_min - 0.5).abs() < 1e-9 && (own.distance - 0.5).abs() < 1e-9);
}

prop_compose! {
    fn rect()(left in -700.0..700.0, top in -700.0..700.0, width in 0.0..900.0, height in 0.0..900.0) -> Rect {
        Rect { left, top, width, height }
    }
}

proptest! {
    #[test]
    fn overlap_is_symmetric_and_a_fraction(one in rect(), other in rect()) {
        prop_assert!((one.overlap(&other) - other.overlap(&one)).abs() < 1e-9);
        prop_assert!((0.0..=1.0).contains(&one.overlap(&other)));
    }

    #[test]
    fn what_is_seen_is_the_same_in_a_mirror(square in rect(), oval in rect()) {
        let thresholds = Thresholds::default();
        let of = |square, oval: Rect| Fit::of(&DetectedFace { square }.bounds(VIDEO, &thresholds), &oval, &thresholds);
        let (plain, mirrored) = (of(square, oval), of(square.mirrored(VIDEO), oval.mirrored(VIDEO)));
        prop_assert!((plain.overlap - mirrored.overlap).abs() < 1e-9);
    }

    #[test]
    fn progress_is_a_fraction(faces in prop::collection::vec(prop::option::of(rect()), 0..20)) {
        let mut matcher = Matcher::new(OVAL, Thresholds::default());
        for (face, at) in faces.iter().zip(0..) {
            let look = matcher.observe(at * 60, face.as_ref());
            prop_assert!((0.0..=1.0).contains(&look.progress));
        }
    }

    #[test]
    fn any_thresholds_can_be_worked_with(values in prop::array::uniform6(prop::option::of(prop::num::f64::ANY))) {
        let [min, distance, overlap, ratio, side, timeout] = values;
        let thresholds = Thresholds::of(&ChallengeConfig {
            face_distance_threshold_min: min,
            face_distance_threshold: distance,
            oval_iou_threshold: overlap,
            oval_height_width_ratio: ratio,
            face_iou_width_threshold: side,
            oval_fit_timeout: timeout,
            ..ChallengeConfig::default()
        });
        prop_assert!(thresholds.distance >= thresholds.distance_min && thresholds.distance_min > 0.0);
        prop_assert!(thresholds.overlap < 1.0 && thresholds.ratio > 0.0);
        prop_assert!((1000..=120_000).contains(&thresholds.fit_timeout));
        // A face that fills the oval matches whatever was sent.
        prop_assert_eq!(Fit::of(&OVAL, &OVAL, &thresholds).place, Place::Matched);
    }
}

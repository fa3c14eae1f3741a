//! Which of many cameras: the rules alone, on names as systems give them.

use kyc_flow::Facing;
use kyc_gatherer::services::camera::lens::{Lens, better, next};
use wasm_bindgen_test::wasm_bindgen_test;

/// A camera whose name is its id; as in Firefox, the name is all there is.
fn named(label: &str, facing: Option<Facing>) -> Lens {
    Lens { id: label.to_owned(), label: label.to_ascii_lowercase(), facing, has_focus: false }
}

fn unknown(labels: &[&str]) -> Vec<Lens> {
    labels.iter().map(|label| named(label, None)).collect()
}

/// What is taken for `facing` when the browser gives the first one.
fn taken(lenses: &[Lens], facing: Facing) -> &str {
    better(lenses, &lenses[0].id, facing).map_or(&lenses[0].id, |lens| &lens.id)
}

/// Where the switch leads, time after time, from the first one.
fn round(lenses: &[Lens], times: usize) -> Vec<String> {
    let mut used = vec![lenses[0].id.clone()];
    let mut seen = Vec::new();
    for _ in 0..times {
        let Some(lens) = next(lenses, &used) else { break };
        used.retain(|id| *id != lens.id);
        used.push(lens.id.clone());
        seen.push(lens.id.clone());
    }
    seen
}

#[wasm_bindgen_test]
fn names_are_read_by_whole_words() {
    for fit in ["MacBook Air Camera", "Jobsite Cam", "Front TrueDepth Camera", "Obsérvate HD"] {
        assert!(named(fit, None).is_fit(), "{fit}");
    }
    for unfit in [
        "USB2.0 UVC IR WebCam",
        "Integrated IR Webcam (04f2:b67c)",
        "IR-Kamera",
        "HP Infrared",
        "Kinect (Depth)",
        "OBS Virtual Camera",
        "OBS",
        "Snap Camera",
    ] {
        assert!(!named(unfit, None).is_fit(), "{unfit}");
    }
}

#[wasm_bindgen_test]
fn an_unfit_camera_is_left_for_any_other() {
    for facing in [Facing::Front, Facing::Rear] {
        assert_eq!(
            taken(&unknown(&["Integrated IR Webcam", "Integrated Webcam"]), facing),
            "Integrated Webcam"
        );
        let known = [named("Windows Hello IR", Some(facing)), named("HD Webcam", None)];
        assert_eq!(taken(&known, facing), "HD Webcam");
        assert_eq!(taken(&unknown(&["MacBook Air Camera", "Cam Link 4K"]), facing), "MacBook Air Camera");
    }
}

#[wasm_bindgen_test]
fn the_right_side_is_not_left_for_an_unknown_one() {
    // A telephone in German: only the running track tells its side.
    let german = [named("Frontkamera", Some(Facing::Front)), named("Rückseitige Triple-Kamera", None)];
    assert_eq!(taken(&german, Facing::Front), "Frontkamera");
    let known = [
        named("Back Ultra Wide Camera", Some(Facing::Rear)),
        named("Front Camera", Some(Facing::Front)),
        named("Back Triple Camera", Some(Facing::Rear)),
    ];
    assert_eq!(taken(&known, Facing::Rear), "Back Triple Camera");
    assert_eq!(taken(&known, Facing::Front), "Front Camera", "the wrong side is left for the right one");
}

#[wasm_bindgen_test]
fn the_main_one_of_a_telephone_is_found() {
    let side = |label, facing| named(label, Some(facing));
    let android = [
        side("camera2 3, facing front", Facing::Front),
        side("camera2 2, facing back", Facing::Rear),
        side("camera2 1, facing front", Facing::Front),
        side("camera2 0, facing back", Facing::Rear),
    ];
    assert_eq!(taken(&android, Facing::Rear), "camera2 0, facing back");
    assert_eq!(taken(&android, Facing::Front), "camera2 3, facing front", "both are alike");
}

#[wasm_bindgen_test]
fn what_a_computer_gives_stays() {
    // The browser's default, or what the customer has picked in its question.
    let mut computer = unknown(&["Logitech BRIO", "Cam Link 4K", "iPhone Desk View Camera"]);
    computer.push(Lens { has_focus: true, ..named("FaceTime HD Camera", Some(Facing::Front)) });
    for facing in [Facing::Front, Facing::Rear] {
        assert_eq!(taken(&computer, facing), "Logitech BRIO");
    }
    computer.rotate_right(1);
    assert_eq!(
        taken(&computer, Facing::Rear),
        "FaceTime HD Camera",
        "nothing is known to look the other way"
    );
}

#[wasm_bindgen_test]
fn the_switch_goes_round_all_cameras_of_a_computer() {
    assert_eq!(round(&unknown(&["A", "B", "C"]), 6), ["B", "C", "A", "B", "C", "A"]);
    assert_eq!(round(&unknown(&["A", "USB IR", "B"]), 3), ["B", "A", "B"], "infrared is of no use");
    assert!(round(&unknown(&["A"]), 1).is_empty());
    let mixed = [named("X", None), named("FaceTime", Some(Facing::Front)), named("Y", None)];
    let mut seen = round(&mixed, 4);
    seen.sort();
    seen.dedup();
    assert_eq!(seen, ["FaceTime", "X", "Y"]);
}

#[wasm_bindgen_test]
fn the_switch_turns_a_telephone_round_and_back_to_its_best_lens() {
    let phone = [
        named("Back Triple Camera", Some(Facing::Rear)),
        named("Front Camera", Some(Facing::Front)),
        named("Back Ultra Wide Camera", Some(Facing::Rear)),
        named("Back Telephoto Camera", Some(Facing::Rear)),
    ];
    assert_eq!(round(&phone, 3), ["Front Camera", "Back Triple Camera", "Front Camera"]);
}

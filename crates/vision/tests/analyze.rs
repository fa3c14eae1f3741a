//! The lines that the example `analyze` prints, and golden values of what they say.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

#[path = "../examples/analyze/report.rs"]
mod report;

use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use image::imageops;
use kyc_scenes::{DocumentKind, Ground, Recipe, Scene};
use kyc_vision::FaceDetector;
use serde_json::Value;

static DETECTOR: LazyLock<FaceDetector> = LazyLock::new(|| FaceDetector::new(kyc_face_model::MODEL).unwrap());

/// The line of a file of these bytes.
fn line_of(name: &str, bytes: &[u8]) -> (String, Value) {
    let path: PathBuf = std::env::temp_dir().join(format!("kyc-analyze-{}-{name}", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    let line = report::look_at(&path, &DETECTOR).unwrap().to_string();
    std::fs::remove_file(&path).unwrap();
    let value = serde_json::from_str(&line).unwrap();
    (line, value)
}

fn scene() -> Scene {
    let recipe = Recipe {
        frame: (1200, 900),
        kinds: Some(&[DocumentKind::IdFront]),
        ground: Some(Ground::Wood),
        freely_turned: 0.0,
        ..Recipe::clean_document()
    };
    // The detector knows upright faces only.
    let upright = |scene: &Scene| scene.truth.turn.abs() < 8.0;
    (0..20).map(|seed| Scene::draw(seed, &recipe)).find(upright).unwrap()
}

fn jpeg(picture: &kyc_scenes::RgbImage) -> Vec<u8> {
    kyc_specimen::to_jpeg(picture, 92).unwrap()
}

#[test]
fn the_line_has_exactly_its_fields_in_their_order() {
    let (line, value) = line_of("fields.jpg", &jpeg(&scene().picture));
    let fields = [
        "file",
        "width",
        "height",
        "quad",
        "confidence",
        "sharpness",
        "glare",
        "exposure",
        "faces",
        "findings",
    ];
    assert_eq!(value.as_object().unwrap().len(), fields.len());
    let places: Vec<usize> =
        fields.iter().map(|field| line.find(&format!("\"{field}\":")).unwrap()).collect();
    assert!(places.is_sorted() && !line.contains('\n'), "{line}");
}

#[test]
fn what_is_said_of_a_known_picture_stays_the_same() {
    let scene = scene();
    let (_, value) = line_of("golden.jpg", &jpeg(&scene.picture));
    assert_eq!((&value["width"], &value["height"]), (&1200.into(), &900.into()));
    near(&value["quad"], &scene.truth.quad.unwrap(), 15.0);
    let golden = [("sharpness", 0.136, 0.003), ("glare", 0.0, 0.0), ("confidence", 1.0, 0.2)];
    for (field, expected, slack) in golden {
        let measured = value[field].as_f64().unwrap();
        assert!((measured - expected).abs() <= slack, "{field}: {value}");
    }
    assert_eq!(value["findings"], serde_json::json!([]), "{value}");
    assert_eq!(value["exposure"]["highlight"], 195.0, "{value}");
    let face: Vec<f64> =
        value["faces"][0].as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect();
    let golden = [201.0, 216.0, 127.0, 127.0];
    assert!(golden.iter().zip(&face).all(|(golden, seen)| (golden - seen).abs() <= 3.0), "{value}");
}

#[test]
fn places_are_those_of_the_upright_picture() {
    let scene = scene();
    let lying = jpeg(&imageops::rotate270(&scene.picture));
    let (_, value) = line_of("sideways.jpg", &kyc_specimen::with_exif_gps_and_orientation(&lying, 6));
    assert_eq!((&value["width"], &value["height"]), (&1200.into(), &900.into()));
    near(&value["quad"], &scene.truth.quad.unwrap(), 15.0);
}

#[test]
fn a_file_that_cannot_be_read_is_told_after_the_others_are_done() {
    let folder = std::env::temp_dir().join(format!("kyc-analyze-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let files = [
        ("text.jpg", kyc_specimen::not_an_image()),
        ("card.jpg", jpeg(&scene().picture)),
        ("empty.jpg", Vec::new()),
    ];
    for (name, bytes) in &files {
        std::fs::write(folder.join(name), bytes).unwrap();
    }
    let names = ["text.jpg", "card.jpg", "empty.jpg", "missing.jpg"];
    let output = Command::new(example()).current_dir(&folder).args(names).output().unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let (lines, errors) =
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(1));
    assert!(
        lines.lines().count() == 1 && lines.starts_with(r#"{"file":"card.jpg","width":1200,"#),
        "{lines}"
    );
    let told: Vec<&str> = errors.lines().map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!(told, ["text.jpg", "empty.jpg", "missing.jpg"], "{errors}");
}

/// The example itself, which is built with the tests and lies beside them.
fn example() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    tests
        .ancestors()
        .nth(2)
        .unwrap()
        .join("examples")
        .join("analyze")
        .with_extension(std::env::consts::EXE_EXTENSION)
}

#[test]
fn a_selfie_is_judged_as_a_face() {
    let selfie = kyc_specimen::Selfie(&kyc_specimen::Person::sample(4)).portrait();
    let (_, value) = line_of("selfie.jpg", &jpeg(&selfie));
    assert_eq!((&value["quad"], &value["findings"]), (&Value::Null, &serde_json::json!([])), "{value}");
}

fn near(quad: &Value, truth: &[(f32, f32); 4], slack: f64) {
    let corners = quad.as_array().unwrap();
    for (corner, (x, y)) in corners.iter().zip(truth) {
        let off = |at: usize, to: f32| (corner[at].as_f64().unwrap() - f64::from(to)).abs();
        assert!(off(0, *x) < slack && off(1, *y) < slack, "{quad} {truth:?}");
    }
}

//! Whether a drawn picture is said to be moved, in cases that are easily taken for each other.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use kyc_scenes::{Recipe, Scene};
use kyc_vision::{FindingCode, Frame, Question, Rgba, Target, analyze};

fn said(seed: u64, recipe: &Recipe) -> Vec<FindingCode> {
    let scene = Scene::draw(seed, recipe);
    let (width, height) = scene.picture.dimensions();
    let opaque = |pixel: &[u8; 3]| [pixel[0], pixel[1], pixel[2], 255];
    let pixels: Vec<u8> = scene.picture.as_raw().as_chunks::<3>().0.iter().flat_map(opaque).collect();
    let question = Question::about(Target::of_name(scene.truth.target).unwrap());
    let analysis = analyze(&Frame::Rgba(Rgba::new(&pixels, width, height).unwrap()), &question);
    analysis.findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn a_page_of_rules_moved_along_them_by_ten_pixels_is_moved() {
    assert_eq!(said(3_000_041, &Recipe::moved()), [FindingCode::MotionBlurred]);
}

#[test]
fn a_soft_page_whose_lines_run_into_one_is_not() {
    assert_eq!(said(3_000_041, &Recipe::whole_document()), []);
}

#[test]
fn of_what_is_too_far_away_nobody_can_say() {
    assert_eq!(said(3_000_083, &Recipe::far()), [FindingCode::TooFar]);
}

#[test]
fn out_of_focus_is_not_moved_though_edges_that_run_one_way_are_less_so() {
    assert_eq!(said(3_000_393, &Recipe::blurred()), [FindingCode::Blurred]);
}

#[test]
fn movement_that_leaves_no_edge_of_a_document_is_told_beside_its_absence() {
    let table = Recipe { motion: Some((20.0, 26.0)), ..Recipe::without_document() };
    assert_eq!(said(3_000_005, &table), [FindingCode::NoDocument, FindingCode::MotionBlurred]);
    assert_eq!(said(3_000_005, &Recipe::without_document()), [FindingCode::NoDocument]);
}

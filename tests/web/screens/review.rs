//! Looking at a picture and choosing files: what is said and where the focus stays while things change in place.

use kyc_flow::{
    Adjustment, CaptureId, Capturing, Event, FileState, Means, Picture, PictureFinding, PictureKind,
    ReviewLook, Reviewing, Side, Stage,
};
use kyc_gatherer::ports::Details;
use kyc_wire::{DocumentSubtype, DocumentType, SourceType};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};

use super::{Shown, draft};
use crate::support::{dom, words};

const CORNERS: [(f64, f64); 4] = [(0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8)];

fn picture(quarter_turns: u8, findings: &[PictureFinding]) -> Picture {
    Picture {
        capture: CaptureId(1),
        kind: PictureKind::Photo,
        source: SourceType::Camera,
        bytes: 1000,
        width: 1600,
        height: 1200,
        pages: 1,
        findings: findings.to_vec(),
        adjustment: Adjustment { quarter_turns, corners: None },
    }
}

async fn reviewing(findings: &[PictureFinding]) -> Shown {
    let stage = Stage::Reviewing(Reviewing::new(draft(), Side::Front, picture(0, findings)));
    let shown = Shown::at(stage, |_| ()).await;
    let original = "data:image/gif;base64,R0lGODlhAQABAAAAACw=".to_owned();
    let details = Details { original, corners: Some(CORNERS), sent: Some(CORNERS), marks: Vec::new() };
    shown.media.details.replace(Some(details));
    shown.happens(Event::LookChosen(ReviewLook::Straight));
    shown
}

async fn focused(key: &str) -> HtmlElement {
    let button = dom::until(key, || dom::button(words::text(key))).await;
    button.focus().expect("it takes the focus");
    button
}

fn has_focus(button: &HtmlElement) -> bool {
    dom::page().active_element().is_some_and(|active| active == Element::from(button.clone()))
}

#[wasm_bindgen_test]
async fn turning_keeps_the_button_and_its_focus_and_says_what_came_of_it() {
    let shown = reviewing(&[]).await;
    let turn = focused("review.turn").await;
    turn.click();
    shown.hears(words::text("review.changing")).await;
    assert!(has_focus(&turn) && turn.get_attribute("aria-disabled").as_deref() == Some("true"));
    let Stage::Reviewing(Reviewing { op: Some(op), .. }) = shown.stage() else {
        panic!("it is being turned")
    };
    dom::button(words::text("review.corners")).expect("the corners").click();
    assert!(
        matches!(shown.stage(), Stage::Reviewing(Reviewing { look: ReviewLook::Straight, .. })),
        "not now"
    );
    shown.happens(Event::PictureReady { op, picture: picture(1, &[PictureFinding::Glare]) });
    shown.hears("90").await;
    shown.hears(words::text("finding.glare")).await;
    assert!(has_focus(&turn) && !turn.has_attribute("aria-disabled"));
}

#[wasm_bindgen_test]
async fn the_switch_between_the_document_and_all_that_is_sent_keeps_its_focus() {
    let shown = reviewing(&[]).await;
    let switch = focused("review.whole").await;
    switch.click();
    shown.hears(words::text("review.shown-whole")).await;
    assert!(has_focus(&switch));
    assert_eq!(dom::name(&switch), words::text("review.straight"));
    switch.click();
    shown.hears(words::text("review.shown-straight")).await;
    assert!(has_focus(&switch));
}

#[wasm_bindgen_test]
async fn corners_that_make_no_document_are_told_when_they_are_to_be_used() {
    let shown = reviewing(&[]).await;
    shown.presses("review.corners").await;
    // All four of them lie in one place here.
    shown.presses("corners.apply").await;
    shown.hears(words::text("corners.crossed")).await;
    assert!(matches!(shown.stage(), Stage::Reviewing(Reviewing { look: ReviewLook::Corners, .. })));
}

#[wasm_bindgen_test]
async fn files_that_do_not_fit_are_told() {
    let mut draft = draft();
    (draft.document_type, draft.subtype) = (DocumentType::AddressProof, DocumentSubtype::UtilityBill);
    let state = FileState { left_out: 1, ..FileState::default() };
    let stage = Stage::Capturing(Capturing { draft, side: Side::Page(1), means: Means::File(state) });
    let shown = Shown::at(stage, |_| ()).await;
    shown.reads(words::text("file.left-out-title")).await;
    shown.reads(words::text("file.left-out.one")).await;
    shown.hears(words::text("file.left-out.one")).await;
}

//! The liveness check as the customer meets it.

use kyc_flow::{
    Capturing, Draft, Event, Liveness, LivenessState, MAX_CHECKS, Means, OpId, SettleStep, Settling, Side,
    Spent, Stage,
};
use kyc_liveness::oval::{Rect, Size};
use kyc_liveness::session::{Hint, View};
use kyc_wire::Code;
use leptos::task::tick;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Shown, draft};
use crate::support::{dom, words};

const OP: OpId = OpId(1);

fn stage_of(draft: Draft, state: LivenessState) -> Stage {
    let means = Means::Liveness(Liveness { was_corrected: false, state });
    Stage::Capturing(Capturing { draft, side: Side::Selfie, means })
}

async fn at(state: LivenessState) -> Shown {
    Shown::at(stage_of(draft(), state), |_| {}).await
}

async fn running() -> Shown {
    at(LivenessState::Running { op: OP, session: "kyc_ls_1".to_owned() }).await
}

fn liveness(shown: &Shown) -> Liveness {
    match shown.stage() {
        Stage::Capturing(Capturing { means: Means::Liveness(liveness), .. }) => liveness,
        stage => panic!("not in a check: {stage:?}"),
    }
}

fn calm(shown: &Shown) -> Option<bool> {
    shown.gathering().checks.is_calm
}

fn view(hint: Hint, percent: u8) -> View {
    let oval = Rect::around((300.0, 240.0), Size { width: 200.0, height: 320.0 });
    View { hint, oval: Some(oval), percent }
}

fn pill(shown: &Shown) -> String {
    shown.find(".kyc-camera__pill").and_then(|pill| pill.text_content()).unwrap_or_default()
}

#[wasm_bindgen_test]
async fn no_flashing_light_is_a_choice_that_stays() {
    let shown = at(LivenessState::Intro { problem: None }).await;
    let asks = web_sys::window().unwrap().match_media("(prefers-reduced-motion: reduce)").unwrap().unwrap();
    assert_eq!(shown.checkbox().checked(), asks.matches(), "the system's setting is where it starts");
    for is_calm in [!asks.matches(), asks.matches()] {
        shown.checkbox().click();
        assert_eq!(calm(&shown), Some(is_calm));
        tick().await;
        assert_eq!(shown.checkbox().checked(), is_calm);
    }
    shown.checkbox().click();
    let chosen = calm(&shown);
    shown.presses("liveness.start").await;
    shown.presses("action.cancel").await;
    shown.presses("liveness.start").await;
    assert_eq!(calm(&shown), chosen, "also for the next try");
}

#[wasm_bindgen_test]
async fn a_try_that_failed_says_why_and_how_many_are_left() {
    let stage = stage_of(draft(), LivenessState::Intro { problem: Some(Code::LivenessFailed) });
    let spent = Spent { slot: draft().slot, sessions: MAX_CHECKS, failed: MAX_CHECKS - 1 };
    let shown = Shown::at(stage, |gathering| gathering.checks.spent = vec![spent]).await;
    let left = words::filled("liveness.tries.one", "count", "1");
    shown.reads(words::text("error.liveness-failed.title")).await;
    shown.reads(&left).await;
    shown.hears(&left).await;
    assert!(shown.has_action("action.retry"));
}

#[wasm_bindgen_test]
async fn a_camera_that_is_not_allowed_is_explained_without_offering_a_file() {
    let shown = at(LivenessState::Intro { problem: Some(Code::CameraDenied) }).await;
    shown.reads(words::text("error.camera-denied.alone")).await;
    shown.reads(words::text("camera.help.title")).await;
    assert!(!dom::says(words::text("error.camera-denied.body")));
}

#[wasm_bindgen_test]
async fn without_a_camera_the_link_goes_to_another_device() {
    let shown = at(LivenessState::Intro { problem: Some(Code::CameraMissing) }).await;
    shown.reads(words::text("camera.elsewhere.alone")).await;
    let field = shown.find("main input.kyc-field").expect("the link");
    assert_eq!(field.get_attribute("value").as_deref(), Some("https://verify.example/?token=abc"));
}

#[wasm_bindgen_test]
async fn whoever_must_not_see_flashing_light_gets_a_selfie_where_that_is_allowed() {
    let light = || stage_of(draft(), LivenessState::Intro { problem: Some(Code::LivenessLight) });
    let shown = Shown::at(light(), |_| {}).await;
    assert!(!shown.has_action("liveness.instead"));
    drop(shown);
    let shown = Shown::at(light(), |gathering| gathering.link.selfie.instead_of_liveness = true).await;
    let mut front = draft();
    front.face = kyc_flow::Face::Selfie;
    shown.presses("liveness.instead").await;
    assert!(matches!(shown.stage(), Stage::Tips { .. }), "{:?}", shown.stage());
}

#[wasm_bindgen_test]
async fn the_stage_stays_while_the_session_opens_and_runs() {
    let shown = at(LivenessState::Intro { problem: None }).await;
    shown.presses("liveness.start").await;
    shown.hears(words::text("liveness.hint.connecting")).await;
    let heading = dom::until("the heading's focus", || {
        dom::page().active_element().filter(|element| element.id() == "kyc-heading")
    });
    let (heading, stage) = (heading.await, shown.find(".kyc-liveness__stage").unwrap());
    let LivenessState::Opening { op } = liveness(&shown).state else { panic!("it opens") };
    let session = serde_json::json!({ "id": "kyc_ls_1", "sessionId": "s", "status": "pending" });
    let session = serde_json::from_value(session).unwrap();
    shown.happens(Event::LivenessRead { op, session });
    shown.shows(view(Hint::ShowFace, 0));
    tick().await;
    assert!(matches!(liveness(&shown).state, LivenessState::Running { .. }));
    assert!(shown.find(".kyc-liveness__stage").unwrap() == stage, "nothing is put up again");
    assert!(dom::page().active_element().unwrap() == heading, "the focus is not moved by a hint");
}

#[wasm_bindgen_test]
async fn the_oval_lies_where_the_server_wants_it_and_fills() {
    let shown = running().await;
    for percent in [0, 40, 100] {
        shown.shows(view(Hint::ComeCloser, percent));
        tick().await;
        let oval = shown.find("[role=progressbar]").unwrap();
        assert_eq!(oval.get_attribute("aria-valuenow"), Some(percent.to_string()));
        assert_eq!(oval.get_attribute("viewBox").as_deref(), Some("0 0 640.000000 480.000000"));
        let area: web_sys::SvgGraphicsElement =
            oval.query_selector(".kyc-oval__edge").unwrap().unwrap().unchecked_into();
        let area = area.get_b_box().unwrap();
        let found = [area.x(), area.y(), area.width(), area.height()];
        let is_near = found.iter().zip([200.0, 80.0, 200.0, 320.0]).all(|(a, b)| (a - b).abs() < 0.5);
        assert!(is_near, "{found:?}");
    }
}

#[wasm_bindgen_test]
async fn a_hint_is_shown_and_said_and_does_not_flicker() {
    let shown = running().await;
    shown.shows(view(Hint::ShowFace, 0));
    shown.hears_at_once(words::text("liveness.hint.show-face")).await;
    assert_eq!(pill(&shown), words::text("liveness.hint.show-face"));
    shown.media.now.set(5_000);
    shown.shows(view(Hint::ComeCloser, 10));
    tick().await;
    assert_eq!(pill(&shown), words::text("liveness.hint.come-closer"));
    shown.media.now.set(5_100);
    shown.shows(view(Hint::Centre, 10));
    tick().await;
    assert_eq!(pill(&shown), words::text("liveness.hint.come-closer"), "people read slower than that");
    shown.shows(view(Hint::HoldStill, 100));
    tick().await;
    assert_eq!(pill(&shown), words::text("liveness.hint.hold-still"), "what begins is told at once");
    let region = shown.find("[aria-live=assertive]").and_then(|region| region.text_content());
    assert_eq!(region.as_deref(), Some(words::text("liveness.hint.hold-still")), "and said without a rest");
    shown.media.now.set(9_000);
    shown.shows(view(Hint::Centre, 10));
    tick().await;
    shown.media.now.set(9_100);
    shown.shows(view(Hint::MoveAway, 10));
    tick().await;
    assert_eq!(pill(&shown), words::text("liveness.hint.centre"));
    // Nothing changes any more, and still it is shown when it is due.
    shown.media.now.set(9_900);
    let due = || (pill(&shown) == words::text("liveness.hint.move-away")).then_some(());
    dom::until("the next hint", due).await;
}

#[wasm_bindgen_test]
async fn the_colours_lie_over_the_page_while_there_are_any() {
    let shown = running().await;
    shown.shows(view(Hint::HoldStill, 100));
    tick().await;
    assert!(shown.find("canvas").is_none());
    let canvas = dom::page().create_element("canvas").unwrap().unchecked_into();
    shown.media.colours.replace(Some(canvas));
    shown.shows(view(Hint::Colours, 100));
    tick().await;
    let on_page = shown.find("canvas").expect("the colours");
    assert_eq!(pill(&shown), words::text("liveness.hint.colours"));
    assert!(shown.has_action("action.cancel"), "there is always a way out");
    shown.changes();
    tick().await;
    assert!(shown.find("canvas").unwrap() == on_page, "they are not put there twice");
    shown.media.colours.replace(None);
    shown.shows(View { oval: None, ..view(Hint::Verifying, 0) });
    tick().await;
    assert!(shown.find("canvas").is_none());
    shown.presses("action.cancel").await;
    assert!(matches!(liveness(&shown).state, LivenessState::Intro { problem: None }));
}

#[wasm_bindgen_test]
async fn a_judgement_that_does_not_come_can_be_asked_for_again() {
    let picture = kyc_flow::Picture {
        capture: kyc_flow::CaptureId(1),
        kind: kyc_flow::PictureKind::Photo,
        source: kyc_wire::SourceType::Camera,
        bytes: 1,
        width: 1,
        height: 1,
        pages: 1,
        findings: Vec::new(),
        adjustment: kyc_flow::Adjustment::default(),
    };
    let settling = Settling {
        session: "kyc_ls_1".to_owned(),
        picture: picture.clone(),
        step: SettleStep::Failed { code: Code::Timeout },
        polls: 15,
        tries: 0,
    };
    let shown = at(LivenessState::Settling(settling)).await;
    shown.reads(words::text("error.timeout.title")).await;
    shown.presses("action.retry").await;
    shown.reads(words::text("liveness.settling.title")).await;
    shown.happens(Event::LivenessUnread {
        op: match liveness(&shown).state {
            LivenessState::Settling(Settling { step: SettleStep::Asking { op }, .. }) => op,
            state => panic!("it is asked for: {state:?}"),
        },
        failure: kyc_flow::Failure { code: Code::Invalid, retry_at: None },
    });
    shown.presses("liveness.again").await;
    shown.reads(words::text("liveness.title")).await;
    drop(shown);

    let shown = at(LivenessState::Passed { picture }).await;
    assert!(shown.find("main img").is_some(), "the picture is shown");
    shown.presses("action.continue").await;
}

#[wasm_bindgen_test]
async fn where_no_check_is_possible_there_is_a_way_on() {
    for code in
        [Code::LivenessUnavailable, Code::LivenessDenied, Code::LivenessUnsupported, Code::LivenessExhausted]
    {
        let stage = || stage_of(draft(), LivenessState::Blocked { code });
        let shown = Shown::at(stage(), |_| {}).await;
        shown.reads(words::text(&format!("error.{code}.title"))).await;
        shown.reads(words::text("liveness.website.body")).await;
        let has_link = shown.find("main input.kyc-field").is_some();
        assert_eq!(has_link, code == Code::LivenessUnsupported, "{code}: another browser may do");
        assert_eq!(shown.actions(), [words::text("action.back")]);
        drop(shown);
        let shown = Shown::at(stage(), |gathering| gathering.link.selfie.instead_of_liveness = true).await;
        shown.presses("liveness.instead").await;
        assert!(matches!(shown.stage(), Stage::Tips { .. }), "{:?}", shown.stage());
    }
}

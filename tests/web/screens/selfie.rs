//! A selfie that must come from the camera: nothing offers a file, and there is a way on all the same.

use kyc_flow::{CameraState, Capturing, Face, Facing, Means, OpId, Side, Stage};
use kyc_wire::Code;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Shown, draft};
use crate::support::{dom, words};

async fn at(stage: Stage, allows_file: bool) -> Shown {
    Shown::at(stage, |gathering| gathering.link.selfie.upload = allows_file).await
}

fn selfie(state: CameraState) -> Stage {
    let mut draft = draft();
    draft.face = Face::Selfie;
    let means = Means::Camera { facing: Facing::Front, state };
    Stage::Capturing(Capturing { draft, side: Side::Selfie, means })
}

#[wasm_bindgen_test]
async fn a_file_is_offered_for_a_selfie_only_where_one_is_taken() {
    let mut tips = draft();
    tips.face = Face::Selfie;
    for allows_file in [true, false] {
        let stage = Stage::Tips { draft: tips.clone(), side: Side::Selfie };
        assert_eq!(at(stage, allows_file).await.has_action("tips.file"), allows_file);
        for state in [
            CameraState::Primer,
            CameraState::Live { op: OpId(1) },
            CameraState::Failed { code: Code::CameraBusy },
        ] {
            let shown = at(selfie(state.clone()), allows_file).await;
            assert_eq!(shown.has_action("camera.upload"), allows_file, "{state:?}");
        }
    }
}

#[wasm_bindgen_test]
async fn a_camera_that_does_not_work_leaves_a_way_on_without_a_file() {
    for code in Code::ALL.iter().filter(|code| code.as_str().starts_with("camera-")) {
        let shown = at(selfie(CameraState::Failed { code: *code }), false).await;
        assert_eq!(shown.actions(), [words::text("action.retry")]);
        shown.reads(words::text(&format!("error.{code}.alone"))).await;
        let goes_elsewhere = dom::says(words::text("camera.elsewhere.alone"));
        assert_eq!(goes_elsewhere, *code != Code::CameraEnded, "{code}: trying again may be of no use");
    }
}

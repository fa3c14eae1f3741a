//! A liveness check within the journey, as far as nobody's face is needed for it.

use serde_json::json;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlVideoElement, MediaStream, MediaStreamTrack, MediaStreamTrackState};

use crate::support::customer::Customer;
use crate::support::{dom, merchant};

/// The stream that is played on the stage.
fn played() -> Option<MediaStream> {
    let video: HtmlVideoElement = dom::page().query_selector("main video").ok()??.unchecked_into();
    video.src_object()
}

fn is_ended(stream: &MediaStream) -> bool {
    stream
        .get_tracks()
        .iter()
        .all(|track| track.unchecked_into::<MediaStreamTrack>().ready_state() == MediaStreamTrackState::Ended)
}

#[wasm_bindgen_test]
async fn a_check_that_is_cancelled_gives_the_camera_back_and_can_be_begun_again() {
    let asked = merchant::ask(json!([
        { "type": "identity-proof", "subtypes": ["passport"], "faceProofRequired": true, "faceLivenessRequired": true }
    ]))
    .await;
    let customer = Customer::open(&asked).await;
    customer.sees("welcome").await.presses("welcome.start").await.hands_in("passport.jpg").await;
    for _ in 0..2 {
        customer.sees("liveness").await.presses("liveness.start").await;
        let stream = dom::until("the camera on the stage", played).await;
        assert!(!is_ended(&stream));
        customer.presses("action.cancel").await.reads("liveness.start").await;
        dom::until("the light of the camera to go out", || is_ended(&stream).then_some(())).await;
    }
}

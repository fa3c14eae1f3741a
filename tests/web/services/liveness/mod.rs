//! The liveness client: checks that are performed, the provider's keys and its clock.

mod endings;

use std::rc::Rc;

use gloo_net::http::Request;
use kyc_flow::PictureKind;
use kyc_wire::Code;
use kyc_wire::config::{FixedCredentials, LivenessProvider};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::checked::{Plan, asked, asked_for, provider};
use crate::support::dom;

#[wasm_bindgen_test]
async fn a_movement_is_performed_and_a_still_kept() {
    for distance in ["closer", "further"] {
        let asked = asked_for(json!({ "challenge": "movement", "distance": distance })).await;
        let checked = Plan::right().await.begin(asked).await;
        let picture = checked.ends().await.unwrap_or_else(|code| panic!("{distance}: {code:?}"));
        assert_eq!(picture.kind, PictureKind::Photo);
        assert!(checked.stage.kept.get().is_some_and(|(width, height)| width >= 320 && height >= 240));
        assert!(!checked.stage.streams.borrow().is_empty());
        assert_eq!(checked.asked.settles_check(&checked.id).await, "succeeded", "{distance}");
    }
}

#[wasm_bindgen_test]
async fn colours_are_shown_in_their_order_and_taken_away() {
    let asked = asked_for(json!({ "challenge": "movement-and-light" })).await;
    let checked = Plan::right().await.begin(asked).await;
    assert!(checked.ends().await.is_ok());
    assert!(checked.stage.painted.borrow().is_some(), "there were colours");
    assert_eq!(checked.asked.settles_check(&checked.id).await, "succeeded");
}

#[wasm_bindgen_test]
async fn whoever_wants_no_flashing_light_is_asked_for_a_movement_only() {
    let asked = asked_for(json!({ "challenge": "movement-and-light" })).await;
    let plan = Plan { is_calm: true, ..Plan::right().await };
    let checked = plan.begin(asked).await;
    assert!(checked.ends().await.is_ok());
    assert!(checked.stage.painted.borrow().is_none(), "no colours");
    assert_eq!(checked.asked.settles_check(&checked.id).await, "succeeded");
}

#[wasm_bindgen_test]
async fn keys_that_are_not_given_out_have_their_codes() {
    let own = provider().await;
    let other_pool = Some("us-east-1:00000000-0000-0000-0000-000000000000".to_owned());
    // Nobody listens there.
    let nobody = Some("http://127.0.0.1:9/".to_owned());
    for (provider, code) in [
        (LivenessProvider { identity_pool_id: other_pool, ..own.clone() }, Code::LivenessDenied),
        (LivenessProvider { identity_pool_id: None, ..own.clone() }, Code::LivenessUnavailable),
        (LivenessProvider { identity_endpoint: nobody, ..own.clone() }, Code::LivenessConnection),
        (
            LivenessProvider { endpoint: Some("https://no.socket".to_owned()), ..own },
            Code::LivenessUnavailable,
        ),
    ] {
        let checked = Plan { provider, ..Plan::right().await }.begin(asked().await).await;
        assert_eq!(checked.fails().await, code);
        assert!(checked.stage.streams.borrow().is_empty(), "the camera was not even started");
    }
}

#[wasm_bindgen_test]
async fn a_still_that_nobody_wants_any_more_is_forgotten() {
    let asked = asked_for(json!({ "challenge": "movement" })).await;
    let checked = Plan::right().await.begin(asked).await;
    checked.stage.is_impatient.set(true);
    dom::until("the still to be forgotten", || checked.stage.forgotten.get()).await;
    checked.is_released();
    assert!(checked.stage.answers.borrow().is_empty());
}

/// Keys of the pool, given to the deployment as fixed ones.
async fn fixed(provider: LivenessProvider) -> LivenessProvider {
    let url = provider.identity_endpoint.clone().expect("an endpoint");
    let call = |action: &str, body: Value| {
        let target = format!("AWSCognitoIdentityService.{action}");
        let request = Request::post(&url).header("X-Amz-Target", &target);
        let request = request.header("Content-Type", "application/x-amz-json-1.1");
        let request = request.body(body.to_string()).expect("a body");
        async move { request.send().await.expect("an answer").json::<Value>().await.expect("JSON") }
    };
    let identity = call("GetId", json!({ "IdentityPoolId": provider.identity_pool_id })).await;
    let keys = call("GetCredentialsForIdentity", identity).await;
    let text = |name: &str| keys["Credentials"][name].as_str().expect("a text").to_owned();
    let credentials = FixedCredentials {
        access_key_id: text("AccessKeyId"),
        secret_access_key: text("SecretKey"),
        session_token: Some(text("SessionToken")),
    };
    LivenessProvider { credentials: Some(credentials), identity_pool_id: None, ..provider }
}

#[wasm_bindgen_test]
async fn a_clock_that_is_wrong_is_corrected_for_the_next_try() {
    let provider = fixed(provider().await).await;
    let plan = Plan { provider: provider.clone(), ..Plan::right().await };
    plan.clock.learn_date("Sun, 01 Nov 2026 00:00:00 GMT", 0);
    let asked = asked_for(json!({ "challenge": "movement" })).await;
    let checked = plan.begin(asked).await;
    assert_eq!(checked.fails().await, Code::LivenessClock);
    let asked = asked_for(json!({ "challenge": "movement" })).await;
    let plan = Plan { provider, clock: Rc::clone(&checked.stage.clock), ..Plan::right().await };
    assert!(plan.begin(asked).await.ends().await.is_ok());
}

#[wasm_bindgen_test]
async fn the_clock_is_learnt_from_who_gives_the_keys() {
    let plan = Plan::right().await;
    plan.clock.learn_date("Sun, 01 Nov 2026 00:00:00 GMT", 0);
    let checked = plan.begin(asked_for(json!({ "challenge": "movement" })).await).await;
    assert!(checked.ends().await.is_ok());
}

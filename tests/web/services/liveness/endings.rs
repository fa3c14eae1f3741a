//! Checks that are not performed: each ends with its code, and with everything given back.

use std::cell::Cell;
use std::rc::Rc;

use kyc_gatherer::services::js;
use kyc_liveness::session::{Hint, View};
use kyc_vision::Face;
use kyc_wire::Code;
use serde_json::json;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::MediaStreamTrack;

use crate::support::checked::{Acts, Plan, asked, asked_for, does_right, far, square};
use crate::support::dom;
use crate::support::fresh::Held;

/// Somebody who sits there at first, and from the moment when the face is called into the oval does this.
fn then(acts: impl Fn() -> Vec<Face> + 'static) -> Acts {
    let was_called = Cell::new(false);
    Rc::new(move |view| {
        let is_called = view.is_some_and(|view| view.hint == Hint::ComeCloser);
        was_called.set(was_called.get() || is_called);
        if was_called.get() { acts() } else { vec![far()] }
    })
}

#[wasm_bindgen_test]
async fn who_is_not_seen_alone_in_the_oval_is_told_why() {
    let colourless = |view: Option<View>| match view {
        Some(View { hint: Hint::Colours, .. }) => Vec::new(),
        view => does_right(view),
    };
    let two = || vec![square(200.0, 240.0, 150.0), square(440.0, 240.0, 150.0)];
    // Steps back, alone and in the middle.
    let backwards = |view: Option<View>| match view {
        Some(View { hint: Hint::Colours, .. }) => vec![far()],
        view => does_right(view),
    };
    let cases: [(Acts, Code); 5] = [
        (then(Vec::new), Code::LivenessFit),
        (then(two), Code::LivenessSeveralFaces),
        (then(|| vec![far()]), Code::LivenessFit),
        (Rc::new(colourless), Code::LivenessFaceLost),
        (Rc::new(backwards), Code::LivenessFaceLost),
    ];
    for (acts, code) in cases {
        let asked = asked_for(json!({ "challenge": "movement-and-light", "distance": "closer" })).await;
        let checked = Plan { acts, ..Plan::right().await }.begin(asked).await;
        assert_eq!(checked.fails().await, code);
    }
}

#[wasm_bindgen_test]
async fn a_face_that_is_gone_when_the_video_begins_is_missed() {
    let has_begun = Cell::new(false);
    let before = move |view: Option<View>| {
        let is_still = view.is_some_and(|view| view.hint == Hint::HoldStill);
        has_begun.set(has_begun.get() || is_still);
        if has_begun.get() { Vec::new() } else { vec![far()] }
    };
    let checked = Plan::of(before).await.begin(asked().await).await;
    assert_eq!(checked.fails().await, Code::LivenessNoFace);
}

#[wasm_bindgen_test]
async fn what_the_provider_does_wrong_has_its_code() {
    let exception =
        |name: &str, after: &str| json!({ "kind": "stream-exception", "exception": name, "after": after });
    let close = |code: u16, after: &str| json!({ "kind": "stream-close", "closeCode": code, "after": after });
    for (fault, code) in [
        (exception("ThrottlingException", "open"), Code::LivenessBusy),
        (exception("ServiceQuotaExceededException", "session"), Code::LivenessBusy),
        (exception("InternalServerException", "video"), Code::LivenessService),
        (exception("ValidationException", "start"), Code::LivenessService),
        (exception("SessionNotFoundException", "open"), Code::LivenessExpired),
        (exception("AccessDeniedException", "open"), Code::LivenessDenied),
        (exception("UnrecognizedClientException", "open"), Code::LivenessDenied),
        // The clock is right: it is the keys.
        (exception("InvalidSignatureException", "open"), Code::LivenessDenied),
        (close(1011, "open"), Code::LivenessConnection),
        (close(4001, "session"), Code::LivenessExpired),
        (close(4003, "start"), Code::LivenessExpired),
        (close(1000, "colour"), Code::LivenessConnection),
        (
            json!({ "kind": "status", "status": 503, "path": "start-face-liveness-session-websocket" }),
            Code::LivenessConnection,
        ),
    ] {
        let asked = asked_for(json!({ "challenge": "movement-and-light" })).await;
        asked.fault(fault.clone()).await;
        let checked = Plan::right().await.begin(asked).await;
        assert_eq!(checked.fails().await, code, "{fault}");
    }
}

#[wasm_bindgen_test]
async fn where_nobody_can_look_for_a_face_the_camera_is_not_even_started() {
    let plan = Plan { is_faceless: true, ..Plan::right().await };
    let checked = plan.begin(asked().await).await;
    assert_eq!(checked.fails().await, Code::LivenessUnsupported);
    assert!(checked.stage.streams.borrow().is_empty());
}

#[wasm_bindgen_test]
async fn a_provider_that_says_nothing_is_given_up() {
    let asked = asked().await;
    asked.fault(json!({ "kind": "stream-silent" })).await;
    let checked = Plan::right().await.begin(asked).await;
    assert_eq!(checked.fails().await, Code::LivenessService);
}

#[wasm_bindgen_test]
async fn a_slow_provider_is_waited_for() {
    let asked = asked_for(json!({ "challenge": "movement" })).await;
    asked.fault(json!({ "kind": "stream-slow", "delayMs": 1500, "times": 0 })).await;
    let checked = Plan::right().await.begin(asked).await;
    assert!(checked.ends().await.is_ok());
    assert_eq!(checked.asked.settles_check(&checked.id).await, "succeeded");
}

#[wasm_bindgen_test]
async fn a_check_that_is_stopped_lets_go_of_everything_and_is_silent() {
    for hint in [Hint::CameraStarts, Hint::Connecting, Hint::ComeCloser, Hint::Colours, Hint::Verifying] {
        let asked = asked_for(json!({ "challenge": "movement-and-light", "distance": "closer" })).await;
        let checked = Plan::right().await.begin(asked).await;
        checked.shows(hint).await;
        checked.check.with(|check| check.stop());
        checked.is_released();
        assert!(checked.check.with(|check| check.view()).is_none());
        let changes = checked.stage.changes.get();
        // The provider has noticed, and nothing was told of it.
        checked.asked.settles_check(&checked.id).await;
        assert_eq!(checked.stage.changes.get(), changes, "{hint:?}");
        assert!(checked.stage.answers.borrow().is_empty(), "{hint:?}");
    }
}

#[wasm_bindgen_test]
async fn a_page_that_is_hidden_ends_a_video() {
    let asked = asked_for(json!({ "distance": "closer" })).await;
    let checked = Plan::right().await.begin(asked).await;
    checked.shows(Hint::ComeCloser).await;
    let getter = js_sys::Function::new_no_args("return { get: () => true, configurable: true };");
    let getter = getter.call0(&JsValue::UNDEFINED).expect("a property").unchecked_into();
    let page: js_sys::Object = dom::page().unchecked_into();
    js_sys::Object::define_property(&page, &"hidden".into(), &getter);
    dom::page().dispatch_event(&web_sys::Event::new("visibilitychange").expect("an event")).expect("taken");
    let code = checked.fails().await;
    js_sys::Reflect::delete_property(&page, &"hidden".into()).expect("it was there");
    assert_eq!(code, Code::LivenessHidden);
}

#[wasm_bindgen_test]
async fn a_camera_that_ends_by_itself_ends_the_check() {
    let asked = asked_for(json!({ "distance": "closer" })).await;
    let checked = Plan::right().await.begin(asked).await;
    checked.shows(Hint::ComeCloser).await;
    let stream = checked.stage.streams.borrow().first().cloned().expect("a stream");
    let track: MediaStreamTrack = stream.get_video_tracks().get(0).unchecked_into();
    track.dispatch_event(&web_sys::Event::new("ended").expect("an event")).expect("it is taken");
    assert_eq!(checked.fails().await, Code::CameraEnded);
}

/// A global of the page replaced for a test; the browser's own comes back when dropped.
struct Replaced(&'static str, JsValue);

impl Replaced {
    fn by(name: &'static str, script: &str) -> Held<Self> {
        let own = js::global(&[name]);
        let make = js_sys::Function::new_with_args("own", script);
        js::set(&js_sys::global(), name, &make.call1(&JsValue::UNDEFINED, &own).expect("a value"));
        Held::new(Self(name, own))
    }
}

impl Drop for Replaced {
    fn drop(&mut self) {
        js::set(&js_sys::global(), self.0, &self.1);
    }
}

#[wasm_bindgen_test]
async fn a_browser_without_a_recorder_or_with_a_broken_one_is_told_apart() {
    let never =
        "return Object.assign(function () { throw new Error('broken'); }, { isTypeSupported: () => false })";
    let silent = "return class extends EventTarget { static isTypeSupported() { return false; } start() {} stop() {} }";
    for (script, code) in [
        ("return undefined", Code::LivenessUnsupported),
        (never, Code::LivenessRecorder),
        (silent, Code::LivenessRecorder),
    ] {
        let replaced = Replaced::by("MediaRecorder", script);
        let checked = Plan::right().await.begin(asked().await).await;
        assert_eq!(checked.fails().await, code, "{script}");
        replaced.release();
    }
}

/// Cameras that the browser has not: `getUserMedia` replaced.
#[wasm_bindgen_test]
async fn cameras_that_do_not_do_have_their_codes() {
    let refused =
        |name: &str| format!("return async () => {{ throw new DOMException('refused', '{name}'); }}");
    let slow = "const ask = MediaDevices.prototype.getUserMedia;
        return async function (...wanted) {
            const stream = await ask.apply(this, wanted);
            for (const track of stream.getTracks()) track.getSettings = () => ({ frameRate: 10, facingMode: 'user' });
            return stream;
        }";
    for (script, code) in [
        (refused("NotAllowedError"), Code::CameraDenied),
        (refused("NotFoundError"), Code::CameraMissing),
        (refused("NotReadableError"), Code::CameraBusy),
        (slow.to_owned(), Code::LivenessSlow),
    ] {
        let devices: js_sys::Object = js::global(&["navigator", "mediaDevices"]).unchecked_into();
        let ask = js_sys::Function::new_no_args(&script).call0(&JsValue::UNDEFINED).expect("a function");
        // Undone by `fresh.js` when this fails.
        js::set(&devices, "getUserMedia", &ask);
        let checked = Plan::right().await.begin(asked().await).await;
        let ended = checked.fails().await;
        js_sys::Reflect::delete_property(&devices, &"getUserMedia".into()).expect("it was there");
        assert_eq!(ended, code);
    }
}

#[wasm_bindgen_test]
async fn a_network_that_takes_nothing_any_more_is_given_up() {
    let stuck = "return class extends own { get bufferedAmount() { return 1e7; } }";
    let replaced = Replaced::by("WebSocket", stuck);
    let checked = Plan::right().await.begin(asked().await).await;
    assert_eq!(checked.fails().await, Code::LivenessConnection);
    replaced.release();
}

//! A browser with several cameras, played by its fake one: which of them runs, how often the browser is asked, and what
//! the customer's choice is worth.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Object, Reflect};
use kyc_flow::Facing;
use kyc_gatherer::services::camera::{Camera, WebCamera, Wish};
use kyc_gatherer::services::js;
use kyc_wire::Code;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::MediaStreamTrack;

use crate::support::dom;
use crate::support::fresh::Held;

/// Replaces what the browser knows of cameras; the first one is given to whoever asks for none in particular.
const REPLACED: &str = "
    const devices = navigator.mediaDevices;
    const own = devices.getUserMedia.bind(devices);
    devices.enumerateDevices = async () => plan.cameras.map(([label]) => ({ kind: 'videoinput', deviceId: label, label }));
    devices.getUserMedia = async ({ video }) => {
        const wanted = video.deviceId?.exact;
        plan.asked.push(wanted ?? '');
        const [label, facingMode] = plan.cameras.find(([label]) => label === wanted) ?? plan.cameras[0];
        if (plan.refusals[wanted ?? '']) throw new DOMException('', plan.refusals[wanted ?? '']);
        const stream = await own({ video: true });
        const track = stream.getVideoTracks()[0];
        track.getSettings = () => ({ deviceId: label, facingMode });
        track.getCapabilities = () => plan.abilities;
        track.applyConstraints = async (wishes) => { plan.wishes.push(Object.assign({}, ...wishes.advanced)); };
        if (plan.isMuted) Object.defineProperty(track, 'muted', { value: true });
        return stream;
    };
    return plan;";

/// The browser's own comes back when dropped, or when the next test begins.
struct Cameras {
    plan: JsValue,
    _own: Held<Restored>,
}

struct Restored;

impl Drop for Restored {
    fn drop(&mut self) {
        let devices = js::global(&["navigator", "mediaDevices"]).unchecked_into::<Object>();
        for name in ["getUserMedia", "enumerateDevices"] {
            drop(Reflect::delete_property(&devices, &name.into()));
        }
        let permissions = js::global(&["navigator", "permissions"]).unchecked_into::<Object>();
        drop(Reflect::delete_property(&permissions, &"query".into()));
    }
}

impl Cameras {
    /// Cameras by label, with what their tracks tell of their side.
    fn new(cameras: &[(&str, Option<&str>)]) -> Self {
        let plan: JsValue = Object::new().into();
        let pair = |(label, side): &(&str, Option<&str>)| Array::of2(&(*label).into(), &JsValue::from(*side));
        js::set(&plan, "cameras", &cameras.iter().map(pair).collect::<Array>());
        for name in ["asked", "wishes"] {
            js::set(&plan, name, &Array::new());
        }
        for name in ["refusals", "abilities"] {
            js::set(&plan, name, &Object::new());
        }
        let replace = Function::new_with_args("plan", REPLACED);
        replace.call1(&JsValue::UNDEFINED, &plan).expect("it is replaced");
        Self { plan, _own: Held::new(Restored) }
    }

    /// Those of a computer.
    fn nowhere(labels: &[&str]) -> Self {
        Self::new(&labels.iter().map(|label| (*label, None)).collect::<Vec<_>>())
    }

    /// Whoever asks for this one is refused.
    fn refuses(&self, label: &str, error: &str) {
        js::set(&js::get(&self.plan, "refusals"), label, &error.into());
    }

    /// The browser says so of the customer's permission.
    fn permission(state: &str) {
        let answer = format!("return Promise.resolve({{ state: '{state}' }});");
        js::set(&js::global(&["navigator", "permissions"]), "query", &Function::new_no_args(&answer));
    }

    /// Which were asked for since the last time; an empty name is none in particular.
    fn asked(&self) -> Vec<String> {
        self.since("asked").into_iter().filter_map(|name| name.as_string()).collect()
    }

    /// What has come to a list since the last time.
    fn since(&self, list: &str) -> Vec<JsValue> {
        let list: Array = js::get(&self.plan, list).unchecked_into();
        let all = list.iter().collect();
        list.set_length(0);
        all
    }
}

async fn start(camera: &WebCamera, facing: Facing) -> Result<(), Code> {
    camera.start(facing, Wish::PICTURE, Rc::new(|_| ())).await
}

/// The one that runs.
fn running(camera: &WebCamera) -> String {
    let track: MediaStreamTrack =
        camera.media().expect("a stream").get_video_tracks().get(0).unchecked_into();
    js::get(&track.get_settings(), "deviceId").as_string().expect("an id")
}

fn facing(camera: &WebCamera) -> String {
    camera.video().expect("a video").get_attribute("data-facing").expect("a side")
}

/// A press on the switch while the machine is at a document.
async fn switched(camera: &WebCamera) -> String {
    start(camera, Facing::Rear).await.expect("the fake camera");
    running(camera)
}

#[wasm_bindgen_test]
async fn the_switch_reaches_each_camera_and_the_choice_stays() {
    let cameras = Cameras::nowhere(&["A", "B", "C"]);
    let camera = WebCamera::default();
    start(&camera, Facing::Rear).await.expect("the fake camera");
    assert_eq!((running(&camera), camera.count()), ("A".to_owned(), 3));
    for wanted in ["B", "C", "A", "B"] {
        assert_eq!(switched(&camera).await, wanted);
        assert_eq!(facing(&camera), "rear", "a document is no mirror's picture");
    }
    camera.stop();
    cameras.asked();
    start(&camera, Facing::Rear).await.expect("the fake camera");
    assert_eq!((running(&camera), cameras.asked()), ("B".to_owned(), vec!["B".to_owned()]), "the next side");
    camera.stop();
    start(&camera, Facing::Front).await.expect("the fake camera");
    assert_eq!(running(&camera), "A", "the choice was one for documents, and going on is no switch");
    assert_eq!(facing(&camera), "front", "whoever takes a selfie looks into the camera");
}

#[wasm_bindgen_test]
async fn the_side_that_is_shown_is_the_one_that_the_track_tells() {
    let _cameras = Cameras::new(&[("Back Camera", Some("environment")), ("Front Camera", Some("user"))]);
    let camera = WebCamera::default();
    start(&camera, Facing::Rear).await.expect("the fake camera");
    assert_eq!(facing(&camera), "rear");
    assert_eq!(switched(&camera).await, "Front Camera");
    assert_eq!(facing(&camera), "front");
    camera.stop();
    start(&camera, Facing::Rear).await.expect("the fake camera");
    assert_eq!((running(&camera).as_str(), facing(&camera).as_str()), ("Front Camera", "front"));
}

#[wasm_bindgen_test]
async fn a_lens_that_is_gone_or_taken_is_replaced_and_forgotten() {
    for error in ["NotReadableError", "OverconstrainedError", "NotFoundError"] {
        let cameras = Cameras::nowhere(&["A", "B"]);
        let camera = WebCamera::default();
        start(&camera, Facing::Rear).await.expect("the fake camera");
        assert_eq!(switched(&camera).await, "B");
        camera.stop();
        cameras.refuses("B", error);
        start(&camera, Facing::Rear).await.expect("another camera");
        assert_eq!(running(&camera), "A");
        camera.stop();
        cameras.asked();
        start(&camera, Facing::Rear).await.expect("the fake camera");
        assert_eq!(cameras.asked(), ["A"], "what ran is remembered, not what failed");
    }
}

#[wasm_bindgen_test]
async fn a_camera_that_cannot_be_had_does_not_end_the_round() {
    let cameras = Cameras::nowhere(&["A", "B", "C"]);
    cameras.refuses("B", "NotReadableError");
    let camera = WebCamera::default();
    start(&camera, Facing::Rear).await.expect("the fake camera");
    assert_eq!(switched(&camera).await, "A");
    assert_eq!(switched(&camera).await, "C");
}

#[wasm_bindgen_test]
async fn a_refusal_is_not_asked_about_again() {
    for (error, code) in [("NotAllowedError", Code::CameraDenied), ("TypeError", Code::CameraFailed)] {
        let cameras = Cameras::nowhere(&["A"]);
        let camera = WebCamera::default();
        start(&camera, Facing::Rear).await.expect("the fake camera");
        camera.stop();
        cameras.refuses("A", error);
        cameras.asked();
        assert_eq!(start(&camera, Facing::Rear).await, Err(code));
        assert_eq!(cameras.asked(), ["A"], "{error}");
    }
}

#[wasm_bindgen_test]
async fn it_is_known_whether_the_customer_refused_or_something_else() {
    let cameras = Cameras::nowhere(&["A"]);
    cameras.refuses("", "NotAllowedError");
    for (state, is_denied) in [("prompt", false), ("denied", true), ("granted", false)] {
        Cameras::permission(state);
        let camera = WebCamera::default();
        assert_eq!(start(&camera, Facing::Rear).await, Err(Code::CameraDenied));
        assert_eq!(camera.is_denied(), is_denied, "{state}");
    }
}

#[wasm_bindgen_test]
async fn a_camera_that_shows_nothing_from_the_start_is_told() {
    let cameras = Cameras::nowhere(&["A"]);
    js::set(&cameras.plan, "isMuted", &JsValue::TRUE);
    let camera = WebCamera::default();
    let told = Rc::new(RefCell::new(None));
    let heard = Rc::clone(&told);
    let on_stopped = Rc::new(move |code| *heard.borrow_mut() = Some(code));
    camera.start(Facing::Rear, Wish::PICTURE, on_stopped).await.expect("the fake camera");
    let code = dom::until("a word about it", || *told.borrow()).await;
    assert_eq!(code, Code::CameraBusy);
}

/// What was wished for since the last time.
fn wishes(cameras: &Cameras) -> Vec<(Option<String>, Option<f64>)> {
    let read = |wish: JsValue| {
        let mode = js::get(&wish, "focusMode").as_string();
        let points: Option<Array> = js::get(&wish, "pointsOfInterest").dyn_into().ok();
        (mode, points.and_then(|points| js::get(&points.get(0), "x").as_f64()))
    };
    cameras.since("wishes").into_iter().map(read).collect()
}

#[wasm_bindgen_test]
async fn the_camera_focuses_by_itself_again_after_the_customer_has_pointed() {
    let cameras = Cameras::nowhere(&["A"]);
    let modes: Array = ["manual", "single-shot", "continuous"].map(JsValue::from).iter().collect();
    js::set(&js::get(&cameras.plan, "abilities"), "focusMode", &modes);
    let camera = WebCamera::default();
    start(&camera, Facing::Rear).await.expect("the fake camera");
    let always = (Some("continuous".to_owned()), None);
    assert_eq!(wishes(&cameras), std::slice::from_ref(&always));
    assert!(camera.focus_at(0.25, 0.5));
    assert_eq!(wishes(&cameras), [(Some("single-shot".to_owned()), Some(0.25))]);
    let after = dom::until("the end of it", || wishes(&cameras).pop()).await;
    assert_eq!(after, always);
    js::set(&js::get(&cameras.plan, "abilities"), "focusMode", &Array::of1(&"manual".into()));
    assert!(!camera.focus_at(0.25, 0.5), "a camera of a computer cannot");
}

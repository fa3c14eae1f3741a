//! The liveness client against the sandbox's provider, with the browser's camera and a detector that sees what a test
//! wants.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_net::http::Request;
use kyc_gatherer::services::Task;
use kyc_gatherer::services::camera::{Camera, WebCamera};
use kyc_gatherer::services::clock::Clock;
use kyc_gatherer::services::files::Canvas;
use kyc_gatherer::services::js;
use kyc_gatherer::services::liveness::{self, Check, Kit, Order};
use kyc_gatherer::services::vision::{Look, OnLook, Target, Vision, Watch, Watching};
use kyc_liveness::session::{Hint, View};
use kyc_vision::Face;
use kyc_wire::Code;
use kyc_wire::config::{FixedCredentials, LivenessProvider};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlCanvasElement, HtmlVideoElement, MediaStream, MediaStreamTrack, MediaStreamTrackState};

use crate::support::customer::Customer;
use crate::support::dom;
use crate::support::fresh::Held;
use crate::support::merchant::{self, Asked};

/// Milliseconds between two looks of the detector.
const GAP: u32 = 40;

/// What is seen of the customer, who knows what the screen shows.
type Acts = Rc<dyn Fn(Option<View>) -> Vec<Face>>;

fn square(x: f64, y: f64, edge: f64) -> Face {
    let (left, top) = ((x - edge / 2.0).max(0.0) as u32, (y - edge / 2.0).max(0.0) as u32);
    Face { x: left, y: top, width: edge as u32, height: edge as u32, score: 20.0 }
}

/// Far away, in the middle of the video.
fn far() -> Face {
    square(320.0, 240.0, 110.0)
}

/// With the face in the oval, once there is one to come into.
fn does_right(view: Option<View>) -> Vec<Face> {
    match view {
        Some(View { hint: Hint::ShowFace | Hint::GoBack | Hint::BeAlone, .. }) => vec![far()],
        Some(View { oval: Some(oval), .. }) => {
            // What the box of the thresholds is made of: 0.72 of the square's edge, 1.618 times as high.
            let (x, y) = (oval.left + oval.width / 2.0, oval.top + oval.height / 2.0);
            vec![square(x, y, oval.height / (0.72 * 1.618))]
        }
        _ => vec![far()],
    }
}

/// A detector that sees what a test wants.
struct Seer {
    acts: Acts,
    check: Rc<RefCell<Option<Rc<dyn Check>>>>,
}

impl Seer {
    fn look(&self) -> Look {
        let view = self.check.borrow().as_ref().and_then(|check| check.view());
        Look {
            width: 640,
            height: 480,
            quad: None,
            cut: Vec::new(),
            confidence: 0.0,
            sharpness: 0.5,
            glare: 0.0,
            hash: 0,
            faces: Some((self.acts)(view)),
            findings: Vec::new(),
            advice: None,
            millis: 5.0,
        }
    }

    fn go_on(self: Rc<Self>, is_over: Rc<Cell<bool>>, on_look: OnLook) {
        js::set_timer(GAP, move || {
            if !is_over.get() {
                on_look(self.look(), None);
                self.go_on(is_over, on_look);
            }
        });
    }
}

struct Sight(Rc<Seer>);

impl Vision for Sight {
    fn warm_up(&self, _: Target) {}

    fn watch(&self, _: HtmlVideoElement, what: Watch, on_look: OnLook) -> Watching {
        assert_eq!(what.target, Target::Face);
        let is_over = Rc::new(Cell::new(false));
        Rc::clone(&self.0).go_on(Rc::clone(&is_over), on_look);
        Watching(Box::new(Blind(is_over)))
    }

    fn inspect(&self, _: &Canvas, _: (u32, u32), _: Watch) -> Task<'_, Option<Look>> {
        Box::pin(async { None })
    }
}

struct Blind(Rc<Cell<bool>>);

impl Drop for Blind {
    fn drop(&mut self) {
        self.0.set(true);
    }
}

/// A check in the page.
struct Checked {
    asked: Asked,
    id: String,
    camera: Rc<dyn Camera>,
    clock: Rc<Clock>,
    changes: Rc<Cell<u32>>,
    check: Held<Rc<dyn Check>>,
    /// Streams that the camera gave.
    streams: Rc<RefCell<Vec<MediaStream>>>,
    end: Rc<RefCell<Option<Result<Canvas, Code>>>>,
    views: Rc<RefCell<Vec<View>>>,
    /// What the colours were drawn on.
    painted: Rc<RefCell<Option<HtmlCanvasElement>>>,
}

/// What a check is begun with, if not the usual.
struct Plan {
    acts: Acts,
    is_calm: bool,
    clock: Rc<Clock>,
    provider: LivenessProvider,
}

async fn provider() -> LivenessProvider {
    let config = Customer::opening(None).await.config.expect("a configuration");
    config.liveness.expect("a provider")
}

impl Plan {
    async fn of(acts: impl Fn(Option<View>) -> Vec<Face> + 'static) -> Self {
        Self { acts: Rc::new(acts), is_calm: false, clock: Rc::default(), provider: provider().await }
    }

    async fn right() -> Self {
        Self::of(does_right).await
    }

    /// Begins a check of `asked`.
    async fn begin(self, asked: Asked) -> Checked {
        let (id, session_id) = asked.begins_check().await;
        let camera: Rc<dyn Camera> = Rc::new(WebCamera::default());
        let video = camera.video().expect("a video");
        dom::page().body().expect("a body").append_child(&video).expect("a place");
        let place: Rc<RefCell<Option<Rc<dyn Check>>>> = Rc::default();
        let seer = Rc::new(Seer { acts: self.acts, check: Rc::clone(&place) });
        let changes = Rc::new(Cell::new(0));
        let (counted, seen) = (Rc::clone(&changes), Rc::clone(&place));
        let (views, streams) = (Rc::new(RefCell::new(Vec::new())), Rc::new(RefCell::new(Vec::new())));
        let (shown, given, filmed) = (Rc::clone(&views), Rc::clone(&streams), Rc::clone(&camera));
        let painted = Rc::new(RefCell::new(None));
        let sheet = Rc::clone(&painted);
        let on_change = move || {
            counted.set(counted.get() + 1);
            let check = seen.borrow().clone();
            given.borrow_mut().extend(filmed.media());
            shown.borrow_mut().extend(check.as_ref().and_then(|check| check.view()));
            if let Some(canvas) = check.and_then(|check| check.colours()) {
                dom::page().body().expect("a body").append_child(&canvas).expect("a place");
                sheet.borrow_mut().get_or_insert(canvas);
            }
        };
        let kit = Kit {
            camera: Rc::clone(&camera),
            vision: Rc::new(Sight(seer)),
            clock: Rc::clone(&self.clock),
            provider: self.provider,
            on_change: Rc::new(on_change),
        };
        let order = Order { session_id, is_calm: Some(self.is_calm), attempt: 1 };
        let end = Rc::new(RefCell::new(None));
        let told = Rc::clone(&end);
        let on_end = Box::new(move |how| drop(told.borrow_mut().replace(how)));
        let check = liveness::begin(kit, order, on_end).await.expect("the code is there");
        place.replace(Some(Rc::clone(&check)));
        let check = Held::new(check);
        Checked { asked, id, camera, clock: self.clock, changes, check, streams, end, views, painted }
    }
}

/// A customer of whom a check is asked.
async fn asked() -> Asked {
    merchant::ask(json!([{ "type": "identity-proof", "faceLivenessRequired": true }])).await
}

/// One of whom this is asked.
async fn asked_for(order: Value) -> Asked {
    let asked = asked().await;
    asked.orders_check(order).await;
    asked
}

impl Checked {
    async fn ends(&self) -> Result<Canvas, Code> {
        let end = dom::until("the end of the check", || self.end.borrow_mut().take()).await;
        self.is_released();
        end
    }

    /// Ends without a picture.
    async fn fails(&self) -> Code {
        self.ends().await.err().expect("no check was performed")
    }

    /// Waits for a hint.
    async fn shows(&self, hint: Hint) {
        let look = || self.views.borrow().iter().any(|view| view.hint == hint).then_some(());
        dom::until(&format!("the hint {hint:?}"), look).await;
    }

    fn is_released(&self) {
        let is_over = |track: JsValue| {
            track.unchecked_into::<MediaStreamTrack>().ready_state() == MediaStreamTrackState::Ended
        };
        let streams = self.streams.borrow();
        assert!(
            streams.iter().all(|stream| stream.get_tracks().iter().all(is_over)),
            "the light of the camera is off"
        );
        assert!(self.camera.media().is_none());
        assert!(self.check.with(|check| check.colours()).is_none(), "no colours stay");
    }
}

#[wasm_bindgen_test]
async fn a_movement_is_performed_and_a_still_kept() {
    for distance in ["closer", "further"] {
        let asked = asked_for(json!({ "challenge": "movement", "distance": distance })).await;
        let checked = Plan::right().await.begin(asked).await;
        let still = checked.ends().await.unwrap_or_else(|code| panic!("{distance}: {code:?}"));
        assert!(still.width() >= 320 && still.height() >= 240);
        assert!(!checked.streams.borrow().is_empty());
        assert_eq!(checked.asked.settles_check(&checked.id).await, "succeeded", "{distance}");
    }
}

#[wasm_bindgen_test]
async fn colours_are_shown_in_their_order_and_taken_away() {
    let asked = asked_for(json!({ "challenge": "movement-and-light" })).await;
    let checked = Plan::right().await.begin(asked).await;
    let still = checked.ends().await;
    assert!(still.is_ok(), "{:?}", still.err());
    assert!(checked.painted.borrow().is_some(), "there were colours");
    assert_eq!(checked.asked.settles_check(&checked.id).await, "succeeded");
}

#[wasm_bindgen_test]
async fn whoever_wants_no_flashing_light_is_asked_for_a_movement_only() {
    let asked = asked_for(json!({ "challenge": "movement-and-light" })).await;
    let plan = Plan { is_calm: true, ..Plan::right().await };
    let checked = plan.begin(asked).await;
    assert!(checked.ends().await.is_ok());
    assert!(checked.painted.borrow().is_none(), "no colours");
    assert_eq!(checked.asked.settles_check(&checked.id).await, "succeeded");
}

#[wasm_bindgen_test]
async fn who_is_not_seen_alone_in_the_oval_is_told_why() {
    let in_matching =
        |view: Option<View>| view.is_some_and(|view| view.percent > 0 || view.hint == Hint::ComeCloser);
    let nobody = move |view| if in_matching(view) { Vec::new() } else { does_right(view) };
    let several = move |view| match does_right(view) {
        faces if in_matching(view) => [faces, vec![square(100.0, 100.0, 100.0)]].concat(),
        faces => faces,
    };
    let colourless = |view: Option<View>| match view {
        Some(View { hint: Hint::Colours, .. }) => Vec::new(),
        view => does_right(view),
    };
    let stays_far = |_| vec![far()];
    let cases: [(Acts, Code); 4] = [
        (Rc::new(nobody), Code::LivenessFit),
        (Rc::new(several), Code::LivenessSeveralFaces),
        (Rc::new(colourless), Code::LivenessFaceLost),
        (Rc::new(stays_far), Code::LivenessFit),
    ];
    for (acts, code) in cases {
        let asked = asked_for(json!({ "challenge": "movement-and-light", "distance": "closer" })).await;
        let checked = Plan { acts, ..Plan::right().await }.begin(asked).await;
        assert_eq!(checked.fails().await, code);
    }
}

#[wasm_bindgen_test]
async fn a_face_that_is_gone_when_the_video_begins_is_missed() {
    let before = |view: Option<View>| match view {
        Some(View { hint: Hint::ShowFace | Hint::GoBack, .. }) => vec![far()],
        _ => Vec::new(),
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
        // The clock is right.
        (exception("InvalidSignatureException", "open"), Code::LivenessConnection),
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
        assert!(checked.streams.borrow().is_empty(), "the camera was not even started");
    }
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
    let plan = Plan { provider, clock: Rc::clone(&checked.clock), ..Plan::right().await };
    assert!(plan.begin(asked).await.ends().await.is_ok());
}

#[wasm_bindgen_test]
async fn the_clock_is_learnt_from_who_gives_the_keys() {
    let plan = Plan::right().await;
    plan.clock.learn_date("Sun, 01 Nov 2026 00:00:00 GMT", 0);
    let checked = plan.begin(asked_for(json!({ "challenge": "movement" })).await).await;
    assert!(checked.ends().await.is_ok());
}

#[wasm_bindgen_test]
async fn a_check_that_is_stopped_lets_go_of_everything_and_is_silent() {
    for hint in [Hint::CameraStarts, Hint::Connecting, Hint::ComeCloser, Hint::Colours, Hint::Verifying] {
        let asked = asked_for(json!({ "challenge": "movement-and-light" })).await;
        let checked = Plan::right().await.begin(asked).await;
        checked.shows(hint).await;
        checked.check.with(|check| check.stop());
        checked.is_released();
        assert!(checked.check.with(|check| check.view()).is_none());
        let changes = checked.changes.get();
        // The provider has noticed, and nothing was told of it.
        checked.asked.settles_check(&checked.id).await;
        assert_eq!(checked.changes.get(), changes, "{hint:?}");
        assert!(checked.end.borrow().is_none(), "{hint:?}");
    }
}

#[wasm_bindgen_test]
async fn a_page_that_is_hidden_ends_a_video() {
    let checked = Plan::right().await.begin(asked().await).await;
    checked.shows(Hint::ComeCloser).await;
    let getter = js_sys::Function::new_no_args("return { get: () => true, configurable: true };");
    let getter = getter.call0(&JsValue::UNDEFINED).expect("a property").unchecked_into();
    js_sys::Object::define_property(dom::page().unchecked_ref(), &"hidden".into(), &getter);
    dom::page().dispatch_event(&web_sys::Event::new("visibilitychange").expect("an event")).expect("taken");
    let code = checked.fails().await;
    js_sys::Reflect::delete_property(dom::page().unchecked_ref(), &"hidden".into()).expect("it was there");
    assert_eq!(code, Code::LivenessHidden);
}

#[wasm_bindgen_test]
async fn a_camera_that_ends_by_itself_ends_the_check() {
    let checked = Plan::right().await.begin(asked().await).await;
    checked.shows(Hint::ComeCloser).await;
    let stream = checked.streams.borrow().first().cloned().expect("a stream");
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
        let devices = js::global(&["navigator", "mediaDevices"]);
        let ask = js_sys::Function::new_no_args(&script).call0(&JsValue::UNDEFINED).expect("a function");
        // Undone by `fresh.js` when this fails.
        js::set(&devices, "getUserMedia", &ask);
        let checked = Plan::right().await.begin(asked().await).await;
        let ended = checked.fails().await;
        js_sys::Reflect::delete_property(devices.unchecked_ref(), &"getUserMedia".into())
            .expect("it was there");
        assert_eq!(ended, code);
    }
}

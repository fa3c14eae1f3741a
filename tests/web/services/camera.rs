//! The camera, with the browser's fake device and with a browser that refuses.

use std::rc::Rc;

use js_sys::{Function, Promise, Reflect};
use kyc_flow::Facing;
use kyc_gatherer::services::camera::{Camera, OnStopped, WebCamera, Wish};
use kyc_gatherer::services::js;
use kyc_wire::Code;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{DomException, HtmlVideoElement, MediaStream, MediaStreamTrack};

use crate::support::photographer::{Photographer, answering};

fn ignore() -> OnStopped {
    Rc::new(|_| ())
}

fn stream(video: &HtmlVideoElement) -> MediaStream {
    video.src_object().expect("a stream")
}

fn is_ended(stream: &MediaStream) -> bool {
    stream.get_tracks().iter().all(|track| {
        track.unchecked_into::<MediaStreamTrack>().ready_state() == web_sys::MediaStreamTrackState::Ended
    })
}

/// `getUserMedia` replaced for a test; the browser's own comes back when dropped, or when the next test begins.
struct Browser {
    devices: JsValue,
}

impl Browser {
    fn with(ask: &Function) -> Self {
        let devices = js::global(&["navigator", "mediaDevices"]);
        js::set(&devices, "getUserMedia", ask);
        Self { devices }
    }

    fn refusing(name: &str) -> Self {
        let error: JsValue =
            DomException::new_with_message_and_name("refused", name).expect("an error").into();
        let refuse = move || -> Promise { Promise::reject(&error) };
        Self::with(Closure::<dyn Fn() -> Promise>::new(refuse).into_js_value().unchecked_ref())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The replacement hides the prototype's method.
        drop(Reflect::delete_property(
            self.devices.unchecked_ref::<js_sys::Object>(),
            &"getUserMedia".into(),
        ));
    }
}

#[wasm_bindgen_test]
async fn it_runs_takes_a_picture_and_lets_go() {
    let camera = WebCamera::default();
    camera.start(Facing::Front, Wish::PICTURE, ignore()).await.expect("the fake camera");
    let video = camera.video().expect("a video");
    assert_eq!(video.get_attribute("data-facing").as_deref(), Some("front"));
    assert!(camera.count() >= 1);
    let shot = camera.shot().await.expect("a picture");
    assert!(shot.width() > 0 && shot.height() > 0);
    let running = stream(&video);
    camera.stop();
    assert!(is_ended(&running), "the camera is released");
    assert!(video.src_object().is_none());
    assert_eq!(camera.shot().await.err(), Some(Code::CameraFailed));
}

#[wasm_bindgen_test]
async fn a_second_start_stops_the_first_stream() {
    let camera = WebCamera::default();
    camera.start(Facing::Rear, Wish::PICTURE, ignore()).await.expect("the fake camera");
    let video = camera.video().expect("a video");
    let first = stream(&video);
    camera.start(Facing::Front, Wish::PICTURE, ignore()).await.expect("the fake camera");
    assert!(is_ended(&first));
    assert!(!is_ended(&stream(&video)));
    drop(camera);
}

#[wasm_bindgen_test]
async fn a_stream_that_arrives_late_is_stopped() {
    let asked = js::global(&["navigator", "mediaDevices"]).unchecked_into::<web_sys::MediaDevices>();
    let constraints = web_sys::MediaStreamConstraints::new();
    constraints.set_video(&JsValue::TRUE);
    let late: MediaStream =
        JsFuture::from(asked.get_user_media_with_constraints(&constraints).expect("a call"))
            .await
            .expect("the fake camera")
            .unchecked_into();
    let answer: Promise = Promise::resolve(&JsValue::from(Clone::clone(&late)));
    let ask = Closure::<dyn Fn() -> Promise>::new(move || answer.clone()).into_js_value();
    let _browser = Browser::with(ask.unchecked_ref());
    let camera = WebCamera::default();
    let starting = camera.start(Facing::Rear, Wish::PICTURE, ignore());
    camera.stop();
    assert_eq!(starting.await, Err(Code::Cancelled));
    assert!(is_ended(&late));
}

#[wasm_bindgen_test]
async fn refusals_have_their_codes() {
    for (name, code) in [
        ("NotAllowedError", Code::CameraDenied),
        ("NotFoundError", Code::CameraMissing),
        ("OverconstrainedError", Code::CameraMissing),
        ("NotReadableError", Code::CameraBusy),
        ("AbortError", Code::CameraBusy),
        ("TypeError", Code::CameraFailed),
    ] {
        let browser = Browser::refusing(name);
        let refused = WebCamera::default().start(Facing::Rear, Wish::PICTURE, ignore()).await;
        drop(browser);
        assert_eq!(refused, Err(code), "{name}");
    }
}

#[wasm_bindgen_test]
async fn an_ending_of_the_device_is_told_and_a_stop_is_not() {
    let camera = WebCamera::default();
    let told = Rc::new(std::cell::RefCell::new(Vec::new()));
    let heard = Rc::clone(&told);
    camera
        .start(Facing::Rear, Wish::PICTURE, Rc::new(move |code| heard.borrow_mut().push(code)))
        .await
        .expect("the fake camera");
    let track: MediaStreamTrack =
        stream(&camera.video().expect("a video")).get_video_tracks().get(0).unchecked_into();
    track.dispatch_event(&web_sys::Event::new("ended").expect("an event")).expect("it is taken");
    assert_eq!(*told.borrow(), [Code::CameraEnded]);
    camera.stop();
    track.dispatch_event(&web_sys::Event::new("ended").expect("an event")).expect("it is taken");
    assert_eq!(told.borrow().len(), 1);
}

/// More pixels than any running picture has.
const PAGE: u32 = 100_000;

async fn running(facing: Facing) -> WebCamera {
    let camera = WebCamera::default();
    camera.start(facing, Wish::PICTURE, ignore()).await.expect("the fake camera");
    camera
}

#[wasm_bindgen_test]
async fn a_photograph_is_taken_within_bounds_and_without_a_flash() {
    let camera = running(Facing::Rear).await;
    let photographer = Photographer::showing((8192, 6144), b"a photograph");
    let photo = camera.photo(PAGE).await.expect("a photograph");
    assert_eq!(photo.size(), 12.0);
    assert_eq!(photographer.asked(), [(4096.0, 3072.0, Some("off".to_owned()))]);
    drop(photographer);
    let plain = Photographer::new((4000, 3000), &[], &answering(&photo));
    assert!(camera.photo(PAGE).await.is_some(), "a camera without a light of its own");
    assert_eq!(plain.asked(), [(4000.0, 3000.0, None)]);
}

#[wasm_bindgen_test]
async fn no_photograph_is_taken_that_would_be_no_better_or_flash() {
    let rear = running(Facing::Rear).await;
    let width = rear.video().expect("a video").video_width();
    let height = rear.video().expect("a video").video_height();
    let large = Photographer::showing((width * 2, height * 2), b"a photograph");
    assert!(rear.photo(width).await.is_none(), "the running picture has enough");
    drop(large);
    let alike = Photographer::showing((width + 64, height + 64), b"a photograph");
    assert!(rear.photo(PAGE).await.is_none(), "hardly any more pixels");
    drop(alike);
    let bright = Photographer::new((width * 2, height * 2), &["flash"], &answering(&JsValue::NULL));
    assert!(rear.photo(PAGE).await.is_none(), "it cannot but flash");
    assert!(bright.asked().is_empty());
    drop(bright);
    let front = running(Facing::Front).await;
    let large = Photographer::showing((width * 2, height * 2), b"a photograph");
    assert!(front.photo(PAGE).await.is_none(), "the customer is looked at");
    assert!(large.asked().is_empty());
    front.stop();
    assert!(front.photo(PAGE).await.is_none(), "it does not run");
}

#[wasm_bindgen_test]
async fn a_camera_that_does_not_answer_is_asked_once() {
    let answers =
        ["return new Promise(() => {});", "return Promise.reject('no');", "return Promise.resolve(1);"];
    for answer in answers {
        let camera = running(Facing::Rear).await;
        let photographer = Photographer::new((8000, 6000), &[], &Function::new_no_args(answer));
        assert!(camera.photo(PAGE).await.is_none());
        assert!(camera.photo(PAGE).await.is_none());
        assert_eq!(photographer.asked().len(), 1);
        assert!(camera.shot().await.is_ok(), "the running picture is there all the same");
    }
}

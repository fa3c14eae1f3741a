//! The picture of a running camera, mirrored or not, and presses on it.

use std::rc::Rc;

use js_sys::Function;
use kyc_flow::{CameraState, Capturing, Facing, Means, OpId, Side, Stage};
use kyc_gatherer::ports::Share;
use kyc_gatherer::services::camera::{Camera, WebCamera, Wish};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use super::{Shown, draft};

/// A passport's viewfinder while a camera runs that looks this way. The stage has the proportions of the picture, so
/// that shares of one are shares of the other.
async fn looking(facing: Facing) -> (Shown, WebCamera) {
    let means = Means::Camera { facing: Facing::Rear, state: CameraState::Starting { op: OpId(1) } };
    let stage = Stage::Capturing(Capturing { draft: draft(), side: Side::Front, means });
    let shown = Shown::at(stage, |_| ()).await;
    let camera = WebCamera::default();
    camera.start(facing, Wish::PICTURE, Rc::new(|_| ())).await.expect("the fake camera");
    let video = camera.video().expect("a video");
    shown.media.video.replace(Some(video.clone()));
    shown.media.guidance.borrow_mut().torch = Some(false);
    shown.happens(kyc_flow::Event::CameraStarted { op: OpId(1) });
    let picture = dom_picture(&shown).await;
    let style = format!(
        "position:fixed;top:0;left:0;width:400px;height:{}px",
        400 * video.video_height() / video.video_width()
    );
    picture.set_attribute("style", &style).expect("a style");
    (shown, camera)
}

async fn dom_picture(shown: &Shown) -> Element {
    let find = || shown.find(".kyc-camera__video:has(video)");
    crate::support::dom::until("the picture", find).await.into()
}

/// A press on `target` at this share of the stage's width, and half its height.
fn press(target: &Element, across: f64) {
    let press = Function::new_with_args(
        "target, across",
        "const { left, top, width, height } = document.querySelector('.kyc-camera__video').getBoundingClientRect();
        const place = { clientX: left + width * across, clientY: top + height / 2 };
        target.dispatchEvent(new MouseEvent('click', { bubbles: true, ...place }));",
    );
    press.call2(&JsValue::UNDEFINED, target, &across.into()).expect("a press");
}

/// Where the camera was asked to focus last.
fn pointed(shown: &Shown) -> Option<Share> {
    shown.media.guidance.borrow().pointed.map(|(_, place)| place)
}

#[wasm_bindgen_test]
async fn a_press_on_the_picture_focuses_there_in_a_mirror_too() {
    for (facing, expected) in [(Facing::Rear, 0.25), (Facing::Front, 0.75)] {
        let (shown, _camera) = looking(facing).await;
        let is_mirrored = shown.find(".kyc-camera--mirrored").is_some();
        assert_eq!(is_mirrored, facing == Facing::Front, "as the camera looks, not as it was asked for");
        press(&shown.find("main video").expect("a video"), 0.25);
        let (x, y) = pointed(&shown).expect("a place");
        assert!((x - expected).abs() < 0.01 && (y - 0.5).abs() < 0.01, "{x} {y}");
    }
}

#[wasm_bindgen_test]
async fn a_press_beside_the_picture_or_on_the_light_focuses_nowhere() {
    let (shown, _camera) = looking(Facing::Rear).await;
    press(&shown.find(".kyc-camera__torch button").expect("a light"), 0.9);
    assert_eq!(pointed(&shown), None);
    press(&shown.find("main video").expect("a video"), 1.2);
    assert_eq!(pointed(&shown), None);
}

#[wasm_bindgen_test]
async fn each_press_is_marked_anew() {
    let (shown, _camera) = looking(Facing::Rear).await;
    let mark = || shown.find(".kyc-camera__focus");
    assert!(mark().is_none());
    let mut before = None;
    for across in [0.25, 0.25] {
        press(&shown.find("main video").expect("a video"), across);
        shown.changes();
        let is_new = || mark().filter(|mark| Some(mark) != before.as_ref());
        before = Some(crate::support::dom::until("a ring", is_new).await);
    }
}

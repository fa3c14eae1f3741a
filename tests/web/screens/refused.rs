//! A camera that is refused: whoever was not asked is told of another browser, and the link can be taken there.

use js_sys::Function;
use kyc_flow::{CameraState, Capturing, Event, Facing, Means, OpId, Side, Stage};
use kyc_wire::Code;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Shown, draft};
use crate::support::fresh::Held;
use crate::support::{dom, words};

/// The camera was starting when it was refused; by the customer or not.
async fn refused(is_denied: bool) -> Shown {
    let op = OpId(1);
    let means = Means::Camera { facing: Facing::Rear, state: CameraState::Starting { op } };
    let stage = Stage::Capturing(Capturing { draft: draft(), side: Side::Front, means });
    let shown = Shown::at(stage, |_| ()).await;
    shown.media.is_denied.set(is_denied);
    shown.happens(Event::CameraFailed { op, code: Code::CameraDenied });
    shown.reads(words::text("camera.help.title")).await;
    shown
}

/// The browser's own clipboard comes back when dropped, or when the next test begins.
struct Clipboard;

impl Clipboard {
    fn new(writes: &str) -> Held<Self> {
        let replace =
            ["Object.defineProperty(navigator, 'clipboard', { configurable: true, value: ", writes, " });"];
        Function::new_no_args(&replace.concat()).call0(&JsValue::UNDEFINED).expect("it is replaced");
        Held::new(Self)
    }
}

impl Drop for Clipboard {
    fn drop(&mut self) {
        drop(Function::new_no_args("delete navigator.clipboard;").call0(&JsValue::UNDEFINED));
    }
}

#[wasm_bindgen_test]
async fn another_browser_is_offered_unless_the_customer_has_refused() {
    for is_denied in [false, true] {
        let shown = refused(is_denied).await;
        assert_eq!(dom::says(words::text("camera.elsewhere.unasked")), !is_denied);
        assert!(shown.has_action("camera.upload") && shown.has_action("action.retry"), "the usual ways on");
    }
}

#[wasm_bindgen_test]
async fn it_is_seen_and_heard_whether_the_link_was_copied() {
    for (writes, end) in [
        ("{ writeText: async () => {} }", "camera.copied"),
        ("{ writeText: async () => { throw new Error('no'); } }", "camera.copy.hand"),
        ("undefined", "camera.copy.hand"),
    ] {
        let _clipboard = Clipboard::new(writes);
        let shown = refused(false).await;
        let field = shown.find(".kyc-notice input[readonly]").expect("the link, to be copied by hand");
        assert!(field.get_attribute("value").is_some_and(|link| link.contains("token=")));
        shown.presses("camera.copy").await;
        shown.hears(words::text(end)).await;
        let is_seen = || {
            let notices = dom::all(".kyc-notice");
            notices.iter().any(|notice| dom::name(notice).contains(words::text(end))).then_some(())
        };
        dom::until(end, is_seen).await;
    }
}

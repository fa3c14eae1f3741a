//! A camera that is refused: whoever was not asked is told of another browser, and the link can be taken there.

use js_sys::Function;
use kyc_flow::{CameraState, Capturing, Facing, Means, Side, Stage};
use kyc_wire::Code;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Shown, draft};
use crate::support::fresh::Held;
use crate::support::{dom, words};

async fn refused() -> Shown {
    let state = CameraState::Failed { code: Code::CameraDenied };
    let means = Means::Camera { facing: Facing::Rear, state };
    Shown::at(Stage::Capturing(Capturing { draft: draft(), side: Side::Front, means }), |_| ()).await
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
    let shown = refused().await;
    shown.reads(words::text("camera.elsewhere.unasked")).await;
    assert!(
        shown.has_action("camera.upload") && shown.has_action("action.retry"),
        "beside the usual ways on"
    );
    drop(shown);
    // Known before the screen is drawn.
    let shown = refused().await;
    shown.media.is_denied.set(true);
    shown.happens(kyc_flow::Event::RetryPressed);
    let op = match shown.stage() {
        Stage::Capturing(Capturing {
            means: Means::Camera { state: CameraState::Starting { op }, .. },
            ..
        }) => op,
        stage => panic!("not starting: {stage:?}"),
    };
    shown.happens(kyc_flow::Event::CameraFailed { op, code: Code::CameraDenied });
    shown.reads(words::text("camera.help.title")).await;
    assert!(!dom::says(words::text("camera.elsewhere.unasked")));
}

#[wasm_bindgen_test]
async fn it_is_seen_and_heard_whether_the_link_was_copied() {
    for (writes, end) in [
        ("{ writeText: async () => {} }", "camera.copied"),
        ("{ writeText: async () => { throw new Error('no'); } }", "camera.copy.hand"),
        ("undefined", "camera.copy.hand"),
    ] {
        let _clipboard = Clipboard::new(writes);
        let shown = refused().await;
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

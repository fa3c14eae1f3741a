//! The browser's error names in stable codes.

use kyc_wire::Code;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;

use crate::services::js;

/// The code of an error of `getUserMedia`.
pub fn code_of(error: &JsValue) -> Code {
    match js::error_name(error).as_str() {
        "NotAllowedError" | "PermissionDeniedError" | "SecurityError" if is_blocked() => Code::CameraBlocked,
        "NotAllowedError" | "PermissionDeniedError" | "SecurityError" => Code::CameraDenied,
        "NotFoundError" | "DevicesNotFoundError" | "OverconstrainedError" => Code::CameraMissing,
        "NotReadableError" | "TrackStartError" | "AbortError" => Code::CameraBusy,
        _ => Code::CameraFailed,
    }
}

/// Whether another try without any wishes may succeed.
pub fn is_about_wishes(error: &JsValue) -> bool {
    matches!(js::error_name(error).as_str(), "NotFoundError" | "OverconstrainedError")
}

/// Whether another camera may do when a certain one was asked for: this one is gone, or another program has it. What the
/// customer has refused is not asked for twice, and nobody waits twice for what does not answer.
pub fn is_about_one(error: &JsValue) -> bool {
    matches!(code_of(error), Code::CameraMissing | Code::CameraBusy)
}

/// Whether the embedding page does not pass the camera on. Browsers that do not tell are taken to pass it on: the
/// customer then reads how to allow it, which names the embedding page as well.
pub fn is_blocked() -> bool {
    ["permissionsPolicy", "featurePolicy"].into_iter().any(|name| {
        let policy = js::global(&["document", name]);
        let asks = js::global(&["document", name, "allowsFeature"]).dyn_into::<js_sys::Function>();
        asks.is_ok_and(|asks| {
            asks.call1(&policy, &"camera".into()).is_ok_and(|allows| allows == JsValue::FALSE)
        })
    })
}

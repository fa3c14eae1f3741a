//! What the app needs of the browser and of the way it is served.

use kyc_wire::Code;

use super::js;

/// APIs without which nothing can be captured or sent. What may be missing (camera, observers) is asked for where it
/// is used.
const NEEDED: [&[&str]; 7] = [
    &["fetch"],
    &["AbortController"],
    &["FormData"],
    &["XMLHttpRequest"],
    &["Intl", "PluralRules"],
    &["Blob", "prototype", "arrayBuffer"],
    &["HTMLCanvasElement", "prototype", "toBlob"],
];

/// # Errors
/// `insecure-context` or `unsupported-browser`.
pub fn check() -> Result<(), Code> {
    if js::global(&["isSecureContext"]).is_falsy() {
        return Err(Code::InsecureContext);
    }
    let has_all = NEEDED.iter().all(|names| js::global(names).is_function());
    if has_all { Ok(()) } else { Err(Code::UnsupportedBrowser) }
}

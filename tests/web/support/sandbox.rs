//! The sandbox that `cargo xtask test` starts beside the tests, and the specimens it has drawn.
//!
//! The page of the tests is served from the workspace, so files below `target/xtask` can be fetched from it. Its
//! address lies there because a page knows no environment and a compiled-in port would rebuild the app.

use gloo_net::http::{Request, Response};
use kyc_gatherer::services::vision::Module;
use serde_json::Value;

const HINT: &str = "the browser tests are run by `cargo xtask test --suite web`";

/// The sandbox's address, without a slash at the end.
pub async fn url() -> String {
    let run: Value = fetch("sandbox.json").await.json().await.expect(HINT);
    run.get("url").and_then(Value::as_str).expect(HINT).to_owned()
}

/// The vision module that the same command has built.
pub fn vision_module() -> Module {
    Module { url: "/target/xtask/vision/vision.js".into(), ..Module::default() }
}

/// Where the module for HEIC pictures is that the same command has built.
pub fn heic_module() -> String {
    "/target/xtask/heic/heic.js".into()
}

/// The content of a specimen such as `id-card-front.jpg` (`crates/specimen/src/set.rs` names them all).
pub async fn specimen(name: &str) -> Vec<u8> {
    fetch(&format!("specimens/{name}")).await.binary().await.expect(HINT)
}

async fn fetch(name: &str) -> Response {
    let response = Request::get(&format!("/target/xtask/{name}")).send().await.expect(HINT);
    assert!(response.ok(), "{name} is missing: {HINT}");
    response
}

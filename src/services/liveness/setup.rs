//! What a session is made of: the deployment's provider, its keys, the customer's wish.

use js_sys::Function;
use kyc_liveness::session::Setup;
use kyc_liveness::sigv4::{Endpoint, Scope};
use kyc_wire::Code;
use kyc_wire::config::LivenessProvider;
use wasm_bindgen::{JsCast, JsValue};

use super::{Order, Scene, keys};
use crate::services::js;

const USER_AGENT: &str = concat!("kyc-gatherer/", env!("CARGO_PKG_VERSION"));

/// Everything for a session, or why there can be none.
pub async fn of(scene: &dyn Scene, order: Order) -> Result<Setup, Code> {
    if !["MediaRecorder", "WebSocket"].into_iter().all(|name| js::global(&[name]).is_function()) {
        return Err(Code::LivenessUnsupported);
    }
    let provider = scene.provider().ok_or(Code::LivenessUnavailable)?;
    let endpoint = endpoint(provider).ok_or(Code::LivenessUnavailable)?;
    if scene.vision().is_faceless().await {
        return Err(Code::LivenessUnsupported);
    }
    let credentials = keys::of(provider, scene.clock()).await?;
    Ok(Setup {
        credentials,
        scope: Scope::rekognition(&provider.region),
        endpoint,
        session_id: order.session_id,
        challenge_id: fresh_id(),
        has_light: !order.is_calm.unwrap_or_else(js::prefers_reduced_motion),
        attempt_count: order.attempt,
        has_precheck: true,
        user_agent: USER_AGENT.to_owned(),
    })
}

fn endpoint(provider: &LivenessProvider) -> Option<Endpoint> {
    match &provider.endpoint {
        Some(address) => Endpoint::parse(address).ok(),
        None => Endpoint::amazon(&provider.region).ok(),
    }
}

/// A UUID, version 4. It only has to be another one each time.
fn fresh_id() -> String {
    let own = js::global(&["crypto", "randomUUID"]).dyn_into::<Function>().ok();
    let own = own.and_then(|make| make.call0(&js::global(&["crypto"])).ok());
    own.as_ref().and_then(JsValue::as_string).unwrap_or_else(|| {
        let digit = |below: f64| char::from_digit((js_sys::Math::random() * below) as u32, 16).unwrap_or('0');
        let fill = |sign| match sign {
            'x' => digit(16.0),
            other => other,
        };
        "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx".chars().map(fill).collect()
    })
}

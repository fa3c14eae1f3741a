//! Keys for the provider: fixed ones, or from an identity pool as Amazon Cognito gives them out.

use js_sys::{Array, Object};
use kyc_liveness::sigv4::Credentials;
use kyc_wire::Code;
use kyc_wire::config::LivenessProvider;
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, RequestInit, Response};

use super::codes;
use crate::services::clock::Clock;
use crate::services::js;
use crate::services::json::{self, Json};

/// How long an answer may take.
const TIME_LIMIT: u32 = 10_000;

/// Keys, or why there are none. The answers' `Date` is the provider's clock, which signatures are held against.
pub async fn of(provider: &LivenessProvider, clock: &Clock) -> Result<Credentials, Code> {
    if let Some(fixed) = provider.credentials.clone() {
        return Ok(Credentials {
            access_key: fixed.access_key_id,
            secret_key: fixed.secret_access_key,
            session_token: fixed.session_token,
        });
    }
    let pool = provider.identity_pool_id.as_deref().ok_or(Code::LivenessUnavailable)?;
    let url = provider.identity_endpoint.clone().unwrap_or_else(|| {
        ["https://cognito-identity.", provider.region.as_str(), ".amazonaws.com/"].concat()
    });
    let identity = call(&url, "GetId", ("IdentityPoolId", pool), clock).await?;
    let identity = identity.get("IdentityId").text().ok_or(Code::LivenessService)?;
    let given = call(&url, "GetCredentialsForIdentity", ("IdentityId", &identity), clock).await?;
    let given = given.get("Credentials");
    let text = |name| given.get(name).text().ok_or(Code::LivenessService);
    Ok(Credentials {
        access_key: text("AccessKeyId")?,
        secret_key: text("SecretKey")?,
        session_token: Some(text("SessionToken")?),
    })
}

async fn call(url: &str, action: &str, (name, value): (&str, &str), clock: &Clock) -> Result<Json, Code> {
    let lost = |_| Code::LivenessConnection;
    let controller = AbortController::new().map_err(lost)?;
    let body = json::object(&[(name, value.into())]);
    let body = js_sys::JSON::stringify(&body).map_err(lost)?;
    let init = init(action, &body.into(), &controller);
    let window = web_sys::window().ok_or(Code::LivenessConnection)?;
    let answer = js::within(&window.fetch_with_str_and_init(url, &init), TIME_LIMIT).await;
    let response: Response = match answer {
        Ok(response) => response.unchecked_into(),
        Err(_) => {
            controller.abort();
            return Err(Code::LivenessConnection);
        }
    };
    clock.learn(&response.headers());
    let content = json::of_answer(&response, TIME_LIMIT).await;
    if !response.ok() {
        let error = content.ok().and_then(|content| content.get("__type").text());
        return Err(codes::of_keys(response.status(), &error.unwrap_or_default()));
    }
    content
        .map_err(|code| if code == Code::Server { Code::LivenessService } else { Code::LivenessConnection })
}

fn init(action: &str, body: &JsValue, controller: &AbortController) -> RequestInit {
    let target = ["AWSCognitoIdentityService.", action].concat();
    let header = |name: &str, value: &str| Array::of2(&name.into(), &value.into());
    let headers =
        Array::of2(&header("Content-Type", "application/x-amz-json-1.1"), &header("X-Amz-Target", &target));
    let init: RequestInit = Object::new().unchecked_into();
    js::set(&init, "method", &"POST".into());
    js::set(&init, "headers", &headers);
    js::set(&init, "body", body);
    js::set(&init, "signal", &controller.signal());
    js::set(&init, "credentials", &"omit".into());
    js::set(&init, "cache", &"no-store".into());
    init
}

//! The two calls of Amazon Cognito by which a browser gets keys: `GetId` and `GetCredentialsForIdentity`, in the protocol
//! `application/x-amz-json-1.1`.

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::keys;
use crate::api::body::{present, text_field};
use crate::app::{App, Shared};
use crate::faults::Met;
use crate::ids;
use crate::problem::{ApiError, ApiResult};
use crate::store;

/// Which call it is.
pub const TARGET: HeaderName = HeaderName::from_static("x-amz-target");
/// The kind of an error, also in its body.
pub const ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");
/// Names a call.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");

const SERVICE: &str = "AWSCognitoIdentityService.";
const CONTENT: &str = "application/x-amz-json-1.1";
/// The bounds of pools' and identities' names.
const LENGTHS: std::ops::RangeInclusive<usize> = 1..=55;

/// An error in the protocol's form.
struct Refusal {
    kind: &'static str,
    message: String,
}

impl Refusal {
    fn new(kind: &'static str, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }
}

impl From<ApiError> for Refusal {
    /// The cause is in the log.
    fn from(_: ApiError) -> Self {
        Self::new("InternalErrorException", "The sandbox failed; its log says why.")
    }
}

/// `POST /`
pub async fn answer(
    State(app): State<App>,
    Extension(met): Extension<Met>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let answer = serve(&app, super::now(&app, &met), &headers, &body).await;
    let mut response = match answer {
        Ok(content) => content.to_string().into_response(),
        Err(Refusal { kind, message }) => {
            let is_ours = kind == "InternalErrorException";
            let status = if is_ours { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::BAD_REQUEST };
            let content = json!({ "__type": kind, "message": message }).to_string();
            (status, [(ERROR_TYPE, format!("{kind}:"))], content).into_response()
        }
    };
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(CONTENT));
    if let Ok(id) = HeaderValue::try_from(ids::provider_session()) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

async fn serve(app: &Shared, now: i64, headers: &HeaderMap, body: &[u8]) -> Result<Value, Refusal> {
    let header = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let target = header(TARGET).and_then(|target| target.strip_prefix(SERVICE)).unwrap_or_default();
    let is_content = header(header::CONTENT_TYPE).is_some_and(|it| it.split(';').next() == Some(CONTENT));
    if !is_content || !matches!(target, "GetId" | "GetCredentialsForIdentity") {
        return Err(Refusal::new("UnknownOperationException", ""));
    }
    let input: Value = serde_json::from_slice(body).unwrap_or_default();
    if !input.is_object() {
        return Err(Refusal::new("SerializationException", "The body is not a JSON object."));
    }
    if present(&input, "Logins").and_then(Value::as_object).is_some_and(|logins| !logins.is_empty()) {
        let words = "Token is not from a supported provider of this identity pool.";
        return Err(Refusal::new("NotAuthorizedException", words));
    }
    if target == "GetId" { identity(app, &input, now).await } else { credentials(app, &input, now).await }
}

async fn identity(app: &Shared, input: &Value, now: i64) -> Result<Value, Refusal> {
    let pool = name(input, "IdentityPoolId", "identityPoolId")?;
    if pool != super::pool(app) {
        let words = format!("IdentityPool '{pool}' not found.");
        return Err(Refusal::new("ResourceNotFoundException", words));
    }
    let id = format!("{}:{}", app.config.liveness_region, ids::provider_session());
    let content = json!({ "IdentityId": id });
    app.store.run(move |tx| store::keys::add_identity(tx, &id, now)).await?;
    Ok(content)
}

async fn credentials(app: &Shared, input: &Value, now: i64) -> Result<Value, Refusal> {
    let id = name(input, "IdentityId", "identityId")?.to_owned();
    let (known, key) = (id.clone(), keys::make(&id, now)?);
    let content = json!({
        "IdentityId": id,
        "Credentials": {
            "AccessKeyId": key.access_key,
            "SecretKey": key.secret_key,
            "SessionToken": key.session_token,
            // Seconds, with a point: some readers expect a whole number and fail on the original.
            "Expiration": key.expires_at as f64 / 1000.0,
        },
    });
    let is_known = app.store.run(move |tx| -> ApiResult<bool> {
        let is_known = store::keys::is_identity(tx, &known)?;
        if is_known {
            store::keys::insert(tx, &key, now - keys::REMEMBERED_MS)?;
        }
        Ok(is_known)
    });
    if is_known.await? {
        Ok(content)
    } else {
        Err(Refusal::new("ResourceNotFoundException", format!("Identity '{id}' not found.")))
    }
}

/// A field of the form `region:uuid`.
fn name<'a>(input: &'a Value, field: &str, member: &str) -> Result<&'a str, Refusal> {
    let Some(text) = text_field(input, field) else {
        let words = format!(
            "1 validation error detected: Value null at '{member}' failed to satisfy constraint: Member must not be null"
        );
        return Err(Refusal::new("ValidationException", words));
    };
    let is_word =
        |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let is_hex = |part: &str| part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-'));
    let parts = text.split_once(':').filter(|(region, id)| !region.is_empty() && !id.is_empty());
    if LENGTHS.contains(&text.len()) && parts.is_some_and(|(region, id)| is_word(region) && is_hex(id)) {
        return Ok(text);
    }
    let words = format!(
        "1 validation error detected: Value '{}' at '{member}' failed to satisfy constraint: Member must satisfy \
         regular expression pattern: [\\w-]+:[0-9a-f-]+",
        text.chars().take(*LENGTHS.end()).collect::<String>()
    );
    Err(Refusal::new("ValidationException", words))
}

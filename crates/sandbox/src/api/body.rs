//! Reading JSON bodies field by field, so that a 422 can name what is wrong; and answering a creation.

use axum::Json;
use axum::body::{Body, BodyDataStream};
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use kyc_wire::redirect::with_info;
use kyc_wire::{Info, MatchLevel};
use serde_json::Value;

use crate::clock::from_rfc3339;
use crate::problem::{ApiError, ApiResult, InvalidFields};

/// The largest file.
pub const MAX_FILE_BYTES: usize = 25 * 1024 * 1024;
/// The largest body of an upload that is read to its end. Well above the largest file, in base64 too, so that the
/// client has sent everything and reads the 413 instead of a broken connection.
pub const MAX_UPLOAD_BODY: usize = 3 * MAX_FILE_BYTES;

/// The largest body of any other call, which is read as a whole.
const MAX_JSON_BODY: usize = 2 * 1024 * 1024;
/// The most characters of a note, `reason` or `notes`: a page of text, where the API definition has no bound.
pub const MAX_NOTE: usize = 4000;
/// The most characters of a note that is one line, as the API definition has it for the message of a rejection.
pub const MAX_LINE: usize = 255;
/// The most characters of an address: what browsers and servers take without trouble.
pub const MAX_URL: usize = 2048;

/// A JSON body that is an object, whatever its content type says.
pub struct JsonBody(pub Value);

impl<S: Send + Sync> FromRequest<S> for JsonBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> ApiResult<Self> {
        let bytes = read_whole(request.into_body().into_data_stream()).await?;
        let value: Value = serde_json::from_slice(&bytes)
            .map_err(|_| ApiError::new(StatusCode::BAD_REQUEST, "The body is not JSON."))?;
        if !value.is_object() {
            return Err(ApiError::new(StatusCode::BAD_REQUEST, "The body is not a JSON object."));
        }
        Ok(Self(value))
    }
}

async fn read_whole(mut data: BodyDataStream) -> ApiResult<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = data.next().await {
        let broken = |_| ApiError::new(StatusCode::BAD_REQUEST, "The body could not be read.");
        bytes.extend_from_slice(&chunk.map_err(broken)?);
        if bytes.len() > MAX_JSON_BODY {
            drain_rest(data).await;
            let detail = format!("A body may have at most {MAX_JSON_BODY} bytes.");
            return Err(ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, detail));
        }
    }
    Ok(bytes)
}

/// Reads a body that nobody wants, as far as an upload may go, so that the client can read the answer.
pub async fn drain(body: Body) {
    drain_rest(body.into_data_stream()).await;
}

async fn drain_rest(mut data: BodyDataStream) {
    let mut left = MAX_UPLOAD_BODY;
    while let Some(Ok(bytes)) = data.next().await {
        left = left.saturating_sub(bytes.len());
        if left == 0 {
            break;
        }
    }
}

/// A field that holds text.
pub fn text_field<'a>(body: &'a Value, name: &str) -> Option<&'a str> {
    body.get(name).and_then(Value::as_str)
}

/// A field that is there and not null.
pub fn present<'a>(body: &'a Value, name: &str) -> Option<&'a Value> {
    body.get(name).filter(|value| !value.is_null())
}

/// Text of at most `max` characters, which may be absent or null.
pub fn optional_text(body: &Value, name: &str, max: usize, fields: &mut InvalidFields) -> Option<String> {
    let text = present(body, name)?.as_str();
    if text.is_none_or(|text| text.chars().count() > max) {
        fields.add(name, format!("Must be text of at most {max} characters."));
    }
    text.map(str::to_owned)
}

/// `redirectUrl`, where the customer returns to; it may be absent or null.
pub fn redirect_url(body: &Value, fields: &mut InvalidFields) -> Option<String> {
    let url = present(body, "redirectUrl")?.as_str().unwrap_or_default();
    if url.chars().count() > MAX_URL || with_info(url, Info::Back).is_err() {
        let message = format!("Must be an absolute http or https address of at most {MAX_URL} characters.");
        fields.add("redirectUrl", message);
    }
    Some(url.to_owned())
}

/// `matchLevel`, strict unless told.
pub fn match_level(body: &Value, fields: &mut InvalidFields) -> MatchLevel {
    let Some(value) = body.get("matchLevel") else { return MatchLevel::default() };
    let level = value.as_u64().and_then(|level| u8::try_from(level).ok());
    level.filter(|level| (1..=3).contains(level)).map(MatchLevel).unwrap_or_else(|| {
        fields.add("matchLevel", "Must be 1, 2 or 3.");
        MatchLevel::default()
    })
}

/// A truth value; `absent` when it is left out.
pub fn flag(body: &Value, name: &str, absent: bool, fields: &mut InvalidFields) -> bool {
    flag_at(body, name, name, absent, fields)
}

/// As [`flag`], of a part of the body; `path` is what a refusal names.
pub fn flag_at(
    part: &Value,
    name: &str,
    path: impl Into<String>,
    absent: bool,
    fields: &mut InvalidFields,
) -> bool {
    let value = part.get(name).map_or(Some(absent), Value::as_bool);
    value.unwrap_or_else(|| {
        fields.add(path, "Must be true or false.");
        absent
    })
}

/// A time yet to come; `None` when it is left out.
pub fn end_time(body: &Value, name: &str, now: i64, fields: &mut InvalidFields) -> Option<i64> {
    let value = body.get(name)?;
    let time = value.as_str().and_then(from_rfc3339).filter(|time| *time > now);
    if time.is_none() {
        fields.add(name, "Must be an RFC 3339 time in the future.");
    }
    time
}

/// 201 with `Location`, which is the resource's `self` link.
pub fn created(resource: Value) -> Response {
    let links = resource.get("_links").and_then(Value::as_array).into_iter().flatten();
    let own = links.filter(|link| link.get("rel").and_then(Value::as_str) == Some("self"));
    let location = own.filter_map(|link| text_field(link, "href")).next().unwrap_or_default().to_owned();
    created_at(location, resource)
}

/// 201 with this `Location`.
pub fn created_at(location: String, resource: Value) -> Response {
    (StatusCode::CREATED, [(header::LOCATION, location)], Json(resource)).into_response()
}

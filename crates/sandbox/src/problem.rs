//! Errors as RFC 7807 problems, and a collector for the refused fields of a 422.

use std::fmt::Display;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kyc_wire::resource::{InvalidField, Problem};
use serde::Serialize;
use ulid::Ulid;

/// The titles are those of HTTP, so there is no kind of problem beyond the status (RFC 9457, 4.2.1).
const PROBLEM_TYPE: &str = "about:blank";
const PROBLEM: &str = "application/problem+json";

/// What handlers return.
pub type ApiResult<T> = Result<T, ApiError>;

/// A problem on its way to the client. Boxed: results stay small.
#[derive(Clone, Debug)]
pub struct ApiError(Box<Occurrence>);

#[derive(Clone, Debug, Serialize)]
struct Occurrence {
    #[serde(flatten)]
    problem: Problem,
    /// A URI of this one occurrence, which the log names too.
    instance: String,
}

impl ApiError {
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        let title = status.canonical_reason().unwrap_or("Error").to_owned();
        let problem = Problem {
            problem_type: Some(PROBLEM_TYPE.into()),
            status: status.as_u16(),
            title,
            detail: Some(detail.into()),
            ..Problem::default()
        };
        Self(Box::new(Occurrence { problem, instance: new_instance() }))
    }

    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.0.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    pub fn unauthorized(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, detail)
    }

    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, detail)
    }

    pub fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("There is no such {what}."))
    }

    pub fn too_large(limit: usize) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, format!("A file may have at most {limit} bytes."))
    }

    /// A 429; to be answered with [`ApiError::retry_after`].
    pub fn too_many() -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "There were too many calls in this minute.")
    }

    /// With refused fields.
    pub fn naming(mut self, fields: Vec<InvalidField>) -> Self {
        self.0.problem.invalid_fields = fields;
        self
    }

    /// The fields that were refused.
    pub fn invalid_fields(&self) -> &[InvalidField] {
        &self.0.problem.invalid_fields
    }

    /// The answer, with the time at which to retry in both forms: the API's own, and the one of HTTP.
    pub fn retry_after(self, seconds: i64, now_ms: i64) -> Response {
        let until = now_ms.div_euclid(1000).saturating_add(seconds);
        let mut response = self.into_response();
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        response.headers_mut().insert("x-ratelimit-retry-after", HeaderValue::from(until));
        response
    }

    /// A 422 without a field: the resource's state forbids it.
    pub fn unprocessable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
    }

    /// A 422 that names one field.
    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        let mut fields = InvalidFields::default();
        fields.add(field, message);
        fields.into_error()
    }

    /// A 500. The cause goes to the log, never to the client.
    pub fn internal(cause: impl Display) -> Self {
        let error = Self::new(StatusCode::INTERNAL_SERVER_ERROR, "The sandbox failed; its log says why.");
        eprintln!("internal error {}: {cause}", error.0.instance);
        error
    }
}

impl From<rusqlite::Error> for ApiError {
    fn from(error: rusqlite::Error) -> Self {
        Self::internal(error)
    }
}

impl From<serde_json::Error> for ApiError {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(error)
    }
}

impl From<std::io::Error> for ApiError {
    fn from(error: std::io::Error) -> Self {
        Self::internal(error)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = (self.status(), axum::Json(self.0)).into_response();
        let content_type = HeaderValue::from_static(PROBLEM);
        response.headers_mut().insert(header::CONTENT_TYPE, content_type);
        response
    }
}

/// `urn:uuid:…` of a ULID, which sorts by time.
fn new_instance() -> String {
    let hex = format!("{:032x}", Ulid::new().0);
    let part = |range: std::ops::Range<usize>| hex.get(range).unwrap_or_default();
    format!("urn:uuid:{}-{}-{}-{}-{}", part(0..8), part(8..12), part(12..16), part(16..20), part(20..32))
}

/// Turns the framework's own refusals (405, a bad query) into problems, so that clients meet one form only.
pub async fn unify(response: Response) -> Response {
    let status = response.status();
    let content_type = response.headers().get(header::CONTENT_TYPE);
    let is_problem = content_type.is_some_and(|value| value.as_bytes() == PROBLEM.as_bytes());
    if is_problem || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let mut unified = ApiError::new(status, "The call does not fit this path.").into_response();
    if let Some(allowed) = response.headers().get(header::ALLOW) {
        unified.headers_mut().insert(header::ALLOW, allowed.clone());
    }
    unified
}

/// The refused fields of one call, collected so that the client learns all of them at once.
#[derive(Debug, Default)]
pub struct InvalidFields(Vec<InvalidField>);

impl InvalidFields {
    pub fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push(InvalidField { field: field.into(), message: message.into() });
    }

    pub fn append(&mut self, mut others: Self) {
        self.0.append(&mut others.0);
    }

    pub fn has(&self, field: &str) -> bool {
        self.0.iter().any(|refused| refused.field == field)
    }

    /// `Err` with a 422 when a field was refused.
    pub fn check(self) -> ApiResult<()> {
        if self.0.is_empty() { Ok(()) } else { Err(self.into_error()) }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &InvalidField> {
        self.0.iter()
    }

    pub fn into_error(self) -> ApiError {
        ApiError::unprocessable("Some fields were refused.").naming(self.0)
    }
}

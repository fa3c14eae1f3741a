//! Errors as RFC 7807 problems, and a collector for the refused fields of a 422.

use std::fmt::Display;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kyc_wire::resource::{InvalidField, Problem};

const PROBLEM: &str = "application/problem+json";

/// What handlers return.
pub type ApiResult<T> = Result<T, ApiError>;

/// A problem on its way to the client. Boxed: results stay small.
#[derive(Clone, Debug)]
pub struct ApiError(Box<Problem>);

impl ApiError {
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        let title = status.canonical_reason().unwrap_or("Error").to_owned();
        let detail = Some(detail.into());
        Self(Box::new(Problem { status: status.as_u16(), title, detail, ..Problem::default() }))
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
        eprintln!("internal error: {cause}");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "The sandbox failed; its log says why.")
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
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(self.0)).into_response();
        let content_type = HeaderValue::from_static(PROBLEM);
        response.headers_mut().insert(header::CONTENT_TYPE, content_type);
        response
    }
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

    /// `Err` with a 422 when a field was refused.
    pub fn check(self) -> ApiResult<()> {
        if self.0.is_empty() { Ok(()) } else { Err(self.into_error()) }
    }

    fn into_error(self) -> ApiError {
        let mut error = ApiError::unprocessable("Some fields were refused.");
        error.0.invalid_fields = self.0;
        error
    }
}

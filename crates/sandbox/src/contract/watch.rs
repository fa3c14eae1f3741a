//! The middleware that shows every exchange to the check. Calls are read along as the handler reads them, so that
//! nothing changes for it; only JSON is kept, and only up to a size that no form of the API reaches.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{OriginalUri, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;

use super::Contract;
use super::exchange::{Exchange, Seen, media_type};
use super::{answer, operation};
use crate::problem::ApiError;

/// Larger JSON is a file in base64.
const MOST_KEPT: usize = 256 * 1024;

/// Put on an answer that never arrives as it stands here, such as one whose connection was severed on order.
#[derive(Clone, Copy, Debug)]
pub struct Unjudged;

/// Put on an answer whose status a fault chose.
#[derive(Clone, Copy, Debug)]
pub struct Ordered;

pub async fn watch(
    State(contract): State<Arc<Contract>>,
    OriginalUri(uri): OriginalUri,
    request: Request,
    next: Next,
) -> Response {
    let (method, call_headers) = (request.method().clone(), request.headers().clone());
    let (request, call) = read_along(request);
    let response = next.run(request).await;
    if response.extensions().get::<Unjudged>().is_some() {
        return response;
    }
    let (response, body) = match read(response).await {
        Ok(read) => read,
        Err(error) => return ApiError::internal(error).into_response(),
    };
    let call_body = call.lock().unwrap_or_else(PoisonError::into_inner);
    contract.judge(&Exchange {
        method: &method,
        path: below_organization(uri.path()),
        uri: &uri,
        call_headers: &call_headers,
        call_body: call_body.seen(),
        status: response.status(),
        headers: response.headers(),
        body: match &body {
            Some(bytes) if bytes.is_empty() => Seen::Nothing,
            Some(bytes) => Seen::Bytes(bytes),
            None if has_no_body(&response) => Seen::Nothing,
            None => Seen::Unread,
        },
        is_ordered: response.extensions().get::<Ordered>().is_some(),
    });
    response
}

fn has_no_body(response: &Response) -> bool {
    response.body().is_end_stream() || response.status() == StatusCode::NO_CONTENT
}

/// `/organizations/{organization}` taken away.
fn below_organization(path: &str) -> &str {
    path.match_indices('/').nth(2).and_then(|(start, _)| path.get(start..)).unwrap_or_default()
}

/// What was read along of a call's body.
#[derive(Debug, Default)]
struct Call {
    is_empty: bool,
    is_overfull: bool,
    bytes: Vec<u8>,
}

impl Call {
    fn take(&mut self, bytes: &Bytes) {
        self.is_overfull |= self.bytes.len() + bytes.len() > MOST_KEPT;
        if !self.is_overfull {
            self.bytes.extend_from_slice(bytes);
        }
    }

    fn seen(&self) -> Seen<'_> {
        match self {
            Self { is_empty: true, .. } => Seen::Nothing,
            Self { is_overfull: true, .. } => Seen::Unread,
            Self { bytes, .. } if bytes.is_empty() => Seen::Unread,
            Self { bytes, .. } => Seen::Bytes(bytes),
        }
    }
}

fn read_along(request: Request) -> (Request, Arc<Mutex<Call>>) {
    let is_empty = request.body().is_end_stream();
    let call = Arc::new(Mutex::new(Call { is_empty, ..Call::default() }));
    if is_empty || !is_kept(request.headers()) {
        return (request, call);
    }
    let sink = Arc::clone(&call);
    let request = request.map(|body| {
        Body::new(body.map_frame(move |frame| {
            if let Some(bytes) = frame.data_ref() {
                sink.lock().unwrap_or_else(PoisonError::into_inner).take(bytes);
            }
            frame
        }))
    });
    (request, call)
}

fn is_kept(headers: &HeaderMap) -> bool {
    operation::is_json(&media_type(headers))
}

/// The answer again, and its body if the check wants to read it.
async fn read(response: Response) -> Result<(Response, Option<Bytes>), axum::Error> {
    if !answer::is_read(response.headers()) {
        return Ok((response, None));
    }
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await?;
    Ok((Response::from_parts(parts, Body::from(bytes.clone())), Some(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_below_the_organization() {
        assert_eq!(below_organization("/organizations/sandbox/files/f1"), "/files/f1");
        assert_eq!(below_organization("/organizations/sandbox"), "");
    }
}

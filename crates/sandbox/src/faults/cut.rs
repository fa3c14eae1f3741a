//! Answers that do not arrive whole.

use axum::body::{Body, to_bytes};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::connection::Connection;
use crate::contract::Unjudged;
use crate::problem::ApiError;

/// The head arrives, the body it promises does not.
pub fn after_head(connection: &Connection, mut response: Response) -> Response {
    // An answer without a body would be whole after its head.
    if matches!(response.status(), StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED) {
        *response.status_mut() = StatusCode::OK;
    }
    // Sets the length of a body that never comes, also where the real one would be empty.
    *response.body_mut() = Body::from("lost");
    response.headers_mut().remove(header::CONTENT_LENGTH);
    response.extensions_mut().insert(Unjudged);
    connection.sever_after_head(0);
    response
}

/// The head and a part of the body arrive; `Content-Length` promises all of it.
pub async fn within_body(
    connection: &Connection,
    method: &Method,
    response: Response,
    keep: Option<usize>,
) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = match to_bytes(body, usize::MAX).await {
        Ok(bytes) => bytes,
        Err(error) => return ApiError::internal(error).into_response(),
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    let length = bytes.len();
    let response = Response::from_parts(parts, Body::from(bytes));
    // The answer to a HEAD has no body either.
    if length == 0 || method == Method::HEAD {
        return after_head(connection, response);
    }
    connection.sever_after_head(keep.unwrap_or(length / 2).min(length - 1));
    response
}

#[cfg(test)]
mod tests {
    use axum::body::HttpBody;

    use super::*;

    #[tokio::test]
    async fn an_answer_without_a_body_promises_one_so_that_its_loss_is_noticed() {
        let connection = Connection::of("127.0.0.1:1".parse().unwrap());
        for status in [StatusCode::NO_CONTENT, StatusCode::NOT_MODIFIED, StatusCode::CREATED] {
            let dropped = after_head(&connection, status.into_response());
            let truncated = within_body(&connection, &Method::DELETE, status.into_response(), None).await;
            for answer in [dropped, truncated] {
                assert!(matches!(answer.status(), StatusCode::OK | StatusCode::CREATED));
                assert_eq!(answer.body().size_hint().exact(), Some(4));
            }
        }
    }
}

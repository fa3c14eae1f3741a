//! Faults on order: the next matching call fails in a chosen way, so that tests can prove what a bad network does.
//!
//! A dropped connection breaks right after the answer's head. Cutting it before the first byte would prove nothing:
//! Chromium (156, tried) then sends the request again by itself, even a POST and up to twice, when the connection
//! was reused or opened ahead. The head arrives, the promised body never does, and the client is left in doubt.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::{ConnectInfo, OriginalUri, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::app::{App, Shared};
use crate::auth::Caller;
use crate::connection::Connection;
use crate::contract::{Ordered, Unjudged};
use crate::problem::ApiError;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// An answer with `status` instead of the real one.
    Status,
    /// The work is done, the answer lost.
    DropAfterCommit,
    /// Nothing is done, and the answer is lost.
    DropBefore,
    /// Nothing but the delay.
    Delay,
}

/// An ordered fault.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// The end of the path; `*` stands for one segment: `storefront/kyc-requests/*`.
    path: String,
    method: String,
    /// Only for calls with this customer's token.
    customer_id: Option<String>,
    kind: Kind,
    #[serde(default = "default_status")]
    status: u16,
    retry_after_seconds: Option<i64>,
    #[serde(default)]
    delay_ms: u64,
    #[serde(default = "once")]
    times: u32,
}

const fn default_status() -> u16 {
    503
}

const fn once() -> u32 {
    1
}

impl Fault {
    fn matches(&self, method: &str, path: &str, customer: Option<&str>) -> bool {
        self.method.eq_ignore_ascii_case(method)
            && self.customer_id.as_deref().is_none_or(|wanted| Some(wanted) == customer)
            && has_suffix(path, &self.path)
    }
}

fn has_suffix(path: &str, suffix: &str) -> bool {
    let mut segments = path.trim_matches('/').rsplit('/');
    suffix
        .trim_matches('/')
        .rsplit('/')
        .all(|wanted| segments.next().is_some_and(|it| wanted == "*" || wanted == it))
}

/// The ordered faults that have not been played out.
#[derive(Debug, Default)]
pub struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    pub fn order(&self, fault: Fault) {
        self.lock().push(fault);
    }

    pub fn clear(&self) {
        self.lock().clear();
    }

    fn take(&self, method: &str, path: &str, customer: Option<&str>) -> Option<Fault> {
        let mut faults = self.lock();
        let index = faults.iter().position(|fault| fault.matches(method, path, customer))?;
        let fault = faults.get_mut(index)?;
        fault.times = fault.times.saturating_sub(1);
        let taken = fault.clone();
        faults.retain(|fault| fault.times > 0);
        Some(taken)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The middleware that plays the faults.
pub async fn play(
    State(app): State<App>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    OriginalUri(uri): OriginalUri,
    request: Request,
    next: Next,
) -> Response {
    let customer = Caller::identify(request.headers(), &app).ok().and_then(Caller::into_owner);
    let customer = customer.as_ref().map(|owner| owner.customer_id.as_str());
    let Some(fault) = app.faults.take(request.method().as_str(), uri.path(), customer) else {
        return next.run(request).await;
    };
    tokio::time::sleep(Duration::from_millis(fault.delay_ms)).await;
    match fault.kind {
        Kind::Delay => next.run(request).await,
        Kind::Status => status(&app, &fault),
        Kind::DropBefore => cut(&connection, StatusCode::OK.into_response()),
        Kind::DropAfterCommit => cut(&connection, next.run(request).await),
    }
}

fn status(app: &Shared, fault: &Fault) -> Response {
    let status = StatusCode::from_u16(fault.status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    let mut response = ApiError::new(status, "This fault was ordered.").into_response();
    response.extensions_mut().insert(Ordered);
    if let Some(seconds) = fault.retry_after_seconds {
        let until = app.clock.now_ms().div_euclid(1000) + seconds;
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        response.headers_mut().insert("x-ratelimit-retry-after", HeaderValue::from(until));
    }
    response
}

fn cut(connection: &Connection, mut response: Response) -> Response {
    // Sets the length of a body that never comes, also where the real one would be empty.
    *response.body_mut() = axum::body::Body::from("lost");
    response.headers_mut().remove(header::CONTENT_LENGTH);
    response.extensions_mut().insert(Unjudged);
    connection.sever_after_head();
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_is_a_suffix_of_whole_segments() {
        let path = "/organizations/sandbox/storefront/kyc-requests/kyc_req_1";
        assert!(has_suffix(path, "storefront/kyc-requests/*"));
        assert!(has_suffix("/organizations/sandbox/files", "files"));
        assert!(!has_suffix("/organizations/sandbox/my-files", "files"));
        assert!(!has_suffix(path, "kyc-requests"));
    }

    #[test]
    fn a_fault_plays_out() {
        let faults = Faults::default();
        let json = r#"{"path":"files","method":"post","customerId":"ann","kind":"drop-before","times":2}"#;
        faults.order(serde_json::from_str(json).unwrap());
        assert!(faults.take("POST", "/x/files", Some("bob")).is_none());
        assert!(faults.take("GET", "/x/files", Some("ann")).is_none());
        assert!(faults.take("POST", "/x/files", Some("ann")).is_some());
        assert!(faults.take("POST", "/x/files", Some("ann")).is_some());
        assert!(faults.take("POST", "/x/files", Some("ann")).is_none());
    }
}

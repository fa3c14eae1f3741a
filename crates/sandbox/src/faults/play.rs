//! The middleware that plays the faults.

use std::time::{Duration, UNIX_EPOCH};

use axum::body::HttpBody;
use axum::extract::{ConnectInfo, OriginalUri, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::call::Call;
use super::fault::{Fault, Kind, Refusal, Target};
use super::lifted::Lifted;
use super::pace::paced;
use super::stream::StreamFault;
use super::{HEADER, cut, header as by_header};
use crate::api::body::drain;
use crate::app::{App, Shared};
use crate::connection::Connection;
use crate::contract::Ordered;
use crate::lifecycle::requests;
use crate::problem::{ApiError, ApiResult};

/// The last second of the year 9999, beyond which there is no HTTP date.
const LAST_DATE: u64 = 253_402_300_799;

/// What a handler has to know of the faults that its call met.
#[derive(Clone, Debug)]
pub struct Met {
    /// How wrong the clock is.
    pub skew_seconds: i64,
    /// What is to go wrong with the stream, and how long each of its answers, or the fault, is held back.
    pub stream: Option<(StreamFault, Duration)>,
    /// Cuts short what they hold back.
    pub lifted: Lifted,
}

/// Lets the call meet the faults that are for it. Works on any path; the `Date` header follows the server's clock.
pub async fn play(
    State(app): State<App>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    OriginalUri(uri): OriginalUri,
    request: Request,
    next: Next,
) -> Response {
    let call = Call::read(request.method(), uri.path(), request.headers(), &app);
    let call = call.with_session(uri.query(), &app).await;
    let own = match own_faults(&request, &call, &connection) {
        Ok(own) => own,
        Err(error) => return error.into_response(),
    };
    let mut plan = app.faults.plan(&call, own, app.clock.now_ms());
    let mut request = request;
    let stream = plan.event.as_ref().and_then(Fault::of_stream);
    request.extensions_mut().insert(Met {
        skew_seconds: plan.skew_seconds,
        stream,
        lifted: plan.lifted.clone(),
    });
    let request = match plan.rates.upload {
        Some(rate) => request.map(|body| paced(body, rate, plan.lifted.clone())),
        None => request,
    };
    let mut response = match plan.event {
        Some(fault) if stream.is_none() => {
            plan.lifted.wait(fault.delay).await;
            happen(&app, &connection, &fault, &call, request, next).await
        }
        _ => next.run(request).await,
    };
    response.headers_mut().insert(header::DATE, date(&app, plan.skew_seconds));
    if let Some(rate) = plan.rates.download {
        response.extensions_mut().insert(Slow { rate, lifted: plan.lifted });
    }
    response
}

/// Put on an answer that is to leave slowly.
#[derive(Clone, Debug)]
struct Slow {
    rate: u32,
    lifted: Lifted,
}

/// The outermost layer: whoever reads answers on their way out gets them at full speed.
pub async fn slow_down(mut response: Response) -> Response {
    let Some(Slow { rate, lifted }) = response.extensions_mut().remove::<Slow>() else { return response };
    let length = HttpBody::size_hint(response.body()).exact();
    if length == Some(0) {
        return response;
    }
    let mut response = response.map(|body| paced(body, rate, lifted));
    // The length would be lost with the body that knew it, and a client's progress bar with it.
    if let Some(length) = length {
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    response
}

/// What the call asks for by header: a switch like the others, so for this machine only.
fn own_faults(request: &Request, call: &Call, connection: &Connection) -> ApiResult<Vec<Fault>> {
    if !request.headers().contains_key(HEADER) {
        return Ok(Vec::new());
    }
    if !connection.is_loopback() {
        return Err(ApiError::forbidden("The header Sandbox-Fault works from this machine only."));
    }
    let own = by_header::read(request.headers())?;
    if own.iter().any(|fault| !fault.is_for(call)) {
        let detail = "Header Sandbox-Fault: there is nothing to expire, since the call carries no customer's token, or no stream.";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, detail));
    }
    Ok(own)
}

async fn happen(
    app: &Shared,
    connection: &Connection,
    fault: &Fault,
    call: &Call,
    request: Request,
    next: Next,
) -> Response {
    match &fault.kind {
        Kind::Status(refusal) => {
            // A client that is still sending would see a broken connection instead of the answer.
            drain(request.into_body()).await;
            refuse(app, refusal)
        }
        Kind::DropBefore => {
            drain(request.into_body()).await;
            cut::after_head(connection, StatusCode::OK.into_response())
        }
        Kind::DropAfterCommit => cut::after_head(connection, next.run(request).await),
        Kind::Truncate(keep) => {
            let method = request.method().clone();
            cut::within_body(connection, &method, next.run(request).await, *keep).await
        }
        Kind::Expire(target) => match expire(app, fault, *target, call).await {
            Ok(()) => next.run(request).await,
            Err(error) => error.into_response(),
        },
        Kind::Delay | Kind::Bandwidth(_) | Kind::ClockSkew(_) | Kind::Stream(_) => next.run(request).await,
    }
}

fn refuse(app: &Shared, refusal: &Refusal) -> Response {
    let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    let detail = refusal.detail.as_deref().unwrap_or("This fault was ordered.");
    let error = ApiError::new(status, detail).naming(refusal.invalid_fields.clone());
    let mut response = match refusal.retry_after_seconds {
        Some(seconds) => error.retry_after(i64::from(seconds), app.clock.now_ms()),
        None => error.into_response(),
    };
    response.extensions_mut().insert(Ordered);
    response
}

async fn expire(app: &Shared, fault: &Fault, target: Target, call: &Call) -> ApiResult<()> {
    match (target, call.token.clone(), fault.expiring_request(call)) {
        (Target::Token, Some(token), _) => {
            app.faults.expire_token(token, Some(call), app.clock.now_ms()).map(drop)
        }
        (Target::Request, _, Some(request)) => expire_request(app, request).await,
        _ => Ok(()),
    }
}

/// Moves the end of a request to now. 404 when there is no such request.
pub async fn expire_request(app: &Shared, id: String) -> ApiResult<()> {
    app.act(move |act| requests::end_now(act, &id)).await?;
    Ok(())
}

fn date(app: &Shared, skew_seconds: i64) -> HeaderValue {
    let seconds = app.clock.now_ms().div_euclid(1000).saturating_add(skew_seconds);
    let seconds = u64::try_from(seconds).unwrap_or_default().min(LAST_DATE);
    let text = httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(seconds));
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn asked(peer: &str, fault: &str) -> ApiResult<Vec<Fault>> {
        let request = Request::builder().header(HEADER, fault).body(Body::empty()).unwrap();
        own_faults(&request, &Call::default(), &Connection::of(peer.parse().unwrap()))
    }

    #[test]
    fn the_header_works_from_this_machine_only() {
        assert_eq!(asked("127.0.0.1:1", "delay").unwrap().len(), 1);
        assert_eq!(asked("[::1]:1", "delay").unwrap().len(), 1);
        for fault in ["delay", "nonsense"] {
            assert_eq!(asked("192.0.2.7:1", fault).unwrap_err().status(), StatusCode::FORBIDDEN);
        }
        let none = Request::new(Body::empty());
        let far = Connection::of("192.0.2.7:1".parse().unwrap());
        assert!(own_faults(&none, &Call::default(), &far).unwrap().is_empty());
    }
}

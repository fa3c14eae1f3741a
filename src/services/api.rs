//! The storefront part of the API over `fetch`, one call per method and no retries: when to try again is the
//! machine's decision.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Object, Promise};
use kyc_flow::{Failure, Millis, Request};
use kyc_wire::Code;
use kyc_wire::http::{RATE_LIMIT_RETRY_AFTER, code_of_status, retry_at};
use kyc_wire::resource::{LivenessSession, NewDocument, StorefrontDocument, StorefrontRequest};
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, Response};

use super::clock::{Clock, parse_time};
use super::json::{self, Json};
use super::upload::Target;
use super::{Task, js, wire};

/// Where liveness sessions are.
const LIVENESS: &str = "/storefront/kyc-liveness-sessions";
/// How long an answer may take.
const TIME_LIMIT: u32 = 20_000;

/// The server, as the customer's token sees it.
pub trait Api {
    /// `GET /storefront/kyc-requests/{id}?expand=documents`.
    fn read_request(&self, id: String) -> Task<'_, Result<Request, Failure>>;
    /// `GET /storefront/kyc-documents/{id}`.
    fn read_document(&self, id: String) -> Task<'_, Result<StorefrontDocument, Failure>>;
    /// `POST /storefront/kyc-documents`.
    fn file_document(&self, document: NewDocument) -> Task<'_, Result<StorefrontDocument, Failure>>;
    /// `POST /storefront/kyc-liveness-sessions`.
    fn begin_liveness(&self, request_id: String) -> Task<'_, Result<LivenessSession, Failure>>;
    /// `POST /storefront/kyc-liveness-sessions/{id}/finish`, once that was answered `GET` of the session.
    fn settle_liveness(&self, id: String, is_finished: bool) -> Task<'_, Result<LivenessSession, Failure>>;
}

/// The server over the network.
pub struct WebApi {
    /// Base of all paths, with the organization.
    base: String,
    /// `Bearer …`; lives here only.
    authorization: String,
    clock: Rc<Clock>,
    /// The request's answer, asked for while the app was loading; `null` inside when that failed.
    prefetched: RefCell<Option<Promise>>,
}

impl WebApi {
    /// An API below `base`.
    #[must_use]
    pub fn new(base: String, token: &str, clock: Rc<Clock>, prefetched: Option<Promise>) -> Self {
        let authorization = ["Bearer ", token].concat();
        Self { base, authorization, clock, prefetched: RefCell::new(prefetched) }
    }

    /// Where files go.
    #[must_use]
    pub fn uploads(&self) -> Target {
        let url = [self.base.as_str(), "/files"].concat();
        Target { url, authorization: self.authorization.clone(), clock: Rc::clone(&self.clock) }
    }

    async fn request(&self, id: &str) -> Result<Request, Failure> {
        let json = match self.take_prefetched().await {
            Some(response) => self.answer(&response, TIME_LIMIT).await?,
            None => {
                self.call("GET", &["/storefront/kyc-requests/", &js::encoded(id), "?expand=documents"], None)
                    .await?
            }
        };
        wire::request(&json).map(into_request).ok_or(Failure::new(Code::Server))
    }

    async fn take_prefetched(&self) -> Option<Response> {
        let promise = self.prefetched.take()?;
        js::within(&promise, TIME_LIMIT).await.ok()?.dyn_into().ok()
    }

    /// One call whose answer is read by `read`.
    async fn ask<T>(
        &self,
        method: &str,
        path: &[&str],
        body: Option<String>,
        read: fn(&Json) -> Option<T>,
    ) -> Result<T, Failure> {
        let json = self.call(method, path, body).await?;
        read(&json).ok_or(Failure::new(Code::Server))
    }

    /// One call; the time limit covers the body as well.
    async fn call(&self, method: &str, path: &[&str], body: Option<String>) -> Result<Json, Failure> {
        let network = |_| Failure::new(Code::Network);
        let controller = AbortController::new().map_err(network)?;
        let init = self.init(method, body.as_deref(), &controller);
        let url = [self.base.as_str(), &path.concat()].concat();
        let window = web_sys::window().ok_or(Failure::new(Code::Network))?;
        let start = js::monotonic_now();
        let fetched = js::within(&window.fetch_with_str_and_init(&url, &init), TIME_LIMIT).await;
        let response = fetched.map_err(|missed| abandon(&controller, &missed))?;
        let left = (f64::from(TIME_LIMIT) - (js::monotonic_now() - start)).max(0.0) as u32;
        let answer = self.answer(response.unchecked_ref(), left).await;
        if answer.is_err() {
            controller.abort();
        }
        answer
    }

    fn init(&self, method: &str, body: Option<&str>, controller: &AbortController) -> web_sys::RequestInit {
        let init: web_sys::RequestInit = Object::new().unchecked_into();
        let headers =
            Array::of2(&pair("Authorization", &self.authorization), &pair("Accept", "application/json"));
        if let Some(body) = body {
            headers.push(&pair("Content-Type", "application/json"));
            js::set(&init, "body", &body.into());
        }
        js::set(&init, "method", &method.into());
        js::set(&init, "headers", &headers);
        js::set(&init, "signal", &controller.signal());
        js::set(&init, "credentials", &"omit".into());
        js::set(&init, "cache", &"no-store".into());
        init
    }

    /// The content of a good answer, the failure in a bad one.
    async fn answer(&self, response: &Response, limit: u32) -> Result<Json, Failure> {
        let headers = response.headers();
        self.clock.learn(&headers);
        if !response.ok() {
            let header = |name: &str| headers.get(name).ok().flatten();
            return Err(failure_of(response.status(), &header, &self.clock));
        }
        json::of_answer(response, limit).await.map_err(Failure::new)
    }
}

impl Api for WebApi {
    fn read_request(&self, id: String) -> Task<'_, Result<Request, Failure>> {
        Box::pin(async move { self.request(&id).await })
    }

    fn read_document(&self, id: String) -> Task<'_, Result<StorefrontDocument, Failure>> {
        Box::pin(async move {
            self.ask("GET", &["/storefront/kyc-documents/", &js::encoded(&id)], None, wire::document).await
        })
    }

    fn file_document(&self, document: NewDocument) -> Task<'_, Result<StorefrontDocument, Failure>> {
        Box::pin(async move {
            let body = wire::body_of(&document).ok_or(Failure::new(Code::Invalid))?;
            self.ask("POST", &["/storefront/kyc-documents"], Some(body), wire::document).await
        })
    }

    fn begin_liveness(&self, request_id: String) -> Task<'_, Result<LivenessSession, Failure>> {
        Box::pin(async move {
            let body = wire::body_of_liveness(&request_id).ok_or(Failure::new(Code::Invalid))?;
            self.ask("POST", &[LIVENESS], Some(body), wire::liveness_session).await
        })
    }

    fn settle_liveness(&self, id: String, is_finished: bool) -> Task<'_, Result<LivenessSession, Failure>> {
        Box::pin(async move {
            let (method, act) = if is_finished { ("GET", "") } else { ("POST", "/finish") };
            self.ask(method, &[LIVENESS, "/", &js::encoded(&id), act], None, wire::liveness_session).await
        })
    }
}

/// The failure that a status and its headers tell of.
pub fn failure_of(status: u16, header: &dyn Fn(&str) -> Option<String>, clock: &Clock) -> Failure {
    let code = code_of_status(status);
    let is_limited = matches!(code, Code::RateLimited | Code::Maintenance);
    let at = is_limited
        .then(|| {
            let (own, standard) = (header(RATE_LIMIT_RETRY_AFTER), header("Retry-After"));
            retry_at(own.as_deref(), standard.as_deref(), clock.now().0)
        })
        .flatten();
    Failure { code, retry_at: at.map(Millis) }
}

fn abandon(controller: &AbortController, missed: &js::Missed) -> Failure {
    controller.abort();
    failure_of_missed(missed)
}

fn failure_of_missed(missed: &js::Missed) -> Failure {
    Failure::new(if matches!(missed, js::Missed::Late) { Code::Timeout } else { Code::Network })
}

fn pair(name: &str, value: &str) -> JsValue {
    Array::of2(&name.into(), &value.into()).into()
}

/// The request as the machine knows it.
fn into_request(read: StorefrontRequest) -> Request {
    let mut filed = read.embedded.unwrap_or_default().documents;
    // The account of attempts counts from the oldest; some servers list the newest first.
    let time = |document: Option<&StorefrontDocument>| document?.created_time.as_deref().and_then(parse_time);
    if time(filed.first()) > time(filed.last()) {
        filed.reverse();
    }
    Request {
        id: read.id,
        requested: read.documents,
        filed,
        status: read.status,
        redirect_url: read.redirect_url,
        expires_at: read.expiration_time.as_deref().and_then(parse_time),
    }
}

//! A customer with a request of their own, so that tests running side by side do not meet.

use std::rc::Rc;

use gloo_net::http::Request;
use kyc_gatherer::services::api::WebApi;
use kyc_gatherer::services::clock::Clock;
use kyc_gatherer::services::upload::Target;
use kyc_wire::config::AppConfig;
use serde_json::{Value, json};

use crate::support::sandbox;

/// A customer's link.
pub struct Asked {
    /// The customer's id.
    id: String,
    /// The request's id.
    pub request: String,
    /// The customer's token.
    pub token: String,
    /// The base of the API's paths.
    pub base: String,
}

impl Asked {
    /// A new customer, asked for `documents`.
    pub async fn new(documents: Value) -> Self {
        let url = sandbox::url().await;
        let base = AppConfig { api_url: url, ..AppConfig::default() }.organization_url("sandbox");
        let id = format!("web-{}", js_sys::Math::random().to_bits());
        let body = json!({ "customerId": id, "documents": documents });
        let call = Request::post(&format!("{base}/kyc-requests")).header("REB-APIKEY", "sandbox-secret-key");
        let answer = call.json(&body).expect("a body").send().await.expect("the sandbox answers");
        let answer: Value = answer.json().await.expect("JSON");
        let request = answer.get("id").and_then(Value::as_str).expect("an id").to_owned();
        let links = answer.get("_links").and_then(Value::as_array).cloned().unwrap_or_default();
        let link = links.iter().find(|link| link.get("rel") == Some(&json!("kycGatherer")));
        let href = link.and_then(|link| link.get("href")).and_then(Value::as_str).expect("a gatherer link");
        let (_, token) = href.split_once("token=").expect("a token");
        Self { id, request, token: token.to_owned(), base }
    }

    /// The API as this customer sees it.
    pub fn api(&self, clock: &Rc<Clock>) -> WebApi {
        WebApi::new(self.base.clone(), &self.token, Rc::clone(clock), None)
    }

    /// Where this customer's files go.
    pub fn uploads(&self) -> Target {
        self.api(&Rc::default()).uploads()
    }

    /// Lets this customer's next call of `method` on `path` go wrong.
    pub async fn order_fault(&self, method: &str, path: &str, mut fault: Value) {
        for (name, value) in [("method", method), ("path", path), ("customerId", &self.id)] {
            fault[name] = value.into();
        }
        let url = format!("{}/sandbox/faults", sandbox::url().await);
        let answer =
            Request::post(&url).json(&fault).expect("a body").send().await.expect("the sandbox answers");
        assert!(answer.ok(), "the fault is taken");
    }
}

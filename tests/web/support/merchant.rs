//! The merchant's server: asks for documents, and decides what the sandbox's analysis would say.

use gloo_net::http::{Method, Request, RequestBuilder};
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use web_sys::FormData;

use super::customer::file;
use super::sandbox;

/// What the sandbox takes from a merchant.
const KEY: &str = "sandbox-secret-key";

/// A request as the merchant sees it.
pub struct Asked {
    /// Its id.
    pub id: String,
    /// The customer it is for; another one in each test, so that tests do not meet.
    pub customer: String,
    /// The token in the customer's link.
    pub token: String,
}

/// Asks a new customer for `documents`.
pub async fn ask(documents: Value) -> Asked {
    ask_with(json!({ "documents": documents })).await
}

/// Asks a new customer with these fields of the request.
pub async fn ask_with(mut fields: Value) -> Asked {
    let customer = format!("web-{}", js_sys::Math::random().to_bits());
    fields["customerId"] = json!(customer);
    let answer = send(Method::POST, "/organizations/sandbox/kyc-requests", Some(fields)).await;
    let links = answer["_links"].as_array().expect("links");
    let link = links.iter().find(|link| link["rel"] == "kycGatherer").expect("a gatherer link");
    let (_, token) = link["href"].as_str().expect("an address").split_once("token=").expect("a token");
    Asked { id: answer["id"].as_str().expect("an id").to_owned(), customer, token: token.to_owned() }
}

/// Gives a new customer a token of the older form, which asks for `documents` by itself.
pub async fn claim(documents: Value) -> Asked {
    let customer = format!("web-{}", js_sys::Math::random().to_bits());
    let order = json!({ "mode": "passwordless", "customerId": customer });
    let path = "/organizations/sandbox/authentication-tokens";
    let issued = send(Method::POST, path, Some(order)).await;
    let path = format!("{path}/{}/exchange", issued["token"].as_str().expect("a token"));
    let claims = json!({ "documents": documents, "redirectUrl": "https://shop.example/back" });
    let jwt = send(Method::POST, &path, Some(json!({ "customClaims": claims }))).await;
    Asked { id: String::new(), customer, token: jwt["token"].as_str().expect("a token").to_owned() }
}

impl Asked {
    /// The request as it stands.
    pub async fn read(&self) -> Value {
        send(Method::GET, &format!("/organizations/sandbox/kyc-requests/{}", self.id), None).await
    }

    /// The documents of its customer, oldest first.
    pub async fn documents(&self) -> Vec<Value> {
        let all = send(Method::GET, "/organizations/sandbox/kyc-documents?limit=1000", None).await;
        let mut own: Vec<Value> = all
            .as_array()
            .expect("a list")
            .iter()
            .filter(|one| one["customerId"] == self.customer.as_str())
            .cloned()
            .collect();
        own.sort_by_key(|one| one["createdTime"].as_str().map(ToOwned::to_owned));
        own
    }

    /// What the next document of this type is told.
    pub async fn verdict(&self, document_type: &str, mut verdict: Value) {
        verdict["documentType"] = json!(document_type);
        verdict["customerId"] = json!(self.customer);
        send(Method::POST, "/sandbox/verdicts", Some(verdict)).await;
    }

    /// What goes wrong with this customer's next call.
    pub async fn fault(&self, mut fault: Value) {
        fault["customerId"] = json!(self.customer);
        send(Method::POST, "/sandbox/faults", Some(fault)).await;
    }

    /// What the provider asks of this customer's next check.
    pub async fn orders_check(&self, mut order: Value) {
        order["customerId"] = json!(self.customer);
        send(Method::POST, "/sandbox/liveness-orders", Some(order)).await;
    }

    /// Begins a liveness check: its id, and what the provider calls it.
    pub async fn begins_check(&self) -> (String, String) {
        let path = "storefront/kyc-liveness-sessions";
        let call = self.customers_call(path).await.json(&json!({ "kycRequestId": self.id })).expect("a body");
        let begun = answer(path, call).await;
        let text = |name: &str| begun[name].as_str().expect("a text").to_owned();
        (text("id"), text("sessionId"))
    }

    /// What the merchant is told of a check that was performed.
    pub async fn settles_check(&self, id: &str) -> Value {
        let path = format!("storefront/kyc-liveness-sessions/{id}/finish");
        let call = self.customers_call(&path).await.build().expect("a request");
        answer(&path, call).await["status"].clone()
    }

    /// Forgets the request.
    pub async fn delete(&self) {
        send(Method::DELETE, &format!("/organizations/sandbox/kyc-requests/{}", self.id), None).await;
    }

    /// The same customer hands in a passport in another tab, and a person decides at once.
    pub async fn is_decided_elsewhere(&self, decision: &str) {
        let form = FormData::new().expect("a form");
        form.append_with_blob("file", &file("passport.jpg", &sandbox::specimen("passport.jpg").await))
            .expect("a file");
        for tag in ["kyc", "id-front"] {
            form.append_with_str("tags", tag).expect("a tag");
        }
        let call = self.customers_call("files").await.body(JsValue::from(form)).expect("a body");
        let file = answer("files", call).await;
        let document = json!({
            "documentType": "identity-proof", "documentSubtype": "passport", "fileIds": [file["id"]]
        });
        let call = self.customers_call("storefront/kyc-documents").await.json(&document).expect("a body");
        let document = answer("storefront/kyc-documents", call).await;
        let id = document["id"].as_str().expect("an id");
        let path = format!("/organizations/sandbox/kyc-documents/{id}/{decision}");
        send(Method::POST, &path, Some(json!({ "type": "document-unreadable" }))).await;
    }

    async fn customers_call(&self, path: &str) -> RequestBuilder {
        let url = format!("{}/organizations/sandbox/{path}", sandbox::url().await);
        let authorization = format!("Bearer {}", self.token);
        RequestBuilder::new(&url).method(Method::POST).header("Authorization", &authorization)
    }

    /// A file as the API tells of it.
    pub async fn file(&self, id: &Value) -> Value {
        let id = id.as_str().expect("a file id");
        send(Method::GET, &format!("/organizations/sandbox/files/{id}"), None).await
    }

    /// A file's content.
    pub async fn content(&self, id: &Value) -> Vec<u8> {
        let id = id.as_str().expect("a file id");
        let path = format!("/organizations/sandbox/files/{id}/download");
        let response = builder(Method::GET, &path).await.send().await.expect("an answer");
        response.binary().await.expect("a body")
    }
}

async fn builder(method: Method, path: &str) -> RequestBuilder {
    let url = format!("{}{path}", sandbox::url().await);
    RequestBuilder::new(&url).method(method).header("REB-APIKEY", KEY)
}

async fn send(method: Method, path: &str, body: Option<Value>) -> Value {
    let builder = builder(method, path).await;
    let request: Request = match body {
        Some(body) => builder.json(&body).expect("a body"),
        None => builder.build().expect("a request"),
    };
    answer(path, request).await
}

async fn answer(path: &str, request: Request) -> Value {
    let response = request.send().await.expect("the sandbox answers");
    let text = response.text().await.unwrap_or_default();
    assert!(response.ok(), "{path}: {} {text}", response.status());
    serde_json::from_str(&text).unwrap_or(Value::Null)
}

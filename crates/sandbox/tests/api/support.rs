//! A running sandbox with the calls of a merchant and of a customer, in their own words.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kyc_sandbox::{Config, Sandbox};
use kyc_specimen::{IdCard, Letter, Passport, Person, Selfie, to_jpeg};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::contract::{self, Watch};

pub const KEY: &str = "sandbox-secret-key";
static PERSON: LazyLock<Person> = LazyLock::new(|| Person::sample(7));
pub static PASSPORT: LazyLock<Vec<u8>> =
    LazyLock::new(|| to_jpeg(&Passport(&PERSON).photo_page(), 85).unwrap());
pub static FRONT: LazyLock<Vec<u8>> = LazyLock::new(|| to_jpeg(&IdCard(&PERSON).front(), 85).unwrap());
pub static BACK: LazyLock<Vec<u8>> = LazyLock::new(|| to_jpeg(&IdCard(&PERSON).back(), 85).unwrap());
pub static SELFIE: LazyLock<Vec<u8>> = LazyLock::new(|| to_jpeg(&Selfie(&PERSON).portrait(), 85).unwrap());
pub static BILL: LazyLock<Vec<u8>> = LazyLock::new(|| to_jpeg(&Letter(&PERSON).utility_bill(), 85).unwrap());

/// A sandbox and its data.
pub struct Server {
    pub sandbox: Sandbox,
    pub data: TempDir,
    pub client: Client,
    _contract: Watch,
}

impl Server {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub async fn start_with(adjust: impl FnOnce(&mut Config)) -> Self {
        let data = TempDir::new().unwrap();
        let mut config = Config::ephemeral(data.path());
        config.analysis_delay = Duration::from_millis(20);
        adjust(&mut config);
        let (sandbox, watch) = contract::start(config).await;
        Self { sandbox, data, client: client(), _contract: watch }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}/organizations/sandbox/{path}", self.sandbox.url())
    }

    /// A call with the API key.
    pub fn merchant(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, self.url(path)).header("REB-APIKEY", KEY)
    }

    pub async fn merchant_get(&self, path: &str) -> Value {
        self.merchant(Method::GET, path).send().await.unwrap().json().await.unwrap()
    }

    /// A request for `documents` by a customer of its own.
    pub async fn ask(&self, documents: Value) -> Customer {
        self.ask_with(json!({ "documents": documents })).await
    }

    pub async fn ask_with(&self, mut body: Value) -> Customer {
        let fields = body.as_object_mut().unwrap();
        fields.entry("customerId").or_insert_with(|| "ann".into());
        let answer = self.merchant(Method::POST, "kyc-requests").json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 201);
        Customer::from_request(&self.sandbox.url(), &answer.json().await.unwrap())
    }

    /// An opaque token of the customer.
    pub async fn authentication_token(&self, customer: &str, mut body: Value) -> Value {
        body["customerId"] = customer.into();
        body["mode"] = "passwordless".into();
        let answer = self.merchant(Method::POST, "authentication-tokens").json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 201);
        answer.json().await.unwrap()
    }

    pub async fn try_exchange(&self, token: &Value, body: Value) -> Response {
        let url = self.url(&format!("authentication-tokens/{}/exchange", token["token"].as_str().unwrap()));
        self.client.post(url).json(&body).send().await.unwrap()
    }

    /// A customer with a JWT that was made to order.
    pub async fn customer(&self, customer: &str, order: Value) -> Customer {
        let token = self.authentication_token(customer, json!({})).await;
        let request_id = order["customClaims"]["kycRequestId"].as_str().unwrap_or_default().to_owned();
        let answer = self.try_exchange(&token, order).await;
        assert_eq!(answer.status(), 201);
        let token = answer.json::<Value>().await.unwrap()["token"].as_str().unwrap().to_owned();
        Customer { base: self.url("").trim_end_matches('/').to_owned(), token, request_id, client: client() }
    }

    /// Everything that the server holds, for telling that a call wrote nothing.
    pub async fn snapshot(&self) -> Vec<Value> {
        let mut all = Vec::new();
        for path in ["kyc-requests", "kyc-documents", "files", "authentication-tokens"] {
            all.push(self.merchant_get(path).await);
        }
        let events = self.client.get(format!("{}/sandbox/events", self.sandbox.url())).send().await.unwrap();
        all.push(events.json().await.unwrap());
        all.push(json!(self.stored_files()));
        all
    }

    /// The names in the directory of the files, half-written ones included.
    pub fn stored_files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.data.path().join("files")).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    /// An upload of the merchant's own, as JSON.
    pub async fn upload_as_merchant(&self, bytes: &[u8], mut details: Value) -> Value {
        let fields = details.as_object_mut().unwrap();
        fields.insert("file".into(), STANDARD.encode(bytes).into());
        let answer = self.merchant(Method::POST, "files").json(&details).send().await.unwrap();
        assert_eq!(answer.status(), 201);
        answer.json().await.unwrap()
    }

    pub async fn request(&self, customer: &Customer) -> Value {
        self.merchant_get(&format!("kyc-requests/{}?expand=documents", customer.request_id)).await
    }

    pub async fn order_verdict(&self, verdict: Value) {
        let url = format!("{}/sandbox/verdicts", self.sandbox.url());
        let answer = self.client.post(url).json(&verdict).send().await.unwrap();
        assert_eq!(answer.status(), 204);
    }

    pub async fn decide(&self, document: &str, how: &str, body: Value) -> Value {
        let path = format!("kyc-documents/{document}/{how}");
        let answer = self.merchant(Method::POST, &path).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 201);
        answer.json().await.unwrap()
    }
}

/// Every call on a fresh connection, so that no fault meets a reused one by chance.
pub fn client() -> Client {
    Client::builder().pool_max_idle_per_host(0).timeout(Duration::from_secs(60)).build().unwrap()
}

/// What a customer's browser can do with its token.
#[derive(Clone)]
pub struct Customer {
    pub base: String,
    pub token: String,
    pub request_id: String,
    pub client: Client,
}

impl Customer {
    pub fn from_request(server: &str, request: &Value) -> Self {
        let links = request["_links"].as_array().unwrap();
        let gatherer = links.iter().find(|link| link["rel"] == "kycGatherer").unwrap();
        let token = gatherer["href"].as_str().unwrap().split_once("/?token=").unwrap().1;
        Self {
            base: format!("{server}/organizations/sandbox"),
            token: token.to_owned(),
            request_id: request["id"].as_str().unwrap().to_owned(),
            client: client(),
        }
    }

    pub fn call(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}/{path}", self.base)).bearer_auth(&self.token)
    }

    pub async fn try_upload(&self, bytes: &[u8], tags: &[&str]) -> Response {
        let mut form = Form::new().part("file", Part::bytes(bytes.to_vec()).file_name("picture.jpg"));
        for tag in tags {
            form = form.text("tags[]", (*tag).to_owned());
        }
        self.call(Method::POST, "files").multipart(form.text("sourceType", "camera")).send().await.unwrap()
    }

    pub async fn upload(&self, bytes: &[u8], tags: &[&str]) -> String {
        let answer = self.try_upload(bytes, tags).await;
        assert_eq!(answer.status(), 201);
        let file: Value = answer.json().await.unwrap();
        assert_eq!(file["tags"], json!(tags));
        file["id"].as_str().unwrap().to_owned()
    }

    pub async fn try_file(&self, document_type: &str, subtype: &str, files: &[String]) -> Response {
        let body = json!({ "documentType": document_type, "documentSubtype": subtype, "fileIds": files });
        self.call(Method::POST, "storefront/kyc-documents").json(&body).send().await.unwrap()
    }

    pub async fn file(&self, document_type: &str, subtype: &str, files: &[String]) -> String {
        let answer = self.try_file(document_type, subtype, files).await;
        let status = answer.status();
        let body: Value = answer.json().await.unwrap();
        assert_eq!(status, 201, "{body}");
        body["id"].as_str().unwrap().to_owned()
    }

    /// Uploads a passport page and files it.
    pub async fn file_passport(&self) -> String {
        let page = self.upload(&PASSPORT, &["kyc", "id-front"]).await;
        self.file("identity-proof", "passport", &[page]).await
    }

    pub async fn get(&self, path: &str) -> Value {
        self.call(Method::GET, path).send().await.unwrap().json().await.unwrap()
    }

    pub async fn document(&self, id: &str) -> Value {
        self.get(&format!("storefront/kyc-documents/{id}")).await
    }

    pub async fn request_status(&self) -> String {
        let request = self.get(&format!("storefront/kyc-requests/{}", self.request_id)).await;
        request["status"].as_str().unwrap().to_owned()
    }

    /// The document once its analysis is over.
    pub async fn settled(&self, id: &str) -> Value {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let document = self.document(id).await;
            if document.get("processedTime").is_some() {
                return document;
            }
            assert!(Instant::now() < deadline, "never settled: {document}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

/// The fields that a 422 names.
pub async fn refused_fields(answer: Response) -> Vec<String> {
    assert_eq!(answer.status(), 422);
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let problem: Value = answer.json().await.unwrap();
    let fields = problem["invalidFields"].as_array().cloned().unwrap_or_default();
    fields.iter().map(|field| field["field"].as_str().unwrap().to_owned()).collect()
}

/// The address of a resource's link.
pub fn link(resource: &Value, rel: &str) -> Option<String> {
    let mut links = resource["_links"].as_array().unwrap().iter();
    links.find(|link| link["rel"] == rel).map(|link| link["href"].as_str().unwrap().to_owned())
}

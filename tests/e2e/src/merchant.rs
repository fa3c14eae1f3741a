//! The merchant's server: creates requests with the secret key, reads what came of them, and orders verdicts and faults
//! from the sandbox.

use serde_json::{Value, json};
use ureq::Agent;

/// The sandbox's documented defaults.
const API_KEY: &str = "sandbox-secret-key";
const ORGANIZATION: &str = "sandbox";

/// A created request.
#[derive(Clone, Debug)]
pub struct Request {
    /// Its id.
    pub id: String,
    /// The gatherer's link, with the token.
    pub link: String,
    /// Whose it is.
    pub customer: String,
}

impl Request {
    /// The customer's token.
    #[must_use]
    pub fn token(&self) -> &str {
        let token = self.link.split_once("token=").map_or("", |(_, token)| token);
        token.split(['&', '#']).next().unwrap_or_default()
    }

    /// The link with another parameter in its query.
    #[must_use]
    pub fn link_with(&self, parameter: &str) -> String {
        format!("{}&{parameter}", self.link)
    }
}

/// A merchant that talks to the sandbox at `url`.
#[derive(Clone, Debug)]
pub struct Merchant {
    url: String,
    agent: Agent,
}

impl Merchant {
    pub(crate) fn new(url: &str) -> Self {
        let agent = Agent::config_builder().http_status_as_error(false).max_redirects(0).build().new_agent();
        Self { url: url.to_owned(), agent }
    }

    /// Asks `customer` for `documents`, with a return to the demo shop.
    #[must_use]
    pub fn ask(&self, customer: &str, documents: Value) -> Request {
        let redirect = format!("{}/shop/return?order=7#receipt", self.url);
        self.ask_with(json!({ "customerId": customer, "documents": documents, "redirectUrl": redirect }))
    }

    /// Creates a request from its whole body.
    ///
    /// # Panics
    /// When the API refuses it.
    #[must_use]
    pub fn ask_with(&self, body: Value) -> Request {
        let (status, answer) = self.call("POST", "kyc-requests", &body);
        assert_eq!(status, 201, "the request was refused: {answer}");
        let links = answer.get("_links").and_then(Value::as_array).cloned().unwrap_or_default();
        let gatherer = links.iter().find(|link| link.get("rel") == Some(&json!("kycGatherer")));
        let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
        Request {
            id: text(answer.get("id")),
            link: text(gatherer.and_then(|link| link.get("href"))),
            customer: text(body.get("customerId")),
        }
    }

    /// Gives `customer` a token of the older form, which asks for `documents` by itself, with a return to the demo shop.
    ///
    /// # Panics
    /// When the API refuses it.
    #[must_use]
    pub fn claim(&self, customer: &str, documents: Value) -> Request {
        let order = json!({ "mode": "passwordless", "customerId": customer });
        let (status, issued) = self.call("POST", "authentication-tokens", &order);
        assert_eq!(status, 201, "the token was refused: {issued}");
        let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
        let path = format!("authentication-tokens/{}/exchange", text(issued.get("token")));
        let redirect = format!("{}/shop/return?order=7#receipt", self.url);
        let claims = json!({ "documents": documents, "redirectUrl": redirect });
        let (status, jwt) = self.call("POST", &path, &json!({ "customClaims": claims }));
        assert_eq!(status, 201, "the exchange was refused: {jwt}");
        let link = format!("{}/?token={}", self.url, text(jwt.get("token")));
        Request { id: String::new(), link, customer: customer.to_owned() }
    }

    /// The documents of the request's customer, oldest first.
    #[must_use]
    pub fn documents_of_customer(&self, request: &Request) -> Vec<Value> {
        let all = self.call("GET", "kyc-documents?limit=1000", &Value::Null).1;
        let of_customer = |it: &&Value| it.get("customerId") == Some(&json!(request.customer));
        let mut own: Vec<Value> = all.as_array().into_iter().flatten().filter(of_customer).cloned().collect();
        own.reverse();
        own
    }

    /// What the merchant reads of a request, its documents embedded.
    #[must_use]
    pub fn read(&self, request: &Request) -> Value {
        self.call("GET", &format!("kyc-requests/{}?expand=documents", request.id), &Value::Null).1
    }

    /// The statuses of the documents handed in for `request`.
    #[must_use]
    pub fn document_statuses(&self, request: &Request) -> Vec<String> {
        let request = self.read(request);
        let documents =
            request.pointer("/_embedded/documents").and_then(Value::as_array).cloned().unwrap_or_default();
        documents.iter().filter_map(|it| it.get("status")?.as_str().map(str::to_owned)).collect()
    }

    /// The tags of each file handed in with the request's first document, sorted.
    #[must_use]
    pub fn file_tags(&self, request: &Request) -> Vec<Vec<String>> {
        let tags = |file: &Value| {
            let tags = file.get("tags").and_then(Value::as_array).cloned().unwrap_or_default();
            let mut tags: Vec<_> = tags.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            tags.sort();
            tags
        };
        self.files(request).iter().map(tags).collect()
    }

    /// Where each of these files came from.
    #[must_use]
    pub fn file_sources(&self, request: &Request) -> Vec<String> {
        let source =
            |file: &Value| file.get("sourceType").and_then(Value::as_str).unwrap_or_default().to_owned();
        self.files(request).iter().map(source).collect()
    }

    fn files(&self, request: &Request) -> Vec<Value> {
        let read = self.read(request);
        let ids = read.pointer("/_embedded/documents/0/fileIds").and_then(Value::as_array).cloned();
        let file = |id: &Value| {
            self.call("GET", &format!("files/{}", id.as_str().unwrap_or_default()), &Value::Null).1
        };
        ids.unwrap_or_default().iter().map(file).collect()
    }

    /// Decides the next document of `kind` that the request's customer hands in.
    pub fn order_verdict(&self, request: &Request, kind: &str, status: &str, more: &[(&str, Value)]) {
        let mut body = json!({ "customerId": request.customer, "documentType": kind, "status": status });
        for (name, value) in more {
            if let Some(fields) = body.as_object_mut() {
                fields.insert((*name).to_owned(), value.clone());
            }
        }
        self.order("sandbox/verdicts", &body);
    }

    /// Lets a coming call of the request's customer fail.
    pub fn order_fault(&self, request: &Request, mut fault: Value) {
        if let Some(fields) = fault.as_object_mut() {
            fields.insert("customerId".to_owned(), json!(request.customer));
        }
        self.order("sandbox/faults", &fault);
    }

    /// Tells the liveness provider what to ask in the request's next streams.
    pub fn order_check(&self, request: &Request, mut order: Value) {
        if let Some(fields) = order.as_object_mut() {
            fields.insert("customerId".to_owned(), json!(request.customer));
        }
        self.order("sandbox/liveness-orders", &order);
    }

    /// Lets the server's clock go ahead by so many seconds, for everybody.
    pub fn turn_the_clock(&self, seconds: i64) {
        self.order("sandbox/faults", &json!({ "kind": "clock-skew", "skewSeconds": seconds }));
    }

    /// The streams to the liveness provider of the request's customer, the newest first.
    #[must_use]
    pub fn streams(&self, request: &Request) -> Vec<Value> {
        let all = self.send("GET", &format!("{}/sandbox/liveness-streams", self.url), &Value::Null).1;
        let own = |it: &&Value| it.get("customerId") == Some(&json!(request.customer));
        all.as_array().into_iter().flatten().filter(own).cloned().collect()
    }

    fn order(&self, path: &str, body: &Value) {
        let (status, answer) = self.send("POST", &format!("{}/{path}", self.url), body);
        assert!((200..300).contains(&status), "{path} was refused: {status} {answer}");
    }

    /// A call with the secret key: the status and the answer (`null` when it is no JSON).
    #[must_use]
    pub fn call(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        self.send(method, &format!("{}/organizations/{ORGANIZATION}/{path}", self.url), body)
    }

    fn send(&self, method: &str, address: &str, body: &Value) -> (u16, Value) {
        let answer = match method {
            "POST" => self.agent.post(address).header("REB-APIKEY", API_KEY).send_json(body),
            "PUT" => self.agent.put(address).header("REB-APIKEY", API_KEY).send_json(body),
            _ => self.agent.get(address).header("REB-APIKEY", API_KEY).call(),
        };
        match answer {
            Ok(mut answer) => (answer.status().as_u16(), answer.body_mut().read_json().unwrap_or_default()),
            Err(error) => panic!("{method} {address}: {error}"),
        }
    }

    /// The headers of an answer to a plain GET, names in lower case.
    ///
    /// # Panics
    /// When the server does not answer.
    #[must_use]
    pub fn headers(&self, path: &str) -> Vec<(String, String)> {
        match self.agent.get(format!("{}{path}", self.url)).call() {
            Ok(answer) => answer
                .headers()
                .iter()
                .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()))
                .collect(),
            Err(error) => panic!("GET {path}: {error}"),
        }
    }
}

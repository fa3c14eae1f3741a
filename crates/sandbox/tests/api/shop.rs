//! The demo shop's server part: what its pages can do with the merchant's power, and who cannot.

mod desk;

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kyc_specimen::Person;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};

use crate::support::{Customer, KEY, PASSPORT, Server, refused_fields};

const PAGES: [&str; 8] = [
    "/shop",
    "/shop/new",
    "/shop/embedded?request=x",
    "/shop/return?info=success",
    "/shop/help",
    "/shop/privacy",
    "/shop/requests",
    "/shop/requests/x",
];

fn shop(server: &Server, method: Method, path: &str) -> RequestBuilder {
    server.client.request(method, format!("{}/shop{path}", server.sandbox.url()))
}

async fn get(server: &Server, path: &str) -> Response {
    shop(server, Method::GET, path).send().await.unwrap()
}

async fn post(server: &Server, path: &str, body: Value) -> Response {
    shop(server, Method::POST, path).json(&body).send().await.unwrap()
}

async fn details(server: &Server, request: &str) -> Value {
    get(server, &format!("/api/requests/{request}/details")).await.json().await.unwrap()
}

/// A request that the shop made, with the power of its customer.
async fn open_account(server: &Server, mut body: Value) -> Customer {
    body.as_object_mut().unwrap().entry("customerId").or_insert_with(|| "ann".into());
    let answer = post(server, "/api/requests", body).await;
    assert_eq!(answer.status(), 201);
    Customer::from_request(&server.sandbox.url(), &answer.json().await.unwrap())
}

async fn undecided_passport(server: &Server, customer: &Customer) -> String {
    let verdict = json!({ "documentType": "identity-proof", "status": "pending" });
    assert_eq!(
        post(server, &format!("/api/requests/{}/verdicts", customer.request_id), verdict).await.status(),
        204
    );
    let document = customer.file_passport().await;
    customer.settled(&document).await;
    document
}

/// A timeline being read.
struct Timeline {
    answer: Response,
    text: String,
}

impl Timeline {
    async fn of(server: &Server, request: &str, last: Option<&str>) -> Self {
        let call = shop(server, Method::GET, &format!("/api/requests/{request}/events"));
        let call = last.into_iter().fold(call, |call, id| call.header("last-event-id", id));
        let answer = call.send().await.unwrap();
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        Self { answer, text: String::new() }
    }

    /// Ids and kinds of the events so far, as soon as one of this kind is among them.
    async fn until(&mut self, kind: &str) -> Vec<(String, String)> {
        loop {
            let events = self.events();
            if events.iter().any(|(_, it)| it == kind) {
                return events;
            }
            self.read().await;
        }
    }

    async fn read(&mut self) {
        let more = tokio::time::timeout(Duration::from_secs(60), self.answer.chunk()).await.unwrap();
        self.text += std::str::from_utf8(&more.unwrap().unwrap()).unwrap();
    }

    /// The newest state of each webhook that was told of: event and outcome.
    fn deliveries(&self) -> Vec<Value> {
        let lines = self.text.split("\n\n").filter(|message| message.contains("event: delivery"));
        let data = lines.filter_map(|message| message.lines().find_map(|it| it.strip_prefix("data:")));
        data.filter_map(|data| serde_json::from_str(data).ok()).collect()
    }

    fn events(&self) -> Vec<(String, String)> {
        let whole = self.text.rsplit_once("\n\n").map_or("", |(whole, _)| whole);
        let read = |message: &str| {
            let line = |name: &str| message.lines().find_map(|it| it.strip_prefix(name)).map(str::trim);
            let data: Value = serde_json::from_str(line("data:")?).unwrap();
            Some((line("id:")?.to_owned(), data["eventType"].as_str().unwrap().to_owned()))
        };
        whole.split("\n\n").filter_map(read).collect()
    }
}

fn kinds(events: &[(String, String)]) -> Vec<&str> {
    events.iter().map(|(_, kind)| kind.as_str()).collect()
}

#[tokio::test]
async fn the_pages_run_nothing_inline_and_hold_no_key() {
    let server = Server::start().await;
    for path in PAGES {
        let page = server.client.get(format!("{}{path}", server.sandbox.url())).send().await.unwrap();
        assert_eq!(page.status(), 200, "{path}");
        let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
        assert!(policy.contains("script-src 'self';") && !policy.contains("unsafe"), "{path}");
        let text = page.text().await.unwrap();
        for bad in [KEY, " style=", " onclick=", "<script>", "<!--"] {
            assert!(!text.contains(bad), "{bad} in {path}");
        }
        // Whatever a page names is there.
        let named = text.split(['"']).filter(|it| it.starts_with("/shop/") && it.contains('.'));
        for file in named {
            let answer = server.client.get(format!("{}{file}", server.sandbox.url())).send().await.unwrap();
            assert_eq!(answer.status(), 200, "{file} of {path}");
            assert!(!answer.text().await.unwrap().contains(KEY), "{file}");
        }
    }
}

#[tokio::test]
async fn help_and_privacy_name_whom_to_write_to() {
    let server = Server::start().await;
    for page in ["/help", "/privacy"] {
        let text = get(&server, page).await.text().await.unwrap();
        assert!(text.contains("@northwind.example\"") && !text.contains("real bank"), "{page}");
    }
}

#[tokio::test]
async fn a_request_of_the_shop_returns_to_it_and_is_read_without_its_link() {
    let server = Server::start().await;
    let customer = open_account(&server, json!({ "documents": [{ "type": "funds-proof" }] })).await;
    let id = &customer.request_id;
    let read = details(&server, id).await;
    let own = format!("{}/shop/return?request={id}", server.sandbox.url());
    assert_eq!(read["request"]["redirectUrl"], own);
    for path in
        [format!("/api/requests/{id}"), format!("/api/requests/{id}/details"), "/api/recent-requests".into()]
    {
        let text = get(&server, &path).await.text().await.unwrap();
        assert!(text.contains(id.as_str()) && !text.contains("token="), "{path}");
    }
    let link: Value =
        post(&server, &format!("/api/requests/{id}/link"), json!({})).await.json().await.unwrap();
    assert!(link["href"].as_str().unwrap().contains("/?token="));
    assert_eq!(get(&server, "/api/requests/unknown").await.status(), 404);
    assert_eq!(get(&server, "/api/requests/unknown/events").await.status(), 404);
}

#[tokio::test]
async fn a_token_of_the_older_form_asks_without_a_request() {
    let server = Server::start().await;
    let body = json!({
        "form": "token", "customerId": "ann", "reason": "test", "customer": { "firstName": "Ann" },
        "documents": [{ "type": "identity-proof", "maxAttempts": 2 }],
    });
    let answer = post(&server, "/api/requests", body).await;
    assert_eq!(answer.status(), 201);
    let made: Value = answer.json().await.unwrap();
    let token = made["_links"][0]["href"].as_str().unwrap().split_once("/?token=").unwrap().1;
    let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    let claims: Value = serde_json::from_slice(&payload).unwrap();
    let custom = &claims["customClaims"];
    assert_eq!(custom["documents"][0]["type"], "identity-proof");
    assert_eq!(custom["redirectUrl"], format!("{}/shop/return", server.sandbox.url()));
    assert_eq!(server.merchant_get("kyc-requests").await, json!([]));
    assert_eq!(server.merchant_get("customers/ann").await["firstName"], "Ann");
    // The bureau is asked for requests only; the refusal names the field as the form has it.
    let body =
        json!({ "form": "token", "customerId": "ann", "documents": [{ "type": "credit-file-proof" }] });
    assert_eq!(refused_fields(post(&server, "/api/requests", body).await).await, ["documents.0.type"]);
}

#[tokio::test]
async fn refused_fields_of_request_and_customer_are_named_at_once() {
    let server = Server::start().await;
    let body = json!({ "customerId": "", "documents": [], "customer": { "firstName": 7, "primaryAddress": { "dob": "x" } } });
    let refused = refused_fields(post(&server, "/api/requests", body).await).await;
    assert_eq!(refused, ["customer.firstName", "customer.primaryAddress.dob", "customerId", "documents"]);
    let body = json!({ "customerId": "ann", "documents": [{ "type": "funds-proof" }], "customer": "Ann" });
    assert_eq!(refused_fields(post(&server, "/api/requests", body).await).await, ["customer"]);
}

#[tokio::test]
async fn only_the_desk_speaks_of_customers_that_are_there() {
    let server = Server::start().await;
    let ann = json!({ "firstName": "Ann" });
    server.merchant(Method::PUT, "customers/ann").json(&ann).send().await.unwrap();
    server.ask_with(json!({ "customerId": "bob", "documents": [{ "type": "funds-proof" }] })).await;
    let order = |customer: &str, form: &str| json!({ "customerId": customer, "documents": [{ "type": "funds-proof" }], "form": form, "customer": { "firstName": "Eve" } });
    // Another name leads here: whoever calls is not at the desk.
    let from_outside = async |body: Value| {
        shop(&server, Method::POST, "/api/requests")
            .header("host", "bank.example")
            .json(&body)
            .send()
            .await
            .unwrap()
    };
    for customer in ["ann", "bob"] {
        for form in ["request", "token"] {
            assert_eq!(
                refused_fields(from_outside(order(customer, form)).await).await,
                ["customerId"],
                "{customer} {form}"
            );
        }
    }
    assert_eq!(server.merchant_get("customers/ann").await["firstName"], "Ann");
    assert_eq!(server.merchant(Method::GET, "customers/bob").send().await.unwrap().status(), 404);
    assert_eq!(server.merchant_get("kyc-requests").await.as_array().unwrap().len(), 1);
    // One press is enough for a customer that is new, and the desk may still say who somebody is.
    assert_eq!(from_outside(order("customer-1", "request")).await.status(), 201);
    assert_eq!(post(&server, "/api/requests", order("ann", "request")).await.status(), 201);
    assert_eq!(server.merchant_get("customers/ann").await["firstName"], "Eve");
}

#[tokio::test]
async fn a_credit_file_that_passes_leaves_nothing_to_ask() {
    let server = Server::start().await;
    let documents = json!([{ "type": "credit-file-proof" }, { "type": "identity-proof" }]);
    let body = json!({ "documents": documents, "customer": { "firstName": "accept", "lastName": "Sample" } });
    let customer = open_account(&server, body).await;
    let read = details(&server, &customer.request_id).await;
    assert_eq!(read["request"]["status"], "fulfilled");
    assert_eq!(read["customer"]["firstName"], "accept");
    assert_eq!(read["asked"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_timeline_tells_everything_in_order_and_goes_on_where_it_was() {
    let server = Server::start().await;
    let customer = open_account(&server, json!({ "documents": [{ "type": "identity-proof" }] })).await;
    let mut timeline = Timeline::of(&server, &customer.request_id, None).await;
    timeline.until("kyc-request-created").await;
    // What happens while it is read is told without asking again.
    let document = undecided_passport(&server, &customer).await;
    post(&server, &format!("/api/documents/{document}/acceptance"), json!({})).await;
    let all = timeline.until("kyc-request-fulfilled").await;
    let wanted = [
        "kyc-request-created",
        "kyc-document-created",
        "kyc-document-pending",
        "kyc-document-accepted",
        "kyc-request-fulfilled",
    ];
    let told: Vec<_> = kinds(&all).into_iter().filter(|kind| wanted.contains(kind)).collect();
    assert_eq!(told, wanted);
    let (last, _) = &all[1];
    let rest =
        Timeline::of(&server, &customer.request_id, Some(last)).await.until("kyc-request-fulfilled").await;
    assert_eq!(rest, all[2..]);
}

#[tokio::test]
async fn the_timeline_tells_what_became_of_each_webhook() {
    let server = Server::start().await;
    // The shop listens itself, once however often it is told to.
    for _ in 0..2 {
        assert_eq!(post(&server, "/api/webhook", json!({})).await.status(), 204);
    }
    let listening: Value = get(&server, "/api/webhook").await.json().await.unwrap();
    assert_eq!(listening["isListening"], true);
    let customer = open_account(&server, json!({ "documents": [{ "type": "identity-proof" }] })).await;
    let mut timeline = Timeline::of(&server, &customer.request_id, None).await;
    undecided_passport(&server, &customer).await;
    let is_receipt = |it: &Value| it["status"] == "delivered" && it["attempts"][0]["statusCode"] == 204;
    while !timeline.deliveries().iter().any(is_receipt) {
        timeline.read().await;
    }
    let told = timeline.deliveries();
    assert_eq!(told[0]["_embedded"]["url"], listening["url"]);
    assert_eq!(told[0]["eventType"], "kyc-document-created");
    assert_eq!(server.merchant_get("webhooks").await.as_array().unwrap().len(), 1);
    // Nobody else's message gets a receipt.
    assert_eq!(post(&server, "/webhooks", json!({})).await.status(), 401);
    let forged =
        shop(&server, Method::POST, "/webhooks").header("sandbox-signature", "t=1,v1=00").json(&json!({}));
    assert_eq!(forged.send().await.unwrap().status(), 401);
    assert_eq!(shop(&server, Method::DELETE, "/api/webhook").send().await.unwrap().status(), 204);
    assert_eq!(server.merchant_get("webhooks").await, json!([]));
}

#[tokio::test]
async fn an_open_timeline_ends_when_the_server_stops() {
    let server = Server::start().await;
    let customer = open_account(&server, json!({ "documents": [{ "type": "funds-proof" }] })).await;
    let mut timeline = Timeline::of(&server, &customer.request_id, None).await;
    timeline.until("kyc-request-created").await;
    let Server { sandbox, data, .. } = server;
    let (end, ()) = tokio::join!(timeline.answer.chunk(), sandbox.stop());
    // In order: a connection that had to be cut would be an error.
    assert_eq!(end.unwrap(), None);
    drop(data);
}

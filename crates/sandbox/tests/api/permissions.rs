//! Who may do what: keys, tokens, and other people's things. Two tables, over all routes and over all bad tokens.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use sha2::Sha256;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::support::{BILL, Customer, KEY, Server, refused_fields};

/// Every operation that a customer's token can call, by its permission. All others are the merchant's or nobody's.
const OPERATIONS: [(Method, &str, &str); 8] = [
    (Method::POST, "/files", "PostFile"),
    (Method::GET, "/storefront/kyc-requests/{id}", "StorefrontGetKycRequest"),
    (Method::POST, "/storefront/kyc-documents", "StorefrontPostKycDocument"),
    (Method::GET, "/storefront/kyc-documents/{id}", "StorefrontGetKycDocument"),
    (Method::PATCH, "/storefront/kyc-documents/{id}", "StorefrontPatchKycDocument"),
    (Method::POST, "/storefront/kyc-liveness-sessions", "StorefrontPostKycLivenessSession"),
    (Method::GET, "/storefront/kyc-liveness-sessions/{id}", "StorefrontGetKycLivenessSession"),
    (Method::POST, "/storefront/kyc-liveness-sessions/{id}/finish", "StorefrontPostKycLivenessSessionFinish"),
];

/// What needs no credentials: the address holds a secret, or leads to what the merchant made public.
const OPEN: [(Method, &str); 3] = [
    (Method::POST, "/authentication-tokens/{token}/exchange"),
    (Method::GET, "/signed-files/{id}"),
    (Method::GET, "/public-files/{id}"),
];

/// All paths of the API, from the annotations that its router is made of: whoever adds one has it tested here.
fn routes() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    scan(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api"), &mut found);
    assert!(found.len() > 20, "{found:?}");
    found
}

fn scan(directory: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            scan(&path, found);
            continue;
        }
        let source = std::fs::read_to_string(path).unwrap();
        let annotations = source.split("#[utoipa::path(").skip(1);
        let paths = annotations.map(|it| it.split("path = \"").nth(1).unwrap().split('"').next().unwrap());
        found.extend(paths.map(str::to_owned));
    }
}

/// A customer with a request, a file, an undecided document and a liveness session; nothing changes by itself any more.
struct Victim {
    customer: Customer,
    document: String,
    file: String,
    session: String,
}

impl Victim {
    async fn new(server: &Server) -> Self {
        let documents =
            json!([{ "type": "funds-proof" }, { "type": "identity-proof", "faceLivenessRequired": true }]);
        let customer = server.ask(documents).await;
        let first = customer.upload(&BILL, &["kyc"]).await;
        let document = customer.file("funds-proof", "tax-return", &[first]).await;
        customer.settled(&document).await;
        let file = customer.upload(&BILL, &["kyc"]).await;
        let body = json!({ "kycRequestId": customer.request_id });
        let session =
            customer.call(Method::POST, "storefront/kyc-liveness-sessions").json(&body).send().await;
        let session: Value = session.unwrap().json().await.unwrap();
        Self { session: session["id"].as_str().unwrap().to_owned(), customer, document, file }
    }

    /// An operation on this customer's things, without credentials.
    fn call(&self, server: &Server, method: &Method, path: &str) -> RequestBuilder {
        let id = match path {
            path if path.contains("liveness-sessions") => &self.session,
            path if path.contains("kyc-documents") => &self.document,
            path if path.contains("files") => &self.file,
            _ => &self.customer.request_id,
        };
        let filled = path.trim_start_matches('/').replace("{id}", id).replace("{token}", "x");
        let filled = filled.split('/').map(|part| if part.starts_with('{') { "x" } else { part });
        let call = server.client.request(method.clone(), server.url(&filled.collect::<Vec<_>>().join("/")));
        match path {
            "/files" if method == Method::POST => {
                let form = Form::new().part("file", Part::bytes(BILL.clone()).file_name("bill.jpg"));
                call.multipart(form.text("tags[]", "kyc"))
            }
            "/storefront/kyc-documents" => call.json(&json!({
                "documentType": "funds-proof", "documentSubtype": "tax-return", "fileIds": [self.file],
            })),
            "/storefront/kyc-documents/{id}" if method == Method::PATCH => {
                call.json(&json!({ "documentSubtype": "salary-slip" }))
            }
            "/storefront/kyc-liveness-sessions" => {
                call.json(&json!({ "kycRequestId": self.customer.request_id }))
            }
            _ if method == Method::GET => call,
            _ => call.json(&json!({})),
        }
    }

    /// What the things themselves are called, which no refusal may tell.
    fn is_told_by(&self, answer: &str) -> bool {
        answer.contains("\"fileIds\":")
            || answer.contains("\"documents\":")
            || answer.contains("\"sessionId\":")
    }
}

fn encoded(part: &Value) -> String {
    URL_SAFE_NO_PAD.encode(part.to_string())
}

fn signed(claims: &Value, secret: &[u8]) -> String {
    let text = format!("{}.{}", encoded(&json!({ "alg": "HS256", "typ": "JWT" })), encoded(claims));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
    mac.update(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

fn claims(token: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap()).unwrap()
}

/// Tokens that nobody with our secret signed, made from a good one.
fn forgeries(token: &str) -> Vec<(&'static str, String)> {
    let parts: Vec<&str> = token.split('.').collect();
    let mut tampered = claims(token);
    tampered["sub"] = "bob".into();
    let mut later = claims(token);
    later["exp"] = 32_472_144_000_i64.into();
    let none = encoded(&json!({ "alg": "none", "typ": "JWT" }));
    let other = encoded(&json!({ "alg": "HS512", "typ": "JWT" }));
    vec![
        ("another secret", signed(&claims(token), b"another secret")),
        ("no secret", signed(&claims(token), b"")),
        ("no algorithm, no signature", format!("{none}.{}.", parts[1])),
        ("no algorithm, a signature", format!("{none}.{}.{}", parts[1], parts[2])),
        ("another algorithm", format!("{other}.{}.{}", parts[1], parts[2])),
        ("another customer written in", format!("{}.{}.{}", parts[0], encoded(&tampered), parts[2])),
        ("another end written in", format!("{}.{}.{}", parts[0], encoded(&later), parts[2])),
        ("no signature", format!("{}.{}.", parts[0], parts[1])),
        ("a part too few", format!("{}.{}", parts[0], parts[1])),
        ("nonsense", "nonsense".to_owned()),
        ("nothing", String::new()),
    ]
}

fn grant(organization: &str, permissions: &[&str]) -> Value {
    json!([{ "scope": { "organizationId": [organization] }, "permissions": permissions }])
}

#[tokio::test]
async fn no_bad_token_reads_or_writes_anything() {
    let server = Server::start().await;
    let victim = Victim::new(&server).await;
    let all = OPERATIONS.map(|(_, _, permission)| permission);
    let claimed = json!({ "kycRequestId": victim.customer.request_id });
    let order = |acl: Value| json!({ "acl": acl, "customClaims": claimed });
    let mut bad = forgeries(&victim.customer.token);
    for (name, acl) in [
        ("another organization", grant("other", &all)),
        ("no grant", json!([])),
        ("no permission", grant("sandbox", &[])),
        ("a permission elsewhere", json!([grant("sandbox", &[])[0], grant("other", &all)[0]])),
    ] {
        bad.push((name, server.customer("ann", order(acl)).await.token));
    }
    let soon = server.sandbox.clock().now_ms() / 1000 + 30;
    let soon = OffsetDateTime::from_unix_timestamp(soon).unwrap().format(&Rfc3339).unwrap();
    let order_of_soon = json!({ "customClaims": claimed, "expiredTime": soon });
    let expiring = server.customer("ann", order_of_soon).await.token;
    server.sandbox.clock().advance(Duration::from_secs(31));
    bad.push(("an expired one", expiring));
    let before = server.snapshot().await;
    for (method, path, permission) in &OPERATIONS {
        for (name, token) in &bad {
            let answer = victim.call(&server, method, path).bearer_auth(token).send().await.unwrap();
            let status = answer.status();
            assert!(matches!(status.as_u16(), 401 | 403), "{method} {path} with {name}: {status}");
            assert!(!victim.is_told_by(&answer.text().await.unwrap()), "{method} {path} with {name}");
        }
        let others: Vec<&str> = all.into_iter().filter(|it| it != permission).collect();
        let lacking = server.customer("ann", order(grant("sandbox", &others))).await.token;
        let answer = victim.call(&server, method, path).bearer_auth(lacking).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{method} {path}");
        let problem: Value = answer.json().await.unwrap();
        assert!(problem["detail"].as_str().unwrap().contains(permission), "{problem}");
        let bare = victim.call(&server, method, path).send().await.unwrap();
        assert_eq!(bare.status(), StatusCode::UNAUTHORIZED, "{method} {path}");
    }
    assert_eq!(without_tokens(server.snapshot().await), without_tokens(before));
    for (method, path, permission) in &OPERATIONS {
        let token = server.customer("ann", order(grant("sandbox", &[permission]))).await.token;
        let answer = victim.call(&server, method, path).bearer_auth(token).send().await.unwrap();
        assert!(answer.status().is_success(), "{method} {path}: {}", answer.text().await.unwrap());
    }
}

/// The tests' own tokens are issued on the way.
fn without_tokens(mut snapshot: Vec<Value>) -> Vec<Value> {
    snapshot.remove(3);
    snapshot
}

#[tokio::test]
async fn no_token_of_somebody_else_reaches_a_customers_things() {
    let server = Server::start().await;
    let victim = Victim::new(&server).await;
    let same = json!([{ "type": "funds-proof" }, { "type": "identity-proof", "faceLivenessRequired": true }]);
    let bob = server.ask_with(json!({ "customerId": "bob", "documents": same })).await;
    let second = server.ask(same).await;
    let older = server.customer("ann", json!({ "customClaims": { "documents": ["funds-proof"] } })).await;
    let bare = server.customer("ann", json!({})).await;
    let before = server.snapshot().await;
    for (method, path, _) in OPERATIONS.iter().filter(|(_, path, _)| *path != "/files") {
        for (name, other) in [("bob", &bob), ("another request", &second), ("older", &older), ("bare", &bare)]
        {
            let answer = victim.call(&server, method, path).bearer_auth(&other.token).send().await.unwrap();
            let status = answer.status();
            assert!(matches!(status.as_u16(), 403 | 404 | 422), "{method} {path} by {name}: {status}");
            assert!(!victim.is_told_by(&answer.text().await.unwrap()), "{method} {path} by {name}");
        }
    }
    assert_eq!(server.snapshot().await, before);
    let filed = bob.try_file("funds-proof", "tax-return", std::slice::from_ref(&victim.file)).await;
    assert_eq!(refused_fields(filed).await, ["fileIds.0"]);
}

#[tokio::test]
async fn every_route_is_the_merchants_alone_unless_it_is_listed_here() {
    let server = Server::start().await;
    let victim = Victim::new(&server).await;
    let before = server.snapshot().await;
    let routes = routes();
    let methods = [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    for path in &routes {
        for method in &methods {
            let asked = if method == Method::HEAD { &Method::GET } else { method };
            if OPEN.iter().any(|(open, of)| open == asked && of == path) {
                continue;
            }
            let is_customers = OPERATIONS.iter().any(|(of, listed, _)| of == asked && listed == path);
            let call = || victim.call(&server, method, path);
            let bare = call().send().await.unwrap();
            assert_eq!(bare.status(), StatusCode::UNAUTHORIZED, "{method} {path} without credentials");
            if !is_customers {
                let answer = call().bearer_auth(&victim.customer.token).send().await.unwrap();
                assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{method} {path} by a customer");
            } else if path != "/files" {
                let answer = call().header("REB-APIKEY", KEY).send().await.unwrap();
                assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{method} {path} by the merchant");
            }
        }
    }
    for (_, path, _) in &OPERATIONS {
        assert!(routes.contains(*path), "{path} is no route");
    }
    for (_, path) in &OPEN {
        assert!(routes.contains(*path), "{path} is no route");
    }
    assert_eq!(server.snapshot().await, before);
}

#[tokio::test]
async fn a_key_that_is_not_ours_opens_nothing() {
    let server = Server::start().await;
    let victim = Victim::new(&server).await;
    for (method, path) in
        routes().iter().map(|path| (Method::GET, path)).chain([(Method::POST, &"/files".into())])
    {
        if OPEN.iter().any(|(open, of)| *open == method && of == path) {
            continue;
        }
        // A valid token beside it does not mend it.
        let call = victim.call(&server, &method, path).header("REB-APIKEY", "x");
        let answer = call.bearer_auth(&victim.customer.token).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{method} {path}");
    }
}

#[tokio::test]
async fn a_token_ends_with_its_request() {
    let server = Server::start().await;
    let victim = Victim::new(&server).await;
    server.sandbox.clock().advance(Duration::from_secs(3601));
    for (method, path, _) in &OPERATIONS {
        let call = victim.call(&server, method, path).bearer_auth(&victim.customer.token);
        assert_eq!(call.send().await.unwrap().status(), StatusCode::UNAUTHORIZED, "{method} {path}");
    }
}

#[tokio::test]
async fn another_organization_does_not_exist() {
    let server = Server::start().await;
    let url = format!("{}/organizations/other/kyc-requests", server.sandbox.url());
    let answer = server.client.get(url).header("REB-APIKEY", KEY).send().await.unwrap();
    assert_eq!(answer.status(), 404);
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
}

#[tokio::test]
async fn every_refusal_is_a_problem() {
    let server = Server::start().await;
    for (method, path, status) in [
        (Method::DELETE, "kyc-requests", 405),
        (Method::GET, "kyc-requests?limit=many", 422),
        (Method::GET, "nothing", 404),
        (Method::GET, "kyc-documents/kyc_doc_1", 404),
    ] {
        let answer = server.merchant(method, path).send().await.unwrap();
        assert_eq!(answer.status(), status, "{path}");
        assert_eq!(answer.headers()["content-type"], "application/problem+json", "{path}");
        assert_eq!(answer.json::<Value>().await.unwrap()["status"], status);
    }
}

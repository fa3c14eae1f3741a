//! `/openapi.json` against the running server and against the contract's file, and `/docs`.

mod contract;
mod operation;
mod webhooks;

use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

use crate::support::{BILL, KEY, Server, link};
use operation::{Operation, operations};

async fn description(server: &Server) -> Value {
    let answer = server.client.get(format!("{}/openapi.json", server.sandbox.url())).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    answer.json().await.unwrap()
}

/// The call of an operation, its path filled with what is not there, with an empty object where it takes a body.
async fn call(
    server: &Server,
    operation: Operation<'_>,
    method: &Method,
    credentials: Option<(&str, &str)>,
) -> Response {
    let origin = match operation.item.get("servers") {
        Some(servers) => servers[0]["url"].as_str().unwrap(),
        None => operation.document["servers"][0]["url"].as_str().unwrap(),
    };
    let segments = operation.path.split('/').map(|it| if it.starts_with('{') { "none" } else { it });
    let url = format!("{origin}{}", segments.collect::<Vec<_>>().join("/"));
    let mut call = server.client.request(method.clone(), url);
    if let Some((name, value)) = credentials {
        call = call.header(name, value);
    }
    if operation.value().get("requestBody").is_some() {
        call = call.json(&json!({}));
    }
    call.send().await.unwrap()
}

fn is_described(operation: Operation<'_>, status: StatusCode) -> bool {
    operation.value()["responses"].get(status.as_str()).is_some()
}

#[tokio::test]
async fn an_operation_takes_the_described_credentials_and_answers_with_a_described_status() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let bearer = format!("Bearer {}", customer.token);
    let all = [("SecretApiKey", ("REB-APIKEY", KEY)), ("CustomerJWT", ("Authorization", bearer.as_str()))];
    let document = description(&server).await;
    for operation in operations(&document) {
        let method = Method::from_bytes(operation.method.to_uppercase().as_bytes()).unwrap();
        let place = format!("{method} {}", operation.path);
        let security = operation.value()["security"].as_array().unwrap();
        let is_open = security.contains(&json!({}));
        let without = call(&server, operation, &method, None).await;
        assert_ne!(without.status(), StatusCode::METHOD_NOT_ALLOWED, "{place}");
        // The credentials of a signed link are in its query.
        let is_refused = without.status() == StatusCode::UNAUTHORIZED;
        assert_eq!(
            is_refused,
            !is_open || operation.id() == "GetSignedFile",
            "{place}: {}",
            without.status()
        );
        assert!(is_described(operation, without.status()), "{place}: {}", without.status());
        for (name, header) in all.into_iter().filter(|_| !is_open) {
            let answer = call(&server, operation, &method, Some(header)).await;
            let status = answer.status();
            let is_admitted = security.iter().any(|it| it.get(name).is_some());
            assert_eq!(status != StatusCode::FORBIDDEN, is_admitted, "{place} with {name}: {status}");
            assert!(is_described(operation, status), "{place} with {name}: {status}");
        }
    }
}

#[tokio::test]
async fn a_method_that_is_not_described_is_not_allowed() {
    let server = Server::start().await;
    let document = description(&server).await;
    for operation in operations(&document) {
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            if operation.item.get(method.as_str().to_lowercase()).is_none() {
                let answer = call(&server, operation, &method, Some(("REB-APIKEY", KEY))).await;
                assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED, "{method} {}", operation.path);
            }
        }
    }
}

#[tokio::test]
async fn calls_and_answers_keep_our_own_description() {
    let first = Server::start().await;
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("openapi.json");
    std::fs::write(&file, description(&first).await.to_string()).unwrap();
    // A violation fails the test when the server is dropped.
    let server = Server::start_with(|config| config.contract = Some(file)).await;
    let customer = server.ask(json!([{ "type": "address-proof" }, { "type": "funds-proof" }])).await;
    server.merchant(Method::PUT, "customers/ann").json(&json!({ "firstName": "Ann" })).send().await.unwrap();
    let bill = customer.upload(&BILL, &["kyc"]).await;
    let document = customer.file("address-proof", "utility-bill", std::slice::from_ref(&bill)).await;
    customer.settled(&document).await;
    assert_eq!(
        customer.try_file("identity-proof", "passport", &[bill]).await.status(),
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let file = server.upload_as_merchant(&BILL, json!({ "tags": ["kyc"], "isPublic": true })).await;
    for address in ["signedLink", "permalink"].map(|rel| link(&file, rel).unwrap()) {
        assert_eq!(server.client.get(address).send().await.unwrap().status(), StatusCode::OK);
    }
    for path in [
        "kyc-requests?expand=documents&limit=5&sort=-createdTime",
        "kyc-documents?expand=customer,files",
        "files?q=kyc",
    ] {
        server.merchant_get(path).await;
    }
    server.decide(&document, "rejection", json!({ "type": "document-expired" })).await;
    let report =
        server.client.get(format!("{}/sandbox/contract", server.sandbox.url())).send().await.unwrap();
    let report: Value = report.json().await.unwrap();
    assert!(report["checked"].as_u64().unwrap() >= 12, "{report}");
}

#[tokio::test]
async fn the_page_needs_nothing_from_elsewhere() {
    let server = Server::start().await;
    let page = server.client.get(format!("{}/docs", server.sandbox.url())).send().await.unwrap();
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(
        policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"),
        "{policy}"
    );
    let page = page.text().await.unwrap();
    let named = page.split(['"', '\'']).filter(|text| text.starts_with("/docs/"));
    let named: Vec<String> = named.map(|path| format!("{}{path}", server.sandbox.url())).collect();
    assert!(named.len() >= 2);
    for address in named {
        assert_eq!(server.client.get(&address).send().await.unwrap().status(), StatusCode::OK, "{address}");
    }
}

#[tokio::test]
async fn a_key_that_somebody_chose_is_not_in_the_description() {
    let default = description(&Server::start().await).await;
    assert_eq!(default["components"]["securitySchemes"]["SecretApiKey"]["x-example"], KEY);
    let chosen = Server::start_with(|config| config.api_key = "chosen-by-somebody".to_owned()).await;
    assert!(!description(&chosen).await.to_string().contains("chosen-by-somebody"));
}

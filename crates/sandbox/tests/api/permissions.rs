//! Who may do what: keys, tokens, and other people's things.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use std::time::Duration;

use crate::support::{Customer, PASSPORT, Server, refused_fields};

async fn read_request(customer: &Customer, token: &str) -> Response {
    let url = format!("{}/storefront/kyc-requests/{}", customer.base, customer.request_id);
    customer.client.get(url).bearer_auth(token).send().await.unwrap()
}

#[tokio::test]
async fn a_customer_sees_only_what_is_theirs() {
    let server = Server::start().await;
    let ann = server.ask(json!([{ "type": "identity-proof" }])).await;
    let bob =
        server.ask_with(json!({ "customerId": "bob", "documents": [{ "type": "identity-proof" }] })).await;
    let second = server.ask(json!([{ "type": "identity-proof" }])).await;
    let document = ann.file_passport().await;
    let file = ann.upload(&PASSPORT, &["kyc", "id-front"]).await;
    for other in [&bob, &second] {
        assert_eq!(read_request(&ann, &other.token).await.status(), 404);
        let path = format!("storefront/kyc-documents/{document}");
        assert_eq!(other.call(Method::GET, &path).send().await.unwrap().status(), 404);
        assert_eq!(other.call(Method::PATCH, &path).json(&json!({})).send().await.unwrap().status(), 404);
        let filed = other.try_file("identity-proof", "passport", std::slice::from_ref(&file)).await;
        assert_eq!(refused_fields(filed).await[0], "fileIds.0");
    }
}

#[tokio::test]
async fn a_customer_token_opens_no_merchant_path() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "identity-proof" }])).await;
    let document = customer.file_passport().await;
    let file = customer.upload(&PASSPORT, &["kyc", "id-front"]).await;
    let paths = [
        (Method::POST, "kyc-requests".to_owned()),
        (Method::GET, "kyc-requests".to_owned()),
        (Method::GET, format!("kyc-requests/{}", customer.request_id)),
        (Method::GET, "customers/ann".to_owned()),
        (Method::PUT, "customers/ann".to_owned()),
        (Method::GET, "files".to_owned()),
        (Method::GET, format!("files/{file}")),
        (Method::PUT, format!("files/{file}")),
        (Method::DELETE, format!("files/{file}")),
        (Method::GET, format!("files/{file}/download")),
        (Method::GET, "kyc-documents".to_owned()),
        (Method::GET, format!("kyc-documents/{document}")),
        (Method::POST, format!("kyc-documents/{document}/acceptance")),
        (Method::POST, format!("kyc-documents/{document}/rejection")),
    ];
    for (method, path) in paths {
        let answer = customer.call(method.clone(), &path).json(&json!({})).send().await.unwrap();
        assert_eq!(answer.status(), 403, "{method} {path}");
        let bare =
            server.client.request(method.clone(), server.url(&path)).json(&json!({})).send().await.unwrap();
        assert_eq!(bare.status(), 401, "{method} {path}");
    }
    let storefront = format!("storefront/kyc-requests/{}", customer.request_id);
    assert_eq!(server.merchant(Method::GET, &storefront).send().await.unwrap().status(), 403);
}

#[tokio::test]
async fn forged_and_foreign_tokens_are_refused() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "identity-proof" }])).await;
    assert_eq!(read_request(&customer, &customer.token).await.status(), 200);
    let parts: Vec<&str> = customer.token.split('.').collect();
    let mut claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap();
    assert_eq!(claims["customClaims"]["kycRequestId"], json!(customer.request_id));
    claims["customClaims"]["customerId"] = "bob".into();
    let changed = URL_SAFE_NO_PAD.encode(claims.to_string());
    let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
    let forged = [
        format!("{}.{changed}.{}", parts[0], parts[2]),
        format!("{none}.{}.", parts[1]),
        format!("{none}.{}.{}", parts[1], parts[2]),
        format!("{}.{}.", parts[0], parts[1]),
        "nonsense".to_owned(),
        String::new(),
    ];
    for token in forged {
        assert_eq!(read_request(&customer, &token).await.status(), 401, "{token}");
    }
    let other = Server::start().await;
    let stranger = other.ask(json!([{ "type": "identity-proof" }])).await;
    assert_eq!(read_request(&customer, &stranger.token).await.status(), 401);
    let bad_key =
        server.client.get(server.url("kyc-requests")).header("REB-APIKEY", "x").send().await.unwrap();
    assert_eq!(bad_key.status(), 401);
}

#[tokio::test]
async fn a_token_ends_with_its_request() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "identity-proof" }])).await;
    let file = customer.upload(&PASSPORT, &["kyc", "id-front"]).await;
    server.sandbox.clock().advance(Duration::from_secs(3601));
    assert_eq!(read_request(&customer, &customer.token).await.status(), 401);
    assert_eq!(customer.try_upload(&PASSPORT, &["kyc"]).await.status(), 401);
    assert_eq!(customer.try_file("identity-proof", "passport", &[file]).await.status(), 401);
}

#[tokio::test]
async fn another_organization_does_not_exist() {
    let server = Server::start().await;
    let url = format!("{}/organizations/other/kyc-requests", server.sandbox.url());
    let answer = server.client.get(url).header("REB-APIKEY", crate::support::KEY).send().await.unwrap();
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

//! How long texts and bodies may be. What is too long is told; the connection does not just break.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{BILL, Server, refused_fields};

#[tokio::test]
async fn notes_and_addresses_have_an_end() {
    let server = Server::start().await;
    let url = |length: usize| {
        let start = "https://shop.example/";
        format!("{start}{}", "x".repeat(length - start.len()))
    };
    // Counted in characters: two bytes each.
    let request = |note: usize, address: usize| {
        json!({ "customerId": "ann", "documents": [{ "type": "funds-proof" }],
            "reason": "é".repeat(note), "redirectUrl": url(address) })
    };
    let customer = server.ask_with(request(4000, 2048)).await;
    let wrong = [
        (Method::POST, "kyc-requests".to_owned()),
        (Method::PATCH, format!("kyc-requests/{}", customer.request_id)),
    ];
    for (method, path) in wrong {
        let answer = server.merchant(method, &path).json(&request(4001, 2049)).send().await.unwrap();
        assert_eq!(refused_fields(answer).await, ["redirectUrl", "reason"], "{path}");
    }
    let file = server.upload_as_merchant(&BILL, json!({ "tags": ["kyc"] })).await;
    let document = |length: usize| {
        json!({ "customerId": "ann", "documentType": "funds-proof", "documentSubtype": "tax-return",
            "fileIds": [file["id"]], "notes": "é".repeat(length), "reason": "é".repeat(length) })
    };
    let call = |length| server.merchant(Method::POST, "kyc-documents").json(&document(length)).send();
    assert_eq!(call(4000).await.unwrap().status(), 201);
    assert_eq!(refused_fields(call(4001).await.unwrap()).await, ["notes", "reason"]);
    let verdict = json!({ "documentType": "funds-proof", "status": "rejected", "message": "x".repeat(256) });
    let switch = format!("{}/sandbox/verdicts", server.sandbox.url());
    let answer = server.client.post(switch).json(&verdict).send().await.unwrap();
    assert_eq!(refused_fields(answer).await, ["message"]);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_read_so_that_the_answer_is_too() {
    let server = Server::start().await;
    let switch = format!("{}/sandbox/verdicts", server.sandbox.url());
    let calls = || [server.merchant(Method::POST, "kyc-requests"), server.client.post(&switch)];
    for size in [2 * 1024 * 1024 + 1, 40_000_000] {
        for call in calls() {
            let answer = call.body(" ".repeat(size)).send().await.unwrap();
            assert_eq!(answer.status(), 413, "{size}");
            assert_eq!(answer.headers()["content-type"], "application/problem+json");
            assert!(answer.json::<Value>().await.unwrap()["detail"].as_str().unwrap().contains("2097152"));
        }
    }
    let fits = format!("{{}}{}", " ".repeat(2 * 1024 * 1024 - 2));
    let answer = server.merchant(Method::POST, "kyc-requests").body(fits).send().await.unwrap();
    assert_eq!(refused_fields(answer).await, ["customerId", "documents"]);
}

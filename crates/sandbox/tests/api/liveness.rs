//! Liveness sessions as resources; the check itself is told by the sandbox's switch.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Customer, SELFIE, Server, refused_fields};

async fn begin(customer: &Customer) -> Value {
    let body = json!({ "kycRequestId": customer.request_id });
    let answer =
        customer.call(Method::POST, "storefront/kyc-liveness-sessions").json(&body).send().await.unwrap();
    assert_eq!(answer.status(), 201);
    answer.json().await.unwrap()
}

async fn finish(customer: &Customer, session: &Value) -> Value {
    let path = format!("storefront/kyc-liveness-sessions/{}/finish", session["id"].as_str().unwrap());
    customer.call(Method::POST, &path).send().await.unwrap().json().await.unwrap()
}

async fn perform(server: &Server, session: &Value, outcome: Value) -> u16 {
    let id = session["sessionId"].as_str().unwrap();
    let url = format!("{}/sandbox/kyc-liveness-sessions/{id}/outcome", server.sandbox.url());
    server.client.post(url).json(&outcome).send().await.unwrap().status().as_u16()
}

async fn ask(server: &Server) -> Customer {
    server.ask(json!([{ "type": "identity-proof", "faceLivenessRequired": true }])).await
}

#[tokio::test]
async fn a_session_is_begun_performed_once_and_finished() {
    let server = Server::start().await;
    let customer = ask(&server).await;
    let session = begin(&customer).await;
    assert_eq!([&session["status"], &session["referenceImage"]], [&json!("pending"), &Value::Null]);
    let still = customer.upload(&SELFIE, &["kyc", "face-proof"]).await;
    let outcome = json!({ "status": "succeeded", "referenceImage": still });
    assert_eq!(perform(&server, &session, outcome.clone()).await, 204);
    assert_eq!(perform(&server, &session, outcome).await, 422);
    let finished = finish(&customer, &session).await;
    assert_eq!(finished["status"], "succeeded");
    let image = server.client.get(finished["referenceImage"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(image.bytes().await.unwrap(), SELFIE.as_slice());
    // Once settled it stays so.
    assert_eq!(finish(&customer, &session).await["status"], "succeeded");
}

#[tokio::test]
async fn a_session_that_nobody_performed_is_abandoned() {
    let server = Server::start().await;
    let customer = ask(&server).await;
    assert_eq!(finish(&customer, &begin(&customer).await).await["status"], "abandoned");
    let forgotten = begin(&customer).await;
    server.sandbox.clock().advance(Duration::from_secs(181));
    let path = format!("storefront/kyc-liveness-sessions/{}", forgotten["id"].as_str().unwrap());
    assert_eq!(customer.get(&path).await["status"], "abandoned");
    assert_eq!(perform(&server, &forgotten, json!({ "status": "succeeded" })).await, 422);
    let failed = begin(&customer).await;
    assert_eq!(perform(&server, &failed, json!({ "status": "failed" })).await, 204);
    assert_eq!(finish(&customer, &failed).await["status"], "failed");
}

#[tokio::test]
async fn only_the_request_of_the_token_and_only_if_it_asks_for_it() {
    let server = Server::start().await;
    let (customer, other) = (ask(&server).await, ask(&server).await);
    let begin_for = async |id: &str| {
        let call = customer.call(Method::POST, "storefront/kyc-liveness-sessions");
        call.json(&json!({ "kycRequestId": id })).send().await.unwrap()
    };
    assert_eq!(refused_fields(begin_for(&other.request_id).await).await, ["kycRequestId"]);
    let plain = server.ask(json!([{ "type": "identity-proof" }])).await;
    let call = plain.call(Method::POST, "storefront/kyc-liveness-sessions");
    let answer = call.json(&json!({ "kycRequestId": plain.request_id })).send().await.unwrap();
    assert_eq!(refused_fields(answer).await, ["kycRequestId"]);
    let session = begin(&other).await;
    let path = format!("storefront/kyc-liveness-sessions/{}", session["id"].as_str().unwrap());
    assert_eq!(customer.call(Method::GET, &path).send().await.unwrap().status(), 404);
    let wrong = perform(&server, &session, json!({ "status": "abandoned" })).await;
    assert_eq!(wrong, 422);
}

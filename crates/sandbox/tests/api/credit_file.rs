//! The credit file: tried first, by the customer's first name.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{BILL, Customer, Server};

async fn ask(server: &Server, first_name: &str, documents: Value) -> Customer {
    let id = format!("customer-{first_name}");
    let record = json!({ "firstName": first_name, "lastName": "Sample" });
    server.merchant(Method::PUT, &format!("customers/{id}")).json(&record).send().await.unwrap();
    server.ask_with(json!({ "customerId": id, "documents": documents })).await
}

async fn credit_file(server: &Server, customer: &Customer) -> Value {
    let request = server.request(customer).await;
    let filed = request["_embedded"]["documents"].as_array().unwrap().clone();
    filed.into_iter().find(|it| it["documentType"] == "credit-file-proof").unwrap()
}

fn all() -> Value {
    json!([{ "type": "credit-file-proof" }, { "type": "identity-proof" }, { "type": "address-proof" }])
}

#[tokio::test]
async fn accept_fulfils_the_request_at_once_with_a_single_source() {
    let server = Server::start().await;
    let customer = ask(&server, "Accept", all()).await;
    assert_eq!(customer.request_status().await, "fulfilled");
    let document = credit_file(&server, &customer).await;
    assert_eq!(document["status"], "accepted");
    assert_eq!(document["fileIds"], json!([]));
    let data = &document["documentMatches"]["data"];
    assert_eq!(data["decision"], "single-source");
    assert_eq!(data["trades"].as_array().unwrap().len(), 1);
    // The customer's view: nothing is asked any more, and the bureau's answer is not shown.
    let seen =
        customer.get(&format!("storefront/kyc-requests/{}?expand=documents", customer.request_id)).await;
    let types: Vec<&Value> = seen["documents"].as_array().unwrap().iter().map(|it| &it["type"]).collect();
    assert_eq!(types, ["credit-file-proof"]);
    assert_eq!(seen["_embedded"]["documents"], json!([]));
}

#[tokio::test]
async fn accept_dual_has_two_trades_and_spares_only_identity_and_address() {
    let server = Server::start().await;
    let mut documents = all();
    documents.as_array_mut().unwrap().push(json!({ "type": "funds-proof" }));
    let customer = ask(&server, "accept-dual", documents).await;
    assert_eq!(customer.request_status().await, "partial");
    let data = credit_file(&server, &customer).await["documentMatches"]["data"].clone();
    assert_eq!([&data["decision"], &data["trades"][1]["accountNumber"]], ["dual-source", "7718"]);
    let file = customer.upload(&BILL, &["kyc"]).await;
    let spared = customer.try_file("address-proof", "utility-bill", std::slice::from_ref(&file)).await;
    assert_eq!(crate::support::refused_fields(spared).await, ["documentType"]);
    let document = customer.file("funds-proof", "tax-return", &[file]).await;
    server.decide(&document, "acceptance", json!({})).await;
    assert_eq!(customer.request_status().await, "fulfilled");
}

#[tokio::test]
async fn anybody_else_is_asked_as_usual() {
    let server = Server::start().await;
    let customer = ask(&server, "Anna", all()).await;
    let document = credit_file(&server, &customer).await;
    assert_eq!([&document["status"], &document["rejectionReason"]["type"]], ["rejected", "other"]);
    assert_eq!(document["documentMatches"]["data"]["decision"], "other");
    let seen = customer.get(&format!("storefront/kyc-requests/{}", customer.request_id)).await;
    assert_eq!(seen["documents"].as_array().unwrap().len(), 3);
    assert_eq!(seen["status"], "gathering", "the customer has not provided anything");
    customer.file_passport().await;
    let alone = ask(&server, "Anna", json!([{ "type": "credit-file-proof" }])).await;
    assert_eq!(alone.request_status().await, "failed");
}

#[tokio::test]
async fn the_merchant_may_consult_the_bureau_by_itself() {
    let server = Server::start().await;
    let body = json!({ "customerId": "nobody", "documentType": "credit-file-proof", "fileIds": [] });
    let answer = server.merchant(Method::POST, "kyc-documents").json(&body).send().await.unwrap();
    assert_eq!(answer.status(), 201);
    assert_eq!(answer.json::<Value>().await.unwrap()["status"], "rejected");
}

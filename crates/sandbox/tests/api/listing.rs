//! Collections: newest first, filtered, paged.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{BILL, Server, refused_fields};

#[tokio::test]
async fn requests_are_listed_by_customer_and_page() {
    let server = Server::start().await;
    let mut ids = Vec::new();
    for customer in ["ann", "bob", "ann", "ann"] {
        let asked = server
            .ask_with(json!({ "customerId": customer, "documents": [{ "type": "funds-proof" }] }))
            .await;
        ids.push(asked.request_id);
    }
    let answer = server
        .merchant(Method::GET, "kyc-requests?filter=customerId:ann&limit=1&offset=1")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.headers()["pagination-total"], "3");
    assert_eq!(answer.headers()["pagination-limit"], "1");
    assert_eq!(answer.headers()["pagination-offset"], "1");
    let page: Value = answer.json().await.unwrap();
    assert_eq!(page.as_array().unwrap().len(), 1);
    assert_eq!(page[0]["id"], json!(ids[2]));
    for (query, field) in [
        ("filter=status:lost", "filter"),
        ("filter=colour:red", "filter"),
        ("sort=colour", "sort"),
        ("limit=1001", "limit"),
        ("offset=-1", "offset"),
    ] {
        let wrong = server.merchant(Method::GET, &format!("kyc-requests?{query}")).send().await.unwrap();
        assert_eq!(refused_fields(wrong).await, [field], "{query}");
    }
    let oldest = server.merchant_get("kyc-requests?sort=createdTime&limit=1&filter=customerId:!bob").await;
    assert_eq!(oldest[0]["id"], json!(ids[0]));
}

#[tokio::test]
async fn documents_are_found_through_the_link_of_their_request() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    server.ask(json!([{ "type": "funds-proof" }])).await;
    let file = customer.upload(&BILL, &["kyc"]).await;
    let document = customer.file("funds-proof", "tax-return", &[file]).await;
    let request = server.request(&customer).await;
    let links = request["_links"].as_array().unwrap();
    let link = links.iter().find(|link| link["rel"] == "documents").unwrap();
    let answer = server
        .client
        .get(link["href"].as_str().unwrap())
        .header("REB-APIKEY", crate::support::KEY)
        .send()
        .await;
    let listed: Value = answer.unwrap().json().await.unwrap();
    assert_eq!(listed[0]["id"], json!(document));
    let none = server.merchant_get("kyc-documents?filter=status:accepted;documentType:funds-proof").await;
    assert_eq!(none, json!([]));
}

//! Collections: newest first, filtered, paged.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::JoinSet;

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

#[tokio::test]
async fn a_list_holds_what_its_caller_was_told_of_whoever_else_is_writing() {
    let server = std::sync::Arc::new(Server::start().await);
    let mut at_once = JoinSet::new();
    for index in 0..12 {
        let server = std::sync::Arc::clone(&server);
        at_once.spawn(async move {
            let customer = format!("c{index}");
            let body = json!({ "customerId": customer, "documents": [{ "type": "funds-proof" }] });
            let asked = server.ask_with(body).await;
            let listed = server.merchant_get(&format!("kyc-requests?filter=customerId:{customer}")).await;
            assert_eq!(listed[0]["id"], json!(asked.request_id));
            let file = asked.upload(&BILL, &["kyc"]).await;
            let document = asked.file("funds-proof", "tax-return", std::slice::from_ref(&file)).await;
            let listed = server.merchant_get(&format!("kyc-documents?filter=customerId:{customer}")).await;
            assert_eq!(listed[0]["id"], json!(document));
            let listed = server.merchant_get(&format!("files?filter=id:{file}")).await;
            assert_eq!(listed[0]["id"], json!(file));
        });
    }
    assert_eq!(at_once.join_all().await.len(), 12);
}

#[tokio::test]
async fn a_list_tells_of_the_time_and_of_each_requests_own_documents() {
    let server = Server::start().await;
    let empty = server.ask(json!([{ "type": "funds-proof" }])).await;
    let filled = server.ask(json!([{ "type": "funds-proof" }])).await;
    let mut filed = Vec::new();
    for _ in 0..2 {
        let file = filled.upload(&BILL, &["kyc"]).await;
        filed.push(filled.file("funds-proof", "tax-return", &[file]).await);
    }
    server.sandbox.clock().advance(Duration::from_secs(3601));
    let listed = server.merchant_get("kyc-requests?expand=documents&filter=status:abandoned,expired").await;
    let seen = listed.as_array().unwrap().iter().map(|request| {
        let documents = request["_embedded"]["documents"].as_array().unwrap().iter();
        let ids: Vec<&str> = documents.map(|document| document["id"].as_str().unwrap()).collect();
        (request["id"].as_str().unwrap(), request["status"].as_str().unwrap(), ids)
    });
    let filed = filed.iter().map(String::as_str).collect();
    assert_eq!(
        seen.collect::<Vec<_>>(),
        [
            (filled.request_id.as_str(), "abandoned", filed),
            (empty.request_id.as_str(), "expired", Vec::new())
        ]
    );
}

#[tokio::test]
async fn only_the_parameters_that_a_call_has_change_its_answer() {
    let server = Server::start().await;
    server.ask(json!([{ "type": "funds-proof" }])).await;
    server.authentication_token("ann", json!({})).await;
    for path in ["kyc-requests", "authentication-tokens"] {
        let whole = server.merchant_get(path).await;
        assert_eq!(whole.as_array().unwrap().len(), 1);
        assert_eq!(server.merchant_get(&format!("{path}?fields=id&q=nowhere")).await, whole, "{path}");
    }
    let whole = server.merchant_get("authentication-tokens").await;
    let narrowed = "authentication-tokens?filter=customerId:bob&sort=colour";
    assert_eq!(server.merchant_get(narrowed).await, whole);
    // That the contract has no such parameters is noticed, and is the point here.
    server.client.delete(format!("{}/sandbox/contract", server.sandbox.url())).send().await.unwrap();
}

#[tokio::test]
async fn a_parameter_that_is_given_twice_is_named() {
    let server = Server::start().await;
    let file = server.upload_as_merchant(&BILL, json!({})).await["id"].as_str().unwrap().to_owned();
    for (path, field) in [
        ("kyc-requests?limit=1&limit=2".to_owned(), "limit"),
        ("kyc-documents?sort=id&filter=&sort=id".to_owned(), "sort"),
        ("authentication-tokens?offset=1&offset=1&offset=1".to_owned(), "offset"),
        ("files?q=a&q=b".to_owned(), "q"),
        (format!("files/{file}/download?imageSize=10x10&imageSize=20x20"), "imageSize"),
    ] {
        let answer = server.merchant(Method::GET, &path).send().await.unwrap();
        assert_eq!(refused_fields(answer).await, [field], "{path}");
    }
    let switch = format!("{}/sandbox/events?after=1&after=2", server.sandbox.url());
    assert_eq!(refused_fields(server.client.get(switch).send().await.unwrap()).await, ["after"]);
}

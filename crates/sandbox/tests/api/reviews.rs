//! What the merchant does with requests and documents by hand: amends, deletes, files, reviews, tags.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{BILL, FRONT, Server, refused_fields};

async fn kinds(server: &Server, resource: &str) -> Vec<String> {
    let url = format!("{}/sandbox/events", server.sandbox.url());
    let events: Value = server.client.get(url).send().await.unwrap().json().await.unwrap();
    let of_resource = events.as_array().unwrap().iter().filter(|event| event["resourceId"] == resource);
    of_resource.map(|event| event["eventType"].as_str().unwrap().to_owned()).collect()
}

async fn merchant_file(server: &Server, bytes: &[u8], tags: Value) -> String {
    use base64::Engine;
    let file = base64::engine::general_purpose::STANDARD.encode(bytes);
    let body = json!({ "file": file, "name": "by hand", "tags": tags });
    let answer = server.merchant(Method::POST, "files").json(&body).send().await.unwrap();
    answer.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned()
}

async fn post(server: &Server, path: &str, body: Value) -> reqwest::Response {
    server.merchant(Method::POST, path).json(&body).send().await.unwrap()
}

#[tokio::test]
async fn the_merchant_files_amends_and_reviews_a_document_on_the_customers_behalf() {
    let server = Server::start().await;
    let file = merchant_file(&server, &BILL, json!(["kyc"])).await;
    let body = json!({
        "customerId": "ann", "documentType": "funds-proof", "documentSubtype": "tax-return", "fileIds": [file],
        "notes": "came by post", "reason": "large deposit", "matchLevel": 1
    });
    let document: Value = post(&server, "kyc-documents", body.clone()).await.json().await.unwrap();
    let id = document["id"].as_str().unwrap();
    assert_eq!(document["requestId"], Value::Null);
    assert_eq!([&document["notes"], &document["reason"]], ["came by post", "large deposit"]);

    let path = format!("kyc-documents/{id}");
    let mut changed = body.clone();
    changed["notes"] = json!("seen by Bob");
    let answer = server.merchant(Method::PUT, &path).json(&changed).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.json::<Value>().await.unwrap()["notes"], "seen by Bob");

    let started = server.decide(id, "start-review", json!({})).await;
    assert!(started["reviewStartTime"].is_string() && started["reviewTime"].is_null(), "{started}");
    assert_eq!(post(&server, &format!("{path}/start-review"), json!({})).await.status(), 422);
    let stopped = server.decide(id, "stop-review", json!({})).await;
    assert!(stopped["reviewerId"].is_null(), "{stopped}");
    assert_eq!(post(&server, &format!("{path}/stop-review"), json!({})).await.status(), 422);
    let reviewed = server.decide(id, "review", json!({})).await;
    assert!(reviewed["reviewTime"].is_string(), "{reviewed}");
    let accepted = server.decide(id, "acceptance", json!({})).await;
    assert_eq!(accepted["status"], "accepted");

    let mut other_file = body;
    other_file["fileIds"] = json!([merchant_file(&server, &FRONT, json!(["kyc"])).await]);
    let refused = server.merchant(Method::PUT, &path).json(&other_file).send().await.unwrap();
    assert_eq!(refused_fields(refused).await, ["fileIds"]);
    server.merchant(Method::PUT, "customers/ann").json(&json!({ "firstName": "Ann" })).send().await.unwrap();
    let expanded = server.merchant_get(&format!("kyc-documents?filter=id:{id}&expand=files,customer")).await;
    assert_eq!(expanded[0]["_embedded"]["files"][0]["id"], json!(file));
    assert_eq!(expanded[0]["_embedded"]["customer"]["firstName"], "Ann");
}

#[tokio::test]
async fn put_files_a_document_under_an_id_of_the_merchants_choice() {
    let server = Server::start().await;
    let file = merchant_file(&server, &BILL, json!(["kyc"])).await;
    let body = json!({ "customerId": "ann", "documentType": "funds-proof", "fileIds": [file] });
    let answer = server.merchant(Method::PUT, "kyc-documents/mine-1").json(&body).send().await.unwrap();
    assert_eq!(answer.status(), 201);
    assert_eq!(server.merchant_get("kyc-documents/mine-1").await["id"], "mine-1");
    let other = json!({ "customerId": "bob", "documentType": "funds-proof", "fileIds": [file] });
    let refused = server.merchant(Method::PUT, "kyc-documents/mine-1").json(&other).send().await.unwrap();
    assert_eq!(refused_fields(refused).await, ["customerId"]);
}

#[tokio::test]
async fn every_refused_field_of_a_document_is_named() {
    let server = Server::start().await;
    let body = json!({
        "customerId": "a b", "documentType": "poem", "documentSubtype": "x", "fileIds": "f", "notes": 1, "reason": 2,
        "matchLevel": 9
    });
    let refused = refused_fields(post(&server, "kyc-documents", body).await).await;
    let all = ["customerId", "documentType", "documentSubtype", "fileIds", "notes", "reason", "matchLevel"];
    assert_eq!(refused, all);
    let strangers = json!({ "customerId": "ann", "documentType": "funds-proof", "fileIds": ["file_x"] });
    assert_eq!(refused_fields(post(&server, "kyc-documents", strangers).await).await, ["fileIds.0"]);
}

#[tokio::test]
async fn a_request_is_amended_field_by_field_and_deleted() {
    let server = Server::start().await;
    let customer =
        server.ask_with(json!({ "documents": [{ "type": "funds-proof" }], "reason": "first" })).await;
    let file = customer.upload(&BILL, &["kyc"]).await;
    let document = customer.file("funds-proof", "tax-return", &[file]).await;
    server.decide(&document, "acceptance", json!({})).await;
    assert_eq!(customer.request_status().await, "fulfilled");

    let path = format!("kyc-requests/{}", customer.request_id);
    let more = json!({ "documents": [{ "type": "funds-proof" }, { "type": "purchase-proof" }], "customerId": "bob" });
    let answer = server.merchant(Method::PATCH, &path).json(&more).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let request: Value = answer.json().await.unwrap();
    assert_eq!([&request["status"], &request["customerId"], &request["reason"]], ["partial", "ann", "first"]);
    let wrong =
        json!({ "expirationTime": "2020-01-01T00:00:00Z", "matchLevel": 4, "documents": [], "reason": 1 });
    let refused = server.merchant(Method::PATCH, &path).json(&wrong).send().await.unwrap();
    assert_eq!(refused_fields(refused).await, ["documents", "matchLevel", "expirationTime", "reason"]);

    assert_eq!(server.merchant(Method::DELETE, &path).send().await.unwrap().status(), 204);
    assert_eq!(server.merchant(Method::DELETE, &path).send().await.unwrap().status(), 404);
    let gone = customer.call(Method::GET, &format!("storefront/{path}")).send().await.unwrap();
    assert_eq!(gone.status(), 404);
    let kept = server.merchant_get(&format!("kyc-documents/{document}")).await;
    assert_eq!(kept["requestId"], Value::Null);
    let told = kinds(&server, &customer.request_id).await;
    let expected = ["created", "attempted", "pending-review", "fulfilled", "partially-fulfilled", "deleted"];
    let told: Vec<&str> = told.iter().map(|kind| kind.trim_start_matches("kyc-request-")).collect();
    assert!(
        told == expected
            || told == ["created", "pending-review", "fulfilled", "partially-fulfilled", "deleted"],
        "{told:?}"
    );
}

#[tokio::test]
async fn time_alone_ends_a_request_and_tells_it() {
    let server = Server::start().await;
    let idle = server.ask(json!([{ "type": "funds-proof" }])).await;
    server.sandbox.clock().advance(Duration::from_secs(3601));
    // Nobody reads the request: the scheduler alone has to notice.
    while !kinds(&server, &idle.request_id).await.contains(&"kyc-request-expired".to_owned()) {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn tags_are_put_on_documents_and_taken_off() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let file = customer.upload(&BILL, &["kyc"]).await;
    let document = customer.file("funds-proof", "tax-return", &[file]).await;
    let tag: Value = post(&server, "tags", json!({ "name": "to be seen", "type": "kyc-document" }))
        .await
        .json()
        .await
        .unwrap();
    let again = post(&server, "tags", json!({ "name": "to be seen", "type": "kyc-document" })).await;
    assert_eq!(refused_fields(again).await, ["name"]);
    assert_eq!(
        refused_fields(post(&server, "tags", json!({ "name": "a/b", "type": "x" })).await).await,
        ["name", "type"]
    );

    let id = tag["id"].as_str().unwrap();
    let carried = format!("tags/{id}/kyc-documents/{document}");
    assert_eq!(post(&server, &carried, json!({})).await.status(), 204);
    let shown = server.merchant_get(&format!("kyc-documents/{document}")).await;
    assert_eq!(shown["tags"][0]["name"], "to be seen");
    let renamed = server.merchant(Method::PATCH, &format!("tags/{id}")).json(&json!({ "name": "seen" }));
    assert_eq!(renamed.send().await.unwrap().status(), 200);
    assert_eq!(server.merchant_get("tags/seen").await["id"], tag["id"]);
    assert_eq!(server.merchant(Method::DELETE, &carried).send().await.unwrap().status(), 204);
    assert_eq!(server.merchant_get(&format!("kyc-documents/{document}")).await["tags"], json!([]));
    assert_eq!(server.merchant(Method::DELETE, "tags/seen").send().await.unwrap().status(), 204);
    assert_eq!(server.merchant_get("tags").await, json!([]));
}

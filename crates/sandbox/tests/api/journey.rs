//! From the merchant's request to `fulfilled`, and what each resource looks like on the way.

use reqwest::Method;
use serde_json::json;

use crate::support::{BACK, BILL, FRONT, SELFIE, Server};

#[tokio::test]
async fn a_customer_hands_in_everything_and_the_request_is_fulfilled() {
    let server = Server::start().await;
    let customer = server
        .ask(json!([
            { "type": "identity-proof", "subtypes": ["id-card"], "faceProofRequired": true },
            { "type": "address-proof" },
        ]))
        .await;
    assert_eq!(customer.request_status().await, "gathering");

    let files = [
        customer.upload(&FRONT, &["kyc", "id-front"]).await,
        customer.upload(&BACK, &["kyc", "id-back"]).await,
        customer.upload(&SELFIE, &["kyc", "face-proof"]).await,
    ];
    let identity = customer.file("identity-proof", "id-card", &files).await;
    let identity = customer.settled(&identity).await;
    assert_eq!(identity["status"], "accepted", "{identity}");
    assert_eq!(identity["fileIds"], json!(files));
    assert_eq!(customer.request_status().await, "partial");

    let again = customer.upload(&BILL, &["kyc"]).await;
    let bill = customer.upload(&BILL, &["kyc"]).await;
    let address = customer.file("address-proof", "utility-bill", &[bill]).await;
    let address = customer.settled(&address).await;
    assert_eq!(address["status"], "accepted", "{address}");
    assert_eq!(customer.request_status().await, "fulfilled");

    let refused = customer.try_file("address-proof", "utility-bill", &[again]).await;
    assert_eq!(refused.status(), 422);
}

#[tokio::test]
async fn a_created_request_has_its_links_and_a_location() {
    let server = Server::start().await;
    let body = json!({ "customerId": "ann", "documents": [{ "type": "funds-proof" }], "redirectUrl": "https://shop.example/?a=1#b" });
    let answer = server.merchant(Method::POST, "kyc-requests").json(&body).send().await.unwrap();
    assert_eq!(answer.status(), 201);
    let location = answer.headers()["location"].to_str().unwrap().to_owned();
    let request: serde_json::Value = answer.json().await.unwrap();
    let id = request["id"].as_str().unwrap();
    assert_eq!(id.strip_prefix("kyc_req_").unwrap().len(), 26);
    assert_eq!(location, server.url(&format!("kyc-requests/{id}")));
    let rels: Vec<_> = request["_links"].as_array().unwrap().iter().map(|link| link["rel"].clone()).collect();
    assert_eq!(rels, ["self", "documents", "kycGatherer"]);
    assert_eq!(request["documents"][0]["maxAttempts"], 3);
    assert_eq!(request["matchLevel"], 2);
    assert_eq!(request["redirectUrl"], "https://shop.example/?a=1#b");
    let read = server.client.get(location).header("REB-APIKEY", crate::support::KEY).send().await.unwrap();
    assert_eq!(read.json::<serde_json::Value>().await.unwrap()["revision"], 1);
}

#[tokio::test]
async fn funds_and_purchase_proofs_are_left_to_a_person() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }, { "type": "purchase-proof" }])).await;
    for (document_type, subtype) in [("funds-proof", "salary-slip"), ("purchase-proof", "bank-statement")] {
        let file = customer.upload(&BILL, &["kyc"]).await;
        let document = customer.file(document_type, subtype, &[file]).await;
        assert_eq!(customer.settled(&document).await["status"], "pending");
        assert_eq!(
            customer.request_status().await,
            if document_type == "funds-proof" { "pending-review" } else { "partial" }
        );
        let accepted = server.decide(&document, "acceptance", json!({})).await;
        assert_eq!(accepted["status"], "accepted");
    }
    assert_eq!(customer.request_status().await, "fulfilled");
}

#[tokio::test]
async fn the_request_shows_its_documents_on_demand() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "identity-proof" }])).await;
    let document = customer.file_passport().await;
    let path = format!("storefront/kyc-requests/{}", customer.request_id);
    assert!(customer.get(&path).await.get("_embedded").is_none());
    let request = customer.get(&format!("{path}?expand=documents")).await;
    assert_eq!(request["_embedded"]["documents"][0]["id"], json!(document));
    let seen = server.request(&customer).await;
    assert_eq!(seen["_embedded"]["documents"][0]["customerId"], "ann");
}

#[tokio::test]
async fn a_document_can_be_amended_while_it_is_undecided_without_spending_an_attempt() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof", "maxAttempts": 1 }])).await;
    let first = customer.upload(&BILL, &["kyc"]).await;
    let second = customer.upload(&FRONT, &["kyc"]).await;
    let document = customer.file("funds-proof", "salary-slip", &[first]).await;
    let path = format!("storefront/kyc-documents/{document}");
    let change = json!({ "documentSubtype": "tax-return", "fileIds": [second] });
    let answer = customer.call(Method::PATCH, &path).json(&change).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let amended = customer.settled(&document).await;
    assert_eq!(amended["documentSubtype"], "tax-return");
    assert_eq!(amended["fileIds"], json!([second]));
    assert_eq!(server.request(&customer).await["_embedded"]["documents"].as_array().unwrap().len(), 1);

    let wrong = customer
        .call(Method::PATCH, &path)
        .json(&json!({ "documentSubtype": "passport" }))
        .send()
        .await
        .unwrap();
    assert_eq!(crate::support::refused_fields(wrong).await, ["documentSubtype"]);
    server.decide(&document, "acceptance", json!({})).await;
    let late = customer.call(Method::PATCH, &path).json(&change).send().await.unwrap();
    assert_eq!(late.status(), 422);
}

#[tokio::test]
async fn an_acceptance_archives_what_it_supersedes() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }, { "type": "address-proof" }])).await;
    let mut documents = Vec::new();
    for _ in 0..2 {
        let file = customer.upload(&BILL, &["kyc"]).await;
        let document = customer.file("funds-proof", "salary-slip", &[file]).await;
        customer.settled(&document).await;
        documents.push(document);
    }
    server.decide(&documents[1], "acceptance", json!({})).await;
    assert_eq!(customer.document(&documents[0]).await["status"], "archived");
    assert_eq!(customer.document(&documents[1]).await["status"], "accepted");
    assert_eq!(customer.request_status().await, "partial");
}

#[tokio::test]
async fn customers_are_put_and_read_back() {
    let server = Server::start().await;
    let body = json!({ "primaryAddress": { "firstName": "Ann", "lastName": "Lee", "dob": "1990-01-31", "city": "Ulm" } });
    let created = server.merchant(Method::PUT, "customers/ann").json(&body).send().await.unwrap();
    assert_eq!(created.status(), 201);
    assert!(created.headers()["location"].to_str().unwrap().ends_with("/customers/ann"));
    let updated = server.merchant(Method::PUT, "customers/ann").json(&body).send().await.unwrap();
    assert_eq!(updated.status(), 200);
    let customer = server.merchant_get("customers/ann").await;
    assert_eq!(customer["primaryAddress"], body["primaryAddress"]);
    assert_eq!(customer["revision"], 2);
    let bad = json!({ "primaryAddress": { "dob": "31.01.1990", "city": 7 } });
    let refused = server.merchant(Method::PUT, "customers/ann").json(&bad).send().await.unwrap();
    let mut fields = crate::support::refused_fields(refused).await;
    fields.sort();
    assert_eq!(fields, ["primaryAddress.city", "primaryAddress.dob"]);
    let unknown = server.merchant(Method::GET, "customers/bob").send().await.unwrap();
    assert_eq!(unknown.status(), 404);
}

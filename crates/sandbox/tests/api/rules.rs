//! Every rule of filing and of asking, by the field that its 422 names.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{BACK, BILL, Customer, FRONT, PASSPORT, SELFIE, Server, refused_fields};

async fn refused(customer: &Customer, document_type: &str, subtype: &str, files: &[String]) -> Vec<String> {
    refused_fields(customer.try_file(document_type, subtype, files).await).await
}

#[tokio::test]
async fn only_what_was_asked_for_can_be_filed() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "identity-proof", "subtypes": ["id-card"] }])).await;
    let page = [customer.upload(&PASSPORT, &["kyc", "id-front"]).await];
    assert_eq!(refused(&customer, "address-proof", "utility-bill", &page).await, ["documentType"]);
    assert_eq!(refused(&customer, "nonsense", "utility-bill", &page).await, ["documentType"]);
    assert_eq!(refused(&customer, "identity-proof", "passport", &page).await, ["documentSubtype"]);
    assert_eq!(refused(&customer, "identity-proof", "nonsense", &page).await, ["documentSubtype"]);
    assert_eq!(refused(&customer, "identity-proof", "id-card", &[]).await, ["fileIds"]);
    assert_eq!(customer.request_status().await, "gathering");
}

#[tokio::test]
async fn identity_proofs_have_their_sides() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "identity-proof" }])).await;
    let front = customer.upload(&FRONT, &["kyc", "id-front"]).await;
    let back = customer.upload(&BACK, &["kyc", "id-back"]).await;
    let face = customer.upload(&SELFIE, &["kyc", "face-proof"]).await;
    let other_front = customer.upload(&PASSPORT, &["kyc", "id-front"]).await;
    let cases: [(&str, Vec<&String>); 7] = [
        ("id-card", vec![&front]),
        ("driver-license", vec![&front]),
        ("passport", vec![&front, &back]),
        ("passport", vec![&face]),
        ("passport", vec![&front, &other_front]),
        ("id-card", vec![&back]),
        ("passport", vec![&front, &front]),
    ];
    for (subtype, files) in cases {
        let files: Vec<String> = files.into_iter().cloned().collect();
        let fields = refused(&customer, "identity-proof", subtype, &files).await;
        assert!(fields.iter().all(|field| field == "fileIds") && !fields.is_empty(), "{subtype} {fields:?}");
    }
    customer.file("identity-proof", "public-health-card", &[front]).await;
}

#[tokio::test]
async fn tags_decide_what_a_file_is() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "identity-proof" }, { "type": "address-proof" }])).await;
    let untagged = customer.upload(&FRONT, &["id-front"]).await;
    let twice = customer.upload(&FRONT, &["kyc", "id-front", "face-proof"]).await;
    let plain = customer.upload(&FRONT, &["kyc"]).await;
    let front = customer.upload(&FRONT, &["kyc", "id-front"]).await;
    for file in [untagged, twice, plain.clone()] {
        let fields = refused(&customer, "identity-proof", "passport", &[file]).await;
        assert_eq!(fields[0], "fileIds.0");
    }
    assert_eq!(refused(&customer, "address-proof", "utility-bill", &[plain, front]).await, ["fileIds.1"]);
}

#[tokio::test]
async fn a_selfie_is_demanded_when_the_request_says_so() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "identity-proof", "faceProofRequired": true }])).await;
    let front = customer.upload(&PASSPORT, &["kyc", "id-front"]).await;
    assert_eq!(
        refused(&customer, "identity-proof", "passport", std::slice::from_ref(&front)).await,
        ["fileIds"]
    );
    let face = customer.upload(&SELFIE, &["kyc", "face-proof"]).await;
    customer.file("identity-proof", "passport", &[front, face]).await;
}

#[tokio::test]
async fn other_documents_take_up_to_twenty_files() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let mut files = Vec::new();
    for _ in 0..21 {
        files.push(customer.upload(&BILL, &["kyc"]).await);
    }
    assert_eq!(refused(&customer, "funds-proof", "tax-return", &files).await, ["fileIds"]);
    files.pop();
    customer.file("funds-proof", "tax-return", &files).await;
}

#[tokio::test]
async fn attempts_run_out_and_zero_means_unlimited() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "address-proof", "maxAttempts": 2 }, { "type": "funds-proof", "maxAttempts": 0 }])).await;
    let rejection = json!({ "type": "document-expired", "message": "Too old." });
    for _ in 0..5 {
        let file = customer.upload(&BILL, &["kyc"]).await;
        let document = customer.file("funds-proof", "tax-return", &[file]).await;
        server.decide(&document, "rejection", rejection.clone()).await;
    }
    assert_eq!(customer.request_status().await, "attempted");
    let unfiled = customer.upload(&BILL, &["kyc"]).await;
    for spent in 1..=2 {
        let file = customer.upload(&BILL, &["kyc"]).await;
        server
            .order_verdict(json!({ "documentType": "address-proof", "status": "in-progress", "delayMs": 0 }))
            .await;
        let document = customer.file("address-proof", "utility-bill", &[file]).await;
        if spent == 2 {
            let file = customer.upload(&BILL, &["kyc"]).await;
            assert_eq!(refused(&customer, "address-proof", "utility-bill", &[file]).await, ["documentType"]);
        }
        let rejected = server.decide(&document, "rejection", rejection.clone()).await;
        assert_eq!(rejected["rejectionReason"], rejection);
    }
    assert_eq!(customer.request_status().await, "failed");
    let answer = customer.try_file("funds-proof", "tax-return", &[unfiled]).await;
    assert_eq!(answer.status(), 422);
    let problem: Value = answer.json().await.unwrap();
    assert!(problem["detail"].as_str().unwrap().contains("failed"));
}

#[tokio::test]
async fn racing_posts_never_exceed_the_attempts() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof", "maxAttempts": 3 }])).await;
    let mut racers = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let file = customer.upload(&BILL, &["kyc"]).await;
        let customer = customer.clone();
        racers.spawn(async move {
            customer.try_file("funds-proof", "tax-return", &[file]).await.status().as_u16()
        });
    }
    let mut statuses = racers.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [vec![201; 3], vec![422; 9]].concat());
    assert_eq!(server.request(&customer).await["_embedded"]["documents"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_request_names_all_its_faults() {
    let server = Server::start().await;
    let cases = [
        (json!({ "documents": [{ "type": "funds-proof" }] }), vec!["customerId"]),
        (json!({ "customerId": "a/b", "documents": [] }), vec!["customerId", "documents"]),
        (json!({ "customerId": "a", "documents": [{ "type": "x" }] }), vec!["documents.0.type"]),
        (
            json!({ "customerId": "a", "documents": [{ "type": "funds-proof" }, { "type": "address-proof", "subtypes": ["passport"] }] }),
            vec!["documents.1.subtypes"],
        ),
        (
            json!({ "customerId": "a", "documents": [{ "type": "funds-proof", "maxAttempts": 101, "faceProofRequired": 1 }] }),
            vec!["documents.0.maxAttempts", "documents.0.faceProofRequired"],
        ),
        (
            json!({ "customerId": "a", "documents": [{ "type": "funds-proof" }], "redirectUrl": "javascript:x", "matchLevel": 4, "expirationTime": "2001-01-01T00:00:00Z" }),
            vec!["redirectUrl", "matchLevel", "expirationTime"],
        ),
    ];
    for (body, fields) in cases {
        let answer = server.merchant(Method::POST, "kyc-requests").json(&body).send().await.unwrap();
        assert_eq!(refused_fields(answer).await, fields);
    }
    let no_json = server.merchant(Method::POST, "kyc-requests").body("{").send().await.unwrap();
    assert_eq!(no_json.status(), 400);
}

//! The table of request statuses, by example and over random histories.

mod histories;
mod oracle;

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{BILL, Customer, Server};

const HOUR: Duration = Duration::from_secs(3600);

async fn status(server: &Server, customer: &Customer) -> Value {
    server.request(customer).await["status"].clone()
}

async fn file_funds(server: &Server, customer: &Customer, verdict: &str) -> String {
    let file = customer.upload(&BILL, &["kyc"]).await;
    let document = customer.file("funds-proof", "tax-return", &[file]).await;
    match verdict {
        "accepted" => server.decide(&document, "acceptance", json!({})).await,
        "rejected" => server.decide(&document, "rejection", json!({ "type": "other" })).await,
        _ => Value::Null,
    };
    document
}

#[tokio::test]
async fn expired_when_nothing_was_handed_in_else_abandoned() {
    let server = Server::start().await;
    let idle = server.ask(json!([{ "type": "funds-proof" }])).await;
    let tried = server.ask(json!([{ "type": "funds-proof" }])).await;
    let done = server.ask(json!([{ "type": "funds-proof" }])).await;
    let failed = server.ask(json!([{ "type": "funds-proof", "maxAttempts": 1 }])).await;
    file_funds(&server, &tried, "rejected").await;
    file_funds(&server, &done, "accepted").await;
    file_funds(&server, &failed, "rejected").await;
    assert_eq!(status(&server, &tried).await, "attempted");
    server.sandbox.clock().advance(HOUR);
    assert_eq!(status(&server, &idle).await, "expired");
    assert_eq!(status(&server, &tried).await, "abandoned");
    assert_eq!(status(&server, &done).await, "fulfilled");
    assert_eq!(status(&server, &failed).await, "failed");
    let listed = server.merchant_get("kyc-requests?filter=status:abandoned").await;
    assert_eq!(listed[0]["id"], json!(tried.request_id));
}

#[tokio::test]
async fn each_status_on_the_way_to_fulfilled() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }, { "type": "funds-proof" }])).await;
    assert_eq!(status(&server, &customer).await, "gathering");
    file_funds(&server, &customer, "rejected").await;
    assert_eq!(status(&server, &customer).await, "attempted");
    let waiting = file_funds(&server, &customer, "").await;
    assert_eq!(status(&server, &customer).await, "pending-review");
    server.decide(&waiting, "acceptance", json!({})).await;
    assert_eq!(status(&server, &customer).await, "partial");
    file_funds(&server, &customer, "accepted").await;
    assert_eq!(status(&server, &customer).await, "fulfilled");
}

#[tokio::test]
async fn a_second_decision_leaves_the_other_documents_where_they_were_counted() {
    let server = Server::start().await;
    let asked = json!([{ "type": "funds-proof" }, { "type": "funds-proof", "maxAttempts": 1 }]);
    let customer = server.ask(asked).await;
    let first = file_funds(&server, &customer, "rejected").await;
    let again = file_funds(&server, &customer, "").await;
    customer.settled(&again).await;
    // The reviewer was wrong: the first one is fine, so that the second attempt at it is superseded.
    server.decide(&first, "acceptance", json!({})).await;
    assert_eq!(customer.document(&again).await["status"], "archived");
    assert_eq!(status(&server, &customer).await, "partial");
    file_funds(&server, &customer, "accepted").await;
    assert_eq!(status(&server, &customer).await, "fulfilled");
}

#[tokio::test]
async fn another_reason_for_a_rejection_changes_nothing_else() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }, { "type": "funds-proof" }])).await;
    let first = file_funds(&server, &customer, "rejected").await;
    file_funds(&server, &customer, "accepted").await;
    file_funds(&server, &customer, "accepted").await;
    assert_eq!(status(&server, &customer).await, "fulfilled");
    let before = customer.document(&first).await;
    let rejected = json!({ "type": "document-expired" });
    let after = server.decide(&first, "rejection", rejected).await;
    assert_eq!(after["rejectionReason"]["type"], "document-expired");
    assert_eq!(after["processedTime"], before["processedTime"]);
    assert_eq!(status(&server, &customer).await, "fulfilled");
}

#[tokio::test]
async fn the_revision_grows_with_every_change() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let document = file_funds(&server, &customer, "").await;
    customer.settled(&document).await;
    let before = server.merchant_get(&format!("kyc-documents/{document}")).await;
    let after = server.decide(&document, "acceptance", json!({})).await;
    assert!(after["revision"].as_i64() > before["revision"].as_i64());
    assert_eq!(server.request(&customer).await["revision"], 3);
}

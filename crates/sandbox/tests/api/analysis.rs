//! Decisions are real work: what a picture or a PDF must be to pass, and verdicts on order.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{BACK, BILL, Customer, FRONT, PASSPORT, SELFIE, Server, refused_fields};

/// What becomes of a passport page.
async fn passport_verdict(server: &Server, page: &[u8]) -> Value {
    let customer = server.ask(json!([{ "type": "identity-proof" }])).await;
    let page = customer.upload(page, &["kyc", "id-front"]).await;
    let document = customer.file("identity-proof", "passport", &[page]).await;
    customer.settled(&document).await
}

async fn bill_verdict(customer: &Customer, bytes: &[u8]) -> Value {
    let file = customer.upload(bytes, &["kyc"]).await;
    let document = customer.file("address-proof", "utility-bill", &[file]).await;
    customer.settled(&document).await
}

fn jpeg(picture: &kyc_specimen::RgbImage) -> Vec<u8> {
    kyc_specimen::to_jpeg(picture, 85).unwrap()
}

/// What became of an identity or address proof by an ordered verdict, for a customer whose record is known.
async fn ordered(server: &Server, document_type: &str, verdict: Value) -> Value {
    let address =
        json!({ "address": "1 Mill Lane", "city": "Amaurot", "postalCode": "12345", "country": "XU" });
    let record =
        json!({ "firstName": "Ann", "lastName": "Sample", "dob": "1990-01-31", "primaryAddress": address });
    server.merchant(Method::PUT, "customers/ann").json(&record).send().await.unwrap();
    let customer = server.ask(json!([{ "type": document_type, "maxAttempts": 0 }])).await;
    let mut order = json!({ "documentType": document_type });
    order.as_object_mut().unwrap().extend(verdict.as_object().unwrap().clone());
    server.order_verdict(order).await;
    let id = match document_type {
        "identity-proof" => customer.file_passport().await,
        "address-proof" => {
            let bill = customer.upload(&BILL, &["kyc"]).await;
            customer.file("address-proof", "utility-bill", &[bill]).await
        }
        _ => {
            let bill = customer.upload(&BILL, &["kyc"]).await;
            customer.file(document_type, "bank-statement", &[bill]).await
        }
    };
    customer.settled(&id).await;
    server.merchant_get(&format!("kyc-documents/{id}")).await
}

#[tokio::test]
async fn an_ordered_verdict_comes_with_findings_that_fit_it() {
    let server = Server::start().await;
    let score = |document: &Value| document["documentMatches"]["score"].as_i64().unwrap();
    for document_type in ["identity-proof", "address-proof"] {
        let accepted = ordered(&server, document_type, json!({ "status": "accepted" })).await;
        assert_eq!(score(&accepted), 100, "{accepted}");
        let data = &accepted["documentMatches"]["data"];
        assert_eq!((&data["firstName"], &data["lastName"]), (&json!("Ann"), &json!("Sample")));
        assert_eq!(accepted["parsedData"], accepted["documentMatches"]);
        assert!(accepted["settings"]["thresholds"].is_object(), "{accepted}");
        let pending = ordered(&server, document_type, json!({ "status": "pending" })).await;
        assert!((25..90).contains(&score(&pending)), "{pending}");
        for cause in ["name-mismatch", "tampered-document", "third-party-or-mismatch"] {
            let order = json!({ "status": "rejected", "rejectionType": cause });
            let rejected = ordered(&server, document_type, order).await;
            assert_eq!(
                (&rejected["status"], &rejected["rejectionReason"]["type"]),
                (&json!("rejected"), &json!(cause))
            );
            assert!(score(&rejected) < 25, "{rejected}");
        }
    }
    let funds = ordered(&server, "funds-proof", json!({ "status": "accepted" })).await;
    assert_eq!(funds["documentMatches"]["data"]["lastName"], "Sample", "{funds}");
}

#[tokio::test]
async fn findings_of_an_ordered_rejection_show_its_reason() {
    let server = Server::start().await;
    let reasons = kyc_wire::RejectionType::ALL.iter().map(|it| it.as_str());
    for cause in reasons {
        for document_type in ["identity-proof", "address-proof"] {
            let order = json!({ "status": "rejected", "rejectionType": cause, "delayMs": 0 });
            let rejected = ordered(&server, document_type, order).await;
            assert_eq!(rejected["rejectionReason"]["type"], cause);
            assert!(rejected["documentMatches"]["checkList"].is_array(), "{cause}: {rejected}");
        }
    }
    let failed = async |cause: &str| {
        let order = json!({ "status": "rejected", "rejectionType": cause });
        let rejected = ordered(&server, "identity-proof", order).await;
        let checks = rejected["documentMatches"]["checkList"].as_array().unwrap().clone();
        let failed = checks.into_iter().filter(|it| it["failed"] == true);
        failed.map(|it| it["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(failed("document-expired").await, ["expirationDate"]);
    assert_eq!(failed("dob-mismatch").await, ["matchesDateOfBirth"]);
    assert_eq!(failed("issue-date-missing").await, ["issueDate"]);
    assert!(failed("underage-person").await.contains(&"hasMinimalAge".to_owned()));
}

#[tokio::test]
async fn bad_pictures_are_rejected_as_unreadable() {
    let server = Server::start_with(|config| config.analysis_delay = std::time::Duration::ZERO).await;
    let person = kyc_specimen::Person::sample(11);
    let page = kyc_specimen::Passport(&person).photo_page();
    let small = jpeg(&kyc_specimen::Selfie(&person).sized(300, 200, 0.5));
    let bad = [
        jpeg(&kyc_specimen::blurred(&page, 8.0)),
        jpeg(&kyc_specimen::darkened(&page, 0.1)),
        jpeg(&kyc_specimen::blank_page()),
        small,
        PASSPORT[..400].to_vec(),
    ];
    for (index, picture) in bad.iter().enumerate() {
        let document = passport_verdict(&server, picture).await;
        assert_eq!(document["status"], "rejected", "{index}: {document}");
        assert_eq!(document["rejectionReason"]["type"], "document-unreadable", "{index}: {document}");
    }
    assert_eq!(passport_verdict(&server, &jpeg(&page)).await["status"], "accepted");
}

#[tokio::test]
async fn front_and_back_must_differ() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "identity-proof" }])).await;
    let front = customer.upload(&FRONT, &["kyc", "id-front"]).await;
    let again = customer.upload(&FRONT, &["kyc", "id-back"]).await;
    let document = customer.file("identity-proof", "id-card", &[front, again]).await;
    let document = customer.settled(&document).await;
    assert_eq!(document["rejectionReason"]["type"], "document-duplicate", "{document}");
}

#[tokio::test]
async fn a_refused_picture_is_a_duplicate_the_next_time() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "identity-proof" }])).await;
    server.order_verdict(json!({ "documentType": "identity-proof", "status": "rejected", "rejectionType": "name-mismatch" })).await;
    let first = customer.file_passport().await;
    assert_eq!(customer.settled(&first).await["rejectionReason"]["type"], "name-mismatch");
    let second = customer.file_passport().await;
    assert_eq!(customer.settled(&second).await["rejectionReason"]["type"], "document-duplicate");
    let front = customer.upload(&FRONT, &["kyc", "id-front"]).await;
    let back = customer.upload(&BACK, &["kyc", "id-back"]).await;
    let third = customer.file("identity-proof", "id-card", &[front, back]).await;
    assert_eq!(customer.settled(&third).await["status"], "accepted");
}

#[tokio::test]
async fn pdfs_must_open_and_have_pages() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "address-proof", "maxAttempts": 0 }])).await;
    let pages = [BILL.clone()];
    let locked = bill_verdict(&customer, &kyc_specimen::locked_pdf(&pages).unwrap()).await;
    assert_eq!(locked["rejectionReason"]["type"], "document-not-open", "{locked}");
    let damaged = bill_verdict(&customer, &kyc_specimen::damaged_pdf(&pages).unwrap()).await;
    assert_eq!(damaged["rejectionReason"]["type"], "document-unreadable", "{damaged}");
    let sound = bill_verdict(&customer, &kyc_specimen::pdf(&pages).unwrap()).await;
    assert_eq!(sound["status"], "accepted", "{sound}");
}

#[tokio::test]
async fn a_dark_selfie_spoils_the_proof_and_a_good_one_does_not() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "identity-proof", "faceProofRequired": true }])).await;
    let dark = jpeg(&kyc_specimen::darkened(
        &kyc_specimen::Selfie(&kyc_specimen::Person::sample(3)).portrait(),
        0.08,
    ));
    for (face, status) in [(dark.as_slice(), "rejected"), (&SELFIE, "accepted")] {
        let person = kyc_specimen::Person::sample(face.len() as u64);
        let page =
            customer.upload(&jpeg(&kyc_specimen::Passport(&person).photo_page()), &["kyc", "id-front"]).await;
        let face = customer.upload(face, &["kyc", "face-proof"]).await;
        let document = customer.file("identity-proof", "passport", &[page, face]).await;
        let document = customer.settled(&document).await;
        assert_eq!(document["status"], status, "{document}");
    }
}

#[tokio::test]
async fn verdicts_decide_the_next_document_of_their_type_and_customer() {
    let server = Server::start().await;
    server
        .order_verdict(json!({ "documentType": "identity-proof", "customerId": "bob", "status": "rejected" }))
        .await;
    server
        .order_verdict(json!({
            "documentType": "identity-proof", "status": "rejected", "rejectionType": "underage-person", "message": "Too young."
        }))
        .await;
    server.order_verdict(json!({ "documentType": "funds-proof", "status": "accepted" })).await;
    server
        .order_verdict(json!({ "documentType": "identity-proof", "customerId": "ann", "status": "pending" }))
        .await;

    let ann = server.ask(json!([{ "type": "identity-proof" }, { "type": "funds-proof" }])).await;
    let bill = ann.upload(&BILL, &["kyc"]).await;
    let funds = ann.file("funds-proof", "tax-return", &[bill]).await;
    let first = ann.file_passport().await;
    let first = ann.settled(&first).await;
    assert_eq!(first["rejectionReason"], json!({ "type": "underage-person", "message": "Too young." }));
    let second = ann.file_passport().await;
    assert_eq!(ann.settled(&second).await["status"], "pending");
    assert_eq!(ann.settled(&funds).await["status"], "accepted");
}

#[tokio::test]
async fn a_verdict_may_leave_a_document_in_progress_until_it_is_decided_by_hand() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "identity-proof" }])).await;
    server
        .order_verdict(json!({ "documentType": "identity-proof", "status": "in-progress", "delayMs": 0 }))
        .await;
    let document = customer.file_passport().await;
    while customer.document(&document).await["status"] == "pending" {
        tokio::task::yield_now().await;
    }
    assert_eq!(customer.document(&document).await["status"], "in-progress");
    assert_eq!(customer.request_status().await, "attempted");
    server.decide(&document, "acceptance", json!({})).await;
    assert_eq!(customer.request_status().await, "fulfilled");
}

#[tokio::test]
async fn a_verdict_is_checked() {
    let server = Server::start().await;
    let url = format!("{}/sandbox/verdicts", server.sandbox.url());
    let body = json!({ "documentType": "x", "status": "archived", "rejectionType": "y" });
    let answer = server.client.post(url).json(&body).send().await.unwrap();
    assert_eq!(refused_fields(answer).await, ["documentType", "status", "rejectionType"]);
    let url = format!("{}/sandbox/verdicts", server.sandbox.url());
    let odd = json!({
        "documentType": "funds-proof", "status": "rejected", "rejectionType": 5, "message": [], "customerId": {},
        "delayMs": "soon", "colour": "red"
    });
    let answer = server.client.post(url).json(&odd).send().await.unwrap();
    let all = ["colour", "rejectionType", "message", "customerId", "delayMs"];
    assert_eq!(refused_fields(answer).await, all);
}

#[tokio::test]
async fn what_cannot_be_analysed_goes_to_a_person_and_holds_up_nobody() {
    let server =
        Server::start_with(|config| config.analysis_delay = std::time::Duration::from_millis(400)).await;
    let customer = server.ask(json!([{ "type": "identity-proof" }, { "type": "address-proof" }])).await;
    let page = customer.upload(&PASSPORT, &["kyc", "id-front"]).await;
    let broken = customer.file("identity-proof", "passport", std::slice::from_ref(&page)).await;
    std::fs::remove_file(server.data.path().join("files").join(page)).unwrap();
    assert_eq!(bill_verdict(&customer, &BILL).await["status"], "accepted");
    assert_eq!(customer.settled(&broken).await["status"], "pending");
}

#[tokio::test]
async fn a_picture_that_takes_long_holds_up_nobody_else() {
    let server = Server::start_with(|config| config.analysis_delay = std::time::Duration::ZERO).await;
    let slow = server.ask(json!([{ "type": "identity-proof" }])).await;
    let quick =
        server.ask_with(json!({ "customerId": "bob", "documents": [{ "type": "identity-proof" }] })).await;
    let large = kyc_specimen::to_png(&kyc_specimen::RgbImage::new(6000, 6000)).unwrap();
    let page = slow.upload(&large, &["kyc", "id-front"]).await;
    let first = slow.file("identity-proof", "passport", &[page]).await;
    while slow.document(&first).await["status"] == "pending" {
        tokio::task::yield_now().await;
    }
    server
        .order_verdict(json!({ "documentType": "identity-proof", "customerId": "bob", "status": "accepted" }))
        .await;
    let second = quick.file_passport().await;
    assert_eq!(quick.settled(&second).await["status"], "accepted");
    assert_eq!(slow.document(&first).await["status"], "in-progress", "decided before the other one");
    assert_eq!(slow.settled(&first).await["status"], "rejected");
}

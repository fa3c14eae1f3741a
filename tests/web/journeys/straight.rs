//! Journeys in which everything goes well.

use kyc_wire::Info;
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::customer::Customer;
use crate::support::merchant;

#[wasm_bindgen_test]
async fn an_identity_card_with_back_and_selfie_is_accepted() {
    let asked = merchant::ask(json!([{ "type": "identity-proof", "faceProofRequired": true }])).await;
    let customer = Customer::open(&asked).await;
    customer.sees("welcome").await.presses("welcome.start").await;
    customer.sees("subtype").await.presses("subtype.id-card").await;
    customer.hands_in("id-card-front.jpg").await;
    customer.reads("tips.back.title").await.hands_in("id-card-back.jpg").await;
    customer.reads("tips.selfie.title").await.hands_in("selfie.jpg").await;
    customer.sees("ready").await.presses("ready.send").await;
    assert_eq!(customer.ends().await, Info::Success);

    let documents = asked.documents().await;
    assert_eq!(documents.len(), 1);
    assert_eq!(documents[0]["documentSubtype"], "id-card");
    let mut tags = Vec::new();
    for id in documents[0]["fileIds"].as_array().unwrap() {
        let mut own: Vec<String> = serde_json::from_value(asked.file(id).await["tags"].clone()).unwrap();
        own.sort();
        tags.push(own.join(" "));
    }
    assert_eq!(tags, ["id-front kyc", "id-back kyc", "face-proof kyc"]);
}

#[wasm_bindgen_test]
async fn a_passport_has_no_back_and_the_only_subtype_is_not_asked_for() {
    let asked = merchant::ask(json!([{ "type": "identity-proof", "subtypes": ["passport"] }])).await;
    let customer = Customer::open(&asked).await;
    customer.presses("welcome.start").await.reads("tips.passport.title").await.hands_in("passport.jpg").await;
    customer.sees("ready").await.presses("ready.send").await;
    assert_eq!(customer.ends().await, Info::Success);
}

#[wasm_bindgen_test]
async fn two_documents_of_one_type_are_two_documents() {
    let passport = json!({ "type": "identity-proof", "subtypes": ["passport"] });
    let licence = json!({ "type": "identity-proof", "subtypes": ["driver-license"] });
    let asked = merchant::ask(json!([passport, licence])).await;
    let customer = Customer::open(&asked).await;
    customer.presses("welcome.start").await.hands_in("passport.jpg").await;
    customer.presses("ready.send").await.sees("decided").await.reads("decided.accepted.title").await;
    customer.presses_words("Next").await;
    customer.hands_in("driver-license-front.jpg").await.hands_in("driver-license-back.jpg").await;
    customer.presses("ready.send").await;
    assert_eq!(customer.ends().await, Info::Success);
    assert_eq!(asked.documents().await.len(), 2);
    assert_eq!(asked.read().await["status"], "fulfilled");
}

#[wasm_bindgen_test]
async fn an_address_proof_may_be_a_pdf_and_is_sent_as_it_is() {
    let asked = merchant::ask(json!([{ "type": "address-proof", "subtypes": ["utility-bill"] }])).await;
    let customer = Customer::open(&asked).await;
    customer.presses("welcome.start").await.hands_in("utility-bill.pdf").await;
    customer.presses("ready.send").await;
    assert_eq!(customer.ends().await, Info::Success);
    let documents = asked.documents().await;
    let sent = asked.content(&documents[0]["fileIds"][0]).await;
    assert_eq!(sent, crate::support::sandbox::specimen("utility-bill.pdf").await);
}

#[wasm_bindgen_test]
async fn several_pages_make_one_document_and_a_person_looks_at_funds() {
    let asked = merchant::ask(json!([{ "type": "funds-proof" }])).await;
    let customer = Customer::open(&asked).await;
    customer.presses("welcome.start").await.presses("subtype.salary-slip").await;
    customer
        .presses("tips.file")
        .await
        .chooses(&["salary-slip.jpg", "bank-letter.jpg", "bank-statement.pdf"])
        .await;
    customer.sees("ready").await.presses_words("Remove page 2").await;
    customer.sees("ready").await.presses("ready.send").await;
    assert_eq!(customer.ends().await, Info::Manual);
    let documents = asked.documents().await;
    assert_eq!(documents[0]["fileIds"].as_array().unwrap().len(), 2);
    assert_eq!(documents[0]["status"], "pending");
}

#[wasm_bindgen_test]
async fn the_optional_back_can_be_left_out() {
    let asked =
        merchant::ask(json!([{ "type": "identity-proof", "subtypes": ["public-health-card"] }])).await;
    // There is no specimen of such a card, and the analysis would notice another one.
    asked.verdict("identity-proof", json!({ "status": "accepted" })).await;
    let customer = Customer::open(&asked).await;
    customer.presses("welcome.start").await.hands_in("id-card-front.jpg").await;
    customer.reads("tips.back.optional").await.presses("tips.skip").await;
    customer.sees("ready").await.presses("ready.send").await;
    assert_eq!(customer.ends().await, Info::Success);
}

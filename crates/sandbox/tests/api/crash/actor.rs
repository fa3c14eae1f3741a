//! Those who keep the program busy. Each goes on until a call fails because the program is gone; an answer that is not
//! the expected one fails the test.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

use super::dice::Dice;
use super::ledger::Ledger;
use super::promise::Promise;
use crate::load::content;
use crate::support::{Customer, KEY};

/// The program was killed before the whole answer was there.
struct Gone;

/// Creates requests, uploads, files documents.
pub async fn customer(server: String, ledger: Arc<Ledger>, mut dice: Dice) {
    let client = Client::new();
    while journey(&server, &client, &ledger, &mut dice).await.is_ok() {}
}

async fn journey(server: &str, client: &Client, ledger: &Ledger, dice: &mut Dice) -> Result<(), Gone> {
    let customer = format!("customer-{}", dice.below(1_000));
    let body = json!({ "customerId": customer, "documents": [{ "type": "funds-proof", "maxAttempts": 0 }] });
    let request =
        answer(merchant_call(server, client, Method::POST, "kyc-requests").json(&body), 201).await?;
    let id = text(&request["id"]);
    ledger.add(Promise::Request { id: id.clone(), customer });
    let own = Customer { client: client.clone(), ..Customer::from_request(server, &request) };
    let mut files = Vec::new();
    for _ in 0..=dice.below(3) {
        let (file, promise) = upload(own.call(Method::POST, "files"), dice).await?;
        ledger.add(promise);
        files.push(file);
    }
    let body = json!({ "documentType": "funds-proof", "documentSubtype": "tax-return", "fileIds": files });
    let document = answer(own.call(Method::POST, "storefront/kyc-documents").json(&body), 201).await?;
    ledger.add(Promise::Document { id: text(&document["id"]), request: id, files });
    ledger.hand_over(text(&document["id"]));
    Ok(())
}

/// Decides documents; uploads files and deletes some of them.
pub async fn merchant(server: String, ledger: Arc<Ledger>, mut dice: Dice) {
    let client = Client::new();
    while work(&server, &client, &ledger, &mut dice).await.is_ok() {}
}

async fn work(server: &str, client: &Client, ledger: &Ledger, dice: &mut Dice) -> Result<(), Gone> {
    if let Some(document) = ledger.take_undecided() {
        let (how, status, body) = if dice.below(2) == 0 {
            ("acceptance", "accepted", json!({}))
        } else {
            ("rejection", "rejected", json!({ "type": "document-expired" }))
        };
        let path = format!("kyc-documents/{document}/{how}");
        answer(merchant_call(server, client, Method::POST, &path).json(&body), 201).await?;
        ledger.add(Promise::Decided { document, status });
        return Ok(());
    }
    let (file, promise) = upload(merchant_call(server, client, Method::POST, "files"), dice).await?;
    if dice.below(2) == 0 {
        ledger.add(promise);
        return Ok(());
    }
    // Whether a deletion without an answer was done is open, so nothing is promised of the file in between.
    answer(merchant_call(server, client, Method::DELETE, &format!("files/{file}")), 204).await?;
    ledger.add(Promise::Deleted { file });
    Ok(())
}

/// Of any size up to half a megabyte, as a form or as JSON.
async fn upload(call: RequestBuilder, dice: &mut Dice) -> Result<(String, Promise), Gone> {
    let (seed, size) = (dice.roll(), 100 + usize::try_from(dice.below(500_000)).unwrap());
    let bytes = content(seed, size);
    let call = if dice.below(3) == 0 {
        call.json(&json!({ "file": STANDARD.encode(&bytes), "tags": ["kyc"] }))
    } else {
        call.multipart(Form::new().part("file", Part::bytes(bytes)).text("tags", "kyc"))
    };
    let id = text(&answer(call, 201).await?["id"]);
    Ok((id.clone(), Promise::File { id, seed, size }))
}

fn merchant_call(server: &str, client: &Client, method: Method, path: &str) -> RequestBuilder {
    client.request(method, format!("{server}/organizations/sandbox/{path}")).header("REB-APIKEY", KEY)
}

/// The whole answer: half of one is no acknowledgement.
async fn answer(call: RequestBuilder, expected: u16) -> Result<Value, Gone> {
    let answer = call.send().await.map_err(|_| Gone)?;
    let status = answer.status();
    let body = answer.bytes().await.map_err(|_| Gone)?;
    assert_eq!(status, expected, "{}", String::from_utf8_lossy(&body));
    Ok(serde_json::from_slice(&body).unwrap_or_default())
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

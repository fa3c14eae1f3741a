//! Many calls at once, against the real program: no error, no lost acknowledgement, bounded memory.
//! The full load with its figures is `cargo xtask bench load`.

use std::path::Path;
use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::multipart::{Form, Part};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::program::Program;
use crate::support::{Customer, KEY};

const MB: usize = 1_000_000;
static LARGE: LazyLock<Vec<u8>> = LazyLock::new(|| content(0, 20 * MB));
static LARGE_JSON: LazyLock<Vec<u8>> =
    LazyLock::new(|| json!({ "file": STANDARD.encode(&*LARGE), "tags": ["kyc"] }).to_string().into());

/// What looks like a PDF and differs for every seed.
pub fn content(seed: u64, size: usize) -> Vec<u8> {
    let mut bytes = format!("%PDF-1.4\n%{seed}\n").into_bytes();
    let mut state = seed ^ 0x9E37_79B9_7F4A_7C15;
    while bytes.len() < size {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(size);
    bytes
}

fn upload(client: &Client, program: &Program) -> RequestBuilder {
    client.post(program.api("files")).header("REB-APIKEY", KEY)
}

fn names(directory: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(directory).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

async fn created(call: RequestBuilder) -> String {
    let answer = call.send().await.unwrap();
    let status = answer.status();
    let body: Value = answer.json().await.unwrap();
    assert_eq!(status, 201, "{body}");
    body["id"].as_str().unwrap().to_owned()
}

/// One customer's way from the request to the document.
async fn journey(client: Client, program_url: String, seed: u64) -> (u64, String) {
    let api = format!("{program_url}/organizations/sandbox");
    let body = json!({ "customerId": format!("c{seed}"), "documents": [{ "type": "funds-proof" }] });
    let call = client.post(format!("{api}/kyc-requests")).header("REB-APIKEY", KEY).json(&body);
    let request: Value = call.send().await.unwrap().json().await.unwrap();
    let customer = Customer { client, ..Customer::from_request(&program_url, &request) };
    let file = customer.upload(&content(seed, 20_000), &["kyc"]).await;
    let document = customer.file("funds-proof", "tax-return", std::slice::from_ref(&file)).await;
    assert_eq!(customer.document(&document).await["fileIds"], json!([file]));
    assert_eq!(customer.request_status().await, "pending-review");
    (seed, file)
}

#[tokio::test]
async fn forty_customers_and_ten_large_uploads_at_once_all_get_what_they_were_promised() {
    let data = tempfile::tempdir().unwrap();
    let program = Program::start_bare(data.path());
    let client = Client::new();
    let mut at_once = JoinSet::new();
    for seed in 0..40 {
        at_once.spawn(journey(client.clone(), program.url.clone(), seed));
    }
    for seed in 100..110 {
        let (call, bytes) = (upload(&client, &program), content(seed, 3 * MB));
        let call = if seed % 2 == 0 {
            call.json(&json!({ "file": STANDARD.encode(&bytes), "tags": ["kyc"] }))
        } else {
            call.multipart(Form::new().part("file", Part::bytes(bytes)).text("tags", "kyc"))
        };
        at_once.spawn(async move { (seed, created(call).await) });
    }
    let acknowledged = at_once.join_all().await;
    assert_eq!(acknowledged.len(), 50);
    let mut stored = names(&data.path().join("files"));
    let mut promised: Vec<String> = acknowledged.iter().map(|(_, id)| id.clone()).collect();
    stored.sort_unstable();
    promised.sort_unstable();
    assert_eq!(stored, promised);
    for (seed, id) in acknowledged {
        let url = program.api(&format!("files/{id}/download"));
        let bytes = client.get(url).header("REB-APIKEY", KEY).send().await.unwrap().bytes().await.unwrap();
        assert!(bytes == content(seed, if seed < 100 { 20_000 } else { 3 * MB }), "{seed} differs");
    }
}

/// How much the peak rises, in megabytes, while so many uploads are under way.
async fn rise(program: &Program, uploads: usize, call: impl Fn(RequestBuilder) -> RequestBuilder) -> u64 {
    let client = Client::new();
    let before = program.peak_memory();
    let mut at_once = JoinSet::new();
    for _ in 0..uploads {
        at_once.spawn(created(call(upload(&client, program))));
    }
    at_once.join_all().await;
    (program.peak_memory() - before) / 1000
}

#[tokio::test]
async fn large_uploads_do_not_fill_the_memory() {
    let data = tempfile::tempdir().unwrap();
    let program = Program::start_bare(data.path());
    let form = |call: RequestBuilder| {
        let file = Part::bytes(LARGE.as_slice()).file_name("a.pdf");
        call.multipart(Form::new().part("file", file).text("tags", "kyc"))
    };
    // 240 MB of files, then 160 MB of bodies. Each upload holds a few buffers of its connection and no more.
    let by_form = rise(&program, 12, form).await;
    let by_json = rise(&program, 12, |call| {
        call.header("content-type", "application/json").body(LARGE_JSON.as_slice())
    })
    .await;
    assert!(by_form < 60, "{by_form} MB");
    assert!(by_json < 60, "{by_json} MB");
}

//! Faults on order do what they say, as often as they say, and to the named calls only.

mod conditions;
mod drops;
mod expiry;
mod header;
mod scope;
mod statuses;
mod switches;

use reqwest::{Client, Method, Response};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Customer, Server};

/// A call of `/sandbox/faults`.
async fn switch(server: &Server, method: Method, path: &str, body: Option<Value>) -> Response {
    let call = server.client.request(method, format!("{}/sandbox/faults{path}", server.sandbox.url()));
    let call = if let Some(body) = body { call.json(&body) } else { call };
    call.send().await.unwrap()
}

/// Orders a fault; the answer is its view.
async fn order(server: &Server, fault: Value) -> Value {
    let answer = switch(server, Method::POST, "", Some(fault)).await;
    assert_eq!(answer.status(), 201);
    answer.json().await.unwrap()
}

async fn list(server: &Server) -> Value {
    switch(server, Method::GET, "", None).await.json().await.unwrap()
}

async fn reset(server: &Server) -> Value {
    let answer = switch(server, Method::DELETE, "", None).await;
    assert_eq!(answer.status(), 200);
    answer.json().await.unwrap()
}

fn filing(customer: &Customer, client: &Client, file: &str) -> reqwest::RequestBuilder {
    let body = json!({ "documentType": "funds-proof", "documentSubtype": "tax-return", "fileIds": [file] });
    client
        .post(format!("{}/storefront/kyc-documents", customer.base))
        .bearer_auth(&customer.token)
        .json(&body)
}

async fn filed(server: &Server, customer: &Customer) -> usize {
    server.request(customer).await["_embedded"]["documents"].as_array().unwrap().len()
}

fn own_request(customer: &Customer) -> String {
    format!("storefront/kyc-requests/{}", customer.request_id)
}

async fn read_own(customer: &Customer) -> Response {
    customer.call(Method::GET, &own_request(customer)).send().await.unwrap()
}

/// The bytes that a socket gets before the server closes it.
async fn raw(server: &Server, call: &str) -> (String, Vec<u8>) {
    let address = server.sandbox.url().replace("http://", "");
    let mut socket = TcpStream::connect(&address).await.unwrap();
    socket.write_all(call.replace('\n', "\r\n").as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    // A reset after the last byte is a way to close, too.
    let _ = socket.read_to_end(&mut bytes).await;
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
    let body = bytes.split_off(end);
    (String::from_utf8(bytes).unwrap().to_ascii_lowercase(), body)
}

/// A raw GET of the customer's request that keeps the connection open.
fn raw_get(customer: &Customer) -> String {
    let path = own_request(customer);
    format!(
        "GET /organizations/sandbox/{path} HTTP/1.1\nHost: x\nAuthorization: Bearer {}\n\n",
        customer.token
    )
}

fn content_length(head: &str) -> usize {
    let line = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    line.unwrap().parse().unwrap()
}

//! `Sandbox-Fault`: a fault for the one call that carries it.

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::conditions::skew;
use super::{content_length, list, order, own_request, raw, raw_get, read_own};
use crate::support::{BILL, Customer, Server, refused_fields};

fn faulty(customer: &Customer, fault: &str) -> RequestBuilder {
    customer.call(Method::GET, &own_request(customer)).header("Sandbox-Fault", fault)
}

#[tokio::test]
async fn the_call_that_carries_the_header_goes_wrong() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let answer = faulty(&customer, "status; status=429; retryAfterSeconds=9").send().await.unwrap();
    assert_eq!((answer.status().as_u16(), &answer.headers()["retry-after"]), (429, &"9".parse().unwrap()));
    let fields = faulty(&customer, "status; status=422; invalidFields=a,b.0").send().await.unwrap();
    assert_eq!(refused_fields(fields).await, ["a", "b.0"]);
    assert_eq!(faulty(&customer, "delay; delayMs=1").send().await.unwrap().status(), 200);
    let call = raw_get(&customer).replace("\n\n", "\nSandbox-Fault: truncate; keepBytes=3\n\n");
    let (head, body) = raw(&server, &call).await;
    assert!(content_length(&head) > 3 && body.len() == 3);
    let several =
        faulty(&customer, "status; status=500").header("Sandbox-Fault", "clock-skew; skewSeconds=-86400");
    let answer = several.send().await.unwrap();
    assert_eq!(answer.status(), 500);
    assert!((-86_460..=-86_400).contains(&skew(&answer, &server)));
    assert_eq!(read_own(&customer).await.status(), 200);
    let listed = list(&server).await;
    assert_eq!(listed["faults"], json!([]));
    let plays = listed["plays"].as_array().unwrap();
    assert!(plays.len() == 6 && plays.iter().all(|play| play["byHeader"] == true), "{plays:?}");
}

#[tokio::test]
async fn it_goes_before_ordered_faults_and_leaves_them_their_times() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    order(&server, json!({ "kind": "status", "status": 500 })).await;
    assert_eq!(faulty(&customer, "status; status=403").send().await.unwrap().status(), 403);
    assert_eq!(read_own(&customer).await.status(), 500);
}

#[tokio::test]
async fn expiry_is_for_the_request_or_the_token_of_the_call() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let other = server.ask(json!([{ "type": "funds-proof" }])).await;
    let answer = faulty(&customer, "expire").send().await.unwrap();
    assert_eq!(answer.json::<Value>().await.unwrap()["status"], "expired");
    assert_eq!(faulty(&other, "expire; expires=token").send().await.unwrap().status(), 401);
    assert_eq!(read_own(&other).await.status(), 401);
    let merchant = server.merchant(Method::GET, "kyc-requests").header("Sandbox-Fault", "expire");
    assert_eq!(merchant.send().await.unwrap().status(), 400);
}

#[tokio::test]
async fn a_header_that_cannot_be_read_is_refused_and_nothing_is_done() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    for (fault, named) in [
        ("", "kind:"),
        ("explode", "kind:"),
        ("status; status=200", "status:"),
        ("status; stat=500", "stat:"),
        ("status; 500", "500"),
        ("delay; delayMs=600001", "delayMs:"),
        ("delay; delayMs=-1", "delayMs:"),
        ("delay; times=2", "times"),
        ("bandwidth", "bytesPerSecond:"),
    ] {
        let answer = faulty(&customer, fault).send().await.unwrap();
        assert_eq!(answer.status(), 400, "{fault}");
        let problem: Value = answer.json().await.unwrap();
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.starts_with("Header Sandbox-Fault: ") && detail.contains(named), "{fault}: {detail}");
    }
    let two = faulty(&customer, "delay").header("Sandbox-Fault", "status").send().await.unwrap();
    assert_eq!(two.status(), 400);
    let upload = customer.call(Method::POST, "files").header("Sandbox-Fault", "oops").body(BILL.to_vec());
    assert_eq!(upload.send().await.unwrap().status(), 400);
    assert_eq!(list(&server).await, json!({ "faults": [], "plays": [] }));
}

#[tokio::test]
async fn pages_of_other_origins_may_send_it() {
    let server = Server::start().await;
    let preflight = server
        .client
        .request(Method::OPTIONS, server.url("files"))
        .header("origin", "http://localhost:1")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "sandbox-fault")
        .send()
        .await
        .unwrap();
    let allowed = preflight.headers()["access-control-allow-headers"].to_str().unwrap();
    assert!(allowed.contains("sandbox-fault"), "{allowed}");
}

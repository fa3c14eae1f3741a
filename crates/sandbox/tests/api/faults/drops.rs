//! Answers that do not arrive, or not whole.

use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::{content_length, filed, filing, list, order, own_request, raw, raw_get, read_own};
use crate::support::{BILL, Server, client};

#[tokio::test]
async fn a_drop_loses_the_answer_after_the_work_or_instead_of_it() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof", "maxAttempts": 0 }])).await;
    // A reused connection and a fresh one each time must fare alike.
    let keeping = Client::new();
    let mut expected = 0;
    for (kind, is_done) in [("drop-after-commit", true), ("drop-before", false)] {
        for client in [&client(), &keeping] {
            let file = customer.upload(&BILL, &["kyc"]).await;
            let page = client.get(format!("{}/config.json", server.sandbox.url())).send().await.unwrap();
            page.bytes().await.unwrap();
            order(&server, json!({ "path": "storefront/kyc-documents", "method": "POST", "kind": kind }))
                .await;
            let answer = filing(&customer, client, &file).send().await.unwrap();
            assert!(answer.status().is_success());
            assert!(answer.bytes().await.is_err(), "{kind}");
            expected += usize::from(is_done);
            assert_eq!(filed(&server, &customer).await, expected, "{kind}");
        }
    }
    let file = customer.upload(&BILL, &["kyc"]).await;
    assert_eq!(filing(&customer, &keeping, &file).send().await.unwrap().status(), 201);
}

#[tokio::test]
async fn a_repeated_filing_of_the_same_files_spends_no_second_attempt() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof", "maxAttempts": 1 }])).await;
    let file = customer.upload(&BILL, &["kyc"]).await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        let answer = filing(&customer, &client(), &file).send().await.unwrap();
        assert_eq!(answer.status(), 201);
        ids.push(answer.json::<Value>().await.unwrap()["id"].clone());
    }
    assert_eq!(ids[0], ids[1]);
    assert_eq!(filed(&server, &customer).await, 1);
}

#[tokio::test]
async fn after_a_drop_the_socket_has_the_head_and_nothing_else() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    for kind in ["drop-before", "drop-after-commit"] {
        order(&server, json!({ "kind": kind })).await;
        let (head, body) = raw(&server, &raw_get(&customer)).await;
        assert!(head.starts_with("http/1.1 200 ok\r\n") && content_length(&head) > 0, "{head}");
        assert_eq!(body, b"", "{kind}");
    }
}

#[tokio::test]
async fn a_truncated_answer_has_the_promised_length_and_a_part_of_its_body() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let whole = read_own(&customer).await.bytes().await.unwrap();
    let cases =
        [(json!(7), 7), (json!(0), 0), (json!(null), whole.len() / 2), (json!(1_000_000), whole.len() - 1)];
    for (keep, expected) in cases {
        order(&server, json!({ "kind": "truncate", "keepBytes": keep })).await;
        let (head, body) = raw(&server, &raw_get(&customer)).await;
        assert_eq!(content_length(&head), whole.len());
        assert_eq!(body, whole[..expected], "{keep}");
    }
    let file = customer.upload(&BILL, &["kyc"]).await;
    order(&server, json!({ "kind": "truncate", "method": "POST" })).await;
    let lost = filing(&customer, &client(), &file).send().await.unwrap();
    assert!(lost.status() == 201 && lost.bytes().await.is_err());
    assert_eq!(filed(&server, &customer).await, 1);
}

#[tokio::test]
async fn an_upload_is_read_before_its_answer_is_lost() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let picture = vec![0xFF; 4 * 1024 * 1024];
    order(&server, json!({ "kind": "drop-before", "path": "files" })).await;
    let lost = customer.try_upload(&picture, &["kyc"]).await;
    assert!(lost.status() == 200 && lost.bytes().await.is_err());
    order(&server, json!({ "kind": "status", "status": 413, "path": "files" })).await;
    let refused = customer.try_upload(&picture, &["kyc"]).await;
    assert_eq!(refused.status(), 413);
    assert_eq!(refused.json::<Value>().await.unwrap()["status"], 413);
}

#[tokio::test]
async fn a_head_call_does_not_spoil_the_next_answer_on_its_connection() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    order(&server, json!({ "kind": "truncate", "method": "HEAD" })).await;
    let head = customer.call(Method::HEAD, &own_request(&customer)).send().await.unwrap();
    assert_eq!(head.status(), 200);
    assert_eq!(read_own(&customer).await.json::<Value>().await.unwrap()["id"], customer.request_id);
    assert_eq!(list(&server).await["plays"].as_array().unwrap().len(), 1);
}

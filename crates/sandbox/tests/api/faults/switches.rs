//! Ordering, listing, removing and resetting.

use reqwest::Method;
use serde_json::{Value, json};

use super::{list, order, own_request, read_own, reset, switch};
use crate::support::{Server, refused_fields};

#[tokio::test]
async fn faults_are_listed_with_what_became_of_them() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let fault = json!({ "kind": "status", "status": 500, "path": "storefront/kyc-requests/*", "times": 2, "skip": 1 });
    let answer = switch(&server, Method::POST, "", Some(fault)).await;
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["location"]),
        (201, &"/sandbox/faults/fault_1".parse().unwrap())
    );
    let ordered: Value = answer.json().await.unwrap();
    let expected = json!({
        "id": "fault_1", "kind": "status", "status": 500, "path": "storefront/kyc-requests/*", "delayMs": 0,
        "times": 2, "remaining": 2, "played": 0, "skip": 1, "skipLeft": 1, "createdTime": ordered["createdTime"],
    });
    assert_eq!(ordered, expected);
    for _ in 0..2 {
        read_own(&customer).await;
    }
    let shown: Value = switch(&server, Method::GET, "/fault_1", None).await.json().await.unwrap();
    assert_eq!(
        (&shown["remaining"], &shown["played"], &shown["skipLeft"]),
        (&json!(1), &json!(1), &json!(0))
    );
    let listed = list(&server).await;
    assert_eq!(listed["faults"], json!([shown]));
    let play = &listed["plays"][0];
    let path = format!("/organizations/sandbox/{}", own_request(&customer));
    let expected = json!({
        "faultId": "fault_1", "kind": "status", "method": "GET", "path": path, "time": play["time"], "byHeader": false,
    });
    assert_eq!(*play, expected);
    read_own(&customer).await;
    assert_eq!(
        list(&server).await["faults"][0]["remaining"],
        0,
        "a fault that has played out stays on the list"
    );
}

#[tokio::test]
async fn one_fault_is_removed_without_the_others() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    for status in [500, 401] {
        order(&server, json!({ "kind": "status", "status": status })).await;
    }
    assert_eq!(switch(&server, Method::DELETE, "/fault_1", None).await.status(), 204);
    for method in [Method::DELETE, Method::GET] {
        let gone = switch(&server, method, "/fault_1", None).await;
        assert_eq!(
            (gone.status().as_u16(), &gone.headers()["content-type"]),
            (404, &"application/problem+json".parse().unwrap())
        );
    }
    assert_eq!(read_own(&customer).await.status(), 401);
}

#[tokio::test]
async fn a_reset_forgets_everything_and_says_what_it_cannot_undo() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    order(&server, json!({ "kind": "drop-after-commit", "times": 2 })).await;
    read_own(&customer).await;
    let lost = server.merchant(Method::PUT, "customers/ann").json(&json!({})).send().await.unwrap();
    assert!(lost.bytes().await.is_err());
    order(&server, json!({ "kind": "status", "times": 0 })).await;
    let what = "What PUT /organizations/sandbox/customers/ann did stays done, though its answer was lost.";
    let expected = json!({ "removed": 2, "cannotUndo": [{ "faultId": "fault_1", "what": what }] });
    assert_eq!(reset(&server).await, expected);
    assert_eq!(read_own(&customer).await.status(), 200);
    assert_eq!(list(&server).await, json!({ "faults": [], "plays": [] }));
    assert_eq!(reset(&server).await, json!({ "removed": 0, "cannotUndo": [] }));
    assert_eq!(order(&server, json!({ "kind": "delay" })).await["id"], "fault_3", "ids are not used again");
}

#[tokio::test]
async fn an_order_that_cannot_be_read_names_every_field() {
    let server = Server::start().await;
    let wrong = json!({
        "kind": "status", "status": 600, "delayMs": 600_001, "times": -1, "skip": 0.5, "method": "BREW",
        "retryAfterSeconds": "soon", "path": "", "customerId": 1, "requestId": {}, "token": "x", "colour": "red",
    });
    let mut named = refused_fields(switch(&server, Method::POST, "", Some(wrong.clone())).await).await;
    let mut expected: Vec<String> =
        wrong.as_object().unwrap().keys().filter(|name| *name != "kind").cloned().collect();
    named.sort_unstable();
    expected.sort_unstable();
    assert_eq!(named, expected);
    let unknown = switch(&server, Method::POST, "", Some(json!({ "kind": "explode" }))).await;
    assert_eq!(refused_fields(unknown).await, ["kind"]);
    let url = format!("{}/sandbox/faults", server.sandbox.url());
    for body in ["", "{", "[]", "\"delay\""] {
        let answer = server.client.post(&url).body(body).send().await.unwrap();
        assert_eq!(answer.status(), 400, "{body}");
    }
    assert_eq!(list(&server).await["faults"], json!([]));
}

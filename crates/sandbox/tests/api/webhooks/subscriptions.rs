//! Subscriptions as a resource.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Subscriber, file_funds};
use crate::support::{Server, refused_fields};

fn path(webhook: &Value) -> String {
    format!("webhooks/{}", webhook["id"].as_str().unwrap())
}

async fn change(server: &Server, method: Method, webhook: &Value, body: &Value) -> Value {
    let answer = server.merchant(method, &path(webhook)).json(body).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    answer.json().await.unwrap()
}

#[tokio::test]
async fn a_generated_secret_is_shown_once_and_an_own_one_never() {
    let server = Server::start().await;
    let made = server.subscribe_with(json!({ "url": "https://shop.example/hooks" })).await;
    let secret = made["secret"].as_str().unwrap();
    assert!(secret.starts_with("whsec_"));
    assert_eq!(made["secretHint"], format!("…{}", &secret[secret.len() - 4..]));
    assert_eq!(
        (&made["status"], &made["name"], &made["basicAuth"]),
        (&json!("active"), &Value::Null, &Value::Null)
    );
    assert_eq!(made["events"].as_array().unwrap().len(), 10);
    let read = server.merchant_get(&path(&made)).await;
    let mut expected = made.clone();
    expected.as_object_mut().unwrap().remove("secret");
    assert_eq!(read, expected);
    let basic = json!({ "username": "shop", "password": "not to be seen" });
    let body = json!({ "url": "http://127.0.0.1:9/", "secret": "my-own-secret-of-mine", "basicAuth": basic,
        "events": ["kyc-request-failed", "kyc-document-created", "kyc-request-failed"], "name": "Failures" });
    let own = server.subscribe_with(body).await;
    assert_eq!(own["events"], json!(["kyc-document-created", "kyc-request-failed"]));
    assert_eq!(own["basicAuth"], json!({ "username": "shop" }));
    let listed = server.merchant_get("webhooks?filter=events:kyc-request-failed&sort=createdTime").await;
    assert_eq!(listed.as_array().unwrap().len(), 2);
    for shown in [own, listed] {
        assert!(
            !shown.to_string().contains("my-own-secret") && !shown.to_string().contains("not to be seen")
        );
        assert!(!shown.to_string().contains(secret));
    }
}

#[tokio::test]
async fn every_refused_field_is_named() {
    let server = Server::start().await;
    let body = json!({
        "url": "ftp://shop.example/", "events": ["kyc-request-failed", "kyc-request-expired", 7], "status": "on", "name": 7,
        "secret": "short", "basicAuth": { "username": "a:b", "pass": "word" }, "event": [],
    });
    let answer = server.merchant(Method::POST, "webhooks").json(&body).send().await.unwrap();
    let mut fields = refused_fields(answer).await;
    fields.sort_unstable();
    let expected = [
        "basicAuth.pass",
        "basicAuth.password",
        "basicAuth.username",
        "event",
        "events.1",
        "events.2",
        "name",
        "secret",
        "status",
        "url",
    ];
    assert_eq!(fields, expected);
    let hook = server.subscribe_with(json!({ "url": "http://127.0.0.1:9/" })).await;
    let long = format!("http://shop.example/{}", "x".repeat(2048));
    for (name, wrong) in [
        ("url", json!(null)),
        ("url", json!("/hooks")),
        ("url", json!("http://")),
        ("url", json!("http://ann:secret@shop.example/")),
        ("url", json!("http://shop.example/a b")),
        ("url", json!(long)),
        ("name", json!("x".repeat(256))),
        ("events", json!("all")),
        ("events", json!({})),
        ("secret", json!("sixteen with spaces")),
        ("secret", json!("x".repeat(256))),
        ("status", json!(true)),
        ("basicAuth", json!("ann:secret")),
        ("id2", json!(1)),
    ] {
        let mut body = json!({ "url": "http://127.0.0.1:9/" });
        body[name] = wrong.clone();
        for (method, path) in
            [(Method::POST, "webhooks".into()), (Method::PUT, path(&hook)), (Method::PATCH, path(&hook))]
        {
            let answer = server.merchant(method, &path).json(&body).send().await.unwrap();
            assert_eq!(refused_fields(answer).await, [name], "{wrong}");
        }
    }
    let answer = server.merchant(Method::POST, "webhooks").body("no json").send().await.unwrap();
    assert_eq!(answer.status(), 400);
    assert_eq!(server.merchant_get("webhooks").await.as_array().unwrap().len(), 1);
    for query in
        ["filter=status:lost", "filter=eventType:kyc-request-expired", "filter=colour:red", "sort=payload"]
    {
        let url = format!("{}/deliveries?{query}", path(&hook));
        let answer = server.merchant(Method::GET, &url).send().await.unwrap();
        assert_eq!(refused_fields(answer).await.len(), 1, "{query}");
    }
}

#[tokio::test]
async fn there_are_at_most_a_hundred() {
    let server = Server::start().await;
    let body = json!({ "url": "http://127.0.0.1:9/" });
    for _ in 0..100 {
        server.subscribe_with(body.clone()).await;
    }
    let answer = server.merchant(Method::POST, "webhooks").json(&body).send().await.unwrap();
    assert_eq!(answer.status(), 422);
}

#[tokio::test]
async fn what_cannot_be_read_back_need_not_be_repeated() {
    let (server, subscriber) = (Server::start().await, Subscriber::start().await);
    let basic = json!({ "username": "shop", "password": "word" });
    let made = server.subscribe_with(json!({ "url": subscriber.url, "basicAuth": basic })).await;
    let mut read = server.merchant_get(&path(&made)).await;
    read["name"] = "Mine".into();
    let put = change(&server, Method::PUT, &made, &read).await;
    assert_eq!((&put["name"], &put["revision"]), (&json!("Mine"), &json!(2)));
    assert_eq!(put["secretHint"], made["secretHint"]);
    file_funds(&server.ask_for_funds().await).await;
    // printf 'shop:word' | base64
    assert_eq!(subscriber.heard_count(1).await[0].header("authorization"), "Basic c2hvcDp3b3Jk");
    let renamed = json!({ "basicAuth": { "username": "other" } });
    let refused = server.merchant(Method::PATCH, &path(&made)).json(&renamed).send().await.unwrap();
    assert_eq!(refused_fields(refused).await, ["basicAuth.password"]);
    let patched = change(&server, Method::PATCH, &made, &json!({ "secret": "a-new-secret-0123" })).await;
    assert_eq!((&patched["secretHint"], &patched["name"]), (&json!("…0123"), &json!("Mine")));
    let put = change(&server, Method::PUT, &made, &json!({ "url": subscriber.url })).await;
    assert_eq!(
        (&put["name"], &put["basicAuth"], &put["secretHint"]),
        (&Value::Null, &Value::Null, &json!("…0123"))
    );
}

#[tokio::test]
async fn an_inactive_one_is_told_nothing_and_goes_on_where_it_stood() {
    let (server, subscriber) = (Server::start().await, Subscriber::start().await);
    let created = json!({ "url": subscriber.url, "events": ["kyc-document-created"], "status": "inactive" });
    let webhook = server.subscribe_with(created).await;
    file_funds(&server.ask_for_funds().await).await;
    assert_eq!(server.deliveries(&webhook, "").await, Vec::<Value>::new());
    subscriber.behave(|_| super::subscriber::Mood::Status(500));
    change(&server, Method::PATCH, &webhook, &json!({ "status": "active" })).await;
    let document = file_funds(&server.ask_for_funds().await).await;
    subscriber.heard_count(1).await;
    change(&server, Method::PATCH, &webhook, &json!({ "status": "inactive" })).await;
    subscriber.behave(|_| super::subscriber::RECEIPT);
    file_funds(&server.ask_for_funds().await).await;
    change(&server, Method::PATCH, &webhook, &json!({ "status": "active" })).await;
    server.delivery(&webhook, "kyc-document-created", |it| it["status"] == "delivered").await;
    let all = subscriber.messages();
    assert!(all.iter().all(|message| message.resource() == document), "{all:?}");
}

#[tokio::test]
async fn a_deleted_one_is_gone_with_its_deliveries() {
    let (server, subscriber) = (Server::start().await, Subscriber::start().await);
    let webhook = server.subscribe(&subscriber).await;
    file_funds(&server.ask_for_funds().await).await;
    let delivery = server.delivery(&webhook, "kyc-document-created", |it| it["status"] == "delivered").await;
    let delivery_path = format!("{}/deliveries/{}", path(&webhook), delivery["id"].as_str().unwrap());
    assert_eq!(server.merchant_get(&delivery_path).await["payload"], subscriber.messages()[0].json());
    let other = server.subscribe_with(json!({ "url": "http://127.0.0.1:9/" })).await;
    let astray = format!("{}/deliveries/{}", path(&other), delivery["id"].as_str().unwrap());
    assert_eq!(server.merchant(Method::GET, &astray).send().await.unwrap().status(), 404);
    assert_eq!(server.merchant(Method::DELETE, &path(&webhook)).send().await.unwrap().status(), 204);
    let gone = [
        (Method::GET, path(&webhook)),
        (Method::PUT, path(&webhook)),
        (Method::PATCH, path(&webhook)),
        (Method::DELETE, path(&webhook)),
        (Method::GET, format!("{}/deliveries", path(&webhook))),
        (Method::GET, delivery_path.clone()),
        (Method::POST, format!("{delivery_path}/redelivery")),
    ];
    for (method, path) in gone {
        let body = json!({ "url": subscriber.url });
        let answer = server.merchant(method.clone(), &path).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 404, "{method} {path}");
    }
}

#[tokio::test]
async fn only_the_merchant_may() {
    let server = Server::start().await;
    let customer = server.ask_for_funds().await;
    let hook = path(&server.subscribe_with(json!({ "url": "http://127.0.0.1:9/" })).await);
    file_funds(&customer).await;
    let id = server.merchant_get(&format!("{hook}/deliveries")).await[0]["id"].as_str().unwrap().to_owned();
    let paths = [
        (Method::GET, "webhooks".to_owned()),
        (Method::POST, "webhooks".to_owned()),
        (Method::GET, hook.clone()),
        (Method::PUT, hook.clone()),
        (Method::PATCH, hook.clone()),
        (Method::DELETE, hook.clone()),
        (Method::GET, format!("{hook}/deliveries")),
        (Method::GET, format!("{hook}/deliveries/{id}")),
        (Method::POST, format!("{hook}/deliveries/{id}/redelivery")),
    ];
    for (method, path) in paths {
        let body = json!({ "url": "http://127.0.0.1:9/other" });
        let answer = customer.call(method.clone(), &path).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 403, "{method} {path}");
        let bare = server.client.request(method.clone(), server.url(&path)).json(&body).send().await.unwrap();
        assert_eq!(bare.status(), 401, "{method} {path}");
    }
    assert_eq!(server.merchant_get(&hook).await["revision"], 1);
}

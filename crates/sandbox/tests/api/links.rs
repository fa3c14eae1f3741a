//! Links to files that need no credentials: who has one may read that one file, for a while.

use std::time::Duration;

use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::support::{FRONT, PASSPORT, Server, link};

async fn open(server: &Server, url: &str) -> Response {
    server.client.get(url).send().await.unwrap()
}

async fn status(server: &Server, url: &str) -> u16 {
    open(server, url).await.status().as_u16()
}

#[tokio::test]
async fn a_signed_link_opens_its_file_for_a_while() {
    let server = Server::start().await;
    let file = server.upload_as_merchant(&FRONT, json!({})).await;
    let url = link(&file, "signedLink").unwrap();
    let answer = open(&server, &url).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "image/jpeg");
    assert_eq!(answer.headers()["content-length"], FRONT.len().to_string().as_str());
    assert_eq!(answer.bytes().await.unwrap(), FRONT.as_slice());
    let small = open(&server, &format!("{url}&imageSize=50x50")).await.bytes().await.unwrap();
    assert!(small.len() < FRONT.len());

    server.sandbox.clock().advance(Duration::from_secs(3590));
    assert_eq!(status(&server, &url).await, 200);
    server.sandbox.clock().advance(Duration::from_secs(3700));
    assert_eq!(status(&server, &url).await, 401);
    let path = format!("files/{}", file["id"].as_str().unwrap());
    let fresh = link(&server.merchant_get(&path).await, "signedLink").unwrap();
    assert_eq!(status(&server, &fresh).await, 200);
    server.merchant(Method::DELETE, &path).send().await.unwrap();
    assert_eq!(status(&server, &fresh).await, 404);
}

#[tokio::test]
async fn a_link_cannot_be_forged() {
    let server = Server::start().await;
    let first = server.upload_as_merchant(&FRONT, json!({})).await;
    let second = server.upload_as_merchant(&PASSPORT, json!({})).await;
    let url = link(&first, "signedLink").unwrap();
    let (path, query) = url.split_once('?').unwrap();
    let (expires, signature) = query.split_once('&').unwrap();
    let expiry: i64 = expires.strip_prefix("expires=").unwrap().parse().unwrap();
    let other = Server::start().await;
    let foreign = link(&other.upload_as_merchant(&FRONT, json!({})).await, "signedLink").unwrap();
    let foreign = foreign.split_once("signature=").unwrap().1;
    let id = |file: &Value| file["id"].as_str().unwrap().to_owned();
    let forged = [
        url.replace(&id(&first), &id(&second)),
        url.replace(&expiry.to_string(), &(expiry + 1).to_string()),
        url.replace(&expiry.to_string(), &i64::MAX.to_string()),
        format!("{path}?{expires}&signature={foreign}"),
        format!("{path}?{expires}&signature="),
        format!("{path}?{expires}"),
        format!("{path}?{signature}"),
        path.to_owned(),
        url[..url.len() - 1].to_owned(),
        format!("{}/organizations/sandbox/signed-files/none?{query}", server.sandbox.url()),
    ];
    for url in forged {
        let answer = open(&server, &url).await;
        assert_eq!(answer.status(), 401, "{url}");
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
    }
    // A signed link is good for reading bytes, nothing else.
    for method in [Method::DELETE, Method::PUT, Method::POST] {
        let call = || server.client.request(method.clone(), &url);
        assert_eq!(call().send().await.unwrap().status(), 401);
        assert_eq!(call().header("REB-APIKEY", crate::support::KEY).send().await.unwrap().status(), 405);
    }
}

#[tokio::test]
async fn only_a_public_file_has_a_permanent_link() {
    let server = Server::start().await;
    let file = server.upload_as_merchant(&FRONT, json!({})).await;
    assert_eq!((link(&file, "permalink"), &file["isPublic"]), (None, &json!(false)));
    let path = format!("files/{}", file["id"].as_str().unwrap());
    let change = async |is_public: bool| -> Value {
        let body = json!({ "isPublic": is_public });
        server.merchant(Method::PUT, &path).json(&body).send().await.unwrap().json().await.unwrap()
    };
    let permanent = link(&change(true).await, "permalink").unwrap();
    server.sandbox.clock().advance(Duration::from_secs(400 * 24 * 3600));
    assert_eq!(open(&server, &permanent).await.bytes().await.unwrap(), FRONT.as_slice());
    assert_eq!(link(&change(false).await, "permalink"), None);
    assert_eq!(status(&server, &permanent).await, 404);
    let unknown = format!("{}/organizations/sandbox/public-files/file_1", server.sandbox.url());
    assert_eq!(status(&server, &unknown).await, 404);
    let public = server.upload_as_merchant(&FRONT, json!({ "isPublic": true })).await;
    assert_eq!(status(&server, &link(&public, "permalink").unwrap()).await, 200);
}

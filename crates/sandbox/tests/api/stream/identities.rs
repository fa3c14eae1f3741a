//! Where the provider is, and the two calls by which a browser gets keys.

use std::time::Duration;

use kyc_wire::config::AppConfig;
use reqwest::Method;
use serde_json::{Value, json};

use super::client::{Actor, cognito, config, now};
use crate::support::Server;

const GET_ID: &str = "AWSCognitoIdentityService.GetId";
const GET_CREDENTIALS: &str = "AWSCognitoIdentityService.GetCredentialsForIdentity";

#[tokio::test]
async fn the_configuration_tells_the_app_where_everything_is() {
    let server = Server::start().await;
    let config = config(&server).await;
    let origin = server.sandbox.url();
    let address = origin.strip_prefix("http://").unwrap();
    let pool = config["liveness"]["identityPoolId"].as_str().unwrap().to_owned();
    assert!(pool.starts_with("us-east-1:"), "{pool}");
    let expected = json!({
        "endpoint": format!("ws://{address}/start-face-liveness-session-websocket"),
        "region": "us-east-1",
        "identityEndpoint": format!("{origin}/"),
        "identityPoolId": pool,
    });
    assert_eq!(config["liveness"], expected);
    let app: AppConfig = serde_json::from_value(config).unwrap();
    assert_eq!(app.api_url, origin);
    assert_eq!(app.liveness.and_then(|provider| provider.identity_pool_id).as_deref(), Some(pool.as_str()));
}

#[tokio::test]
async fn keys_are_made_for_identities_and_end_after_an_hour() {
    let server = Server::start().await;
    let pool = config(&server).await["liveness"]["identityPoolId"].clone();
    let (_, identity) = cognito(&server, GET_ID, json!({ "IdentityPoolId": pool })).await;
    let (_, other) = cognito(&server, GET_ID, json!({ "IdentityPoolId": pool, "Logins": {} })).await;
    assert_ne!(identity, other);
    let (status, given) = cognito(&server, GET_CREDENTIALS, json!(identity)).await;
    assert_eq!((status, &given["IdentityId"]), (200, &identity["IdentityId"]));
    let left = given["Credentials"]["Expiration"].as_f64().unwrap() - now(&server) as f64 / 1000.0;
    assert!((3590.0..=3600.0).contains(&left), "{left}");
    let (_, again) = cognito(&server, GET_CREDENTIALS, json!(identity)).await;
    assert_ne!(again["Credentials"]["AccessKeyId"], given["Credentials"]["AccessKeyId"]);

    let actor = Actor::new(&server).await;
    server.sandbox.clock().advance(Duration::from_secs(3601));
    // The session has ended by then as well, but the key is looked at first.
    assert_eq!(
        actor.open(&server, true).await.refusal().await,
        ("UnrecognizedClientException".to_owned(), 1008)
    );
}

#[tokio::test]
async fn wrong_calls_get_the_errors_of_the_original() {
    let server = Server::start().await;
    let pool = config(&server).await["liveness"]["identityPoolId"].clone();
    let unknown = "us-east-1:00000000-0000-0000-0000-000000000000";
    let cases = [
        (GET_ID, json!({ "IdentityPoolId": unknown }), "ResourceNotFoundException"),
        (GET_ID, json!({ "IdentityPoolId": "pool" }), "ValidationException"),
        (GET_ID, json!({}), "ValidationException"),
        (GET_ID, json!([]), "SerializationException"),
        (GET_ID, json!({ "IdentityPoolId": pool, "Logins": { "a": "b" } }), "NotAuthorizedException"),
        (GET_CREDENTIALS, json!({ "IdentityId": unknown }), "ResourceNotFoundException"),
        (GET_CREDENTIALS, json!({ "IdentityId": "" }), "ValidationException"),
        ("AWSCognitoIdentityService.ListIdentities", json!({}), "UnknownOperationException"),
    ];
    for (target, body, error) in cases {
        let (status, answer) = cognito(&server, target, body.clone()).await;
        assert_eq!((status, &answer["__type"]), (400, &json!(error)), "{target} {body}");
    }
    let plain = server.client.post(format!("{}/", server.sandbox.url())).header("x-amz-target", GET_ID);
    let answer = plain.json(&json!({ "IdentityPoolId": pool })).send().await.unwrap();
    assert_eq!(answer.headers()["x-amzn-errortype"], "UnknownOperationException:");
    assert_eq!(answer.headers()["content-type"], "application/x-amz-json-1.1");
}

#[tokio::test]
async fn pages_of_other_origins_may_call_and_read_the_time() {
    let server = Server::start().await;
    let url = format!("{}/", server.sandbox.url());
    let asked = server.client.request(Method::OPTIONS, &url).header("origin", "https://shop.example");
    let asked = asked.header("access-control-request-method", "POST");
    let asked = asked.header("access-control-request-headers", "content-type,x-amz-target,x-amz-user-agent");
    let answer = asked.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let allowed = answer.headers()["access-control-allow-headers"].to_str().unwrap().to_owned();
    assert!(
        ["content-type", "x-amz-target", "x-amz-user-agent"].iter().all(|it| allowed.contains(it)),
        "{allowed}"
    );
    let answer = server.client.post(&url).header("origin", "https://shop.example").send().await.unwrap();
    assert_eq!(answer.headers()["access-control-allow-origin"], "*");
    assert!(answer.headers()["access-control-expose-headers"].to_str().unwrap().contains("date"));
}

#[tokio::test]
async fn the_root_is_still_the_apps() {
    let dist = tempfile::tempdir().unwrap();
    std::fs::write(dist.path().join("index.html"), "the app").unwrap();
    let path = dist.path().to_owned();
    let server = Server::start_with(|config| config.dist = Some(path)).await;
    let page = server.client.get(format!("{}/", server.sandbox.url())).send().await.unwrap();
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("ws://127.0.0.1:*"), "{policy}");
    assert_eq!(page.text().await.unwrap(), "the app");
    let (status, answer): (u16, Value) = cognito(&server, "none", json!({})).await;
    assert_eq!((status, &answer["__type"]), (400, &json!("UnknownOperationException")));
}

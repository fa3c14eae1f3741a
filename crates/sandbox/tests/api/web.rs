//! What a browser gets: the app with its headers, its configuration, and CORS.

use std::fs;

use reqwest::{Method, Response};

use crate::support::Server;

async fn get(server: &Server, path: &str) -> Response {
    server.client.get(format!("{}{path}", server.sandbox.url())).send().await.unwrap()
}

fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
    answer.headers()[name].to_str().unwrap()
}

#[tokio::test]
async fn the_app_is_served_with_its_headers() {
    let dist = tempfile::tempdir().unwrap();
    fs::write(dist.path().join("index.html"), "<!doctype html>".repeat(20)).unwrap();
    fs::write(dist.path().join("app-0123456789abcdef_bg.wasm"), b"\0asm".repeat(50)).unwrap();
    fs::write(dist.path().join("app-0123456789abcdef_bg.wasm.br"), b"precompressed").unwrap();
    let path = dist.path().to_owned();
    let server = Server::start_with(|config| config.dist = Some(path)).await;

    let index = get(&server, "/?token=x").await;
    assert_eq!(index.status(), 200);
    assert_eq!(header(&index, "content-type"), "text/html");
    assert_eq!(header(&index, "cache-control"), "no-cache");
    assert_eq!(header(&index, "referrer-policy"), "strict-origin");
    assert_eq!(header(&index, "x-content-type-options"), "nosniff");
    assert!(header(&index, "content-security-policy").starts_with("default-src 'none'; script-src 'self'"));
    assert!(!header(&index, "content-security-policy").contains("unsafe-inline"));

    let url = format!("{}/app-0123456789abcdef_bg.wasm", server.sandbox.url());
    let wasm = server.client.get(&url).header("accept-encoding", "br").send().await.unwrap();
    assert_eq!(header(&wasm, "content-type"), "application/wasm");
    assert_eq!(header(&wasm, "content-encoding"), "br");
    assert!(header(&wasm, "cache-control").contains("immutable"));
    assert_eq!(wasm.bytes().await.unwrap(), b"precompressed".as_slice());
    let plain = server.client.get(&url).send().await.unwrap();
    assert_eq!(plain.bytes().await.unwrap(), b"\0asm".repeat(50));

    let root = format!("{}/", server.sandbox.url());
    let squeezed = server.client.get(root).header("accept-encoding", "br").send().await.unwrap();
    assert_eq!(header(&squeezed, "content-encoding"), "br");
    let missing = get(&server, "/app-fedcba9876543210.js").await;
    assert_eq!(missing.status(), 404);
    assert_eq!(header(&missing, "cache-control"), "no-store");
}

#[tokio::test]
async fn without_the_app_the_root_says_how_to_build_it() {
    let server = Server::start().await;
    let text = get(&server, "/").await.text().await.unwrap();
    assert!(text.contains("trunk build") && text.trim().lines().count() == 1);
}

#[tokio::test]
async fn the_configuration_follows_the_local_name_in_use() {
    let server = Server::start_with(|config| config.public_url = Some("https://kyc.example/".into())).await;
    let port = server.sandbox.url().rsplit_once(':').unwrap().1.to_owned();
    let url = format!("{}/config.json", server.sandbox.url());
    for (host, api) in [
        (format!("localhost:{port}"), format!("http://localhost:{port}")),
        (format!("127.0.0.1:{port}"), format!("http://127.0.0.1:{port}")),
        ("evil.test".to_owned(), "https://kyc.example".to_owned()),
    ] {
        let answer = server.client.get(&url).header("host", host).send().await.unwrap();
        assert_eq!(header(&answer, "cache-control"), "no-cache");
        let config: kyc_wire::config::AppConfig = answer.json().await.unwrap();
        assert_eq!(config.api_url, api);
        assert_eq!(config.organization_id.as_deref(), Some("sandbox"));
        assert!(config.allows_parent("http://localhost:4001"));
        assert!(!config.allows_parent("http://evil.test"));
        assert_eq!(config.limits.max_file_bytes, 25 * 1024 * 1024);
    }
}

#[tokio::test]
async fn other_origins_may_call_and_read_the_headers_they_need() {
    let server = Server::start().await;
    let preflight = server
        .client
        .request(Method::OPTIONS, server.url("files"))
        .header("origin", "http://localhost:1")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization,reb-apikey,content-type")
        .send()
        .await
        .unwrap();
    assert_eq!(preflight.status(), 200);
    let allowed = header(&preflight, "access-control-allow-headers").to_owned();
    assert!(["authorization", "reb-apikey", "content-type"].iter().all(|name| allowed.contains(name)));
    let refused = server
        .client
        .get(server.url("kyc-requests"))
        .header("origin", "http://localhost:1")
        .send()
        .await
        .unwrap();
    assert_eq!(refused.status(), 401);
    assert_eq!(header(&refused, "access-control-allow-origin"), "*");
    let exposed = header(&refused, "access-control-expose-headers").to_owned();
    assert!(["date", "location", "x-ratelimit-retry-after"].iter().all(|name| exposed.contains(name)));
    assert!(refused.headers().contains_key("date"));
}

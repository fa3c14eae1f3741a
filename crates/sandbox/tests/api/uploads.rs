//! Files: both ways to send them, what is refused, and reading them back.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::support::{BILL, PASSPORT, Server, refused_fields};

const LIMIT: usize = 25 * 1024 * 1024;

#[tokio::test]
async fn json_and_form_uploads_give_the_same_file() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "identity-proof" }])).await;
    let body = json!({
        "file": STANDARD.encode(&*PASSPORT), "name": "page", "description": "photo page",
        "sourceType": "camera", "tags": ["kyc", "id-front"],
    });
    let answer = customer.call(Method::POST, "files").json(&body).send().await.unwrap();
    assert_eq!(answer.status(), 201);
    let by_json: Value = answer.json().await.unwrap();
    let form = Form::new()
        .part("file", Part::bytes(PASSPORT.clone()).file_name("a.txt").mime_str("text/plain").unwrap())
        .text("name", "page")
        .text("description", "photo page")
        .text("sourceType", "camera")
        .text("tags", r#"["kyc","id-front"]"#);
    let by_form: Value =
        customer.call(Method::POST, "files").multipart(form).send().await.unwrap().json().await.unwrap();
    for field in
        ["name", "description", "sourceType", "tags", "mime", "size", "sha1", "width", "height", "extension"]
    {
        assert_eq!(by_json[field], by_form[field], "{field}");
    }
    assert_eq!(by_json["mime"], "image/jpeg");
    assert_eq!(by_json["size"], json!(PASSPORT.len()));
    assert!(by_json["width"].as_u64().unwrap() > 640);

    let path = format!("files/{}", by_json["id"].as_str().unwrap());
    let read = server.merchant_get(&path).await;
    for field in by_json.as_object().unwrap().keys().filter(|field| *field != "_links") {
        assert_eq!(read[field], by_json[field], "{field}");
    }
    let download = server.merchant(Method::GET, &format!("{path}/download")).send().await.unwrap();
    assert_eq!(download.headers()["content-type"], "image/jpeg");
    assert_eq!(download.bytes().await.unwrap(), PASSPORT.as_slice());
}

#[tokio::test]
async fn content_decides_not_the_name() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "identity-proof" }])).await;
    let gif = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;";
    for bytes in [b"just some text, renamed".as_slice(), gif, b""] {
        let answer = customer.try_upload(bytes, &["kyc"]).await;
        assert_eq!(refused_fields(answer).await, ["file"]);
    }
    // As PHP writes slashes, and as a browser's FileReader writes the whole.
    let escaped = STANDARD.encode(&*PASSPORT).replace('/', "\\/");
    for prefix in ["", "data:image/jpeg;base64,"] {
        let body = format!(r#"{{"tags": [], "unknown": {{"a": [1]}}, "file": "{prefix}{escaped}"}}"#);
        let answer = customer
            .call(Method::POST, "files")
            .header("content-type", "application/json")
            .body(body)
            .send()
            .await
            .unwrap();
        let file: Value = answer.json().await.unwrap();
        assert_eq!(file["size"], json!(PASSPORT.len()));
    }
    let no_base64 =
        customer.call(Method::POST, "files").json(&json!({ "file": "%%%" })).send().await.unwrap();
    assert_eq!(refused_fields(no_base64).await, ["file"]);
    let pdf = kyc_specimen::pdf(std::slice::from_ref(&PASSPORT)).unwrap();
    let file: Value = customer.try_upload(&pdf, &["kyc"]).await.json().await.unwrap();
    assert_eq!(file["mime"], "application/pdf");
    assert_eq!(file["width"], Value::Null);
}

#[tokio::test]
async fn other_fields_are_checked_too() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "identity-proof" }])).await;
    let body = json!({ "file": STANDARD.encode(&*PASSPORT), "name": "x".repeat(256), "sourceType": "fax", "tags": [""] });
    let answer = customer.call(Method::POST, "files").json(&body).send().await.unwrap();
    assert_eq!(refused_fields(answer).await, ["name", "sourceType", "tags.0"]);
    let body = json!({
        "file": "%%%", "name": 1, "description": null, "sourceType": true, "tags": "kyc", "isPublic": "yes",
    });
    let answer = customer.call(Method::POST, "files").json(&body).send().await.unwrap();
    let all = ["isPublic", "name", "description", "sourceType", "tags", "file"];
    assert_eq!(refused_fields(answer).await, all);
    let form =
        Form::new().text("tags", "[1]").text("isPublic", "perhaps").text("description", "x".repeat(99_999));
    let answer = customer.call(Method::POST, "files").multipart(form).send().await.unwrap();
    assert_eq!(refused_fields(answer).await, ["isPublic", "description", "tags.0", "file"]);
}

#[tokio::test]
async fn a_body_that_is_no_json_object_or_no_form_is_400() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "identity-proof" }])).await;
    for (content_type, body) in [
        ("application/json", ""),
        ("application/json", r#"{"file": "aGVsbG8="#),
        ("application/json", r#"{"file": "aGVsbG8="} x"#),
        ("application/json", r#"{"file": "aGVsbG8=\x", "name": "a"}"#),
        ("application/json", r#"{"file": "%%%, "name": "a"}"#),
        ("application/json", r#"{"name": "\ud800"}"#),
        ("application/json", "[]"),
        ("application/json", "{}{}"),
        ("multipart/form-data", "x"),
        (
            "multipart/form-data; boundary=a",
            "--a\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nbroken",
        ),
    ] {
        let call = customer.call(Method::POST, "files").header("content-type", content_type);
        let answer = call.body(body).send().await.unwrap();
        assert_eq!(answer.status(), 400, "{body}");
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
    }
    assert_eq!(server.stored_files(), Vec::<String>::new());
}

#[tokio::test]
async fn an_upload_of_a_customer_is_told_to_timelines_and_to_no_subscriber() {
    let server = Server::start().await;
    let subscription = json!({ "url": "http://127.0.0.1:9/none" });
    let hook = server.merchant(Method::POST, "webhooks").json(&subscription).send().await.unwrap();
    let hook: Value = hook.json().await.unwrap();
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let file = customer.upload(&BILL, &["kyc"]).await;
    server.upload_as_merchant(&BILL, json!({ "tags": ["kyc"] })).await;
    let url = format!("{}/sandbox/events?requestId={}", server.sandbox.url(), customer.request_id);
    let events: Vec<Value> = server.client.get(url).send().await.unwrap().json().await.unwrap();
    let uploads: Vec<&Value> = events.iter().filter(|it| it["eventType"] == "file-uploaded").collect();
    let [told] = uploads[..] else { panic!("{events:?}") };
    assert_eq!((&told["resourceId"], &told["customerId"]), (&json!(file), &json!("ann")));
    assert_eq!(told["resource"]["tags"], json!(["kyc"]));
    assert!(!told.to_string().contains("signature="), "an event opens no file: {told}");
    let deliveries = format!("webhooks/{}/deliveries", hook["id"].as_str().unwrap());
    assert_eq!(server.merchant_get(&deliveries).await, json!([]));
}

#[tokio::test]
async fn the_size_limit_is_exact() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "identity-proof" }])).await;
    let mut bytes = b"%PDF-1.4\n".to_vec();
    bytes.resize(LIMIT, b' ');
    assert_eq!(customer.try_upload(&bytes, &["kyc"]).await.status(), 201);
    bytes.push(b' ');
    assert_eq!(customer.try_upload(&bytes, &["kyc"]).await.status(), 413);
    let body = json!({ "file": STANDARD.encode(&bytes), "tags": ["kyc"] });
    let answer = customer.call(Method::POST, "files").json(&body).send().await.unwrap();
    assert_eq!(answer.status(), 413);
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let body = json!({ "file": "A".repeat(2 * LIMIT) });
    assert_eq!(customer.call(Method::POST, "files").json(&body).send().await.unwrap().status(), 413);
    assert_eq!(server.stored_files().len(), 1);
}

#[tokio::test]
async fn a_token_whose_request_has_ended_or_is_gone_uploads_nothing() {
    let server = Server::start().await;
    let ask = || server.ask(json!([{ "type": "funds-proof", "maxAttempts": 1 }]));
    let (fulfilled, failed, expired, deleted) = (ask().await, ask().await, ask().await, ask().await);
    for (customer, how) in [(&fulfilled, "acceptance"), (&failed, "rejection")] {
        let file = customer.upload(&PASSPORT, &["kyc"]).await;
        let document = customer.file("funds-proof", "tax-return", &[file]).await;
        // Undecided: another page may still be brought.
        customer.upload(&PASSPORT, &["kyc"]).await;
        server.decide(&document, how, json!({ "type": "document-unreadable" })).await;
    }
    let switch = format!("{}/sandbox/kyc-requests/{}/expiry", server.sandbox.url(), expired.request_id);
    assert_eq!(server.client.post(switch).send().await.unwrap().status(), 204);
    let path = format!("kyc-requests/{}", deleted.request_id);
    assert_eq!(server.merchant(Method::DELETE, &path).send().await.unwrap().status(), 204);
    let order = json!({ "customClaims": { "documents": [{ "type": "funds-proof", "maxAttempts": 1 }] } });
    let claimed = server.customer("bob", order).await;
    let file = claimed.upload(&PASSPORT, &["kyc"]).await;
    let document = claimed.file("funds-proof", "tax-return", &[file]).await;
    server.decide(&document, "acceptance", json!({})).await;

    let before = server.snapshot().await;
    let all = [(&fulfilled, 422), (&failed, 422), (&expired, 422), (&deleted, 404), (&claimed, 422)];
    for (index, (customer, status)) in all.into_iter().enumerate() {
        let upload = customer.try_upload(&PASSPORT, &["kyc"]).await;
        assert_eq!(upload.status(), status, "{index}");
        let upload: Value = upload.json().await.unwrap();
        let filing = customer.try_file("funds-proof", "tax-return", &["file_1".to_owned()]).await;
        assert_eq!(filing.status(), status, "{index}");
        assert_eq!(upload["detail"], filing.json::<Value>().await.unwrap()["detail"], "{index}");
    }
    assert_eq!(server.snapshot().await, before);
}

//! Tokens: issued to the merchant, exchanged for the customer's JWT, and what a JWT in the older form asks for.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

use crate::support::{BILL, Customer, Server, link, refused_fields};

fn claims(token: &str) -> Value {
    let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    serde_json::from_slice(&payload).unwrap()
}

#[tokio::test]
async fn a_token_is_issued_listed_and_read() {
    let server = Server::start().await;
    let mail = json!({ "email": "ann@shop.example" });
    server.merchant(Method::PUT, "customers/ann").json(&mail).send().await.unwrap();
    let body = json!({ "mode": "passwordless", "customerId": "ann", "expiredTime": "2999-01-01T00:00:00Z", "otpRequired": true });
    let answer = server.merchant(Method::POST, "authentication-tokens").json(&body).send().await.unwrap();
    assert_eq!(answer.status(), 201);
    let location = answer.headers()["location"].to_str().unwrap().to_owned();
    let first: Value = answer.json().await.unwrap();
    assert_eq!(first["username"], "ann@shop.example");
    assert_eq!(first["customerId"], "ann");
    assert_eq!(first["otpRequired"], true);
    assert_eq!(first["expiredTime"], "2999-01-01T00:00:00Z");
    assert_eq!(link(&first, "self").unwrap(), location);
    let second = server.authentication_token("bob", json!({})).await;
    assert_eq!(second["username"], "bob");
    assert_ne!(first["token"], second["token"]);

    let list = server.merchant(Method::GET, "authentication-tokens?limit=1").send().await.unwrap();
    let header = |name: &str| list.headers()[name].to_str().unwrap().to_owned();
    assert_eq!((header("pagination-total"), header("pagination-limit")), ("2".into(), "1".into()));
    assert_eq!(list.json::<Value>().await.unwrap(), json!([second]));
    let read = server.client.get(location).header("REB-APIKEY", crate::support::KEY).send().await.unwrap();
    assert_eq!(read.json::<Value>().await.unwrap(), first);
}

#[tokio::test]
async fn the_jwt_carries_what_was_ordered() {
    let server = Server::start().await;
    let token = server.authentication_token("ann", json!({})).await;
    let acl = json!([
        { "scope": { "organizationId": ["sandbox"], "planId": ["basic"] }, "permissions": ["PostFile", "GetPlan"] },
        { "scope": { "organizationId": ["sandbox"] }, "permissions": [] },
    ]);
    let order = json!({
        "acl": acl, "expiredTime": "2999-01-01T00:00:00Z",
        "customClaims": { "documents": ["identity-proof", { "type": "address-proof", "maxAttempts": 1 }],
            "redirectUrl": "https://shop.example/back", "matchLevel": 1, "reason": "age", "cart": 7 },
    });
    let answer = server.try_exchange(&token, order.clone()).await;
    assert_eq!(answer.status(), 201);
    assert!(answer.headers()["location"].to_str().unwrap().ends_with("/customers/ann"));
    let jwt: Value = answer.json().await.unwrap();
    assert_eq!((&jwt["type"], &jwt["customerId"]), (&json!("customer"), &json!("ann")));
    assert!(link(&jwt, "customer").unwrap().ends_with("/customers/ann"));
    let claims = claims(jwt["token"].as_str().unwrap());
    for field in ["acl", "customClaims"] {
        assert_eq!(jwt[field], order[field]);
        assert_eq!(claims[field], order[field]);
    }
    assert_eq!(jwt["expiredTime"], "2999-01-01T00:00:00Z");
    assert_eq!(claims["exp"], 32_472_144_000_i64);
    for name in ["invalidate", "oneTimePassword"] {
        assert!(jwt.get(name).is_none(), "{name} is only written");
    }
}

#[tokio::test]
async fn without_orders_everything_of_this_organization_is_permitted_for_an_hour() {
    let server = Server::start().await;
    let asked = server.ask(json!([{ "type": "funds-proof" }])).await;
    let order = json!({ "customClaims": { "kycRequestId": asked.request_id } });
    let customer = server.customer("ann", order).await;
    assert_eq!(claims(&customer.token)["acl"], claims(&asked.token)["acl"]);
    assert_eq!(claims(&customer.token)["acl"][0]["scope"], json!({ "organizationId": ["sandbox"] }));
    assert_eq!(claims(&customer.token)["exp"], claims(&asked.token)["exp"], "as long as its request");
    let file = customer.upload(&BILL, &["kyc"]).await;
    let document = customer.file("funds-proof", "tax-return", &[file]).await;
    assert_eq!(asked.document(&document).await["id"], json!(document), "it is the same request");
    let bare = server.customer("ann", json!({})).await;
    assert_eq!(bare.try_upload(&BILL, &["kyc"]).await.status(), 201);
    assert_eq!(bare.try_file("funds-proof", "tax-return", &["file_1".into()]).await.status(), 403);
    server.sandbox.clock().advance(Duration::from_secs(3601));
    assert_eq!(bare.try_upload(&BILL, &["kyc"]).await.status(), 401);
}

#[tokio::test]
async fn a_token_is_exchanged_once_unless_told_otherwise() {
    let server = Server::start().await;
    let token = server.authentication_token("ann", json!({})).await;
    for _ in 0..2 {
        assert_eq!(server.try_exchange(&token, json!({ "invalidate": false })).await.status(), 201);
    }
    // What is refused uses nothing up.
    assert_eq!(refused_fields(server.try_exchange(&token, json!({ "acl": 7 })).await).await, ["acl"]);
    let racers = (0..8).map(|_| server.try_exchange(&token, json!({})));
    let mut statuses = Vec::new();
    for answer in futures_util::future::join_all(racers).await {
        statuses.push(answer.status().as_u16());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [vec![201], vec![401; 7]].concat());
    let path = format!("authentication-tokens/{}", token["token"].as_str().unwrap());
    assert_eq!(server.merchant(Method::GET, &path).send().await.unwrap().status(), 401);
}

#[tokio::test]
async fn what_cannot_be_exchanged_says_so() {
    let server = Server::start().await;
    let unknown = json!({ "token": "nonsense" });
    assert_eq!(server.try_exchange(&unknown, json!({})).await.status(), 404);
    assert_eq!(server.merchant(Method::GET, "authentication-tokens/x").send().await.unwrap().status(), 404);
    let token = server.authentication_token("ann", json!({})).await;
    let path = format!("authentication-tokens/{}/exchange", token["token"].as_str().unwrap());
    let wrong_key = server.client.post(server.url(&path)).header("REB-APIKEY", "x").json(&json!({}));
    assert_eq!(wrong_key.send().await.unwrap().status(), 401);
    let no_json = server.merchant(Method::POST, &path).body("{").send().await.unwrap();
    assert_eq!(no_json.status(), 400);
    server.sandbox.clock().advance(Duration::from_secs(3601));
    let late = server.merchant(Method::POST, &path).json(&json!({})).send().await.unwrap();
    assert_eq!(late.status(), 401);
    assert!(late.json::<Value>().await.unwrap()["detail"].as_str().unwrap().contains("expired"));
}

#[tokio::test]
async fn null_is_no_order() {
    let server = Server::start().await;
    let body = json!({ "customerId": "ann", "mode": null, "expiredTime": null, "otpRequired": null });
    let answer = server.merchant(Method::POST, "authentication-tokens").json(&body).send().await.unwrap();
    assert_eq!(refused_fields(answer).await, ["mode", "otpRequired", "expiredTime"]);
    let token = server.authentication_token("ann", json!({})).await;
    for name in ["acl", "customClaims", "expiredTime", "invalidate", "oneTimePassword"] {
        let answer = server.try_exchange(&token, json!({ name: null })).await;
        assert_eq!(refused_fields(answer).await, [name]);
    }
    // The merchant's own claims are whatever they are.
    let claims = json!({ "customClaims": { "reason": null, "cart": null } });
    assert_eq!(server.try_exchange(&token, claims).await.status(), 201);
}

#[tokio::test]
async fn claims_have_room_for_all_that_can_be_asked_and_an_end() {
    let server = Server::start().await;
    let token = server.authentication_token("ann", json!({})).await;
    let subtypes = kyc_wire::DocumentType::AddressProof.subtypes();
    let document = json!({ "type": "address-proof", "subtypes": subtypes, "maxAttempts": 100,
        "faceProofRequired": false, "faceLivenessRequired": false });
    let most = json!({ "documents": vec![document; 20] });
    let order = |claims: Value| json!({ "invalidate": false, "customClaims": claims });
    assert_eq!(server.try_exchange(&token, order(most)).await.status(), 201);
    let full = |length: usize| json!({ "cart": "x".repeat(length) });
    let longest = 8192 - full(0).to_string().len();
    assert_eq!(server.try_exchange(&token, order(full(longest))).await.status(), 201);
    let answer = server.try_exchange(&token, order(full(longest + 1))).await;
    assert_eq!(refused_fields(answer).await, ["customClaims"]);
    let url = format!("https://shop.example/{}", "x".repeat(2048));
    let claims = json!({ "documents": ["funds-proof"], "reason": "x".repeat(4001), "redirectUrl": url });
    let answer = server.try_exchange(&token, order(claims)).await;
    assert_eq!(refused_fields(answer).await, ["customClaims.redirectUrl", "customClaims.reason"]);
}

#[tokio::test]
async fn a_one_time_password_is_demanded_where_it_was_ordered() {
    let server = Server::start().await;
    let token = server.authentication_token("ann", json!({ "otpRequired": true })).await;
    assert_eq!(server.try_exchange(&token, json!({})).await.status(), 401);
    assert_eq!(server.try_exchange(&token, json!({ "oneTimePassword": "654321" })).await.status(), 401);
    assert_eq!(server.try_exchange(&token, json!({ "oneTimePassword": "123456" })).await.status(), 201);
}

#[tokio::test]
async fn every_refused_field_of_a_new_token_is_named() {
    let server = Server::start().await;
    let cases = [
        (json!({}), vec!["customerId"]),
        (json!({ "mode": "password", "username": "ann", "password": "x" }), vec!["mode"]),
        (json!({ "username": "ann", "password": "x" }), vec!["mode"]),
        (
            json!({ "mode": "magic", "customerId": "a/b", "otpRequired": 1, "expiredTime": "yesterday" }),
            vec!["mode", "customerId", "otpRequired", "expiredTime"],
        ),
        (json!({ "customerId": "ann", "expiredTime": "2001-01-01T00:00:00Z" }), vec!["expiredTime"]),
    ];
    for (body, fields) in cases {
        let answer = server.merchant(Method::POST, "authentication-tokens").json(&body).send().await.unwrap();
        assert_eq!(refused_fields(answer).await, fields, "{body}");
    }
    assert_eq!(server.merchant_get("authentication-tokens").await, json!([]));
}

#[tokio::test]
async fn every_refused_field_of_an_exchange_is_named() {
    let server = Server::start().await;
    let foreign =
        server.ask_with(json!({ "customerId": "bob", "documents": [{ "type": "funds-proof" }] })).await;
    let token = server.authentication_token("ann", json!({})).await;
    let claimed = |claims: Value| json!({ "customClaims": claims });
    let cases = [
        (
            json!({ "invalidate": "no", "oneTimePassword": "12345", "acl": {}, "customClaims": [], "expiredTime": "2001-01-01T00:00:00Z" }),
            vec!["invalidate", "oneTimePassword", "acl", "expiredTime", "customClaims"],
        ),
        (
            json!({ "acl": [{}, { "scope": { "organizationId": ["a", 7] }, "permissions": ["x", ""] }, { "scope": { "organizationId": "a" }, "permissions": [] }] }),
            vec![
                "acl.0.scope",
                "acl.0.permissions",
                "acl.1.scope.organizationId.1",
                "acl.1.permissions.1",
                "acl.2.scope.organizationId",
            ],
        ),
        (claimed(json!({ "kycRequestId": 7 })), vec!["customClaims.kycRequestId"]),
        (claimed(json!({ "kycRequestId": "kyc_req_1" })), vec!["customClaims.kycRequestId"]),
        (claimed(json!({ "kycRequestId": foreign.request_id })), vec!["customClaims.kycRequestId"]),
        (
            claimed(json!({ "documents": [], "redirectUrl": "javascript:x", "reason": 7, "matchLevel": 4 })),
            vec![
                "customClaims.documents",
                "customClaims.redirectUrl",
                "customClaims.reason",
                "customClaims.matchLevel",
            ],
        ),
        (
            claimed(
                json!({ "documents": ["x", { "type": "y" }, { "type": "funds-proof", "subtypes": ["passport"], "maxAttempts": -1 }, "credit-file-proof", { "type": "credit-file-proof" }, 7] }),
            ),
            vec![
                "customClaims.documents.0",
                "customClaims.documents.1.type",
                "customClaims.documents.2.subtypes",
                "customClaims.documents.2.maxAttempts",
                "customClaims.documents.3",
                "customClaims.documents.4.type",
                "customClaims.documents.5.type",
            ],
        ),
    ];
    for (body, fields) in cases {
        let answer = server.try_exchange(&token, body.clone()).await;
        assert_eq!(refused_fields(answer).await, fields, "{body}");
    }
}

async fn older(server: &Server, documents: Value) -> Customer {
    let claims = json!({ "documents": documents, "matchLevel": 1, "reason": "a purchase" });
    server.customer("ann", json!({ "customClaims": claims })).await
}

#[tokio::test]
async fn a_token_of_the_older_form_files_what_it_names_under_itself() {
    let server = Server::start().await;
    let customer =
        older(&server, json!(["funds-proof", { "type": "address-proof", "maxAttempts": 1 }])).await;
    let file = customer.upload(&BILL, &["kyc"]).await;
    let refused = customer.try_file("purchase-proof", "bank-statement", std::slice::from_ref(&file)).await;
    assert_eq!(refused_fields(refused).await, ["documentType"]);
    let document = customer.file("funds-proof", "tax-return", std::slice::from_ref(&file)).await;
    assert_eq!(
        customer.file("funds-proof", "tax-return", &[file]).await,
        document,
        "a repetition is the same"
    );
    let settled = customer.settled(&document).await;
    assert_eq!((&settled["status"], &settled["requestId"]), (&json!("pending"), &Value::Null));
    let seen = server.merchant_get(&format!("kyc-documents/{document}")).await;
    assert_eq!((&seen["matchLevel"], &seen["reason"]), (&json!(1), &json!("a purchase")));
    assert_eq!((&seen["customerId"], &seen["requestId"]), (&json!("ann"), &Value::Null));
    let path = format!("storefront/kyc-documents/{document}");
    let change = json!({ "documentSubtype": "salary-slip" });
    let amended = customer.call(Method::PATCH, &path).json(&change).send().await.unwrap();
    assert_eq!(amended.json::<Value>().await.unwrap()["documentSubtype"], "salary-slip");
}

#[tokio::test]
async fn a_token_of_the_older_form_has_attempts_of_its_own() {
    let server = Server::start().await;
    let documents = json!(["funds-proof", { "type": "address-proof", "maxAttempts": 2 }]);
    let customer = older(&server, documents.clone()).await;
    let rejection = json!({ "type": "document-expired" });
    let unfiled = customer.upload(&BILL, &["kyc"]).await;
    for _ in 0..2 {
        let file = customer.upload(&BILL, &["kyc"]).await;
        server
            .order_verdict(json!({ "documentType": "address-proof", "status": "in-progress", "delayMs": 0 }))
            .await;
        let document = customer.file("address-proof", "utility-bill", &[file]).await;
        server.decide(&document, "rejection", rejection.clone()).await;
    }
    for kind in [("address-proof", "utility-bill"), ("funds-proof", "tax-return")] {
        let answer = customer.try_file(kind.0, kind.1, std::slice::from_ref(&unfiled)).await;
        assert_eq!(answer.status(), 422, "what has failed takes nothing more");
    }
    let again = older(&server, documents).await;
    let file = again.upload(&BILL, &["kyc"]).await;
    again.file("address-proof", "utility-bill", &[file]).await;
}

#[tokio::test]
async fn an_acceptance_archives_what_the_same_token_filed_for_it() {
    let server = Server::start().await;
    let (one, other) =
        (older(&server, json!(["funds-proof"])).await, older(&server, json!(["funds-proof"])).await);
    let unfiled = one.upload(&BILL, &["kyc"]).await;
    let mut filed = Vec::new();
    for customer in [&one, &one, &other] {
        let file = customer.upload(&BILL, &["kyc"]).await;
        let document = customer.file("funds-proof", "tax-return", &[file]).await;
        customer.settled(&document).await;
        filed.push(document);
    }
    server.decide(&filed[1], "acceptance", json!({})).await;
    assert_eq!(one.document(&filed[0]).await["status"], "archived");
    assert_eq!(one.document(&filed[1]).await["status"], "accepted");
    assert_eq!(other.document(&filed[2]).await["status"], "pending");
    assert_eq!(
        other
            .call(Method::GET, &format!("storefront/kyc-documents/{}", filed[1]))
            .send()
            .await
            .unwrap()
            .status(),
        404
    );
    let foreign = other.try_file("funds-proof", "tax-return", &[unfiled]).await;
    assert_eq!(refused_fields(foreign).await, ["fileIds.0"]);
}

#[tokio::test]
async fn what_a_token_asked_survives_a_restart() {
    let server = Server::start().await;
    let customer = older(&server, json!([{ "type": "funds-proof", "maxAttempts": 1 }])).await;
    let file = customer.upload(&BILL, &["kyc"]).await;
    let document = customer.file("funds-proof", "tax-return", &[file]).await;
    let data = server.data.path().to_owned();
    let Server { sandbox, data: _kept, .. } = server;
    sandbox.stop().await;
    let (again, _watch) = crate::contract::start(kyc_sandbox::Config::ephemeral(data)).await;
    let customer = Customer { base: format!("{}/organizations/sandbox", again.url()), ..customer };
    assert_eq!(customer.document(&document).await["id"], json!(document));
    let file = customer.upload(&BILL, &["kyc"]).await;
    let late = customer.try_file("funds-proof", "tax-return", &[file]).await;
    assert_eq!(refused_fields(late).await, ["documentType"]);
}

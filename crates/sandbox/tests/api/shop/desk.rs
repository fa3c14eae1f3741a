//! The desk: decisions, pictures, faults, and who gets nothing.

use super::*;

#[tokio::test]
async fn a_reviewer_decides_with_a_reason() {
    let server = Server::start().await;
    let customer = open_account(&server, json!({ "documents": [{ "type": "identity-proof" }] })).await;
    let document = undecided_passport(&server, &customer).await;
    let step = async |name: &str, body: Value| {
        post(&server, &format!("/api/documents/{document}/{name}"), body).await
    };
    assert_eq!(step("start-review", json!({})).await.status(), 201);
    assert_eq!(step("start-review", json!({})).await.status(), 422);
    assert_eq!(step("stop-review", json!({})).await.status(), 201);
    assert_eq!(refused_fields(step("rejection", json!({ "type": "ugly" })).await).await, ["type"]);
    assert_eq!(step("burning", json!({})).await.status(), 404);
    let reason = json!({ "type": "document-expired", "message": "Valid until 2019" });
    assert_eq!(step("rejection", reason.clone()).await.status(), 201);
    assert_eq!(customer.document(&document).await["rejectionReason"], reason);
}

#[tokio::test]
async fn pictures_come_without_a_key_and_stay_with_the_shop() {
    let server = Server::start().await;
    let customer = open_account(&server, json!({ "documents": [{ "type": "identity-proof" }] })).await;
    undecided_passport(&server, &customer).await;
    let read = details(&server, &customer.request_id).await;
    let files = read["files"].as_object().unwrap();
    let (id, file) = files.iter().next().unwrap();
    assert!(file.get("_links").is_none());
    let whole = get(&server, &format!("/api/files/{id}")).await;
    assert_eq!(whole.headers()["content-disposition"], "inline");
    assert_eq!(whole.headers()["cross-origin-resource-policy"], "same-origin");
    assert_eq!(whole.headers()["content-security-policy"], "default-src 'none'; sandbox");
    assert_eq!(whole.bytes().await.unwrap().as_ref(), PASSPORT.as_slice());
    let small = get(&server, &format!("/api/files/{id}?imageSize=264x192")).await.bytes().await.unwrap();
    assert!(small.len() < PASSPORT.len());
}

#[tokio::test]
async fn faults_are_for_the_requests_customer_and_can_be_taken_back() {
    let server = Server::start().await;
    let documents = json!([{ "type": "identity-proof" }]);
    let ann = open_account(&server, json!({ "customerId": "ann", "documents": documents })).await;
    let bob = open_account(&server, json!({ "customerId": "bob", "documents": documents })).await;
    let path = format!("/api/requests/{}/faults", ann.request_id);
    // Whoever the body names, it is this customer.
    let body = json!({ "kind": "status", "status": 503, "times": 0, "customerId": "bob" });
    assert_eq!(post(&server, &path, body).await.status(), 201);
    let own = format!("storefront/kyc-requests/{}", ann.request_id);
    assert_eq!(ann.call(Method::GET, &own).send().await.unwrap().status(), 503);
    assert_eq!(bob.request_status().await, "gathering");
    let fault = details(&server, &ann.request_id).await["faults"][0]["id"].as_str().unwrap().to_owned();
    let others = format!("/api/requests/{}/faults/{fault}", bob.request_id);
    assert_eq!(shop(&server, Method::DELETE, &others).send().await.unwrap().status(), 404);
    assert_eq!(shop(&server, Method::DELETE, &path).send().await.unwrap().status(), 204);
    assert_eq!(ann.request_status().await, "gathering");
    assert_eq!(
        post(&server, &format!("/api/requests/{}/expiry", ann.request_id), json!({})).await.status(),
        201
    );
    assert_eq!(details(&server, &ann.request_id).await["request"]["status"], "expired");
    assert_eq!(details(&server, &bob.request_id).await["request"]["status"], "gathering");
}

#[tokio::test]
async fn foreign_pages_and_foreign_names_get_nothing() {
    let server = Server::start().await;
    let customer = open_account(&server, json!({ "documents": [{ "type": "funds-proof" }] })).await;
    let id = &customer.request_id;
    let calls = [
        (Method::GET, "/api/recent-requests".to_owned()),
        (Method::GET, format!("/api/requests/{id}/details")),
        (Method::GET, format!("/api/requests/{id}/events")),
        (Method::GET, "/api/events".to_owned()),
        (Method::GET, "/api/webhook".to_owned()),
        (Method::POST, "/api/webhook".to_owned()),
        (Method::DELETE, "/api/webhook".to_owned()),
        (Method::GET, "/api/files/x".to_owned()),
        (Method::POST, format!("/api/requests/{id}/link")),
        (Method::POST, format!("/api/requests/{id}/expiry")),
        (Method::POST, format!("/api/requests/{id}/verdicts")),
        (Method::POST, format!("/api/requests/{id}/faults")),
        (Method::DELETE, format!("/api/requests/{id}/faults")),
        (Method::DELETE, format!("/api/requests/{id}/faults/x")),
        (Method::POST, "/api/documents/x/acceptance".to_owned()),
    ];
    let foreign = [
        ("origin", "https://evil.test"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        // A name that leads here: the desk is not for it.
        ("host", "evil.test"),
    ];
    for (method, path) in &calls {
        for (name, value) in foreign {
            let call = shop(&server, method.clone(), path).header(name, value).json(&json!({}));
            assert_eq!(
                call.send().await.unwrap().status(),
                StatusCode::FORBIDDEN,
                "{method} {path} {name}: {value}"
            );
        }
    }
    let order = shop(&server, Method::POST, "/api/requests").header("origin", "https://evil.test");
    assert_eq!(order.json(&json!({})).send().await.unwrap().status(), StatusCode::FORBIDDEN);
    assert_eq!(customer.request_status().await, "gathering");
}

#[test]
fn the_presets_customer_is_the_person_on_the_specimens() {
    // `kyc-specimen` draws this one unless told otherwise.
    let person = Person::sample(4);
    let presets = include_str!("../../../shop/js/presets.js");
    let (code, town) = person.town.split_once(' ').unwrap();
    let born = person.birth_date.to_string();
    let facts = [&person.first_name, &person.last_name, &born, &person.street, code, town];
    for fact in facts {
        assert!(presets.contains(&format!("\"{fact}\"")), "{fact} is missing in presets.js");
    }
}

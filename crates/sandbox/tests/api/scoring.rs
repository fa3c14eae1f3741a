//! What a document scores: specimens against a customer's record, with the default settings and with others.

use kyc_specimen::{
    Date, DriverLicense, Flaw, IdCard, Letter, Passport, Person, RgbImage, Selfie, Statement, photocopied,
    to_jpeg,
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{Customer, Server, link, refused_fields};

fn person() -> Person {
    Person { birth_date: Date { year: 1985, month: 6, day: 15 }, ..Person::sample(7) }
        .named("Anna", "Hartwell")
}

fn page(person: &Person) -> RgbImage {
    Passport(person).photo_page()
}

fn jpeg(picture: &RgbImage) -> Vec<u8> {
    to_jpeg(picture, 85).unwrap()
}

/// The page with its portrait painted over.
fn faceless(mut page: RgbImage) -> RgbImage {
    let ground = *page.get_pixel(40, 500);
    for (x, y) in (60..1600).flat_map(|x| (200..840).map(move |y| (x, y))) {
        // The printed code begins further right.
        if x < 560 {
            page.put_pixel(x, y, ground);
        }
    }
    page
}

async fn know(server: &Server, id: &str, record: Value) {
    let answer = server.merchant(Method::PUT, &format!("customers/{id}")).json(&record).send().await.unwrap();
    assert!(answer.status().is_success());
}

async fn know_ann(server: &Server) {
    let street = person().street;
    let (code, city) = person().town.split_once(' ').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let address = json!({ "address": street, "city": city, "postalCode": code, "country": "XU" });
    let record = json!({ "firstName": "Anna", "lastName": "Hartwell", "dob": "1985-06-15", "primaryAddress": address });
    know(server, "ann", record).await;
}

async fn settle(
    server: &Server,
    extra: Value,
    pictures: &[(&[u8], &str)],
    kind: [&str; 2],
) -> (Customer, Value) {
    let mut body = json!({ "documents": [{ "type": kind[0] }] });
    body.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    let customer = server.ask_with(body).await;
    let mut files = Vec::new();
    for (bytes, tag) in pictures {
        let tags: Vec<&str> = ["kyc", tag].into_iter().filter(|tag| !tag.is_empty()).collect();
        files.push(customer.upload(bytes, &tags).await);
    }
    let id = customer.file(kind[0], kind[1], &files).await;
    customer.settled(&id).await;
    let document = server.merchant_get(&format!("kyc-documents/{id}")).await;
    (customer, document)
}

/// What the merchant sees of a passport page once it was analysed.
async fn passport(server: &Server, page: &RgbImage) -> Value {
    settle(server, json!({}), &[(&jpeg(page), "id-front")], ["identity-proof", "passport"]).await.1
}

async fn bill(server: &Server, person: &Person) -> Value {
    let page = jpeg(&Letter(person).utility_bill());
    settle(server, json!({}), &[(&page, "")], ["address-proof", "utility-bill"]).await.1
}

fn score(document: &Value) -> i64 {
    document["documentMatches"]["score"].as_i64().unwrap()
}

fn failed(document: &Value) -> Vec<&str> {
    let checks = document["documentMatches"]["checkList"].as_array().unwrap().iter();
    checks.filter(|check| check["failed"] == true).map(|check| check["name"].as_str().unwrap()).collect()
}

pub async fn put_settings(server: &Server, settings: Value) -> reqwest::Response {
    server.merchant(Method::PUT, "kyc-settings").json(&settings).send().await.unwrap()
}

#[tokio::test]
async fn the_customers_own_passport_scores_everything() {
    let server = Server::start().await;
    know_ann(&server).await;
    let document = passport(&server, &page(&person())).await;
    assert_eq!((&document["status"], score(&document)), (&json!("accepted"), 100), "{document}");
    assert_eq!(document["parsedData"], document["documentMatches"]);
    assert_eq!(document["settings"], server.merchant_get("kyc-settings").await["identityProof"]);
    let data = &document["documentMatches"]["data"];
    for (field, expected) in [
        ("containsImage", json!(true)),
        ("isIdentityDocument", json!(true)),
        ("firstName", json!("ANNA")),
        ("dateOfBirth", json!("1985-06-15T00:00:00Z")),
        ("hasMinimalAge", json!(true)),
        ("nationality", json!("UTO")),
        ("mrzChecksumValid", json!(true)),
        ("documentSubtype", json!("passport")),
        ("isTampered", json!(false)),
        ("hasCompletedFaceLiveness", json!(false)),
    ] {
        assert_eq!(data[field], expected, "{field}");
    }
    assert_eq!(data.get("hasMatchingFaceProof"), None);
}

#[tokio::test]
async fn every_kind_of_specimen_fits_the_customer_it_was_drawn_for() {
    let server = Server::start().await;
    know_ann(&server).await;
    let person = person();
    let (card, licence) = (IdCard(&person), DriverLicense(&person));
    let sides = |front: RgbImage, back: RgbImage| vec![(jpeg(&front), "id-front"), (jpeg(&back), "id-back")];
    let paper = |page: RgbImage| vec![(jpeg(&page), "")];
    for (pictures, kind) in [
        (sides(card.front(), card.back()), ["identity-proof", "id-card"]),
        (sides(licence.front(), licence.back()), ["identity-proof", "driver-license"]),
        (paper(Statement(&person).bank(1)), ["address-proof", "bank-statement"]),
        (
            vec![(kyc_specimen::pdf(&[jpeg(&Letter(&person).utility_bill())]).unwrap(), "")],
            ["address-proof", "utility-bill"],
        ),
    ] {
        let pictures: Vec<(&[u8], &str)> =
            pictures.iter().map(|(bytes, tag)| (bytes.as_slice(), *tag)).collect();
        let (_, document) = settle(&server, json!({}), &pictures, kind).await;
        assert_eq!((&document["status"], score(&document)), (&json!("accepted"), 100), "{document}");
    }
}

#[tokio::test]
async fn what_contradicts_rejects() {
    let server = Server::start().await;
    know_ann(&server).await;
    let named = |person: Person| person.named("Mira", "Novak");
    let born = |person: Person| Person { birth_date: Date { year: 1986, month: 6, day: 15 }, ..person };
    for (wrong, reason) in [
        (named(person()), "name-mismatch"),
        (born(person()), "dob-mismatch"),
        (born(named(person())), "name-and-dob-mismatch"),
        (person().expired(), "document-expired"),
        (person().underage(), "underage-person"),
        (person().flawed(Flaw::Altered), "tampered-document"),
        (person().flawed(Flaw::WrongCheckDigit), "document-invalid"),
    ] {
        let document = passport(&server, &page(&wrong)).await;
        assert_eq!(document["status"], "rejected", "{reason}: {document}");
        assert_eq!(document["rejectionReason"]["type"], reason, "{document}");
        assert!(score(&document) < 25, "{document}");
    }
}

#[tokio::test]
async fn what_cannot_be_told_waits_for_a_person() {
    let server = Server::start().await;
    know_ann(&server).await;
    let another_face = Selfie(&person()).portrait();
    for (picture, names) in [
        (photocopied(&page(&person())), vec!["isTampered"]),
        (faceless(page(&person())), vec!["containsImage"]),
        (IdCard(&person()).front(), vec!["documentSubtype"]),
        (another_face, vec!["isIdentityDocument"]),
    ] {
        let document = passport(&server, &picture).await;
        assert_eq!((&document["status"], score(&document)), (&json!("pending"), 85), "{document}");
        assert_eq!(failed(&document), names, "{document}");
    }
}

#[tokio::test]
async fn an_unreadable_picture_is_rejected_whatever_it_scores() {
    let server = Server::start().await;
    let lenient = json!({ "identityProof": { "thresholds": { "rejectBelow": 0, "acceptAbove": 0 } } });
    assert_eq!(put_settings(&server, lenient).await.status(), 200);
    let document = passport(&server, &kyc_specimen::blurred(&page(&person()), 8.0)).await;
    assert_eq!(document["rejectionReason"]["type"], "document-unreadable", "{document}");
    let front = jpeg(&IdCard(&person()).front());
    let back = jpeg(&IdCard(&Person::sample(8)).back());
    let sides: [(&[u8], &str); 2] = [(&front, "id-front"), (&back, "id-back")];
    let (_, mixed) = settle(&server, json!({}), &sides, ["identity-proof", "id-card"]).await;
    assert_eq!(mixed["rejectionReason"]["type"], "document-not-matching", "{mixed}");
}

#[tokio::test]
async fn thresholds_decide_over_the_same_document() {
    let server = Server::start().await;
    know_ann(&server).await;
    let married = page(&person().named("Anna", "Novak"));
    for (reject_below, accept_above, status) in
        [(25, 90, "pending"), (25, 60, "accepted"), (60, 61, "pending"), (61, 61, "rejected")]
    {
        let thresholds = json!({ "rejectBelow": reject_below, "acceptAbove": accept_above });
        let stored = put_settings(&server, json!({ "identityProof": { "thresholds": thresholds } })).await;
        assert_eq!(stored.status(), StatusCode::OK);
        let document = passport(&server, &married).await;
        assert_eq!((&document["status"], score(&document)), (&json!(status), 60), "{document}");
        assert_eq!(document["settings"]["thresholds"], thresholds);
    }
}

#[tokio::test]
async fn the_match_level_says_how_close_a_name_must_be() {
    let server = Server::start().await;
    know_ann(&server).await;
    let page = jpeg(&page(&person().named("Anne", "Hartwell")));
    for (level, status) in [(2, "pending"), (1, "accepted"), (3, "accepted")] {
        let pictures: [(&[u8], &str); 1] = [(&page, "id-front")];
        let kind = ["identity-proof", "passport"];
        let (_, document) = settle(&server, json!({ "matchLevel": level }), &pictures, kind).await;
        assert_eq!((&document["status"], &document["matchLevel"]), (&json!(status), &json!(level)));
    }
}

#[tokio::test]
async fn minimum_ages_follow_the_customers_country() {
    let server = Server::start().await;
    know_ann(&server).await;
    let ages = json!({ "locationOverrides": [{ "country": "XU", "minimumAge": 99 }] });
    put_settings(&server, json!({ "identityProof": { "minimumAgeSettings": ages } })).await;
    let document = passport(&server, &page(&person())).await;
    assert_eq!(document["rejectionReason"]["type"], "underage-person", "{document}");
    assert_eq!(document["documentMatches"]["data"]["hasMinimalAge"], false);
}

#[tokio::test]
async fn papers_are_held_against_name_and_address() {
    let server = Server::start().await;
    know_ann(&server).await;
    let own = bill(&server, &person()).await;
    assert_eq!((&own["status"], score(&own)), (&json!("accepted"), 100), "{own}");
    assert_eq!(own["settings"], server.merchant_get("kyc-settings").await["addressProof"]);
    assert!(own["documentMatches"]["data"]["wordCount"].as_u64() > Some(4), "{own}");
    let strangers = bill(&server, &person().named("Mira", "Novak")).await;
    assert_eq!(strangers["rejectionReason"]["type"], "third-party-or-mismatch", "{strangers}");
    let moved = Person { street: "1 Elsewhere Road".into(), ..person() };
    let moved = bill(&server, &moved).await;
    assert_eq!((&moved["status"], failed(&moved)), (&json!("pending"), vec!["line1"]), "{moved}");
}

#[tokio::test]
async fn a_selfie_counts_and_the_customer_sees_no_score() {
    let server = Server::start().await;
    let (front, face) = (jpeg(&page(&person())), jpeg(&Selfie(&person()).portrait()));
    let pictures: [(&[u8], &str); 2] = [(&front, "id-front"), (&face, "face-proof")];
    let kind = ["identity-proof", "passport"];
    let (customer, document) = settle(&server, json!({}), &pictures, kind).await;
    assert_eq!(document["documentMatches"]["data"]["hasMatchingFaceProof"], true, "{document}");
    let seen = customer.document(document["id"].as_str().unwrap()).await;
    let matches = seen["documentMatches"].as_object().unwrap();
    assert_eq!(matches.keys().collect::<Vec<_>>(), ["data", "version"]);
    for hidden in ["isTampered", "isPhotocopy", "mrzChecksumValid", "isPublishedOnline"] {
        assert_eq!(matches["data"].get(hidden), None);
    }
    assert_eq!(
        [&matches["data"]["lastName"], &matches["data"]["hasMatchingFaceProof"]],
        [&json!("HARTWELL"), &json!(true)]
    );
    assert_eq!([seen.get("settings"), seen.get("parsedData")], [None, None]);
}

async fn correct(server: &Server, id: &str, body: Value) -> reqwest::Response {
    server.merchant(Method::POST, &format!("kyc-documents/{id}/matches")).json(&body).send().await.unwrap()
}

#[tokio::test]
async fn a_person_corrects_what_was_read_and_the_score_follows() {
    let server = Server::start().await;
    know_ann(&server).await;
    let before = passport(&server, &page(&person().named("Anne", "Hartwell"))).await;
    let id = before["id"].as_str().unwrap();
    assert_eq!(score(&before), 60);
    // What comes later has no say over a document that was scored before.
    put_settings(&server, json!({ "identityProof": { "weights": { "isPhotocopy": 1 } } })).await;
    let correction = json!({
        "type": "identity-proof", "firstName": "Anna", "isPhotocopy": true, "issueDate": "2024-02-03T10:00:00+02:00"
    });
    assert_eq!(correct(&server, id, correction).await.status(), StatusCode::NO_CONTENT);
    let after = server.merchant_get(&format!("kyc-documents/{id}")).await;
    assert_eq!(
        (score(&after), failed(&after), &after["status"]),
        (85, vec!["isTampered"], &json!("pending"))
    );
    let data = &after["documentMatches"]["data"];
    assert_eq!([&data["firstName"], &data["issueDate"]], ["Anna", "2024-02-03T00:00:00Z"]);
    assert_eq!([&data["lastName"], &data["mrzChecksumValid"]], [&json!("HARTWELL"), &json!(true)]);
    assert_eq!(after["parsedData"], before["parsedData"]);
    assert_eq!(after["revision"], before["revision"].as_i64().unwrap() + 1);
    let events: Value = server
        .client
        .get(format!("{}/sandbox/events", server.sandbox.url()))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let last = events.as_array().unwrap().iter().rfind(|event| event["resourceId"] == id).unwrap();
    assert_eq!(last["eventType"], "kyc-document-modified");
}

#[tokio::test]
async fn corrections_must_fit_their_fields() {
    let server = Server::start().await;
    let document = passport(&server, &page(&person())).await;
    let id = document["id"].as_str().unwrap();
    let wrong = json!({
        "type": "address-proof", "firstName": 3, "containsImage": null, "dateOfBirth": "1990-01-31", "nationality": "UTOPIA",
        "issuanceCountry": "U", "sex": "N", "documentSubtype": "library-card", "hasMinimalAge": "read-only"
    });
    let mut named = refused_fields(correct(&server, id, wrong).await).await;
    named.sort();
    let fields = [
        "containsImage",
        "dateOfBirth",
        "documentSubtype",
        "firstName",
        "issuanceCountry",
        "nationality",
        "sex",
        "type",
    ];
    assert_eq!(named, fields);
    assert_eq!(refused_fields(correct(&server, id, json!({ "firstName": "Anna" })).await).await, ["type"]);
    assert_eq!(correct(&server, "nobody", json!({ "type": "identity-proof" })).await.status(), 404);

    let own = bill(&server, &person()).await;
    let id = own["id"].as_str().unwrap();
    let wrong =
        json!({ "type": "address-proof", "wordCount": -1, "line1": [], "date": "soon", "isTampered": 1 });
    let mut named = refused_fields(correct(&server, id, wrong).await).await;
    named.sort();
    assert_eq!(named, ["date", "isTampered", "line1", "wordCount"]);
}

#[tokio::test]
async fn what_is_not_scored_can_be_filled_in_by_hand() {
    let server = Server::start().await;
    let page = jpeg(&Letter(&person()).utility_bill());
    let pictures: [(&[u8], &str); 1] = [(&page, "")];
    let (customer, document) = settle(&server, json!({}), &pictures, ["funds-proof", "tax-return"]).await;
    assert_eq!([&document["status"], &document["documentMatches"]], [&json!("pending"), &Value::Null]);
    let id = document["id"].as_str().unwrap();
    let body = json!({ "type": "funds-proof", "firstName": "Anna", "lastName": null, "documentSubtype": "tax-return" });
    assert_eq!(correct(&server, id, body).await.status(), StatusCode::NO_CONTENT);
    let after = server.merchant_get(&format!("kyc-documents/{id}")).await;
    assert_eq!(after["documentMatches"]["data"]["firstName"], "Anna");
    assert_eq!([&after["parsedData"], &after["settings"]], [&Value::Null, &Value::Null]);
    assert_eq!(customer.document(id).await["documentMatches"]["data"]["firstName"], "Anna");
    assert!(link(&after, "self").is_some());
}

#[tokio::test]
async fn a_document_still_to_be_analysed_is_not_corrected() {
    let server =
        Server::start_with(|config| config.analysis_delay = std::time::Duration::from_secs(600)).await;
    let customer = server.ask(json!([{ "type": "identity-proof" }])).await;
    let id = customer.file_passport().await;
    assert_eq!(correct(&server, &id, json!({ "type": "identity-proof" })).await.status(), 422);
}

#[tokio::test]
async fn a_succeeded_liveness_session_of_the_request_is_told() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "identity-proof", "faceLivenessRequired": true }])).await;
    let body = json!({ "kycRequestId": customer.request_id });
    let begun =
        customer.call(Method::POST, "storefront/kyc-liveness-sessions").json(&body).send().await.unwrap();
    let session: Value = begun.json().await.unwrap();
    let (url, id) = (server.sandbox.url(), session["id"].as_str().unwrap());
    let switch = format!("{url}/sandbox/kyc-liveness-sessions/{id}/outcome");
    server.client.post(switch).json(&json!({ "status": "succeeded" })).send().await.unwrap();
    customer
        .call(Method::POST, &format!("storefront/kyc-liveness-sessions/{id}/finish"))
        .send()
        .await
        .unwrap();
    let document = customer.file_passport().await;
    let document = customer.settled(&document).await;
    assert_eq!(document["documentMatches"]["data"]["hasCompletedFaceLiveness"], true, "{document}");
}

//! The check must catch what it is there for: one good exchange, and one mutation of it per kind of violation.

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use serde_json::{Value, json};

use super::document::Document;
use super::exchange::{Exchange, Seen};
use super::{Contract, Violation};

fn contract() -> Contract {
    let schemas = json!({
        "Id": { "type": "string", "maxLength": 4, "readOnly": true },
        "Cat": {
            "type": "object", "required": ["kind", "id", "lives"],
            "properties": {
                "kind": { "type": "string" },
                "id": { "$ref": "#/components/schemas/Id" },
                "lives": { "type": "integer", "minimum": 0 },
                "mood": { "type": ["string", "null"], "enum": ["fine", "hungry", null] },
                "born": { "type": "string", "format": "date-time" },
                "home": { "type": "string", "format": "uri" },
                "secret": { "type": "string", "writeOnly": true },
            },
        },
        "Dog": {
            "type": "object", "required": ["kind", "id"],
            "properties": { "kind": { "type": "string" }, "id": { "$ref": "#/components/schemas/Id" }, "lives": {} },
        },
        "Pet": {
            "oneOf": [{ "$ref": "#/components/schemas/Cat" }, { "$ref": "#/components/schemas/Dog" }],
            "discriminator": { "propertyName": "kind", "mapping": {
                "cat": "#/components/schemas/Cat", "dog": "#/components/schemas/Dog",
            } },
        },
        "Problem": { "type": "object", "additionalProperties": true, "properties": { "type": { "type": "string", "format": "uri" } } },
    });
    let pet = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Pet" } } });
    let problem = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Problem" } } });
    let picture = json!({ "image/jpg": { "schema": { "type": "string", "format": "binary" } } });
    let id = json!([{ "name": "id", "in": "path", "required": true, "schema": { "type": "string", "pattern": "^p\\d+$" } }]);
    let limit = json!({ "name": "limit", "in": "query", "schema": { "type": "integer", "minimum": 0, "maximum": 9 } });
    let body = json!({ "required": true, "content": pet });
    let document = json!({
        "openapi": "3.1.1",
        "paths": {
            "/pets": { "post": { "requestBody": body, "responses": {
                "201": { "headers": { "Location": { "schema": { "type": "string", "format": "uri" } } }, "content": pet },
                "422": { "content": problem },
            } } },
            "/pets/{id}": {
                "parameters": id,
                "get": { "parameters": [limit], "responses": { "200": { "content": pet } } },
                "patch": { "requestBody": body, "responses": { "200": { "content": pet } } },
                "delete": { "responses": { "204": {} } },
            },
            "/pets/{id}/picture": { "get": { "responses": { "200": { "content": picture } } } },
        },
        "webhooks": { "pet-fed": { "post": { "requestBody": { "content": { "application/json": { "schema": {
            "properties": { "eventType": { "enum": ["pet-fed"] }, "pet": { "$ref": "#/components/schemas/Pet" } },
        } } } } } } },
        "components": { "schemas": schemas },
    });
    Contract::new(Document::new(document).unwrap()).unwrap()
}

/// An exchange that can be changed part by part.
struct Case {
    method: Method,
    path: &'static str,
    call_type: &'static str,
    call: Option<Value>,
    status: u16,
    headers: Vec<(&'static str, &'static str)>,
    answer: Option<Value>,
    is_ordered: bool,
}

fn cat() -> Value {
    json!({ "kind": "cat", "id": "p1", "lives": 9, "mood": null, "born": "2020-01-01T00:00:00Z", "home": "https://x.y/" })
}

fn reading() -> Case {
    Case {
        method: Method::GET,
        path: "/pets/p1?limit=9",
        call_type: "",
        call: None,
        status: 200,
        headers: vec![("content-type", "application/json")],
        answer: Some(cat()),
        is_ordered: false,
    }
}

fn creating() -> Case {
    Case {
        method: Method::POST,
        path: "/pets",
        call_type: "application/json; charset=utf-8",
        call: Some(json!({ "kind": "cat", "lives": 9, "secret": "s" })),
        status: 201,
        headers: vec![("content-type", "application/json"), ("location", "https://x.y/pets/p1")],
        answer: Some(cat()),
        is_ordered: false,
    }
}

fn refusal() -> Case {
    Case {
        status: 422,
        call: Some(json!({ "kind": 1 })),
        headers: vec![("content-type", "application/problem+json")],
        answer: Some(json!({ "type": "about:blank", "title": "No", "status": 422 })),
        ..creating()
    }
}

fn violations(case: &Case) -> Vec<Violation> {
    let contract = contract();
    let headers: HeaderMap = case
        .headers
        .iter()
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
        .collect();
    let call_headers =
        HeaderMap::from_iter([(axum::http::header::CONTENT_TYPE, HeaderValue::from_static(case.call_type))]);
    let bytes = |value: &Option<Value>| value.as_ref().map(|value| serde_json::to_vec(value).unwrap());
    let (call, answer) = (bytes(&case.call), bytes(&case.answer));
    let uri: Uri = case.path.parse().unwrap();
    contract.judge(&Exchange {
        method: &case.method,
        path: uri.path(),
        uri: &uri,
        call_headers: &call_headers,
        call_body: call.as_deref().map_or(Seen::Nothing, Seen::Bytes),
        status: StatusCode::from_u16(case.status).unwrap(),
        headers: &headers,
        body: answer.as_deref().map_or(Seen::Nothing, Seen::Bytes),
        is_ordered: case.is_ordered,
    });
    let report = contract.report();
    assert_eq!(report.checked, 1);
    report.violations
}

/// The one violation, as `place: what`.
fn only(case: &Case) -> String {
    let violations = violations(case);
    assert_eq!(violations.len(), 1, "{violations:?}");
    format!("{}: {}", violations[0].place, violations[0].what)
}

fn with(mut value: Value, field: &str, new: Value) -> Value {
    value[field] = new;
    value
}

fn without(mut value: Value, field: &str) -> Value {
    value.as_object_mut().unwrap().remove(field);
    value
}

#[test]
fn what_keeps_the_contract_passes() {
    for case in [reading(), creating(), refusal()] {
        assert_eq!(violations(&case), []);
    }
    let dog = Case { answer: Some(json!({ "kind": "dog", "id": "p1" })), ..reading() };
    assert_eq!(violations(&dog), []);
    let gone = Case {
        method: Method::DELETE,
        path: "/pets/p1",
        status: 204,
        headers: vec![],
        answer: None,
        ..reading()
    };
    assert_eq!(violations(&gone), []);
    let busy = Case { status: 503, answer: Some(json!({ "title": "Busy", "status": 503 })), ..refusal() };
    assert_eq!(violations(&busy), []);
    let nowhere = Case {
        path: "/nowhere",
        status: 404,
        answer: Some(json!({ "title": "No", "status": 404 })),
        ..refusal()
    };
    assert_eq!(violations(&nowhere), []);
    let ours = Case { path: "/customers/c1", ..reading() };
    assert_eq!(violations(&ours), []);
}

#[test]
fn every_wrong_field_of_an_answer_is_found_where_it_stands() {
    let mutations = [
        (without(cat(), "lives"), "answer#: ", "lives"),
        (with(cat(), "mood", json!("angry")), "answer#/mood: ", "angry"),
        (with(cat(), "lives", json!("9")), "answer#/lives: ", "integer"),
        (with(cat(), "lives", json!(-1)), "answer#/lives: ", "minimum"),
        (with(cat(), "born", Value::Null), "answer#/born: ", "null"),
        (with(cat(), "born", json!("yesterday")), "answer#/born: ", "date-time"),
        (with(cat(), "home", json!("here")), "answer#/home: ", "uri"),
        (with(cat(), "id", json!("p12345")), "answer#/id: ", "longer"),
        (with(cat(), "moood", json!("fine")), "answer#: ", "moood"),
        (with(cat(), "secret", json!("s")), "answer#/secret: ", "schema"),
        (with(cat(), "kind", json!("cow")), "answer#/kind: ", "cow"),
        // A dog may lack lives; this one says that it is a cat.
        (json!({ "kind": "cat", "id": "p1" }), "answer#: ", "lives"),
        // And a dog has no mood.
        (with(json!({ "kind": "dog", "id": "p1" }), "mood", json!("fine")), "answer#: ", "mood"),
    ];
    for (answer, place, word) in mutations {
        let found = only(&Case { answer: Some(answer.clone()), ..reading() });
        assert!(found.starts_with(place) && found.contains(word), "{answer}: {found}");
    }
    assert!(!violations(&Case { answer: Some(without(cat(), "kind")), ..reading() }).is_empty());
    assert!(!violations(&Case { answer: Some(json!([])), ..reading() }).is_empty());
}

#[test]
fn the_frame_of_an_answer_is_held_against_the_file() {
    let json_type = vec![("content-type", "application/json")];
    let problem = |value: Value| Case { answer: Some(value), ..refusal() };
    let mutations = [
        (Case { status: 202, ..reading() }, "status: 202 is not documented"),
        (Case { headers: json_type.clone(), ..creating() }, "header Location: the header is missing"),
        (Case { answer: None, ..reading() }, "answer: the body is missing"),
        (
            Case { headers: vec![("content-type", "text/html")], ..reading() },
            "answer: the content type “text/html”",
        ),
        (Case { headers: vec![], ..reading() }, "answer: the content type “”"),
        (Case { path: "/cows", ..reading() }, "path: it is neither in the file"),
        (
            Case { method: Method::DELETE, path: "/pets/p1", status: 204, ..reading() },
            "answer: no body is documented",
        ),
        (Case { path: "/pets/p1/picture", ..reading() }, "answer: the content type “application/json”"),
        (problem(json!({ "title": "No", "status": 400 })), "answer#/status: "),
        (problem(json!({ "status": 422 })), "answer#/title: "),
        (problem(json!({ "type": "no uri", "title": "No", "status": 422 })), "answer#/type: "),
    ];
    for (case, expected) in mutations {
        let found = only(&case);
        assert!(found.starts_with(expected), "{found} instead of {expected}");
    }
    let location = Case { headers: vec![json_type[0], ("location", "/pets/p1")], ..creating() };
    assert!(only(&location).starts_with("header Location: "));
    assert!(!violations(&Case { headers: json_type, ..refusal() }).is_empty());
    let picture =
        Case { path: "/pets/p1/picture", headers: vec![("content-type", "image/jpeg")], ..reading() };
    assert_eq!(violations(&picture), []);
}

#[test]
fn a_refusal_that_the_file_does_not_list_must_name_the_input_it_refuses() {
    let problem = json!({ "title": "No", "status": 422 });
    let named = with(problem.clone(), "invalidFields", json!([{ "field": "limit", "message": "m" }]));
    let refusal =
        |path, answer: &Value| Case { path, answer: Some(answer.clone()), method: Method::GET, ..refusal() };
    assert_eq!(violations(&refusal("/pets/p1?limit=10", &named)), []);
    assert_eq!(only(&refusal("/pets/p1?limit=10", &problem)), "status: 422 is not documented");
    assert_eq!(only(&refusal("/pets/p1", &named)), "status: 422 is not documented");
    assert_eq!(violations(&Case { is_ordered: true, ..refusal("/pets/p1", &problem) }), []);
}

#[test]
fn accepted_calls_are_held_against_the_file() {
    let mutations = [
        (Case { path: "/pets/p1?limit=10", ..reading() }, "query limit: "),
        (Case { path: "/pets/p1?limit=few", ..reading() }, "query limit: "),
        (Case { path: "/pets/p1?offset=1", ..reading() }, "query offset: the parameter is not documented"),
        (Case { path: "/pets/x1", ..reading() }, "path id: "),
        (Case { call: None, ..creating() }, "call: the body is missing"),
        (Case { call: Some(json!({ "kind": "cat" })), ..creating() }, "call#: "),
        (Case { call: Some(json!({ "kind": "cat", "lives": "9" })), ..creating() }, "call#/lives: "),
        (Case { call: Some(json!({ "kind": "dog", "mood": "fine" })), ..creating() }, "call#: "),
        (Case { call_type: "text/plain", ..creating() }, "call: the content type “text/plain”"),
    ];
    for (case, expected) in mutations {
        let found = only(&case);
        assert!(found.starts_with(expected), "{found} instead of {expected}");
    }
}

#[test]
fn read_only_fields_of_a_call_are_ignored_and_a_patch_names_only_what_changes() {
    let odd_id = json!({ "kind": "cat", "lives": 9, "id": 17 });
    assert_eq!(violations(&Case { call: Some(odd_id), ..creating() }), []);
    let patch = |call: Value| {
        violations(&Case {
            method: Method::PATCH,
            path: "/pets/p1",
            status: 200,
            call: Some(call),
            ..creating()
        })
    };
    assert_eq!(patch(json!({ "mood": "hungry" })), []);
    assert_eq!(patch(json!({ "mood": "angry" })).len(), 1);
}

#[test]
fn webhooks_are_held_against_the_file() {
    let found = |event_type: &str, payload: Value| {
        let contract = contract();
        contract.check_webhook(event_type, &payload);
        contract.report().violations.iter().map(|violation| violation.place.clone()).collect::<Vec<_>>()
    };
    let good = json!({ "eventType": "pet-fed", "pet": cat() });
    assert!(found("pet-fed", good.clone()).is_empty());
    assert_eq!(found("pet-fed", with(good.clone(), "pet", without(cat(), "id"))), ["payload#/pet"]);
    assert_eq!(found("pet-fed", with(good.clone(), "pets", json!(1))), ["payload#"]);
    assert_eq!(found("pet-sold", good.clone()), ["payload", "payload#/eventType"]);
    assert_eq!(found("pet-fed", without(good, "eventType")), ["payload#/eventType"]);
}

#[test]
fn the_report_counts_what_was_met_and_names_what_never_was() {
    let contract = contract();
    contract.check_webhook("pet-fed", &json!({}));
    let report = contract.report();
    assert_eq!(report.operations["WEBHOOK pet-fed"], 1);
    assert_eq!(report.operations["DELETE /pets/{id}"], 0);
    assert_eq!(report.violations.len(), 1);
    contract.forget();
    let report = contract.report();
    assert_eq!((report.checked, report.operations["WEBHOOK pet-fed"], report.violations.len()), (0, 0, 0));
}

#[test]
fn a_schema_that_cannot_be_used_is_a_violation_and_not_a_pass() {
    let broken = |schema: Value| {
        let answer = json!({ "200": { "content": { "application/json": { "schema": schema } } } });
        let document = json!({ "openapi": "3.1.0", "paths": { "/x": { "get": { "responses": answer } } } });
        let contract = Contract::new(Document::new(document).unwrap()).unwrap();
        contract.operations[0].answer(200).unwrap().content["application/json"]
            .as_ref()
            .unwrap()
            .faults(&json!({}))
            .len()
    };
    assert_eq!(broken(json!({ "$ref": "#/components/schemas/Missing" })), 1);
    assert_eq!(broken(json!({ "type": "no-type" })), 1);
    assert_eq!(
        broken(json!({ "$ref": "#/paths/~1x/get/responses/200/content/application~1json/schema" })),
        1
    );
    assert!(Document::new(json!({ "openapi": "3.0.0" })).is_err());
}

#[test]
fn the_link_to_the_gatherer_has_the_name_of_the_product() {
    let mut links = json!({ "openapi": "3.1.0", "properties": { "rel": { "enum": ["self", "gatherer"] } } });
    super::document::correct_links(&mut links);
    assert_eq!(links["properties"]["rel"]["enum"], json!(["self", "kycGatherer"]));
}

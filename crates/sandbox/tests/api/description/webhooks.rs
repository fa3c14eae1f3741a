//! The described webhooks against those that are really delivered.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Validator;
use serde_json::{Value, json};

use super::description;
use crate::support::Server;
use crate::webhooks::{Message, Subscriber, let_everything_happen};

/// A schema of the description, its references included.
fn schema(document: &Value, mut schema: Value) -> Validator {
    schema["components"] = document["components"].clone();
    jsonschema::validator_for(&schema).unwrap()
}

/// What a schema says of a field, wherever it says it.
fn names(document: &Value, name: &str, pointer: &str) -> BTreeSet<String> {
    let schema = &document["components"]["schemas"][name];
    let properties = schema.pointer(&format!("{pointer}/properties")).unwrap().as_object().unwrap();
    properties.keys().cloned().collect()
}

fn keys(value: &Value) -> BTreeSet<String> {
    value.as_object().unwrap().keys().cloned().collect()
}

fn check_headers(operation: &Value, message: &Message) {
    for parameter in operation["parameters"].as_array().unwrap() {
        let name = parameter["name"].as_str().unwrap();
        let sent = message.header(&name.to_lowercase());
        let value = match parameter["schema"]["type"].as_str().unwrap() {
            "integer" => json!(sent.parse::<i64>().unwrap()),
            _ => json!(sent),
        };
        assert!(parameter["required"] == true && !sent.is_empty(), "{name}");
        assert!(jsonschema::is_valid(&parameter["schema"], &value), "{name}: {sent}");
    }
    let described = operation["parameters"].as_array().unwrap().iter();
    let described: BTreeSet<String> =
        described.map(|it| it["name"].as_str().unwrap().to_lowercase()).collect();
    let sent = message.headers.keys().filter(|name| name.starts_with("sandbox-")).cloned().collect();
    assert_eq!(described, sent);
}

#[tokio::test]
async fn what_is_delivered_is_what_is_described() {
    let (first, subscriber) = (Server::start().await, Subscriber::start().await);
    let document = description(&first).await;
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("openapi.json");
    std::fs::write(&file, document.to_string()).unwrap();
    // The sandbox holds what it sends against its own description, too.
    let server = Server::start_with(|config| config.contract = Some(file)).await;
    server.subscribe(&subscriber).await;
    let_everything_happen(&server).await;
    let messages = subscriber.heard_count(server.told().await.len()).await;

    let mut described: BTreeMap<&String, &Value> = document["webhooks"].as_object().unwrap().iter().collect();
    assert_eq!(described.len(), 10);
    for message in &messages {
        let (event, body) = (message.event(), message.json());
        let operation = &document["webhooks"][&event]["post"];
        check_headers(operation, message);
        let content = operation["requestBody"]["content"]["application/json"]["schema"].clone();
        let faults: Vec<String> =
            schema(&document, content).iter_errors(&body).map(|it| it.to_string()).collect();
        assert_eq!(faults, Vec::<String>::new(), "{event}: {body}");
        let name =
            if event.starts_with("kyc-document-") { "KycDocumentWebhook" } else { "KycRequestWebhook" };
        assert_eq!(keys(&body), names(&document, name, ""), "{event}");
        assert_eq!(keys(&body["_embedded"]), names(&document, name, "/properties/_embedded"), "{event}");
        described.remove(&event);
    }
    assert_eq!(described.keys().collect::<Vec<_>>(), Vec::<&&String>::new(), "described and never told");
    // It is the event's own schema, not any event's.
    let other = &document["webhooks"]["kyc-document-created"]["post"]["requestBody"]["content"];
    let fulfilled = messages.iter().find(|it| it.event() == "kyc-request-fulfilled").unwrap();
    assert!(!schema(&document, other["application/json"]["schema"].clone()).is_valid(&fulfilled.json()));
}

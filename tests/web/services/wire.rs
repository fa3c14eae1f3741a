//! What the app reads and writes by hand, against `kyc-wire`'s serde.

use std::fmt::Debug;

use kyc_gatherer::i18n::Catalog;
use kyc_gatherer::services::json::Json;
use kyc_gatherer::services::wire;
use kyc_wire::embed::{Envelope, HostMessage};
use kyc_wire::resource::NewDocument;
use kyc_wire::token::Claims;
use kyc_wire::{Code, DocumentStatus, DocumentSubtype, DocumentType, Info};
use serde::de::DeserializeOwned;
use serde_json::Value;
use wasm_bindgen_test::wasm_bindgen_test;

use super::samples;

fn assert_read_alike<T: DeserializeOwned + PartialEq + Debug>(
    samples: &[&str],
    by_hand: fn(&Json) -> Option<T>,
) {
    let mut good = 0;
    for sample in samples {
        let expected: Option<T> = serde_json::from_str(sample).ok();
        assert_eq!(Json::parse(sample).as_ref().and_then(by_hand), expected, "{sample}");
        good += usize::from(expected.is_some());
    }
    assert!((1..samples.len()).contains(&good), "samples of both kinds");
}

#[wasm_bindgen_test]
fn requests_are_read_as_serde_reads_them() {
    assert_read_alike(samples::REQUESTS, wire::request);
}

#[wasm_bindgen_test]
fn documents_are_read_as_serde_reads_them() {
    assert_read_alike(samples::DOCUMENTS, wire::document);
}

#[wasm_bindgen_test]
fn files_are_read_as_serde_reads_them() {
    assert_read_alike(samples::FILES, wire::file);
}

#[wasm_bindgen_test]
fn liveness_sessions_are_read_as_serde_reads_them() {
    assert_read_alike(samples::LIVENESS_SESSIONS, wire::liveness_session);
}

#[wasm_bindgen_test]
fn configurations_are_read_as_serde_reads_them() {
    assert_read_alike(samples::CONFIGS, wire::config);
}

#[wasm_bindgen_test]
fn tokens_are_read_as_serde_reads_them() {
    let window = web_sys::window().expect("a window");
    let token = |claims: &str| format!("e30.{}.x", window.btoa(claims).expect("base64"));
    let mut tokens: Vec<String> = samples::CLAIMS.iter().map(|claims| token(claims)).collect();
    tokens.extend(["", "a.b", "a.b.c.d", "a.!!.c", "e30._w.x"].map(ToOwned::to_owned));
    for text in &tokens {
        assert_eq!(wire::claims(text), Claims::read(text), "{text}");
    }
    let claims = wire::claims(&tokens[0]).expect("claims");
    assert_eq!(claims.organization_id(), Some("acme"));
}

#[wasm_bindgen_test]
fn a_document_is_written_as_serde_writes_it() {
    let document = NewDocument {
        document_type: DocumentType::IdentityProof,
        document_subtype: DocumentSubtype::IdCard,
        file_ids: vec!["file_1".to_owned(), "\"\u{e9}\n".to_owned()],
    };
    let body: Value = serde_json::from_str(&wire::body_of(&document).expect("a body")).expect("JSON");
    assert_eq!(body, serde_json::to_value(&document).expect("a value"));
}

#[wasm_bindgen_test]
fn messages_are_written_as_serde_writes_them() {
    let document = DocumentType::AddressProof;
    for message in [
        HostMessage::Ready,
        HostMessage::Resize { height: 640 },
        HostMessage::Step { screen: "tips".to_owned(), document: Some(document) },
        HostMessage::Step { screen: "welcome".to_owned(), document: None },
        HostMessage::Document { document, status: DocumentStatus::InProgress },
        HostMessage::Done { info: Info::Partial },
        HostMessage::Error { code: Code::Crash },
    ] {
        let written: String = js_sys::JSON::stringify(&wire::message(&message)).expect("JSON").into();
        let written: Value = serde_json::from_str(&written).expect("JSON");
        assert_eq!(written, serde_json::to_value(Envelope::from(message)).expect("a value"));
    }
}

#[wasm_bindgen_test]
fn only_a_flat_object_of_texts_is_a_catalogue() {
    let catalog = |text: &str| Json::parse(text).and_then(Catalog::of);
    for text in [r#"{"a":{"b":"c"}}"#, r#"{"a":1}"#, r#"["a"]"#, r#""a""#, "null", "<!doctype html>"] {
        assert!(catalog(text).is_none(), "{text}");
    }
    let left = catalog(r#"{"left.one":"one","left.other":"some"}"#).expect("a catalogue");
    assert_eq!(left.plural("left", "one").as_deref(), Some("one"));
    assert_eq!(left.plural("left", "few").as_deref(), Some("some"));
    assert_eq!(left.plural("right", "few"), None);
    let english = Catalog::english().expect("English is built in");
    assert_eq!(english.text("action.cancel").as_deref(), Some("Cancel"));
}

#[wasm_bindgen_test]
fn numbers_are_whole_or_none() {
    let whole = |text: &str| Json::parse(text).and_then(|json| json.whole());
    assert_eq!(whole("9007199254740991"), Some(9_007_199_254_740_991));
    for text in ["-1", "0.5", "1e30", "\"1\"", "true", "null"] {
        assert_eq!(whole(text), None, "{text}");
    }
    assert_eq!(Json::parse("4294967296").and_then(|json| json.small()), None);
    assert!(Json::parse("{}").is_some_and(|json| json.get("missing").get("deeper").text().is_none()));
}

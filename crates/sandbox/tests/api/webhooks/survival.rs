//! The outbox over the death of the program; and what only a process of its own can show: its environment.

use std::sync::Arc;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use reqwest::Method;
use serde_json::{Value, json};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use super::subscriber::{Mood, RECEIPT};
use super::{Subscriber, file_funds};
use crate::program::Program;
use crate::support::{KEY, client};

async fn subscribe(program: &Program, url: &str) -> Value {
    let call = client().request(Method::POST, program.api("webhooks")).header("REB-APIKEY", KEY);
    call.json(&json!({ "url": url })).send().await.unwrap().json().await.unwrap()
}

/// One that proves itself with a certificate of its own, which is given in PEM.
async fn secure_subscriber() -> (Subscriber, String) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(signing_key.serialize_der().into());
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    let tls = TlsAcceptor::from(Arc::new(config));
    (Subscriber::serve("127.0.0.1:0", Some(tls)).await, cert.pem())
}

#[tokio::test]
async fn what_was_on_its_way_when_the_program_was_killed_is_sent_again() {
    let data = tempfile::tempdir().unwrap();
    let mut program = Program::start(data.path());
    let subscriber = Subscriber::start().await;
    subscriber.behave(|_| Mood::Hang);
    subscribe(&program, &subscriber.url).await;
    let customer = program.ask(json!([{ "type": "funds-proof" }])).await;
    let document = file_funds(&customer).await;
    let first = subscriber.heard_count(1).await.remove(0);
    program.kill();
    subscriber.behave(|_| RECEIPT);
    let _program = Program::start(data.path());
    let again = subscriber.heard(|all| all.iter().any(|it| it.is_receipted)).await.pop().unwrap();
    assert_eq!((again.id(), &again.body), (first.id(), &first.body));
    assert_eq!((again.event().as_str(), again.resource()), ("kyc-document-created", document));
}

#[tokio::test]
async fn https_is_spoken_with_whom_the_system_trusts_and_never_through_a_proxy() {
    let (secure, certificate) = secure_subscriber().await;
    let plain = Subscriber::start().await;
    let data = tempfile::tempdir().unwrap();
    let trusted = data.path().join("trusted.pem");
    std::fs::write(&trusted, certificate).unwrap();
    let nowhere = "http://127.0.0.1:9";
    let environment = [
        ("SSL_CERT_FILE", trusted.to_str().unwrap()),
        ("http_proxy", nowhere),
        ("https_proxy", nowhere),
        ("all_proxy", nowhere),
    ];
    let program = Program::start_in(data.path(), &environment);
    for subscriber in [&secure, &plain] {
        subscribe(&program, &subscriber.url).await;
    }
    file_funds(&program.ask(json!([{ "type": "funds-proof" }])).await).await;
    for subscriber in [&secure, &plain] {
        assert_eq!(subscriber.heard_count(1).await[0].event(), "kyc-document-created");
    }
}

#[tokio::test]
async fn an_unknown_certificate_is_refused() {
    let (subscriber, _) = secure_subscriber().await;
    let server = crate::support::Server::start().await;
    let webhook = server.subscribe(&subscriber).await;
    file_funds(&server.ask_for_funds().await).await;
    let failed = server.delivery(&webhook, "kyc-document-created", |it| it["attemptCount"] != 0).await;
    assert!(failed["attempts"][0]["error"].as_str().unwrap().contains("certificate"), "{failed}");
    assert!(subscriber.messages().is_empty());
}

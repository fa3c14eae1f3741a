//! What leaves the machine holds no personal data.

use kyc_flow::{Event, Journey, Stage, Verdict};
use kyc_wire::DocumentStatus;

use crate::support::build::{identity, link, passport, request};
use crate::support::story::Story;

fn written(journey: &Journey) -> String {
    serde_json::to_string(journey).unwrap()
}

#[test]
fn a_serialised_journey_leaves_out_the_words_of_a_reviewer() {
    let requested = [identity(), identity()];
    let rejected = passport("doc_1", DocumentStatus::Rejected);
    let mut story = Story::loaded(link(), request(&requested, &[rejected]));
    story.send(Event::StartPressed);
    story.hands_in_a_passport("doc_2");
    assert!(!written(&story.journey).contains("Jane"));
    story.is_decided(DocumentStatus::Rejected);
    let Stage::Decided { verdict: Verdict::Rejected { reason: Some(reason), .. }, .. } = story.stage() else {
        panic!("{:?}", story.stage())
    };
    assert!(reason.message.is_some(), "the customer reads them");
    let written = written(&story.journey);
    assert!(!written.contains("Jane"), "{written}");
    assert!(written.contains("name-mismatch"));
}

#[test]
fn the_host_is_told_no_reasons() {
    let mut story = Story::asked_for(&[identity()]);
    story.send(Event::StartPressed);
    story.hands_in_a_passport("doc_1");
    story.is_decided(DocumentStatus::Rejected);
    let told = serde_json::to_string(&story.told()).unwrap();
    assert!(told.contains("rejected") && !told.contains("Jane") && !told.contains("mismatch"), "{told}");
}

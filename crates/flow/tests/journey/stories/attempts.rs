//! Rejections and the attempts they leave.

use kyc_flow::{Event, Screen, Stage, Verdict};
use kyc_wire::resource::RequestedDocument;
use kyc_wire::{DocumentStatus, DocumentType, Info};

use crate::support::build::{address, document, identity, link, passport, request, wanted};
use crate::support::story::Story;

fn verdict(story: &Story) -> &Verdict {
    match story.stage() {
        Stage::Decided { verdict, .. } => verdict,
        other => panic!("no decision at {other:?}"),
    }
}

fn identity_with(max_attempts: u32) -> RequestedDocument {
    wanted(DocumentType::IdentityProof, max_attempts)
}

#[test]
fn a_rejection_is_explained_and_the_next_try_succeeds() {
    let mut story = Story::asked_for(&[identity()]);
    story.send(Event::StartPressed);
    story.hands_in_a_passport("doc_1");
    story.is_decided(DocumentStatus::Rejected);
    assert!(matches!(verdict(&story), Verdict::Rejected { attempts_left: Some(2), reason: Some(_) }));
    story.send(Event::RetryPressed);
    assert_eq!(story.screen(), Screen::Subtype);
    story.hands_in_a_passport("doc_2");
    story.is_decided(DocumentStatus::Accepted);
    story.reads(
        &[identity()],
        &[passport("doc_1", DocumentStatus::Rejected), passport("doc_2", DocumentStatus::Accepted)],
    );
    assert_eq!(story.ended().info, Info::Success);
}

#[test]
fn the_last_rejection_ends_with_a_person() {
    let requested = [identity_with(1)];
    let mut story = Story::asked_for(&requested);
    story.send(Event::StartPressed);
    story.hands_in_a_passport("doc_1");
    story.is_decided(DocumentStatus::Rejected);
    assert!(matches!(verdict(&story), Verdict::Exhausted { .. }));
    story.send(Event::RetryPressed);
    assert!(matches!(verdict(&story), Verdict::Exhausted { .. }), "there is nothing to try again with");
    story.send(Event::ContinuePressed);
    story.reads(&requested, &[passport("doc_1", DocumentStatus::Rejected)]);
    assert_eq!(story.ended().info, Info::Manual);
}

#[test]
fn exhausted_attempts_beside_an_accepted_document_are_partial() {
    let requested = [identity(), wanted(DocumentType::AddressProof, 1)];
    let filed = [
        passport("doc_1", DocumentStatus::Accepted),
        document("doc_2", DocumentType::AddressProof, DocumentStatus::Rejected),
    ];
    let story = Story::loaded(link(), request(&requested, &filed));
    assert_eq!(story.ended().info, Info::Partial);
}

#[test]
fn an_exhausted_document_ends_the_journey_though_others_are_undecided_or_missing() {
    let requested = [identity_with(1), address(), wanted(DocumentType::FundsProof, 0)];
    let pending = document("doc_2", DocumentType::AddressProof, DocumentStatus::InProgress);
    let mut story = Story::loaded(link(), request(&requested, std::slice::from_ref(&pending)));
    story.send(Event::StartPressed);
    story.hands_in_a_passport("doc_1");
    story.is_decided(DocumentStatus::Rejected);
    story.send(Event::ContinuePressed);
    story.reads(&requested, &[pending, passport("doc_1", DocumentStatus::Rejected)]);
    assert_eq!(story.ended().info, Info::Manual);
}

#[test]
fn unlimited_attempts_never_run_out() {
    let mut story = Story::asked_for(&[identity_with(0)]);
    story.send(Event::StartPressed);
    for attempt in 0..120 {
        story.hands_in_a_passport(&format!("doc_{attempt}"));
        story.is_decided(DocumentStatus::Rejected);
        assert!(matches!(verdict(&story), Verdict::Rejected { attempts_left: None, .. }));
        story.send(Event::RetryPressed);
    }
    assert_eq!(story.screen(), Screen::Subtype);
}

#[test]
fn an_answer_about_another_document_decides_nothing() {
    let mut story = Story::asked_for(&[identity_with(1)]);
    story.send(Event::StartPressed);
    story.hands_in_a_passport("doc_1");
    story.fires();
    story.answer(|op| Event::DocumentRead { op, document: passport("doc_2", DocumentStatus::Rejected) });
    assert_eq!(story.screen(), Screen::Deciding);
    story.is_decided(DocumentStatus::Rejected);
    assert!(matches!(verdict(&story), Verdict::Exhausted { .. }));
}

#[test]
fn a_rejection_leaves_its_attempts_on_the_welcome_screen() {
    let requested = [identity(), identity()];
    let mut story = Story::asked_for(&requested);
    story.send(Event::StartPressed);
    story.hands_in_a_passport("doc_1");
    story.is_decided(DocumentStatus::Rejected);
    story.press([Event::RetryPressed, Event::PreviousPressed]);
    assert_eq!(story.screen(), Screen::Welcome);
    let view = story.gathering().request.next_open().expect("still open");
    assert_eq!(view.attempts_left, Some(2));
}

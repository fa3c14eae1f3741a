//! A broken connection never costs an attempt: a filing whose fate is unknown is settled by a read.

use kyc_flow::{Event, Request, Resume, Screen, SendStep, SlotIndex, Stage};
use kyc_wire::resource::StorefrontDocument;
use kyc_wire::{Code, DocumentStatus, DocumentSubtype, DocumentType, Info};

use super::sending::{sending, sending_a_card};
use crate::support::build::{NOW, address, identity, only, passport, request};
use crate::support::story::Story;

const DOUBTS: [Code; 5] = [Code::Network, Code::Timeout, Code::Server, Code::Maintenance, Code::Cancelled];

/// The card was posted and nobody knows what became of it; the read is under way.
fn in_doubt(code: Code) -> Story {
    let mut story = sending_a_card();
    story.uploads("front");
    story.uploads("back");
    story.filing_fails(code);
    assert!(matches!(sending(&story).step, SendStep::Waiting { resume: Resume::Settle, .. }));
    story.press([Event::CancelPressed, Event::SendPressed]);
    assert_eq!(story.posted().len(), 1, "nothing can be cancelled in doubt");
    story.fires();
    assert!(story.is_reading());
    story
}

fn card(id: &str, files: [&str; 2], status: DocumentStatus) -> StorefrontDocument {
    StorefrontDocument {
        file_ids: files.map(str::to_owned).to_vec(),
        document_subtype: Some(DocumentSubtype::IdCard),
        ..passport(id, status)
    }
}

#[test]
fn a_document_the_server_has_is_not_filed_again() {
    for code in DOUBTS {
        let mut story = in_doubt(code);
        story.reads(&[identity()], &[card("doc_1", ["back", "front"], DocumentStatus::InProgress)]);
        assert!(matches!(story.stage(), Stage::Deciding(_)), "it is watched: {:?}", story.stage());
        assert_eq!(story.posted().len(), 1);
    }
}

#[test]
fn a_document_the_server_does_not_have_is_filed_once_more() {
    for code in DOUBTS {
        let mut story = in_doubt(code);
        story.reads(&[identity()], &[card("doc_0", ["old", "older"], DocumentStatus::Rejected)]);
        assert!(matches!(sending(&story).step, SendStep::Filing { .. }));
        assert_eq!(story.posted().len(), 2);
        assert_eq!(story.posted()[0], story.posted()[1]);
        story.is_filed("doc_1", DocumentStatus::InProgress);
        assert_eq!(story.screen(), Screen::Deciding);
    }
}

#[test]
fn where_there_is_no_request_to_read_only_the_customer_sends_again() {
    for code in DOUBTS {
        let mut story = in_doubt(code);
        let claimed = |filed: &[StorefrontDocument]| {
            let request = Request { id: String::new(), ..request(&[identity()], filed) };
            move |op| Event::RequestLoaded { op, request, now: NOW }
        };
        story.answer(claimed(&[]));
        assert!(matches!(sending(&story).step, SendStep::Failed { resume: Resume::FileAgain, .. }));
        assert!(sending(&story).is_in_doubt());
        assert_eq!(story.posted().len(), 1, "nobody knows whether it arrived");
        story.send(Event::RetryPressed);
        assert_eq!(story.posted().len(), 2);
        assert_eq!(story.posted()[0], story.posted()[1]);
        story.is_filed("doc_1", DocumentStatus::InProgress);
        assert_eq!(story.screen(), Screen::Deciding);
    }
}

#[test]
fn while_the_read_fails_nothing_is_filed() {
    let mut story = in_doubt(Code::Network);
    for _ in 0..4 {
        story.read_fails(Code::Server);
        story.fires();
    }
    story.read_fails(Code::Server);
    assert_eq!(sending(&story).step, SendStep::Failed { code: Code::Server, resume: Resume::Settle });
    assert!(sending(&story).is_in_doubt(), "it may have arrived");
    story.send(Event::CancelPressed);
    story.send(Event::RetryPressed);
    assert!(story.is_reading());
    assert_eq!(story.posted().len(), 1);
}

#[test]
fn a_request_that_asks_for_something_else_meanwhile_gets_nothing_it_does_not_want() {
    let mut story = in_doubt(Code::Timeout);
    story.reads(&[address()], &[]);
    assert_eq!(story.posted().len(), 1, "the slot is another type now");
    assert!(story.is_reading());
    story.reads(&[address()], &[]);
    assert_eq!(story.screen(), Screen::Welcome);
}

#[test]
fn a_subtype_that_is_no_longer_permitted_is_not_filed() {
    let mut story = in_doubt(Code::Timeout);
    story.reads(&[only(DocumentSubtype::Passport)], &[]);
    assert_eq!(story.posted().len(), 1);
}

#[test]
fn positions_that_move_are_followed() {
    let mut story = in_doubt(Code::Timeout);
    story.reads(&[address(), identity()], &[]);
    assert_eq!(story.posted().len(), 2);
    assert_eq!(story.stage().slot(), Some(SlotIndex(1)));
    assert_eq!(story.journey.document(), Some(DocumentType::IdentityProof));
}

#[test]
fn an_attempt_spent_in_another_tab_is_respected() {
    let spent = kyc_wire::resource::RequestedDocument { max_attempts: 1, ..identity() };
    let mut story = in_doubt(Code::Timeout);
    let other = card("doc_9", ["x", "y"], DocumentStatus::Rejected);
    story.reads(std::slice::from_ref(&spent), std::slice::from_ref(&other));
    assert_eq!(story.posted().len(), 1);
    story.reads(&[spent], &[other]);
    assert_eq!(story.ended().info, Info::Manual);
}

#[test]
fn a_rate_limited_filing_was_not_filed_and_needs_no_read() {
    let mut story = sending_a_card();
    story.uploads("front");
    story.uploads("back");
    story.filing_fails(Code::RateLimited);
    story.fires();
    assert!(matches!(sending(&story).step, SendStep::Filing { .. }));
}

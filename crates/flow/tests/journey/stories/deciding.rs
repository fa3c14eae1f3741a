//! Waiting for a decision, and the last look at the request.

use kyc_flow::{Deciding, Effect, Event, Failure, Millis, Screen, SlotIndex, Stage, Verdict, Watch};
use kyc_wire::resource::RequestedDocument;
use kyc_wire::{Code, DocumentStatus, DocumentType, Info};

use crate::support::build::{END, NOW, identity, passport, rate_limited};
use crate::support::story::Story;

fn waiting(requested: &[RequestedDocument]) -> Story {
    let mut story = Story::asked_for(requested);
    story.send(Event::StartPressed);
    story.hands_in_a_passport("doc_1");
    story
}

fn deciding(story: &Story) -> &Deciding {
    match story.stage() {
        Stage::Deciding(deciding) => deciding,
        other => panic!("not waiting: {other:?}"),
    }
}

fn slow(requested: &[RequestedDocument]) -> Story {
    let mut story = waiting(requested);
    while !deciding(&story).is_slow {
        assert!(deciding(&story).waited < 30_000);
        story.press([Event::ContinuePressed, Event::LeavePressed]);
        story.is_decided(DocumentStatus::InProgress);
    }
    story
}

#[test]
fn a_slow_decision_need_not_be_waited_for() {
    for press in [Event::ContinuePressed, Event::LeavePressed] {
        let mut story = slow(&[identity()]);
        story.send(press);
        assert!(story.is_reading(), "the result follows from what the server says");
        story.reads(&[identity()], &[passport("doc_1", DocumentStatus::InProgress)]);
        assert_eq!(story.ended().info, Info::Manual);
    }
}

#[test]
fn after_a_slow_decision_the_next_document_is_next() {
    let mut story = slow(&[identity(), RequestedDocument::new(DocumentType::AddressProof)]);
    story.send(Event::ContinuePressed);
    assert_eq!(story.stage().slot(), Some(SlotIndex(1)));
    assert_eq!(story.gathering().unwatched, ["doc_1"]);
}

#[test]
fn a_document_rejected_behind_the_customers_back_is_shown_at_the_last_look() {
    let mut story = slow(&[identity()]);
    story.send(Event::ContinuePressed);
    story.reads(&[identity()], &[passport("doc_1", DocumentStatus::Rejected)]);
    assert_eq!(story.screen(), Screen::Welcome);
    assert!(story.gathering().request.slots()[0].rejection().is_some());
}

#[test]
fn reads_come_quickly_at_first_and_then_less_often() {
    let mut story = waiting(&[identity()]);
    let mut pauses = Vec::new();
    for _ in 0..9 {
        story.is_decided(DocumentStatus::InProgress);
        pauses.extend(story.effects.iter().filter_map(|effect| match effect {
            Effect::Wait { millis, .. } => Some(*millis),
            _ => None,
        }));
    }
    assert_eq!(pauses, [1000, 1500, 2000, 3000, 4000, 6000, 10_000, 10_000, 10_000]);
}

#[test]
fn a_hidden_tab_pauses_and_reads_at_once_when_shown() {
    let mut story = waiting(&[identity()]);
    let timer = story.op();
    story.send(Event::VisibilityChanged { is_visible: false, now: NOW });
    assert_eq!(deciding(&story).watch, Watch::Paused);
    story.send(Event::TimerFired { op: timer, now: NOW });
    assert_eq!(story.effects, [], "the old timer is stale");
    story.send(Event::VisibilityChanged { is_visible: true, now: NOW });
    assert!(story.is_reading());
}

#[test]
fn a_tab_hidden_during_a_read_pauses_after_it() {
    let mut story = waiting(&[identity()]);
    story.fires();
    story.send(Event::VisibilityChanged { is_visible: false, now: NOW });
    let document = deciding(&story).document.clone();
    story.answer(|op| Event::DocumentRead { op, document });
    story.fires();
    assert_eq!(deciding(&story).watch, Watch::Paused);
}

#[test]
fn showing_the_tab_does_not_break_a_rate_limit() {
    let until = Millis(NOW.0 + 60_000);
    let mut story = waiting(&[identity()]);
    story.fires();
    story.answer(|op| Event::ReadFailed { op, failure: rate_limited(until) });
    assert!(deciding(&story).is_slow, "the customer need not wait for it");
    story.send(Event::VisibilityChanged { is_visible: false, now: NOW });
    story.send(Event::VisibilityChanged { is_visible: true, now: Millis(NOW.0 + 10_000) });
    assert!(story.did(&Effect::WaitUntil { op: story.op(), at: until }));
    story.send(Event::VisibilityChanged { is_visible: false, now: NOW });
    story.send(Event::VisibilityChanged { is_visible: true, now: until });
    assert!(story.is_reading());
}

#[test]
fn failed_reads_do_not_stop_the_watch() {
    let mut story = waiting(&[identity()]);
    for code in [Code::Network, Code::Server, Code::Timeout, Code::Forbidden] {
        story.fires();
        story.answer(|op| Event::ReadFailed { op, failure: Failure::new(code) });
        assert!(matches!(deciding(&story).watch, Watch::Waiting { .. }));
    }
    story.fires();
    story.answer(|op| Event::ReadFailed { op, failure: Failure::new(Code::NotFound) });
    assert!(matches!(story.stage(), Stage::Finishing { .. }), "a document that is gone is looked for");
}

#[test]
fn the_answer_to_an_earlier_read_does_not_decide() {
    let mut story = waiting(&[identity()]);
    story.is_decided(DocumentStatus::InProgress);
    let before = story.op();
    story.fires();
    let now = story.journey.clone();
    story.send(Event::DocumentRead { op: before, document: passport("doc_1", DocumentStatus::Rejected) });
    assert_eq!((story.journey, story.effects), (now, Vec::new()));
}

#[test]
fn a_document_given_to_a_person_is_not_waited_for() {
    let requested = [identity(), RequestedDocument::new(DocumentType::AddressProof)];
    let mut story = waiting(&requested);
    story.is_decided(DocumentStatus::Pending);
    assert!(matches!(story.stage(), Stage::Decided { verdict: Verdict::Person, .. }));
    story.send(Event::ContinuePressed);
    assert_eq!(story.journey.document(), Some(DocumentType::AddressProof));
}

#[test]
fn a_proof_of_funds_goes_to_a_person_at_once() {
    let funds = RequestedDocument {
        subtypes: Some(vec![kyc_wire::DocumentSubtype::SalarySlip]),
        ..RequestedDocument::new(DocumentType::FundsProof)
    };
    let mut story = Story::asked_for(std::slice::from_ref(&funds));
    story.send(Event::StartPressed);
    story.captures();
    story.send(Event::SendPressed);
    story.uploads("slip");
    story.is_filed("doc_1", DocumentStatus::Pending);
    assert!(story.is_reading());
    let filed = story.gathering().request.filed.clone();
    story.reads(&[funds], &filed);
    assert_eq!(story.ended().info, Info::Manual);
}

#[test]
fn an_archived_document_leads_on() {
    let mut story = waiting(&[identity()]);
    story.is_decided(DocumentStatus::Archived);
    assert_eq!(story.screen(), Screen::Subtype, "it does not count any more");
}

fn at_the_last_look() -> Story {
    let mut story = waiting(&[identity()]);
    story.is_decided(DocumentStatus::Accepted);
    assert!(matches!(story.stage(), Stage::Finishing { .. }));
    story
}

#[test]
fn a_last_look_that_fails_ends_with_what_the_server_said_before() {
    let mut story = at_the_last_look();
    for _ in 0..3 {
        story.read_fails(Code::Server);
        story.fires();
    }
    story.read_fails(Code::Server);
    assert_eq!(story.ended().info, Info::Success);
}

#[test]
fn a_rate_limited_last_look_can_be_left() {
    let until = Millis(NOW.0 + 900_000);
    let mut story = at_the_last_look();
    story.answer(|op| Event::RequestFailed { op, failure: rate_limited(until) });
    assert!(story.did(&Effect::WaitUntil { op: story.op(), at: until }));
    story.send(Event::LeavePressed);
    assert_eq!(story.ended().info, Info::Success);
}

#[test]
fn without_a_connection_the_last_look_waits_instead_of_leaving_for_nowhere() {
    let mut story = at_the_last_look();
    story.send(Event::ConnectivityChanged { is_online: false });
    for _ in 0..10 {
        story.read_fails(Code::Network);
        story.fires();
    }
    story.send(Event::ConnectivityChanged { is_online: true });
    story.reads(&[identity()], &[passport("doc_1", DocumentStatus::Accepted)]);
    assert_eq!(story.ended().info, Info::Success);
}

#[test]
fn a_request_that_asks_for_more_at_the_last_look_goes_on() {
    let mut story = at_the_last_look();
    let more = [identity(), RequestedDocument::new(DocumentType::AddressProof)];
    story.reads(&more, &[passport("doc_1", DocumentStatus::Accepted)]);
    assert_eq!(story.screen(), Screen::Welcome);
    assert!(story.gathering().expires_at == Some(END));
}

//! What is kept of liveness checks from try to try: the choice against flashing light, and how many there were.

use kyc_flow::{Effect, Event, LivenessState, MAX_CHECKS, MAX_SESSIONS, Screen, SlotIndex};
use kyc_wire::config::SelfieRules;
use kyc_wire::{Code, DocumentStatus, LivenessStatus};

use crate::support::build::{link, request};
use crate::support::story::Story;

use super::liveness::{alive, at_the_check, fails, judged, ordered, problem, refused, running, says, state};

#[test]
fn the_choice_against_flashing_is_kept_over_tries() {
    let mut story = at_the_check(SelfieRules::default());
    story.press([Event::CalmChosen(true), Event::StartPressed]);
    says(&mut story, LivenessStatus::Pending);
    refused(&mut story, Code::LivenessFit);
    story.press([Event::StartPressed]);
    says(&mut story, LivenessStatus::Pending);
    assert_eq!(ordered(&story), Some((Some(true), 2)));
}

#[test]
fn the_choice_against_flashing_is_kept_over_the_way_back() {
    let mut story = at_the_check(SelfieRules::default());
    story.press([Event::CalmChosen(true), Event::PreviousPressed]);
    assert_eq!(story.screen(), Screen::Review);
    story.press([Event::UsePressed]);
    assert_eq!((problem(&story), story.gathering().checks.is_calm), (None, Some(true)));
    story.press([Event::StartPressed]);
    says(&mut story, LivenessStatus::Pending);
    assert_eq!(ordered(&story), Some((Some(true), 1)));
}

/// Photographed, checked and handed in; then refused by the server.
fn rejected(story: &mut Story, id: &str) {
    judged(story, LivenessStatus::Succeeded);
    story.press([Event::ContinuePressed, Event::SendPressed]);
    story.uploads("file_front");
    story.uploads("file_face");
    story.is_filed(id, DocumentStatus::InProgress);
    story.is_decided(DocumentStatus::Rejected);
    story.press([Event::RetryPressed]);
    story.captures();
}

#[test]
fn the_choice_against_flashing_is_kept_over_a_document_that_was_rejected() {
    let mut story = at_the_check(SelfieRules::default());
    story.press([Event::CalmChosen(true), Event::StartPressed]);
    says(&mut story, LivenessStatus::Pending);
    rejected(&mut story, "doc_1");
    assert_eq!((problem(&story), story.gathering().checks.is_calm), (None, Some(true)));
    story.press([Event::StartPressed]);
    says(&mut story, LivenessStatus::Pending);
    assert_eq!(ordered(&story), Some((Some(true), 2)));
}

fn exhausted() -> Story {
    let mut story = running();
    for _ in 1..MAX_CHECKS {
        judged(&mut story, LivenessStatus::Failed);
        story.press([Event::StartPressed]);
        says(&mut story, LivenessStatus::Pending);
    }
    judged(&mut story, LivenessStatus::Failed);
    assert_eq!(state(&story), LivenessState::Blocked { code: Code::LivenessExhausted });
    story
}

#[test]
fn no_way_round_leads_to_a_fourth_try() {
    let mut story = exhausted();
    story.press([Event::StartPressed, Event::PreviousPressed]);
    assert_eq!(story.screen(), Screen::Review);
    story.press([Event::UsePressed, Event::StartPressed]);
    assert_eq!(state(&story), LivenessState::Blocked { code: Code::LivenessExhausted });
    // The empty document as well: nothing is photographed in vain.
    story.press([Event::PreviousPressed, Event::RetakePressed]);
    story.press([Event::PreviousPressed, Event::PreviousPressed]);
    assert_eq!(story.screen(), Screen::Welcome);
    story.press([Event::StartPressed]);
    assert_eq!(state(&story), LivenessState::Blocked { code: Code::LivenessExhausted });
    assert_eq!(ordered(&story).map(|(_, attempt)| attempt), Some(u32::from(MAX_CHECKS)));
}

#[test]
fn tries_are_counted_for_each_requested_document() {
    let mut story = Story::loaded(link(), request(&[alive(), alive()], &[]));
    story.press([Event::StartPressed]);
    story.captures();
    for _ in 0..MAX_CHECKS {
        story.press([Event::StartPressed]);
        says(&mut story, LivenessStatus::Pending);
        judged(&mut story, LivenessStatus::Failed);
    }
    let checks = &story.gathering().checks;
    assert_eq!(checks.end(SlotIndex(0)), Some(Code::LivenessExhausted));
    assert_eq!((checks.end(SlotIndex(1)), checks.failed(SlotIndex(1))), (None, 0));
}

#[test]
fn sessions_that_come_to_nothing_have_an_end_too() {
    let mut story = running();
    for _ in 1..MAX_SESSIONS {
        refused(&mut story, Code::LivenessFit);
        assert_eq!(problem(&story), Some(Code::LivenessFit));
        story.press([Event::StartPressed]);
        says(&mut story, LivenessStatus::Pending);
    }
    refused(&mut story, Code::LivenessFit);
    assert_eq!(state(&story), LivenessState::Blocked { code: Code::LivenessUnavailable });
    story.press([Event::PreviousPressed, Event::UsePressed]);
    assert_eq!(state(&story), LivenessState::Blocked { code: Code::LivenessUnavailable });
    let begun = story.all.iter().filter(|effect| matches!(effect, Effect::BeginLiveness { .. })).count();
    assert_eq!(begun, usize::from(MAX_SESSIONS));
}

#[test]
fn a_server_that_begins_no_session_spends_none() {
    let mut story = at_the_check(SelfieRules::default());
    for _ in 0..=MAX_SESSIONS {
        story.press([Event::StartPressed]);
        fails(&mut story, Code::Network);
        assert_eq!(problem(&story), Some(Code::Network));
    }
}

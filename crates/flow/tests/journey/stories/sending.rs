//! Sending: cancelling, being offline, rate limits, refusals.

use kyc_flow::{Draft, Effect, Event, Failure, Millis, Resume, Screen, SendStep, Sending, Stage};
use kyc_wire::{Code, DocumentStatus, DocumentSubtype, Info};

use crate::support::build::{NOW, identity, passport, rate_limited};
use crate::support::inspect::draft;
use crate::support::story::Story;

pub fn sending_a_card() -> Story {
    let mut story = Story::asked_for(&[identity()]);
    story.chooses(DocumentSubtype::IdCard);
    story.captures();
    story.captures();
    story.send(Event::SendPressed);
    story
}

pub fn sending(story: &Story) -> &Sending {
    match story.stage() {
        Stage::Sending(sending) => sending,
        other => panic!("not sending: {other:?}"),
    }
}

fn file_ids(draft: &Draft) -> Vec<Option<&str>> {
    draft.parts.iter().map(|part| part.file_id.as_deref()).collect()
}

#[test]
fn cancelling_keeps_the_pictures_and_what_is_uploaded() {
    let mut story = sending_a_card();
    story.uploads("front");
    let op = story.op();
    story.send(Event::CancelPressed);
    assert!(story.did(&Effect::CancelUpload { op }));
    assert_eq!(story.screen(), Screen::Ready);
    assert_eq!(file_ids(draft(story.stage()).unwrap()), [Some("front"), None]);
    story.send(Event::SendPressed);
    story.uploads("back");
    assert_eq!(story.posted()[0].file_ids, ["front", "back"]);
    story.send(Event::CancelPressed);
    assert_eq!(story.screen(), Screen::Sending, "what counts cannot be taken back");
}

#[test]
fn progress_never_runs_backwards_nor_beyond_the_end() {
    let mut story = sending_a_card();
    let op = story.op();
    for (sent, expected) in [(400, 400), (200, 400), (5000, 1000)] {
        story.send(Event::UploadProgressed { op, sent, total: 1000 });
        assert!(matches!(sending(&story).step, SendStep::Uploading { sent, .. } if sent == expected));
    }
}

#[test]
fn being_offline_pauses_and_the_connection_resumes() {
    let mut story = sending_a_card();
    story.send(Event::ConnectivityChanged { is_online: false });
    story.upload_fails(Code::Network);
    assert_eq!(sending(&story).step, SendStep::Offline { resume: Resume::Upload });
    assert_eq!(sending(&story).tries, 0, "no try is counted without a connection");
    story.send(Event::ConnectivityChanged { is_online: true });
    assert!(matches!(sending(&story).step, SendStep::Uploading { .. }));
}

#[test]
fn a_browser_that_wrongly_believes_to_be_offline_does_not_block_the_customer() {
    let mut story = sending_a_card();
    story.send(Event::ConnectivityChanged { is_online: false });
    story.uploads("front");
    assert_eq!(sending(&story).step, SendStep::Offline { resume: Resume::Upload });
    story.send(Event::RetryPressed);
    assert!(matches!(sending(&story).step, SendStep::Uploading { .. }));
}

#[test]
fn going_offline_before_the_request_was_read_is_remembered() {
    let mut story = Story::opened(crate::support::build::link());
    story.send(Event::VisibilityChanged { is_visible: false, now: NOW });
    story.send(Event::ConnectivityChanged { is_online: false });
    let op = kyc_flow::OpId(1);
    let request = crate::support::build::request(&[identity()], &[]);
    story.send(Event::RequestLoaded { op, request, now: NOW });
    assert!(!story.gathering().is_online);
    assert!(!story.gathering().is_visible);
}

#[test]
fn failed_uploads_are_tried_again_with_growing_pauses_then_the_customer_is_asked() {
    let mut story = sending_a_card();
    let mut pauses = Vec::new();
    for _ in 0..5 {
        story.upload_fails(Code::Server);
        pauses.extend(story.effects.iter().filter_map(|effect| match effect {
            Effect::Wait { millis, has_jitter: true, .. } => Some(*millis),
            _ => None,
        }));
        story.fires();
    }
    assert_eq!(pauses, [1000, 2000, 4000, 8000, 16_000]);
    story.upload_fails(Code::Server);
    assert_eq!(sending(&story).step, SendStep::Failed { code: Code::Server, resume: Resume::Upload });
    story.send(Event::RetryPressed);
    story.uploads("front");
    assert_eq!(sending(&story).tries, 0);
}

#[test]
fn a_rate_limit_is_kept_to_the_second_whatever_the_customer_presses() {
    let until = Millis(NOW.0 + 45_000);
    let mut story = sending_a_card();
    story.answer(|op| Event::UploadFailed { op, failure: rate_limited(until) });
    let timer = story.op();
    assert!(story.did(&Effect::WaitUntil { op: timer, at: until }));
    for event in [Event::RetryPressed, Event::ConnectivityChanged { is_online: true }] {
        story.send(event);
        assert!(matches!(sending(&story).step, SendStep::Waiting { .. }));
        assert_eq!(story.effects, []);
    }
    story.time_passes(until);
    assert!(matches!(sending(&story).step, SendStep::Uploading { .. }));
}

#[test]
fn a_file_that_is_too_large_is_replaced() {
    for code in [Code::TooLarge, Code::Invalid, Code::FileDamaged] {
        let mut story = sending_a_card();
        story.upload_fails(code);
        if story.is_reading() {
            story.reads(&[identity()], &[]);
        }
        assert_eq!(sending(&story).step, SendStep::Failed { code, resume: Resume::Replace });
        story.send(Event::ConnectivityChanged { is_online: false });
        story.send(Event::RetryPressed);
        assert_eq!(story.screen(), Screen::Tips, "a new picture needs no connection");
        assert_eq!(draft(story.stage()).unwrap().parts.len(), 1);
    }
}

#[test]
fn an_upload_refused_because_the_request_has_ended_ends_the_journey() {
    for (uploaded, code) in [(0, Code::Invalid), (1, Code::Invalid), (0, Code::NotFound)] {
        let mut story = sending_a_card();
        (0..uploaded).for_each(|_| story.uploads("front"));
        story.upload_fails(code);
        assert!(story.is_reading(), "nothing is said before it is known");
        let filed = [passport("other_tab", DocumentStatus::Accepted)];
        story.reads(&[identity()], &filed);
        story.reads(&[identity()], &filed);
        assert_eq!(story.ended().info, Info::Success);
        assert!(story.posted().is_empty());
    }
}

#[test]
fn an_upload_for_a_request_that_is_gone_says_so() {
    let mut story = sending_a_card();
    story.upload_fails(Code::NotFound);
    story.read_fails(Code::NotFound);
    assert_eq!(sending(&story).step, SendStep::Failed { code: Code::NotFound, resume: Resume::Reload });
}

#[test]
fn a_refused_picture_stays_refused_when_the_request_cannot_be_read() {
    let mut story = sending_a_card();
    story.upload_fails(Code::Invalid);
    story.read_fails(Code::Network);
    assert_eq!(sending(&story).step, SendStep::Failed { code: Code::Invalid, resume: Resume::Replace });
}

#[test]
fn files_whose_tags_did_not_arrive_are_not_filed() {
    let mut story = sending_a_card();
    story.upload_fails(Code::TagsMissing);
    assert_eq!(sending(&story).step, SendStep::Failed { code: Code::TagsMissing, resume: Resume::Upload });
    assert!(story.posted().is_empty());
}

fn refused(code: Code) -> Story {
    let mut story = sending_a_card();
    story.uploads("front");
    story.uploads("back");
    story.filing_fails(code);
    assert!(story.is_reading());
    story
}

#[test]
fn a_document_refused_because_another_tab_was_quicker_is_no_failure() {
    for code in [Code::Invalid, Code::Forbidden, Code::NotFound, Code::TooLarge] {
        let mut story = refused(code);
        story.reads(&[identity()], &[passport("other_tab", DocumentStatus::Accepted)]);
        assert!(story.did(&Effect::Discard(kyc_flow::CaptureId(1))), "no picture stays behind");
        story.reads(&[identity()], &[passport("other_tab", DocumentStatus::Accepted)]);
        assert_eq!(story.ended().info, Info::Success);
        assert_eq!(story.posted().len(), 1);
    }
}

#[test]
fn a_refusal_that_the_request_does_not_explain_is_told() {
    let mut story = refused(Code::Invalid);
    story.reads(&[identity()], &[]);
    let told = SendStep::Failed { code: Code::Invalid, resume: Resume::Reload };
    assert_eq!(sending(&story).step, told);
    assert_eq!(story.posted().len(), 1, "a refused document is not filed again by itself");
    story.send(Event::RetryPressed);
    story.reads(&[identity()], &[]);
    assert_eq!(story.screen(), Screen::Welcome);
}

#[test]
fn a_reload_that_fails_never_ends_a_journey_that_is_not_finished() {
    let mut story = refused(Code::Invalid);
    story.read_fails(Code::NotFound);
    assert_eq!(sending(&story).step, SendStep::Failed { code: Code::Invalid, resume: Resume::Reload });
    story.send(Event::RetryPressed);
    story.read_fails(Code::NotFound);
    assert_eq!(story.screen(), Screen::Welcome);
}

#[test]
fn a_late_answer_to_a_cancelled_upload_changes_nothing() {
    let mut story = sending_a_card();
    let op = story.op();
    story.send(Event::CancelPressed);
    let before = story.journey.clone();
    story.send(Event::Uploaded { op, file_id: "late".into() });
    story.send(Event::UploadFailed { op, failure: Failure::new(Code::Cancelled) });
    assert_eq!(story.journey, before);
}

#[test]
fn going_back_while_sending_stops_the_upload() {
    let mut story = sending_a_card();
    let op = story.op();
    story.send(Event::BackPressed);
    assert_eq!(story.screen(), Screen::Sending, "sending goes on behind the question");
    story.send(Event::BackConfirmed);
    assert!(story.did(&Effect::CancelUpload { op }));
    assert_eq!(story.ended().info, Info::Back);
}

#[test]
fn a_forgotten_question_does_not_stop_what_goes_on_behind_it() {
    let mut story = sending_a_card();
    story.send(Event::BackPressed);
    story.uploads("front");
    story.uploads("back");
    story.is_filed("doc_1", DocumentStatus::InProgress);
    assert_eq!(story.screen(), Screen::Deciding);
    story.send(Event::DialogDismissed);
    assert_eq!(story.gathering().dialog, None);
    story.send(Event::BackConfirmed);
    assert_eq!(story.screen(), Screen::Deciding, "a confirmation needs its question");
}

//! The end of the token and of the request, in every part of the journey.

use kyc_flow::{Dialog, Effect, Ending, Event, Failure, Millis, OpId, Request, Screen};
use kyc_wire::{Code, DocumentStatus, DocumentSubtype, Info};

use super::sending::sending_a_card;
use crate::support::build::{END, NOW, identity, link, passport, request};
use crate::support::story::Story;

fn assert_expired(story: &Story) {
    assert_eq!((story.ended().ending, story.ended().info), (Ending::Expired, Info::TokenExpired));
}

/// How a call fails.
type Fails = fn(OpId, Failure) -> Event;

/// A story stopped at each call of the journey, with what fails there.
fn at_each_call() -> Vec<(Story, Fails)> {
    let filing = || {
        let mut story = sending_a_card();
        story.uploads("front");
        story.uploads("back");
        story
    };
    let mut settling = filing();
    settling.filing_fails(Code::Network);
    settling.fires();
    let mut reading = filing();
    reading.is_filed("doc_1", DocumentStatus::InProgress);
    reading.fires();
    let mut finishing = filing();
    finishing.is_filed("doc_1", DocumentStatus::Accepted);
    vec![
        (sending_a_card(), |op, failure| Event::UploadFailed { op, failure }),
        (filing(), |op, failure| Event::FilingFailed { op, failure }),
        (settling, |op, failure| Event::RequestFailed { op, failure }),
        (reading, |op, failure| Event::ReadFailed { op, failure }),
        (finishing, |op, failure| Event::RequestFailed { op, failure }),
    ]
}

#[test]
fn a_refused_token_ends_every_call_alike() {
    for code in [Code::Unauthorized, Code::TokenExpired] {
        for (mut story, fails) in at_each_call() {
            story.answer(|op| fails(op, Failure::new(code)));
            assert_expired(&story);
            assert!(story.did(&Effect::DiscardAll));
        }
    }
}

#[test]
fn the_timer_of_the_end_ends_the_journey_at_every_call() {
    for (mut story, _) in at_each_call() {
        let op = story.gathering().expire_op.unwrap();
        story.send(Event::TimerFired { op, now: END });
        assert_expired(&story);
    }
}

#[test]
fn a_device_that_slept_past_the_end_is_told_by_whatever_comes_first() {
    for (mut story, _) in at_each_call() {
        story.send(Event::VisibilityChanged { is_visible: true, now: Millis(END.0 + 1) });
        assert_expired(&story);
    }
    let mut story = sending_a_card();
    story.upload_fails(Code::Server);
    story.time_passes(END);
    assert_expired(&story);
}

#[test]
fn a_timer_that_fires_early_is_set_again() {
    let mut story = Story::asked_for(&[identity()]);
    let (warn, expire) = (story.gathering().warn_op.unwrap(), story.gathering().expire_op.unwrap());
    story.send(Event::TimerFired { op: expire, now: NOW });
    assert_eq!(story.screen(), Screen::Welcome);
    let again = story.gathering().expire_op.unwrap();
    assert_eq!(story.effects, [Effect::WaitUntil { op: again, at: END }]);
    story.send(Event::TimerFired { op: warn, now: NOW });
    assert_eq!(story.gathering().dialog, None);
    assert!(story.gathering().warn_op.is_some_and(|op| op != warn));
}

#[test]
fn two_minutes_before_the_end_the_customer_is_warned_once() {
    let at = Millis(END.0 - 120_000);
    let mut story = Story::asked_for(&[identity()]);
    let warn = story.gathering().warn_op.unwrap();
    assert!(story.all.contains(&Effect::WaitUntil { op: warn, at }));
    story.send(Event::VisibilityChanged { is_visible: true, now: at });
    assert_eq!(story.gathering().dialog, Some(Dialog::ExpiringSoon));
    story.send(Event::DialogDismissed);
    story.send(Event::TimerFired { op: warn, now: at });
    assert_eq!(story.gathering().dialog, None);
}

#[test]
fn the_request_may_end_before_the_token() {
    let sooner = Millis(NOW.0 + 1000);
    let known = Request { expires_at: Some(sooner), ..request(&[identity()], &[]) };
    let story = Story::loaded(link(), known);
    assert_eq!(story.gathering().expires_at, Some(sooner));
}

#[test]
fn a_request_whose_end_was_moved_is_followed() {
    let mut story = sending_a_card();
    story.uploads("front");
    story.uploads("back");
    story.filing_fails(Code::Network);
    story.fires();
    let sooner = Millis(NOW.0 + 600_000);
    let moved = Request { expires_at: Some(sooner), ..request(&[identity()], &[]) };
    story.answer(|op| Event::RequestLoaded { op, request: moved, now: NOW });
    assert_eq!(story.gathering().expires_at, Some(sooner));
    let op = story.gathering().expire_op.unwrap();
    assert!(story.did(&Effect::WaitUntil { op, at: sooner }));
}

#[test]
fn a_request_that_expired_while_it_was_read_is_not_begun() {
    let mut story = Story::opened(link());
    let known = request(&[identity()], &[passport("doc_1", DocumentStatus::Rejected)]);
    story.answer(|op| Event::RequestLoaded { op, request: known, now: END });
    assert_expired(&story);
}

#[test]
fn a_journey_without_an_end_sets_no_timers() {
    let open = Request { expires_at: None, ..request(&[identity()], &[]) };
    let mut story = Story::loaded(kyc_flow::Link { expires_at: None, ..link() }, open);
    assert_eq!((story.gathering().warn_op, story.gathering().expire_op), (None, None));
    story.send(Event::VisibilityChanged { is_visible: true, now: Millis(u64::MAX) });
    story.chooses(DocumentSubtype::Passport);
    assert_eq!(story.screen(), Screen::Tips);
}

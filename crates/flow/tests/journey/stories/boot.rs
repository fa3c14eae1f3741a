//! Opening the link in every state the request can be in.

use kyc_flow::{Effect, Ending, Event, Failure, Link, Millis, Request, Screen, Start, transition};
use kyc_wire::embed::HostMessage;
use kyc_wire::resource::RequestedDocument;
use kyc_wire::{Code, DocumentStatus, DocumentType, Info, RequestStatus};

use crate::support::build::{NOW, document, identity, link, passport, rate_limited, request};
use crate::support::story::Story;

#[test]
fn a_link_that_is_of_no_use_says_why() {
    for code in [Code::TokenMissing, Code::TokenMalformed, Code::Config, Code::UnsupportedBrowser] {
        let start = Event::Started(Start { link: Err(code), now: NOW });
        let (journey, effects) = transition(kyc_flow::Journey::default(), start);
        assert_eq!(journey.screen(), Screen::Stopped);
        assert!(effects.contains(&Effect::Tell(HostMessage::Error { code })));
    }
}

#[test]
fn a_token_that_asks_for_nothing_cannot_be_used() {
    let story = Story::opened(Link { request_id: None, ..link() });
    assert_eq!(story.stopped().code, Code::TokenMalformed);
}

#[test]
fn one_failed_read_is_repeated_in_silence_and_the_second_is_told() {
    let mut story = Story::opened(link());
    story.read_fails(Code::Network);
    assert_eq!(story.screen(), Screen::Loading);
    story.fires();
    assert!(story.is_reading());
    story.read_fails(Code::Network);
    assert_eq!(story.stopped().code, Code::Network);
    story.send(Event::ConnectivityChanged { is_online: true });
    assert!(story.is_reading());
    story.reads(&[identity()], &[]);
    assert_eq!(story.screen(), Screen::Welcome);
    let readies = story.told().iter().filter(|message| **message == HostMessage::Ready).count();
    assert_eq!(readies, 1, "the host is told once that the app is ready");
}

#[test]
fn a_rate_limit_counts_down_and_goes_on_by_itself() {
    let until = Millis(NOW.0 + 30_000);
    let mut story = Story::opened(link());
    story.answer(|op| Event::RequestFailed { op, failure: rate_limited(until) });
    assert_eq!(story.stopped().retry_at, Some(until));
    story.send(Event::RetryPressed);
    assert_eq!(story.screen(), Screen::Stopped, "not before the time");
    story.time_passes(until);
    assert!(story.is_reading());
}

#[test]
fn a_long_maintenance_is_shown_rather_than_waited_for_in_silence() {
    let failure = Failure { code: Code::Maintenance, retry_at: Some(Millis(NOW.0 + 600_000)) };
    let mut story = Story::opened(link());
    story.answer(|op| Event::RequestFailed { op, failure });
    assert_eq!(story.stopped().code, Code::Maintenance);
    story.send(Event::RetryPressed);
    assert!(story.is_reading(), "asking again is not forbidden");
}

#[test]
fn what_trying_again_cannot_mend_offers_no_retry() {
    for code in [Code::Unauthorized, Code::Forbidden, Code::NotFound] {
        let mut story = Story::opened(link());
        story.read_fails(code);
        assert_eq!((story.stopped().code, &story.stopped().retry), (code, &None));
        story.send(Event::RetryPressed);
        assert_eq!(story.screen(), Screen::Stopped);
    }
}

#[test]
fn a_reload_with_a_document_being_checked_goes_on_watching_it() {
    for status in [DocumentStatus::InProgress, DocumentStatus::Pending] {
        let story = Story::loaded(link(), request(&[identity()], &[passport("doc_1", status)]));
        assert_eq!(story.screen(), Screen::Deciding);
    }
}

#[test]
fn a_reload_after_a_rejection_welcomes_with_the_reason() {
    let rejected = passport("doc_1", DocumentStatus::Rejected);
    let story = Story::loaded(link(), request(&[identity()], &[rejected]));
    assert_eq!(story.screen(), Screen::Welcome);
    let view = &story.gathering().request.slots()[0];
    assert!(view.rejection().is_some());
    assert_eq!(view.attempts_left, Some(2));
}

#[test]
fn a_reload_skips_what_is_accepted() {
    let requested = [identity(), RequestedDocument::new(DocumentType::AddressProof)];
    let accepted = passport("doc_1", DocumentStatus::Accepted);
    let mut story = Story::loaded(link(), request(&requested, &[accepted]));
    story.send(Event::StartPressed);
    assert_eq!(story.journey.document(), Some(DocumentType::AddressProof));
}

#[test]
fn a_request_with_nothing_left_to_do_leads_straight_to_the_end() {
    let one = |status| request(&[identity()], &[passport("doc_1", status)]);
    let funds = RequestedDocument::new(DocumentType::FundsProof);
    let with = |status| Request { status, ..request(&[identity()], &[]) };
    let cases = [
        (one(DocumentStatus::Accepted), RequestStatus::Fulfilled, Info::Success),
        (with(RequestStatus::Failed), RequestStatus::Failed, Info::Manual),
        (with(RequestStatus::Expired), RequestStatus::Expired, Info::TokenExpired),
        (with(RequestStatus::Abandoned), RequestStatus::Abandoned, Info::TokenExpired),
        (
            request(&[funds], &[document("doc_1", DocumentType::FundsProof, DocumentStatus::Pending)]),
            RequestStatus::PendingReview,
            Info::Manual,
        ),
    ];
    for (request, status, info) in cases {
        let story = Story::loaded(link(), request);
        assert_eq!((story.ended().ending, story.ended().info), (Ending::Already(status), info));
        assert!(story.did(&Effect::Tell(HostMessage::Done { info })));
        assert_eq!(story.told()[0], HostMessage::Ready, "ready comes first");
    }
}

#[test]
fn a_request_that_a_credit_file_fulfilled_is_a_success_without_documents() {
    let requested = [RequestedDocument::new(DocumentType::CreditFileProof), identity()];
    let fulfilled = Request { status: RequestStatus::Fulfilled, ..request(&requested, &[]) };
    let story = Story::loaded(link(), fulfilled);
    assert_eq!(story.ended().info, Info::Success);
}

#[test]
fn a_credit_file_is_never_asked_of_the_customer() {
    let requested = [RequestedDocument::new(DocumentType::CreditFileProof), identity()];
    let mut story = Story::asked_for(&requested);
    assert_eq!(story.gathering().request.slots().len(), 1);
    story.send(Event::StartPressed);
    assert_eq!(story.journey.document(), Some(DocumentType::IdentityProof));
}

#[test]
fn a_network_that_is_dead_from_the_start_can_be_tried_again() {
    for (code, again) in [(Code::Network, 1), (Code::Config, 0), (Code::TokenMissing, 0)] {
        let start = Event::Started(Start { link: Err(code), now: NOW });
        let (stopped, _) = transition(kyc_flow::Journey::default(), start);
        for event in [Event::RetryPressed, Event::ConnectivityChanged { is_online: true }] {
            let (_, effects) = transition(stopped.clone(), event);
            assert_eq!(effects.iter().filter(|effect| **effect == Effect::Reload).count(), again, "{code}");
        }
    }
}

#[test]
fn an_unverified_way_back_is_not_taken_by_itself() {
    let forged = Link {
        expires_at: Some(Millis(1)),
        redirect_url: Some("https://elsewhere.example/".into()),
        ..link()
    };
    let story = Story::opened(forged);
    assert_eq!(story.ended().info, Info::TokenExpired);
    assert_eq!(story.ended().leaving, kyc_flow::Leaving::Held);
}

//! The end: result, countdown, and the ways back to the merchant.

use kyc_flow::{Effect, Embedding, Ending, Event, Leaving, Millis, Request, Screen, Start, transition};
use kyc_wire::embed::HostMessage;
use kyc_wire::{DocumentStatus, Info};

use crate::support::build::{END, NOW, embedded, identity, link, passport, request};
use crate::support::story::Story;

fn done() -> Request {
    request(&[identity()], &[passport("doc_1", DocumentStatus::Accepted)])
}

const TARGET: &str = "https://shop.example/return?order=7&info=success#top";

#[test]
fn the_last_screen_counts_down_and_leaves() {
    let mut story = Story::loaded(link(), done());
    for seconds in (1..=5).rev() {
        assert!(matches!(story.ended().leaving, Leaving::Countdown { seconds: left, .. } if left == seconds));
        story.fires();
    }
    assert_eq!(story.effects, [Effect::Leave { url: TARGET.into(), info: Info::Success, is_top: false }]);
    assert_eq!(story.ended().leaving, Leaving::Leaving);
}

#[test]
fn the_countdown_can_be_held_and_left_by_hand() {
    let mut story = Story::loaded(link(), done());
    let timer = story.op();
    story.send(Event::HoldPressed);
    story.send(Event::TimerFired { op: timer, now: NOW });
    assert_eq!(story.ended().leaving, Leaving::Held);
    story.send(Event::LeavePressed);
    assert_eq!(story.effects.len(), 1);
    story.send(Event::LeavePressed);
    assert_eq!(story.effects.len(), 1, "pressed again when the browser refused");
}

#[test]
fn without_a_usable_address_the_page_stays() {
    for redirect_url in [None, Some("javascript:alert(1)"), Some("/relative"), Some("https://")] {
        let request = Request { redirect_url: redirect_url.map(str::to_owned), ..done() };
        let mut story = Story::loaded(link(), request);
        assert_eq!(story.ended().target, None);
        assert_eq!(story.ended().leaving, Leaving::Stays);
        story.send(Event::LeavePressed);
        assert_eq!(story.effects, []);
    }
}

#[test]
fn an_embedding_page_that_wants_to_be_told_is_told_and_nothing_else() {
    let mut story = Story::loaded(embedded(Embedding::Told), done());
    assert!(story.told().contains(&HostMessage::Done { info: Info::Success }));
    assert_eq!(story.ended().leaving, Leaving::Stays);
    story.send(Event::LeavePressed);
    assert_eq!(story.effects, []);
}

#[test]
fn an_embedding_page_that_wants_a_redirect_gets_the_whole_window() {
    let mut story = Story::loaded(embedded(Embedding::Redirect), done());
    story.send(Event::LeavePressed);
    assert_eq!(story.effects, [Effect::Leave { url: TARGET.into(), info: Info::Success, is_top: true }]);
}

#[test]
fn going_back_asks_first_and_then_leaves_at_once() {
    let mut story = Story::loaded(link(), request(&[identity()], &[]));
    story.send(Event::BackConfirmed);
    assert_eq!(story.screen(), Screen::Welcome);
    story.press([Event::BackPressed, Event::DialogDismissed, Event::BackConfirmed]);
    assert_eq!(story.screen(), Screen::Welcome);
    story.press([Event::BackPressed, Event::BackConfirmed]);
    assert_eq!((story.ended().ending, story.ended().leaving), (Ending::Back, Leaving::Leaving));
    let url = "https://shop.example/return?order=7&info=back#top".to_owned();
    assert!(story.did(&Effect::Leave { url, info: Info::Back, is_top: false }));
}

#[test]
fn a_token_expired_before_the_start_is_told_to_whoever_can_be_told() {
    let late = |link| {
        let start = Event::Started(Start { link: Ok(link), now: Millis(END.0) });
        transition(kyc_flow::Journey::default(), start)
    };
    let (journey, _) = late(link());
    assert_eq!(journey.screen(), Screen::Stopped);
    let done = Effect::Tell(HostMessage::Done { info: Info::TokenExpired });
    let (journey, effects) = late(embedded(Embedding::Told));
    assert_eq!(journey.screen(), Screen::Done);
    assert!(effects.contains(&done));
    let redirect_url = Some("https://shop.example/".to_owned());
    let (journey, effects) = late(kyc_flow::Link { redirect_url, ..link() });
    assert_eq!(journey.screen(), Screen::Done);
    assert!(effects.contains(&done));
}

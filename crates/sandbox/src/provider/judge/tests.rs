//! Laws of the judge; `tests/api/stream` has its rules one by one, over a socket.

use kyc_liveness::colours::Colours;
use kyc_liveness::events::{Opening, Version};
use kyc_liveness::oval::{Rect, Size};
use proptest::prelude::*;

use super::super::challenge::Challenge;
use super::super::orders::Order;
use super::*;

const START: u64 = 1_795_000_000_000;
const LATER: u64 = START + 60_000;

fn asked(seed: u32, has_light: bool) -> SessionInformation {
    let opening = Opening {
        session_id: seed.to_string(),
        video_width: 640,
        video_height: 480,
        challenge_versions: Version::offered(has_light).to_owned(),
        attempt_count: 1,
        has_precheck: false,
        user_agent: String::new(),
    };
    let offered = Version::read_all(&opening.challenge_versions).unwrap();
    Challenge::choose(&opening, &offered, &Order::default()).information
}

/// A good client's events, without the last empty piece of video.
fn script(asked: &SessionInformation, tick: u64) -> Vec<ClientEvent> {
    let challenge_id = "0b8f3c1e-5d2a-4f7b-9c6d-1a2b3c4d5e6f".to_owned();
    let said = |told| {
        ClientEvent::Session(SessionEvent { kind: asked.kind, challenge_id: challenge_id.clone(), told })
    };
    let bounds = BoundingBox { width: 0.3, height: 0.5, left: 0.35, top: 0.25 };
    let face = InitialFace { bounds, at: START };
    let mut events = vec![said(Told::Start { video_start: START, face })];
    let (mut colours, mut at) = (Colours::new(asked.colours.clone()), START + 2000);
    while !asked.colours.is_empty() && !colours.is_over() {
        events.extend(colours.tick(at).told.map(said));
        at += tick;
    }
    let bounds = Rect::of_oval(&asked.oval).fractions(Size { width: 640.0, height: 480.0 });
    let target = TargetFace { bounds, start: START + 1000, end: START + 1200 };
    events.push(ClientEvent::Video { chunk: [EBML, &[1; 10]].concat(), at });
    events.push(said(Told::End { face, target, video_end: at }));
    events
}

fn passes(asked: &SessionInformation, events: &[ClientEvent]) -> bool {
    let mut judge = Judge::new(asked, (640, 480), START);
    for event in events {
        judge.take(event, LATER);
    }
    judge.conclude()
}

proptest! {
    #[test]
    fn a_good_client_passes_however_slowly_it_draws(seed: u32, has_light: bool, tick in 1..500_u64) {
        let asked = asked(seed, has_light);
        prop_assert!(passes(&asked, &script(&asked, tick)));
    }

    #[test]
    fn no_event_can_be_left_out_or_told_twice(seed: u32, has_light: bool, which: prop::sample::Index) {
        let asked = asked(seed, has_light);
        let events = script(&asked, 16);
        let index = which.index(events.len());
        let mut fewer = events.clone();
        let event = fewer.remove(index);
        prop_assert!(!passes(&asked, &fewer), "without {event:?}");
        if matches!(event, ClientEvent::Session(_)) {
            let mut more = events.clone();
            more.insert(index, event);
            prop_assert!(!passes(&asked, &more), "twice {:?}", events[index]);
        }
    }

    #[test]
    fn events_that_change_places_fail(seed: u32, which: prop::sample::Index) {
        let asked = asked(seed, true);
        let mut events = script(&asked, 16);
        let index = which.index(events.len() - 1);
        events.swap(index, index + 1);
        // Video may come at any time before the end.
        let is_harmless = matches!(events[index], ClientEvent::Video { .. }) && index + 2 < events.len();
        prop_assert_eq!(passes(&asked, &events), is_harmless, "{:?}", events[index]);
    }

    #[test]
    fn nothing_that_is_asked_of_another_session_passes(one: u32, other: u32) {
        let (one, other) = (asked(one, true), asked(other, true));
        prop_assume!(one != other);
        prop_assert!(!passes(&one, &script(&other, 16)));
    }
}

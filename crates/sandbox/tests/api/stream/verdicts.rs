//! What a stream must show to pass: each test takes a good one and changes one thing.

use kyc_liveness::events::{ChallengeKind, ClientEvent, Rgb, SessionEvent, Told};
use serde_json::{Value, json};

use super::client::{Actor, video};
use super::{GOOD_END, order};
use crate::support::Server;

type Script = Vec<ClientEvent>;

/// Performs a good script after `edit`; the codes of what was found to be wrong.
async fn findings(server: &Server, has_light: bool, edit: impl FnOnce(&mut Script)) -> Vec<String> {
    let actor = Actor::new(server).await;
    let heard = actor.perform(server, has_light, edit).await;
    // Whatever was found, the client is not told: results are for the merchant.
    assert!(GOOD_END(&heard), "{heard:?}");
    let log = actor.log(server).await;
    let codes = log["findings"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap().to_owned());
    let codes: Vec<String> = codes.collect();
    let status = if codes.is_empty() { "succeeded" } else { "failed" };
    assert_eq!(actor.finish().await["status"], status, "{log}");
    codes
}

fn told(script: &mut Script, is_it: impl Fn(&Told) -> bool) -> (usize, &mut SessionEvent) {
    let found = script.iter_mut().enumerate().find_map(|(index, event)| match event {
        ClientEvent::Session(event) if is_it(&event.told) => Some((index, event)),
        _ => None,
    });
    found.unwrap()
}

fn is_start(told: &Told) -> bool {
    matches!(told, Told::Start { .. })
}

fn is_end(told: &Told) -> bool {
    matches!(told, Told::End { .. })
}

fn is_colour(wanted: u8) -> impl Fn(&Told) -> bool {
    move |told| matches!(told, Told::Colour { number, .. } if *number == wanted)
}

/// Changes the only event of that kind.
fn edit(script: &mut Script, is_it: fn(&Told) -> bool, change: impl FnOnce(&mut Told)) {
    change(&mut told(script, is_it).1.told);
}

#[tokio::test]
async fn start_video_and_end_are_needed_and_come_in_this_order() {
    let server = Server::start().await;
    let found = findings(&server, false, |script| drop(script.remove(1)));
    assert_eq!(found.await, ["end-before-start", "no-start"]);
    let found = findings(&server, false, |script| {
        let (index, _) = told(script, is_end);
        script.remove(index);
    });
    assert_eq!(found.await, ["no-end"]);
    let found = findings(&server, false, |script| {
        script.retain(|event| !matches!(event, ClientEvent::Video { chunk, .. } if !chunk.is_empty()));
    });
    assert_eq!(found.await, ["no-video", "no-video"]);
    let found = findings(&server, false, |script| {
        let (index, event) = told(script, is_start);
        let again = ClientEvent::Session(event.clone());
        script.insert(index, again);
    });
    assert_eq!(found.await, ["second-start"]);
    let found = findings(&server, false, |script| {
        let last = script.len() - 1;
        let ClientEvent::Video { at, .. } = script[last] else { panic!() };
        script.insert(last, video(10, at));
    });
    assert_eq!(found.await, ["video-after-end"]);
    assert_eq!(findings(&server, false, |script| *script = vec![video(0, 1_795_000_000_000)]).await.len(), 3);
}

/// The first pieces of the video in place of the good one's.
fn begin_with(script: &mut Script, first: &[&[u8]]) {
    let Some(ClientEvent::Video { at, .. }) = script.first().cloned() else { panic!() };
    let pieces = first.iter().map(|piece| ClientEvent::Video { chunk: piece.to_vec(), at });
    script.splice(0..1, pieces);
}

#[tokio::test]
async fn the_video_is_one() {
    let server = Server::start().await;
    let found = findings(&server, false, |script| begin_with(script, &[b"these are words"]));
    assert_eq!(found.await, ["not-a-video"]);
    for begins in [&[b"\0\0\0\x20ftypiso5".as_slice()] as &[&[u8]], &[b"\x1A", b"\x45\xDF", b"\xA3 and more"]]
    {
        assert!(findings(&server, false, |script| begin_with(script, begins)).await.is_empty());
    }
}

#[tokio::test]
async fn the_events_are_of_the_challenge_that_was_asked() {
    let server = Server::start().await;
    let found = findings(&server, false, |script| {
        told(script, is_end).1.kind = ChallengeKind::MovementAndLight;
    });
    assert_eq!(found.await, ["other-challenge"]);
    let found = findings(&server, false, |script| {
        told(script, is_end).1.challenge_id = "00000000-5d2a-4f7b-9c6d-1a2b3c4d5e6f".to_owned();
    });
    assert_eq!(found.await, ["other-challenge-id"]);
}

#[tokio::test]
async fn faces_are_where_and_when_they_can_be() {
    let server = Server::start().await;
    let end = async |change: fn(&mut Told)| {
        findings(&server, false, move |script| edit(script, is_end, change)).await
    };
    let target = |left: f64, early: u64, late: u64| {
        move |told: &mut Told| {
            let Told::End { target, .. } = told else { panic!() };
            target.bounds.left += left;
            target.start -= early;
            target.end += late;
        }
    };
    let found = findings(&server, false, |script| edit(script, is_end, target(0.02, 0, 0)));
    assert_eq!(found.await, ["target-beside-oval"]);
    // A rounded one is still the oval.
    assert!(findings(&server, false, |script| edit(script, is_end, target(0.004, 0, 0))).await.is_empty());
    let found = findings(&server, false, |script| edit(script, is_end, target(0.0, 5000, 0)));
    assert_eq!(found.await, ["target-outside-video"]);
    let found = findings(&server, false, |script| edit(script, is_end, target(0.0, 0, 60_000)));
    assert_eq!(found.await, ["target-outside-video"]);
    let swapped = end(|told| {
        let Told::End { target, .. } = told else { panic!() };
        (target.start, target.end) = (target.end, target.start);
    });
    assert_eq!(swapped.await, ["target-times"]);
    let other_face = end(|told| {
        let Told::End { face, .. } = told else { panic!() };
        face.at += 1;
    });
    assert_eq!(other_face.await, ["other-first-face"]);
    let too_long = end(|told| {
        let Told::End { video_end, .. } = told else { panic!() };
        *video_end += 60_000;
    });
    assert_eq!(too_long.await, ["video-from-the-future"]);
}

#[tokio::test]
async fn the_first_face_is_in_the_frame_and_not_older_than_the_video() {
    let server = Server::start().await;
    let both = |script: &mut Script, left: f64, earlier: u64| {
        for event in script {
            let ClientEvent::Session(event) = event else { continue };
            if let Told::Start { face, .. } | Told::End { face, .. } = &mut event.told {
                face.bounds.left += left;
                face.at -= earlier;
            }
        }
    };
    assert_eq!(findings(&server, false, |script| both(script, 2.0, 0)).await, ["face-outside"]);
    assert_eq!(findings(&server, false, |script| both(script, 0.0, 5000)).await, ["face-before-video"]);
}

#[tokio::test]
async fn every_colour_is_told_once_in_order_and_for_its_time() {
    let server = Server::start().await;
    order(&server, json!({ "seed": "colours", "distance": "closer", "times": 0 })).await;
    assert!(findings(&server, true, |_| {}).await.is_empty());
    let left_out = findings(&server, true, |script| {
        let (index, _) = told(script, is_colour(3));
        script.remove(index);
    });
    assert!(left_out.await.contains(&"colours-missing".to_owned()));
    let none = findings(&server, true, |script| {
        script.retain(
            |event| !matches!(event, ClientEvent::Session(it) if matches!(it.told, Told::Colour { .. })),
        );
    });
    assert_eq!(none.await, ["colours-missing"]);
    let another = findings(&server, true, |script| {
        let Told::Colour { current, .. } = &mut told(script, is_colour(2)).1.told else { panic!() };
        *current = Rgb([1, 2, 3]);
    });
    assert_eq!(another.await, ["other-colour"]);
    let late = findings(&server, true, |script| shift_colours(script, 3, 2000));
    assert_eq!(late.await, ["colour-times"]);
    let early = findings(&server, true, |script| shift_colours(script, 3, -200));
    assert_eq!(early.await, ["colour-times"]);
    // A slow phone.
    assert!(findings(&server, true, |script| shift_colours(script, 3, 300)).await.is_empty());
    let one_more = findings(&server, true, |script| {
        let (index, event) = told(script, is_end);
        let Told::End { video_end, .. } = event.told else { panic!() };
        let (current, previous) = (Rgb([0, 0, 0]), Rgb([0, 0, 0]));
        let told = Told::Colour { current, previous, number: 8, at: video_end };
        let more = ClientEvent::Session(SessionEvent { told, ..event.clone() });
        script.insert(index, more);
    });
    assert_eq!(one_more.await, ["colour-not-asked"]);
    let cut = findings(&server, true, |script| {
        edit(script, is_end, |told| {
            let Told::End { video_end, .. } = told else { panic!() };
            *video_end -= 600;
        });
    });
    assert_eq!(cut.await, ["colours-not-filmed"]);
}

/// Moves the colours from a number on, and the end with them.
fn shift_colours(script: &mut Script, from: u8, by: i64) {
    for event in script {
        match event {
            ClientEvent::Session(SessionEvent { told: Told::Colour { number, at, .. }, .. })
                if *number >= from =>
            {
                *at = at.saturating_add_signed(by);
            }
            ClientEvent::Session(SessionEvent { told: Told::End { video_end, .. }, .. }) => {
                *video_end = video_end.saturating_add_signed(by.max(0));
            }
            _ => {}
        }
    }
}

#[tokio::test]
async fn colours_come_when_the_face_is_in_the_oval_and_no_later_than_the_stream() {
    let server = Server::start().await;
    order(&server, json!({ "seed": "colours", "distance": "closer", "times": 0 })).await;
    let matched_late = findings(&server, true, |script| {
        let (_, first) = told(script, is_colour(0));
        let Told::Colour { at, .. } = first.told else { panic!() };
        edit(script, is_end, |told| {
            let Told::End { target, .. } = told else { panic!() };
            (target.start, target.end) = (at + 50, at + 60);
        });
    });
    assert_eq!(matched_late.await, ["colours-before-match"]);
    let in_an_hour = findings(&server, true, |script| shift_colours(script, 0, 3_600_000));
    assert!(in_an_hour.await.contains(&"video-from-the-future".to_owned()));
}

#[tokio::test]
async fn colours_belong_to_the_light_challenge_and_into_the_video() {
    let server = Server::start().await;
    order(&server, json!({ "seed": "colours", "times": 0 })).await;
    let before_start = findings(&server, true, |script| {
        let (_, event) = told(script, is_colour(0));
        let first = ClientEvent::Session(event.clone());
        let (index, _) = told(script, is_colour(0));
        script.remove(index);
        script.insert(1, first);
    });
    assert_eq!(before_start.await, ["colour-before-start"]);
    let unasked = findings(&server, false, |script| {
        let (index, event) = told(script, is_end);
        let (colour, Told::End { target, .. }) = (Rgb([0, 0, 0]), event.told) else { panic!() };
        let told = Told::Colour { current: colour, previous: colour, number: 0, at: target.end };
        let colour = ClientEvent::Session(SessionEvent { told, ..event.clone() });
        script.insert(index, colour);
    });
    assert_eq!(unasked.await, ["colour-not-asked"]);
}

#[tokio::test]
async fn the_log_has_every_finding_in_words() {
    let server = Server::start().await;
    let actor = Actor::new(&server).await;
    actor.perform(&server, true, |script| drop(script.remove(1))).await;
    let log = actor.log(&server).await;
    assert_eq!(log["reason"], log["findings"][0]["detail"]);
    let moments = log["moments"].as_array().unwrap();
    let what: Vec<&Value> = moments.iter().map(|moment| &moment["what"]).collect();
    assert_eq!([what[0], what[what.len() - 1]], ["1000 bytes of video", "the end of the video"]);
}

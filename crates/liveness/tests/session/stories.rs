//! Runs that go well, or nearly so.

use kyc_liveness::events::*;
use kyc_liveness::session::*;

use crate::world::{START, World, face, face_at, information};

const LIGHT: ChallengeKind = ChallengeKind::MovementAndLight;
const MOVEMENT: ChallengeKind = ChallengeKind::Movement;

fn goodbye() -> ServerEvent {
    ServerEvent::Disconnection { at: START }
}

#[test]
fn a_movement_ends_with_the_face_in_the_oval() {
    let mut world = World::new(false);
    world.with_end(MOVEMENT);
    assert_eq!(world.told(), ["video", "start", "video", "end", "empty"]);
    assert_eq!(world.hint(), Hint::Verifying);
    world.hears(goodbye());
    assert_eq!(world.outcome, Some(Outcome::Completed { is_confirmed: true }));
    assert_eq!(world.closed, Some(1000));
}

#[test]
fn colours_come_after_a_second_of_holding_still() {
    let mut world = World::new(true);
    world.with_match(LIGHT);
    assert_eq!(world.hint(), Hint::HoldStill);
    world.pass(limits::HOLD - 1);
    assert_eq!(world.told(), ["video", "start"]);
    world.pass(1);
    assert_eq!((world.told().len(), world.hint()), (3, Hint::Colours));
    world
        .with_frames(800, &[face(270.0)])
        .records(1)
        .send(Event::RecorderStopped { chunks: 2 })
        .hears(goodbye());
    let colours = ["colour 0: 0 0", "colour 1: 0 1", "colour 2: 1 2", "colour 2: 2 2"];
    let expected: Vec<_> =
        ["video", "start"].into_iter().chain(colours).chain(["video", "end", "empty"]).collect();
    assert_eq!(world.told(), expected);
    assert_eq!(world.outcome, Some(Outcome::Completed { is_confirmed: true }));
}

#[test]
fn the_events_tell_when_and_where() {
    let mut world = World::new(false);
    world.with_end(MOVEMENT);
    let session =
        |event: &ClientEvent| if let ClientEvent::Session(event) = event { Some(event.told) } else { None };
    let told: Vec<_> = world.received.iter().filter_map(session).collect();
    let Told::Start { video_start, face } = told[0] else { panic!("{told:?}") };
    // 73 of the 100 ms between the call and the recorder's start; the face was seen 400 ms later.
    assert_eq!((video_start, face.at), (START + 73, START + 500));
    let bounds = BoundingBox { width: 0.234_375, height: 0.3125, left: 0.382_813, top: 0.343_75 };
    assert_eq!(face.bounds, bounds);
    let Told::End { face: again, target, video_end } = told[1] else { panic!("{told:?}") };
    assert_eq!(again, face);
    // The oval, not the face; its time is that of the frames that matched.
    let bounds = BoundingBox { width: 0.3125, height: 0.674_167, left: 0.343_75, top: 0.162_917 };
    assert_eq!((target.bounds, target.start, target.end), (bounds, START + 1200, START + 1400));
    assert_eq!(video_end, world.now);
}

#[test]
fn only_the_movement_is_offered_without_flashing() {
    let url = |has_light| {
        let mut world = World::new(has_light);
        world.send(Event::Begun).send(Event::CameraStarted { width: 640, height: 480 });
        let url =
            |effect: &Effect| if let Effect::OpenSocket { url } = effect { Some(url.clone()) } else { None };
        world.effects.iter().find_map(url).unwrap()
    };
    assert!(url(true).contains("FaceMovementAndLightChallenge_2.0.0%2CFaceMovementChallenge_1.0.0"));
    assert!(!url(false).contains("Light"));
    let mut world = World::new(false);
    world.with_socket().hears(information(LIGHT));
    assert_eq!(world.failed(), &Reason::UnwantedLight);
}

#[test]
fn the_customer_is_told_what_to_do() {
    let mut world = World::new(true);
    world.send(Event::Begun);
    assert_eq!(world.hint(), Hint::CameraStarts);
    world.send(Event::CameraStarted { width: 640, height: 480 });
    assert_eq!(world.hint(), Hint::Connecting);
    world.send(Event::SocketOpened).hears(information(LIGHT));
    assert_eq!(world.hint(), Hint::ShowFace);
    world.sees(&[face_at(150.0, 150.0), face_at(500.0, 140.0)]);
    assert_eq!(world.hint(), Hint::BeAlone);
    world.sees(&[face(400.0)]);
    assert_eq!(world.hint(), Hint::GoBack);
    world.sees(&[face(150.0)]).records(0).sees(&[face(150.0)]);
    let hints = [
        (vec![face(150.0)], Hint::ComeCloser),
        (vec![face(390.0)], Hint::MoveAway),
        (vec![face_at(430.0, 200.0)], Hint::Centre),
        (vec![], Hint::ShowFace),
        (vec![face_at(150.0, 150.0), face_at(500.0, 140.0)], Hint::BeAlone),
        (vec![face(270.0)], Hint::HoldStill),
    ];
    for (faces, hint) in hints {
        assert_eq!(world.pass(50).sees(&faces).hint(), hint);
    }
}

#[test]
fn a_face_that_leaves_while_it_should_hold_still_may_come_back() {
    let mut world = World::new(true);
    world.with_match(LIGHT).pass(200).sees(&[]).pass(400).sees(&[face(150.0)]);
    assert_eq!(world.hint(), Hint::ComeCloser);
    world.pass(limits::HOLD);
    assert_eq!(world.told(), ["video", "start"], "the first second does not count any more");
    for _ in 0..3 {
        world.pass(100).sees(&[face(270.0)]);
    }
    world.pass(limits::HOLD);
    assert_eq!(world.hint(), Hint::Colours);
}

#[test]
fn colours_do_not_come_over_a_face_that_has_just_gone() {
    let mut world = World::new(true);
    world.with_match(LIGHT).pass(limits::HOLD - 100).sees(&[]).pass(100);
    assert_eq!(world.hint(), Hint::ShowFace);
}

#[test]
fn a_face_missed_for_a_moment_does_not_matter() {
    let mut world = World::new(true);
    world.with_match(LIGHT).pass(200).sees(&[]).pass(200).sees(&[face(270.0)]).pass(600);
    assert_eq!(world.hint(), Hint::Colours);
    world.with_frames(200, &[face(270.0)]).with_frames(100, &[]).with_frames(500, &[face(270.0)]);
    assert_eq!(world.hint(), Hint::Verifying);
}

#[test]
fn pieces_are_sent_in_the_recorders_order_and_empty_ones_left_out() {
    let mut world = World::new(false);
    world.with_recorder(MOVEMENT).sees(&[face(150.0)]);
    world.records(2).records(1);
    assert_eq!(world.chunks(), [0; 0]);
    world.records(0).records(1).send(Event::ChunkRecorded { number: 3, bytes: Vec::new() }).records(4);
    assert_eq!(world.chunks(), [1, 2, 3, 5]);
}

#[test]
fn the_end_waits_for_pieces_that_are_still_being_read() {
    let mut world = World::new(false);
    world.with_match(MOVEMENT).send(Event::RecorderStopped { chunks: 3 }).records(2);
    assert_eq!(world.told(), ["video", "start"]);
    world.pass(300).records(1);
    assert_eq!(world.told(), ["video", "start", "video", "video", "end", "empty"]);
    assert_eq!(world.chunks(), [1, 2, 3]);
}

#[test]
fn what_the_network_does_not_take_waits_in_order() {
    let mut world = World::new(true);
    world.with_match(LIGHT).send(Event::Queued { bytes: limits::ROOM });
    world.records(1).pass(limits::HOLD).with_frames(60, &[face(270.0)]);
    assert_eq!(world.told(), ["video", "start"]);
    world.send(Event::Queued { bytes: 0 });
    assert_eq!(world.told(), ["video", "start", "video", "colour 0: 0 0"]);
}

#[test]
fn the_start_waits_for_a_page_that_is_seen() {
    let mut world = World::new(false);
    world.with_socket().hears(information(MOVEMENT)).send(Event::VisibilityChanged { is_visible: false });
    world.sees(&[face(150.0)]).pass(100);
    assert_eq!(world.outcome, None);
    world.send(Event::VisibilityChanged { is_visible: true }).sees(&[face(150.0)]);
    assert!(world.effects.contains(&Effect::StartRecorder { slice: limits::SLICE }));
}

#[test]
fn without_a_goodbye_it_is_complete_but_not_confirmed() {
    let mut world = World::new(false);
    world.with_end(MOVEMENT).send(Event::Queued { bytes: 0 }).wait_for_the_end();
    assert_eq!(world.outcome, Some(Outcome::Completed { is_confirmed: false }));
    let mut world = World::new(false);
    world.with_end(MOVEMENT).send(Event::SocketClosed { code: 1000 });
    assert_eq!(world.outcome, Some(Outcome::Completed { is_confirmed: true }));
}

#[test]
fn the_servers_time_to_answer_begins_when_a_slow_network_has_taken_everything() {
    let mut world = World::new(false);
    world.with_end(MOVEMENT);
    for left in (1..6_u64).rev() {
        world.send(Event::Queued { bytes: left * 10_000 }).pass(9_000);
        assert_eq!(world.outcome, None);
    }
    world.send(Event::Queued { bytes: 0 }).pass(limits::GOODBYE - 1);
    assert_eq!(world.outcome, None, "all of its time");
    world.hears(goodbye());
    assert_eq!(world.outcome, Some(Outcome::Completed { is_confirmed: true }));
}

#[test]
fn a_face_that_is_too_large_for_the_oval_is_not_called_closer() {
    let small = OvalParameters { width: 90.0, height: 145.6, centre_x: 320.0, centre_y: 240.0 };
    let ServerEvent::Information(mut information) = information(LIGHT) else { panic!("no information") };
    information.oval = small;
    let mut world = World::new(true);
    world.with_socket().hears(ServerEvent::Information(information)).sees(&[face(200.0)]);
    assert_eq!(world.hint(), Hint::HoldStill);
    world.sees(&[face(200.0)]).records(0);
    assert_eq!(world.hint(), Hint::MoveAway, "the oval of the day is further away");
}

#[test]
fn who_goes_while_the_recorder_starts_is_told() {
    let mut world = World::new(true);
    world.with_recorder(LIGHT);
    for (faces, hint) in [
        (vec![], Hint::ShowFace),
        (vec![face_at(150.0, 150.0), face_at(500.0, 140.0)], Hint::BeAlone),
        (vec![face(150.0)], Hint::HoldStill),
    ] {
        assert_eq!(world.pass(50).sees(&faces).hint(), hint);
    }
}

#[test]
fn a_picture_is_good_when_its_own_look_shows_one_face_in_the_oval() {
    let mut world = World::new(true);
    world.with_start(LIGHT);
    assert!(!world.session.is_fit());
    for _ in 0..3 {
        assert!(world.pass(100).sees(&[face(270.0)]).session.is_fit());
    }
    let two = vec![face(270.0), face_at(560.0, 140.0)];
    for faces in [vec![], two, vec![face(150.0)]] {
        // The screen says to hold still all the while.
        assert!(!world.pass(50).sees(&faces).session.is_fit());
        assert_eq!(world.hint(), Hint::HoldStill);
        assert!(world.pass(50).sees(&[face(270.0)]).session.is_fit());
    }
}

#[test]
fn unknown_and_repeated_events_of_the_server_change_nothing() {
    let mut world = World::new(false);
    world.with_socket();
    let kind = Some(MOVEMENT);
    world.hears(ServerEvent::Challenge { kind, version: "1.0.0".to_owned() }).hears(ServerEvent::Unknown);
    world.hears(information(MOVEMENT)).hears(information(LIGHT)).hears(ServerEvent::Unknown);
    assert_eq!((world.outcome.clone(), world.hint()), (None, Hint::ShowFace));
}

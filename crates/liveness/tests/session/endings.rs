//! Runs that fail: each for its reason, within its time, with everything given back (the world checks that).

use kyc_liveness::events::*;
use kyc_liveness::session::*;

use crate::world::{START, World, face, face_at, information};

const LIGHT: ChallengeKind = ChallengeKind::MovementAndLight;
const MOVEMENT: ChallengeKind = ChallengeKind::Movement;

/// How a run ends that stops answering after `prepare`, and after how many milliseconds.
fn left_alone(prepare: impl FnOnce(&mut World)) -> (Reason, u64) {
    let mut world = World::new(true);
    prepare(&mut world);
    let since = world.now;
    while world.outcome.is_none() {
        assert!(world.now - since < 200_000, "no end: {:?}", world.view);
        world.pass(500);
    }
    (world.failed().clone(), world.now - since)
}

#[test]
fn every_wait_has_its_end_and_its_reason() {
    let begun = |world: &mut World| _ = world.send(Event::Begun);
    assert_eq!(left_alone(begun), (Reason::Camera(CameraFault::Timeout), limits::CAMERA));
    let camera = |world: &mut World| {
        _ = world.send(Event::Begun).send(Event::CameraStarted { width: 640, height: 480 });
    };
    assert_eq!(left_alone(camera), (Reason::ConnectTimeout, limits::CONNECT));
    assert_eq!(left_alone(|world| _ = world.with_socket()), (Reason::NoInformation, limits::INFORMATION));
    let informed = |world: &mut World| _ = world.with_socket().hears(information(LIGHT));
    assert_eq!(left_alone(informed), (Reason::Sightless, limits::DETECTOR), "nobody looks");
    let seen = |world: &mut World| _ = world.with_socket().hears(information(LIGHT)).sees(&[]);
    assert_eq!(left_alone(seen), (Reason::NoFace, limits::FACE));
    assert_eq!(
        left_alone(|world| _ = world.with_recorder(LIGHT)),
        (Reason::RecorderSilent, limits::FIRST_CHUNK)
    );
    let video = |world: &mut World| _ = world.with_recorder(LIGHT).records(0);
    assert_eq!(left_alone(video), (Reason::NoFace, limits::FIRST_FACE));
    assert_eq!(left_alone(|world| _ = world.with_start(LIGHT)), (Reason::FitTimeout, 7000));
    // Held still, then nothing is drawn any more.
    let colours = 2 * 600 + limits::COLOURS;
    assert_eq!(
        left_alone(|world| _ = world.with_match(LIGHT)),
        (Reason::ColoursTimeout, limits::HOLD + colours + 300)
    );
    assert_eq!(left_alone(|world| _ = world.with_match(MOVEMENT)), (Reason::RecorderSilent, limits::STOP));
    // The last frames are in the socket, and stay there.
    assert_eq!(left_alone(|world| _ = world.with_end(MOVEMENT)), (Reason::Stalled, limits::UPLOAD));
}

#[test]
fn what_was_seen_tells_why_the_time_ran_out() {
    let two = [face_at(150.0, 150.0), face_at(500.0, 140.0)];
    let approach = |faces: &'static [f64]| {
        move |world: &mut World| {
            world.with_socket().hears(information(LIGHT));
            for width in faces {
                world.sees(&[face(*width)]);
            }
        }
    };
    assert_eq!(left_alone(approach(&[400.0])).0, Reason::TooClose);
    let several = |world: &mut World| _ = world.with_socket().hears(information(LIGHT)).sees(&two);
    assert_eq!(left_alone(several).0, Reason::SeveralFaces);
    let hidden = |world: &mut World| {
        _ = world
            .with_socket()
            .hears(information(LIGHT))
            .send(Event::VisibilityChanged { is_visible: false });
    };
    assert_eq!(left_alone(hidden).0, Reason::PageHidden);
    assert_eq!(left_alone(|world| _ = world.with_start(LIGHT).sees(&two)).0, Reason::SeveralFaces);
    assert_eq!(
        left_alone(|world| _ = world.with_recorder(LIGHT).records(0).sees(&two)).0,
        Reason::SeveralFaces
    );
}

#[test]
fn a_face_lost_during_the_colours_is_a_failure() {
    for faces in [vec![], vec![face_at(150.0, 150.0), face_at(500.0, 140.0)]] {
        let mut world = World::new(true);
        world.with_match(LIGHT).pass(limits::HOLD).with_frames(100, &[face(270.0)]);
        world.pass(100).sees(&faces).pass(limits::FLASH_GRACE + 1).sees(&faces);
        assert_eq!(world.failed(), &Reason::FaceLost);
        assert!(world.effects.contains(&Effect::Draw(None)));
    }
    let mut world = World::new(true);
    world.with_match(LIGHT).pass(limits::HOLD).pass(limits::BLIND + 1).send(Event::FrameDue);
    assert_eq!(world.failed(), &Reason::FaceLost, "nobody looked");
}

#[test]
fn a_face_that_leaves_the_oval_during_the_colours_is_a_failure() {
    for left in [face(170.0), face(150.0), face(420.0), face_at(450.0, 270.0)] {
        let mut world = World::new(true);
        world.with_match(LIGHT).pass(limits::HOLD).with_frames(100, &[face(270.0)]);
        world.pass(100).sees(&[left]).pass(limits::FLASH_GRACE).sees(&[left]);
        assert_eq!(world.outcome, None, "what the detector misses for a moment is forgiven");
        world.pass(1).sees(&[left]);
        assert_eq!((world.failed(), world.closed), (&Reason::FaceLost, Some(4005)), "{left:?}");
    }
}

#[test]
fn a_face_that_sways_in_the_oval_during_the_colours_does_no_harm() {
    let mut world = World::new(true);
    world.with_match(LIGHT).pass(limits::HOLD);
    for step in 0..10 {
        world.with_frames(100, &[face(if step % 2 == 0 { 225.0 } else { 300.0 })]);
    }
    assert_eq!(world.hint(), Hint::Verifying);
}

#[test]
fn a_page_that_is_hidden_is_not_taken_for_a_detector_that_fails() {
    let mut world = World::new(true);
    world.with_socket().hears(information(LIGHT)).send(Event::VisibilityChanged { is_visible: false });
    world.pass(limits::DETECTOR + 1);
    assert_eq!(world.outcome, None);
    world.send(Event::VisibilityChanged { is_visible: true }).sees(&[]).pass(limits::DETECTOR);
    assert_eq!(world.failed(), &Reason::NoFace, "somebody looked, later");
}

#[test]
fn the_code_of_the_socket_tells_a_run_from_what_was_before_it() {
    let two = [face_at(150.0, 150.0), face_at(500.0, 140.0)];
    let closed = |prepare: &dyn Fn(&mut World)| {
        let mut world = World::new(true);
        prepare(&mut world);
        world.wait_for_the_end();
        (world.failed().clone(), world.closed)
    };
    let before = closed(&|world| _ = world.with_socket().hears(information(LIGHT)).sees(&two));
    assert_eq!(before, (Reason::SeveralFaces, Some(4007)));
    let beginning = closed(&|world| _ = world.with_recorder(LIGHT).records(0).sees(&two));
    assert_eq!(beginning, (Reason::SeveralFaces, Some(4005)));
    let matching = closed(&|world| _ = world.with_start(LIGHT).sees(&two));
    assert_eq!(matching, (Reason::SeveralFaces, Some(4001)), "the time for the oval is over");
    assert_eq!(closed(&|world| _ = world.with_start(LIGHT)), (Reason::FitTimeout, Some(4001)));
}

#[test]
fn a_face_that_comes_and_goes_has_no_more_time_than_another() {
    let mut world = World::new(true);
    world.with_start(LIGHT);
    let since = world.now;
    while world.outcome.is_none() {
        for width in [270.0, 270.0, 270.0, 150.0] {
            world.pass(150).sees(&[face(width)]);
        }
        world.pass(400).sees(&[face(150.0)]);
    }
    assert_eq!(world.failed(), &Reason::FitTimeout);
    assert!(world.now - since <= 7000 + limits::HOLD);
}

#[test]
fn a_face_that_leaves_the_oval_after_its_time_has_no_other_try() {
    let mut world = World::new(true);
    world.with_start(LIGHT).pass(6_500);
    for _ in 0..3 {
        world.pass(100).sees(&[face(270.0)]);
    }
    world.pass(300);
    assert_eq!(world.hint(), Hint::HoldStill, "the time is over, but the face is where it belongs");
    world.sees(&[face(150.0)]).pass(limits::GRACE + 1).sees(&[face(150.0)]);
    assert_eq!(world.failed(), &Reason::FitTimeout);
}

/// A run prepared for a chosen place.
type Prepared = (&'static str, fn(&mut World));

const PLACES: [Prepared; 8] = [
    ("connecting", |world| {
        _ = world.send(Event::Begun).send(Event::CameraStarted { width: 640, height: 480 })
    }),
    ("informing", |world| _ = world.with_socket()),
    ("approaching", |world| _ = world.with_socket().hears(information(LIGHT))),
    ("beginning", |world| _ = world.with_recorder(LIGHT)),
    ("matching", |world| _ = world.with_start(LIGHT)),
    ("holding", |world| _ = world.with_match(LIGHT)),
    ("flashing", |world| _ = world.with_match(LIGHT).pass(limits::HOLD)),
    ("stopping", |world| _ = world.with_match(MOVEMENT)),
];

fn ended(place: &Prepared, event: Event) -> World {
    let mut world = World::new(true);
    (place.1)(&mut world);
    world.send(event);
    world
}

#[test]
fn a_socket_that_closes_ends_it_anywhere() {
    let codes = [
        (1000, Closure::Clean),
        (1001, Closure::Clean),
        (1006, Closure::Lost),
        (4001, Closure::Idle),
        (4003, Closure::Expired),
        (4999, Closure::Other(4999)),
    ];
    for place in &PLACES {
        for (code, closure) in codes {
            let world = ended(place, Event::SocketClosed { code });
            let expected = if place.0 == "connecting" { Reason::Refused } else { Reason::Closed(closure) };
            assert_eq!(world.failed(), &expected, "{}", place.0);
        }
        let early = ended(place, Event::Received(Ok(ServerEvent::Disconnection { at: START })));
        assert_eq!(early.failed(), &Reason::Closed(Closure::Clean), "{}", place.0);
    }
    let mut world = World::new(false);
    world.with_end(MOVEMENT).send(Event::SocketClosed { code: 1006 });
    assert_eq!(world.failed(), &Reason::Closed(Closure::Lost));
}

#[test]
fn exceptions_and_nonsense_end_it_anywhere() {
    let exception = Exception { kind: ExceptionKind::Throttling, message: "slow".to_owned() };
    for place in &PLACES {
        let world = ended(place, Event::Received(Ok(ServerEvent::Exception(exception.clone()))));
        assert_eq!(world.failed(), &Reason::Exception(exception.clone()), "{}", place.0);
        assert_eq!(world.closed, Some(4000));
        let world = ended(place, Event::Received(Err(ReceiveError::Unknown)));
        assert_eq!(world.failed(), &Reason::Incomprehensible, "{}", place.0);
    }
}

#[test]
fn the_customer_and_the_camera_may_end_it_anywhere() {
    for place in &PLACES {
        let world = ended(place, Event::Cancelled);
        assert_eq!((world.failed(), world.closed), (&Reason::Cancelled, Some(4003)), "{}", place.0);
        let world = ended(place, Event::CameraEnded);
        let expected = Reason::Camera(CameraFault::Ended);
        assert_eq!((world.failed(), world.closed), (&expected, Some(4005)), "{}", place.0);
    }
    let mut world = World::new(false);
    world.send(Event::Cancelled);
    assert_eq!(world.failed(), &Reason::Cancelled);
}

#[test]
fn a_hidden_page_ends_it_while_the_video_is_taken() {
    for place in &PLACES {
        let mut world = World::new(true);
        (place.1)(&mut world);
        world.send(Event::VisibilityChanged { is_visible: false });
        let is_taken = ["beginning", "matching", "holding", "flashing"].contains(&place.0);
        assert_eq!(world.outcome, is_taken.then_some(Outcome::Failed(Reason::PageHidden)), "{}", place.0);
    }
}

#[test]
fn cameras_and_recorders_that_fail_are_told() {
    let mut world = World::new(false);
    world.send(Event::Begun).send(Event::CameraFailed(CameraFault::Denied));
    assert_eq!(world.failed(), &Reason::Camera(CameraFault::Denied));
    let mut world = World::new(false);
    world.send(Event::Begun).send(Event::CameraStarted { width: 0, height: 480 });
    assert_eq!(world.failed(), &Reason::Camera(CameraFault::Other));
    for place in &PLACES[3..] {
        assert_eq!(ended(place, Event::RecorderFailed).failed(), &Reason::RecorderFailed, "{}", place.0);
    }
    for place in &PLACES[3..7] {
        let world = ended(place, Event::RecorderStopped { chunks: 1 });
        assert_eq!(world.failed(), &Reason::RecorderFailed, "{}", place.0);
    }
}

#[test]
fn a_video_that_is_too_large_is_told_as_such() {
    let mut world = World::new(false);
    world.with_start(MOVEMENT);
    for number in 1..=10 {
        world.send(Event::Queued { bytes: 0 });
        world.send(Event::ChunkRecorded { number, bytes: vec![1; 1024 * 1024] });
    }
    assert_eq!(world.failed(), &Reason::TooLarge, "a first piece, and ten megabytes");
}

#[test]
fn a_network_that_takes_nothing_is_told_as_such() {
    let mut world = World::new(false);
    world.with_end(MOVEMENT);
    assert_eq!(world.outcome, None);
    let mut world = World::new(false);
    world.with_match(MOVEMENT).send(Event::Queued { bytes: limits::ROOM }).records(1);
    world.send(Event::RecorderStopped { chunks: 2 }).pass(limits::STALL);
    assert_eq!(world.failed(), &Reason::Stalled);
    let mut world = World::new(false);
    world.with_match(MOVEMENT).send(Event::Queued { bytes: limits::ROOM }).records(1);
    world.send(Event::RecorderStopped { chunks: 2 }).send(Event::SocketClosed { code: 1000 });
    assert_eq!(world.failed(), &Reason::Closed(Closure::Clean), "not everything was sent");
}

#[test]
fn pieces_that_never_come_are_not_waited_for_without_end() {
    let mut world = World::new(false);
    world.with_recorder(MOVEMENT);
    for number in 1..40 {
        world.records(number);
    }
    assert_eq!(world.failed(), &Reason::RecorderFailed);
}

#[test]
fn each_reason_tells_whether_to_try_again() {
    let exception = |kind| Reason::Exception(Exception { kind, message: String::new() });
    assert_eq!(exception(ExceptionKind::InvalidSignature).recovery(), Recovery::CorrectClock);
    assert_eq!(Reason::Refused.recovery(), Recovery::CorrectClock);
    assert_eq!(exception(ExceptionKind::AccessDenied).recovery(), Recovery::Over);
    assert_eq!(Reason::Cancelled.recovery(), Recovery::Over);
    assert_eq!(exception(ExceptionKind::Throttling).recovery(), Recovery::NewSession);
    assert_eq!(Reason::FitTimeout.recovery(), Recovery::NewSession);
}

//! Random runs. The laws of `world` are checked on everything that leaves the machine in each of them.

use kyc_liveness::events::*;
use kyc_liveness::session::*;
use proptest::prelude::*;

use crate::world::{START, World, face, face_at, information};

/// Something that happens, and after how many milliseconds.
type Happening = (u64, Event);

fn event() -> impl Strategy<Value = Event> {
    let kind = prop_oneof![Just(ChallengeKind::Movement), Just(ChallengeKind::MovementAndLight)];
    let exception = Exception { kind: ExceptionKind::InternalServer, message: String::new() };
    let heard = prop_oneof![
        8 => kind.prop_map(information),
        2 => Just(ServerEvent::Unknown),
        1 => Just(ServerEvent::Disconnection { at: START }),
        1 => Just(ServerEvent::Exception(exception)),
    ];
    prop_oneof![
        4 => Just(Event::Begun),
        4 => Just(Event::CameraStarted { width: 640, height: 480 }),
        1 => Just(Event::CameraFailed(CameraFault::Busy)),
        1 => Just(Event::CameraEnded),
        4 => Just(Event::SocketOpened),
        1 => any::<u16>().prop_map(|code| Event::SocketClosed { code }),
        8 => heard.prop_map(|event| Event::Received(Ok(event))),
        1 => Just(Event::Received(Err(ReceiveError::Unknown))),
        4 => (0..2 * limits::ROOM).prop_map(|bytes| Event::Queued { bytes }),
        60 => faces(),
        4 => Just(Event::RecorderStarted),
        20 => (0..20_u32, 0..3_usize).prop_map(|(number, length)| {
            Event::ChunkRecorded { number, bytes: vec![number as u8 + 1; length * 50] }
        }),
        8 => (0..10_u32).prop_map(|chunks| Event::RecorderStopped { chunks }),
        1 => Just(Event::RecorderFailed),
        40 => Just(Event::FrameDue),
        4 => (0..40_u32).prop_map(|op| Event::TimerFired { op: OpId(op) }),
        2 => any::<bool>().prop_map(|is_visible| Event::VisibilityChanged { is_visible }),
    ]
}

fn faces() -> impl Strategy<Value = Event> {
    let face = prop_oneof![
        6 => Just(vec![face(270.0)]),
        4 => Just(vec![face(150.0)]),
        1 => Just(vec![]),
        1 => Just(vec![face_at(150.0, 150.0), face_at(450.0, 150.0)]),
        1 => (-500.0..900.0, 0.0..900.0).prop_map(|(x, width)| vec![face_at(x, width)]),
    ];
    (face, any::<Option<u32>>()).prop_map(|(faces, at)| {
        let at = at.map_or(u64::MAX, |at| START + u64::from(at % 20_000));
        Event::FacesSeen { at, faces }
    })
}

fn happenings() -> impl Strategy<Value = Vec<Happening>> {
    prop::collection::vec((prop_oneof![0..120_u64, 0..120_u64, 0..3000_u64], event()), 0..100)
}

/// How far a run comes before chance takes over.
fn prepared() -> impl Strategy<Value = fn(&mut World)> {
    const LIGHT: ChallengeKind = ChallengeKind::MovementAndLight;
    let places: [fn(&mut World); 9] = [
        |_| (),
        |world| _ = world.with_socket(),
        |world| _ = world.with_recorder(LIGHT),
        |world| _ = world.with_start(LIGHT),
        |world| _ = world.with_match(LIGHT),
        |world| _ = world.with_match(LIGHT).pass(limits::HOLD),
        |world| _ = world.with_match(ChallengeKind::Movement),
        |world| _ = world.with_end(ChallengeKind::Movement),
        |world| _ = world.with_end(LIGHT),
    ];
    prop::sample::select(places.to_vec())
}

/// What all timers come to: the server's own time for the oval, twice the length of the colours, and a face that comes and
/// goes until that time is over.
const LONGEST: u64 = limits::CAMERA
    + limits::CONNECT
    + limits::INFORMATION
    + limits::FACE
    + limits::FIRST_CHUNK
    + 7_000
    + limits::HOLD
    + 2 * 600
    + limits::COLOURS
    + limits::STOP
    + limits::UPLOAD
    + limits::GOODBYE;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_happens_it_ends_in_time(prepare in prepared(), happenings in happenings(), has_light in prop::bool::weighted(0.9)) {
        let mut world = World::new(has_light);
        prepare(&mut world);
        world.send(Event::Begun);
        let begun = world.now.min(START);
        for (millis, event) in happenings {
            world.pass(millis).send(event);
            if world.outcome.is_some() {
                break;
            }
        }
        world.wait_for_the_end();
        prop_assert!(world.outcome.is_some(), "stuck: {:?}", world.view);
        prop_assert!(world.now - begun <= LONGEST + 1000, "{} ms", world.now - begun);
    }

    #[test]
    fn pieces_of_video_leave_in_order_however_they_come(
        prepare in prop::sample::select(vec![3_usize, 4, 5]),
        happenings in happenings(),
    ) {
        let mut world = World::new(true);
        match prepare {
            3 => world.with_start(ChallengeKind::MovementAndLight),
            4 => world.with_match(ChallengeKind::MovementAndLight),
            _ => world.with_recorder(ChallengeKind::Movement),
        };
        for (millis, event) in happenings {
            world.pass(millis).send(event);
        }
        let chunks = world.chunks();
        prop_assert!(chunks.is_sorted_by(|one, next| one < next), "{chunks:?}");
    }

    #[test]
    fn after_the_end_nothing_follows(happenings in happenings()) {
        let mut world = World::new(true);
        world.with_match(ChallengeKind::MovementAndLight).send(Event::Cancelled);
        for (millis, event) in happenings {
            world.now += millis;
            world.send(event);
            prop_assert!(world.effects.is_empty());
        }
    }

    #[test]
    fn clocks_that_jump_do_no_harm(happenings in happenings(), jumps in prop::collection::vec(any::<u64>(), 100)) {
        let mut session = Session::new(crate::world::setup(true));
        session.step(START, Event::Begun);
        for ((_, event), now) in happenings.into_iter().zip(jumps) {
            session.step(now, event);
        }
    }
}

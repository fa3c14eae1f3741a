//! The events, held against the shapes in which Amazon's clients write and read them.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use kyc_liveness::events::*;
use kyc_liveness::eventstream::Message;
use kyc_liveness::json::ReadError;
use proptest::prelude::*;
use serde_json::{Value, json};

const ID: &str = "a1b2c3d4-0000-4111-8222-0123456789ab";
const AT: u64 = 1_795_343_085_678;

fn bounds() -> BoundingBox {
    BoundingBox { width: 0.25, height: 0.5, left: 0.375, top: 0.125 }
}

fn session(kind: ChallengeKind, told: Told) -> ClientEvent {
    ClientEvent::Session(SessionEvent { kind, challenge_id: ID.to_owned(), told })
}

fn start() -> Told {
    Told::Start { video_start: AT, face: InitialFace { bounds: bounds(), at: AT + 5 } }
}

/// What is in the message of an event: its type, and its content.
fn content(event: &ClientEvent) -> (String, Value) {
    let message = Message::decode(&event.encode().unwrap()).unwrap();
    assert_eq!(message.text(":message-type"), Some("event"));
    assert_eq!(message.text(":content-type"), Some("application/json"));
    (message.text(":event-type").unwrap().to_owned(), serde_json::from_slice(&message.payload).unwrap())
}

fn server(name: &str, content: &Value) -> Result<ServerEvent, ReceiveError> {
    let header = if name.ends_with("Exception") { ":exception-type" } else { ":event-type" };
    ServerEvent::decode(&Message::new(content.to_string()).with(header, name).encode().unwrap())
}

#[test]
fn a_piece_of_video() {
    let (name, written) = content(&ClientEvent::Video { chunk: b"video".to_vec(), at: AT });
    assert_eq!(name, "VideoEvent");
    assert_eq!(written, json!({ "VideoChunk": "dmlkZW8=", "TimestampMillis": AT }));
    let (_, written) = content(&ClientEvent::Video { chunk: Vec::new(), at: AT });
    assert_eq!(written, json!({ "VideoChunk": "", "TimestampMillis": AT }));
}

#[test]
fn the_start() {
    let (name, written) = content(&session(ChallengeKind::Movement, start()));
    assert_eq!(name, "ClientSessionInformationEvent");
    let bounds = json!({ "Width": 0.25, "Height": 0.5, "Left": 0.375, "Top": 0.125 });
    let expected = json!({ "Challenge": { "FaceMovementChallenge": {
        "ChallengeId": ID,
        "VideoStartTimestamp": AT,
        "InitialFace": { "BoundingBox": bounds, "InitialFaceDetectedTimestamp": AT + 5 },
    } } });
    assert_eq!(written, expected);
}

#[test]
fn a_colour() {
    let told = Told::Colour { current: Rgb([255, 0, 0]), previous: Rgb([0, 0, 0]), number: 1, at: AT };
    let (_, written) = content(&session(ChallengeKind::MovementAndLight, told));
    let expected = json!({ "Challenge": { "FaceMovementAndLightChallenge": {
        "ChallengeId": ID,
        "ColorDisplayed": {
            "CurrentColor": { "RGB": [255, 0, 0] },
            "PreviousColor": { "RGB": [0, 0, 0] },
            "SequenceNumber": 1,
            "CurrentColorStartTimestamp": AT,
        },
    } } });
    assert_eq!(written, expected);
}

#[test]
fn the_end() {
    let face = InitialFace { bounds: bounds(), at: AT };
    let target = TargetFace { bounds: bounds(), start: AT + 10, end: AT + 20 };
    let (_, written) =
        content(&session(ChallengeKind::Movement, Told::End { face, target, video_end: AT + 30 }));
    let bounds = json!({ "Width": 0.25, "Height": 0.5, "Left": 0.375, "Top": 0.125 });
    let expected = json!({ "Challenge": { "FaceMovementChallenge": {
        "ChallengeId": ID,
        "InitialFace": { "BoundingBox": bounds, "InitialFaceDetectedTimestamp": AT },
        "TargetFace": {
            "BoundingBox": bounds,
            "FaceDetectedInTargetPositionStartTimestamp": AT + 10,
            "FaceDetectedInTargetPositionEndTimestamp": AT + 20,
        },
        "VideoEndTimestamp": AT + 30,
    } } });
    assert_eq!(written, expected);
}

fn information() -> Value {
    json!({ "SessionInformation": { "Challenge": { "FaceMovementAndLightChallenge": {
        "OvalParameters": { "Width": 200.5, "Height": 324, "CenterX": 320, "CenterY": 240 },
        "LightChallengeType": "SEQUENTIAL",
        "ChallengeConfig": {
            "BlazeFaceDetectionThreshold": 0.75,
            "FaceDistanceThresholdMin": 0.4,
            "FaceDistanceThresholdMax": 0,
            "OvalFitTimeout": 7000,
            "SomethingNew": [1, 2],
        },
        "ColorSequences": [
            { "FreshnessColor": { "RGB": [0, 0, 0] }, "DownscrollDuration": 0, "FlatDisplayDuration": 75 },
            { "FreshnessColor": { "RGB": [255, 0, 0] }, "DownscrollDuration": 475, "FlatDisplayDuration": 0 },
        ],
    } } } })
}

#[test]
fn the_servers_wish_is_read_with_what_is_new_or_missing_in_it() {
    let read = server("ServerSessionInformationEvent", &information()).unwrap();
    let config = ChallengeConfig {
        blaze_face_detection_threshold: Some(0.75),
        face_distance_threshold_min: Some(0.4),
        face_distance_threshold_max: Some(0.0),
        oval_fit_timeout: Some(7000.0),
        ..ChallengeConfig::default()
    };
    let colours = vec![
        ColourSequence { colour: Rgb([0, 0, 0]), downscroll: 0, flat: 75 },
        ColourSequence { colour: Rgb([255, 0, 0]), downscroll: 475, flat: 0 },
    ];
    let oval = OvalParameters { width: 200.5, height: 324.0, centre_x: 320.0, centre_y: 240.0 };
    let kind = ChallengeKind::MovementAndLight;
    assert_eq!(read, ServerEvent::Information(Box::new(SessionInformation { kind, oval, config, colours })));
}

#[test]
fn an_oval_that_nobody_could_see_is_refused() {
    for (height, x) in [(0.0, 320.0), (3e-265, 320.0), (324.0, 7e34), (324.0, -320.0)] {
        let oval = json!({ "Width": 200, "Height": height, "CenterX": x, "CenterY": 240 });
        let challenge = json!({ "FaceMovementChallenge": { "OvalParameters": oval, "ChallengeConfig": {} } });
        let content = json!({ "SessionInformation": { "Challenge": challenge } });
        let message = Message::new(content.to_string()).with(":event-type", "ServerSessionInformationEvent");
        assert!(ServerEvent::read(&message, Some(&content)).is_err(), "{content}");
    }
}

#[test]
fn a_movement_needs_no_colours_and_no_thresholds() {
    let oval = json!({ "Width": 1, "Height": 1, "CenterX": 1, "CenterY": 1 });
    let content = json!({ "SessionInformation": { "Challenge": { "FaceMovementChallenge": { "OvalParameters": oval } } } });
    let ServerEvent::Information(read) = server("ServerSessionInformationEvent", &content).unwrap() else {
        panic!("another event")
    };
    assert_eq!(
        (read.kind, read.config, read.colours.len()),
        (ChallengeKind::Movement, ChallengeConfig::default(), 0)
    );
}

#[test]
fn a_wish_without_what_is_needed_is_an_error_that_names_it() {
    let root = "/SessionInformation/Challenge/FaceMovementAndLightChallenge";
    let wrong = [
        ("/OvalParameters/Width", json!(0), "Width"),
        ("/OvalParameters/CenterX", json!("320"), "CenterX"),
        ("/OvalParameters", json!(null), "OvalParameters"),
        ("/ColorSequences", json!([]), "ColorSequences"),
        ("/ColorSequences/0/FreshnessColor/RGB", json!([0, 0]), "FreshnessColor"),
        ("/ColorSequences/0/FreshnessColor/RGB/1", json!(256), "FreshnessColor"),
        ("/ColorSequences/1/DownscrollDuration", json!(-1), "DownscrollDuration"),
        ("/ColorSequences/1/DownscrollDuration", json!(10_001), "DownscrollDuration"),
    ];
    for (place, value, field) in wrong {
        let mut content = information();
        *content.pointer_mut(&[root, place].concat()).unwrap() = value;
        let expected = ReceiveError::Content(ReadError::Field(field));
        assert_eq!(server("ServerSessionInformationEvent", &content), Err(expected), "{place}");
    }
    let message =
        Message::new("no json").with(":event-type", "ServerSessionInformationEvent").encode().unwrap();
    assert_eq!(ServerEvent::decode(&message), Err(ReceiveError::Content(ReadError::Syntax)));
}

#[test]
fn the_end_and_the_challenge_are_read_whatever_is_in_them() {
    assert_eq!(
        server("DisconnectionEvent", &json!({ "TimestampMillis": AT })),
        Ok(ServerEvent::Disconnection { at: AT })
    );
    assert_eq!(server("DisconnectionEvent", &json!("soon")), Ok(ServerEvent::Disconnection { at: 0 }));
    let challenge = json!({ "Type": "FaceMovementChallenge", "Version": "1.0.0" });
    let kind = Some(ChallengeKind::Movement);
    assert_eq!(
        server("ChallengeEvent", &challenge),
        Ok(ServerEvent::Challenge { kind, version: "1.0.0".to_owned() })
    );
    let expected = ServerEvent::Challenge { kind: None, version: String::new() };
    assert_eq!(server("ChallengeEvent", &json!({ "Type": "Dance" })), Ok(expected));
    assert_eq!(server("NewEvent", &json!({})), Ok(ServerEvent::Unknown));
}

#[test]
fn exceptions_are_told_apart() {
    let read = server("ThrottlingException", &json!({ "Message": "slow down", "Code": "429" }));
    let exception =
        |kind, message: &str| ServerEvent::Exception(Exception { kind, message: message.to_owned() });
    assert_eq!(read, Ok(exception(ExceptionKind::Throttling, "slow down")));
    assert_eq!(server("StrangeException", &json!(null)), Ok(exception(ExceptionKind::Other, "")));
    assert_eq!(ExceptionKind::of_name("com.amazon#AccessDeniedException"), ExceptionKind::AccessDenied);
    let error =
        Message::default().with(":error-code", "InternalServerException").with(":error-message", "sorry");
    let read = ServerEvent::decode(&error.encode().unwrap());
    assert_eq!(read, Ok(exception(ExceptionKind::InternalServer, "sorry")));
    assert!(matches!(ServerEvent::decode(b"no frame at all"), Err(ReceiveError::Frame(_))));
}

#[test]
fn impossible_events_of_a_client_are_refused() {
    let refused = |change: fn(&mut Value)| {
        let (name, mut written) = content(&session(ChallengeKind::Movement, start()));
        change(&mut written["Challenge"]["FaceMovementChallenge"]);
        ClientEvent::decode(&Message::new(written.to_string()).with(":event-type", name.as_str()))
            .unwrap_err()
    };
    let field = |name| ReceiveError::Content(ReadError::Field(name));
    assert_eq!(refused(|event| event["ChallengeId"] = json!("me")), field("ChallengeId"));
    assert_eq!(refused(|event| event["VideoStartTimestamp"] = json!(5)), field("VideoStartTimestamp"));
    assert_eq!(refused(|event| event["VideoStartTimestamp"] = json!(1e15)), field("VideoStartTimestamp"));
    assert_eq!(refused(|event| event["InitialFace"]["BoundingBox"]["Top"] = json!(null)), field("Top"));
    assert_eq!(refused(|event| event["InitialFace"] = json!(null)), field("InitialFace"));
    let unknown = Message::new("{}").with(":event-type", "Other");
    assert_eq!(ClientEvent::decode(&unknown), Err(ReceiveError::Unknown));
    let video = json!({ "VideoChunk": "???", "TimestampMillis": AT }).to_string();
    assert_eq!(
        ClientEvent::decode(&Message::new(video).with(":event-type", "VideoEvent")),
        Err(field("VideoChunk"))
    );
}

#[test]
fn what_the_url_says_goes_both_ways() {
    let opening = Opening {
        session_id: ID.to_owned(),
        video_width: 640,
        video_height: 480,
        challenge_versions: Version::offered(false).to_owned(),
        attempt_count: 2,
        has_precheck: true,
        user_agent: "kyc-gatherer/0.1".to_owned(),
    };
    let parameters = opening.parameters();
    let read = |change: (&str, Option<&'static str>)| {
        Opening::read(|name| {
            if name == change.0 {
                return change.1;
            }
            parameters.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
        })
    };
    assert_eq!(read(("", None)), Ok(opening.clone()));
    let older = Opening { attempt_count: 1, user_agent: String::new(), has_precheck: false, ..opening };
    let without =
        |name: &str| ["session-id", "video-width", "video-height", "challenge-versions"].contains(&name);
    let oldest = Opening::read(|name| {
        parameters.iter().find(|(known, _)| *known == name && without(name)).map(|(_, value)| value.as_str())
    });
    assert_eq!(oldest, Ok(older));
    let wrong = [
        ("session-id", Some("A1B2C3D4-0000-4111-8222-0123456789AB")),
        ("session-id", None),
        ("video-width", Some("64")),
        ("video-height", Some("+480")),
        ("challenge-versions", Some("FaceMovementChallenge")),
        ("attempt-count", Some("many")),
        ("attempt-count", Some("0")),
    ];
    for (name, value) in wrong {
        assert_eq!(read((name, value)), Err(ReadError::Field(name)), "{value:?}");
    }
}

#[test]
fn challenges_that_are_unknown_are_left_out() {
    let kinds = |text| Version::read_all(text).map(|all| all.iter().map(|one| one.kind).collect::<Vec<_>>());
    let both = vec![ChallengeKind::MovementAndLight, ChallengeKind::Movement];
    assert_eq!(kinds(Version::offered(true)), Some(both));
    assert_eq!(kinds(Version::offered(false)), Some(vec![ChallengeKind::Movement]));
    assert_eq!(kinds("FaceDanceChallenge_1.0.0"), Some(vec![]));
    for wrong in
        ["", "FaceMovementChallenge_1.0", "FaceMovementChallenge_1.0.x", "_1.0.0,FaceMovementChallenge_1.0.0"]
    {
        assert_eq!(kinds(wrong), None, "{wrong}");
    }
}

fn fraction() -> impl Strategy<Value = f64> {
    (-2_000_000..4_000_000_i64).prop_map(|parts| parts as f64 / 1e6)
}

fn moment() -> impl Strategy<Value = u64> {
    EARLIEST..=LATEST
}

prop_compose! {
    fn some_bounds()(width in fraction(), height in fraction(), left in fraction(), top in fraction()) -> BoundingBox {
        BoundingBox { width, height, left, top }
    }
}

prop_compose! {
    fn told()(
        which in 0..3, bounds in some_bounds(), target in some_bounds(), number in 0..=50_u8,
        colours in any::<([u8; 3], [u8; 3])>(), at in moment(), start in moment(), end in moment(),
    ) -> Told {
        let face = InitialFace { bounds, at };
        match which {
            0 => Told::Start { video_start: start, face },
            1 => Told::Colour { current: Rgb(colours.0), previous: Rgb(colours.1), number, at },
            _ => Told::End { face, target: TargetFace { bounds: target, start, end }, video_end: at },
        }
    }
}

fn client_event() -> impl Strategy<Value = ClientEvent> {
    let kind = prop_oneof![Just(ChallengeKind::Movement), Just(ChallengeKind::MovementAndLight)];
    prop_oneof![
        (prop::collection::vec(any::<u8>(), 0..300), moment())
            .prop_map(|(chunk, at)| ClientEvent::Video { chunk, at }),
        (kind, told()).prop_map(|(kind, told)| session(kind, told)),
    ]
}

prop_compose! {
    fn some_information()(
        has_light in any::<bool>(),
        oval in prop::array::uniform4(1_000..4_000_000_i64),
        values in prop::collection::vec(prop::option::of(fraction()), 11),
        colours in prop::collection::vec((any::<[u8; 3]>(), 0..=10_000_u32, 0..=10_000_u32), 1..=51),
    ) -> SessionInformation {
        let [width, height, centre_x, centre_y] = oval.map(|parts| parts as f64 / 1e3);
        let mut values = values.into_iter();
        let mut value = || values.next().flatten();
        let config = ChallengeConfig {
            blaze_face_detection_threshold: value(),
            face_distance_threshold_min: value(),
            face_distance_threshold: value(),
            face_distance_threshold_max: value(),
            oval_iou_threshold: value(),
            oval_height_width_ratio: value(),
            oval_iou_width_threshold: value(),
            oval_iou_height_threshold: value(),
            face_iou_width_threshold: value(),
            face_iou_height_threshold: value(),
            oval_fit_timeout: value(),
        };
        let colours = colours.into_iter().map(|(colour, downscroll, flat)| ColourSequence { colour: Rgb(colour), downscroll, flat });
        SessionInformation {
            kind: if has_light { ChallengeKind::MovementAndLight } else { ChallengeKind::Movement },
            oval: OvalParameters { width, height, centre_x, centre_y },
            config,
            colours: if has_light { colours.collect() } else { Vec::new() },
        }
    }
}

proptest! {
    #[test]
    fn a_server_reads_what_a_client_writes(event in client_event()) {
        let message = Message::decode(&event.encode().unwrap()).unwrap();
        prop_assert_eq!(ClientEvent::decode(&message), Ok(event));
    }

    #[test]
    fn a_client_reads_what_a_server_writes(information in some_information()) {
        let event = ServerEvent::Information(Box::new(information));
        prop_assert_eq!(ServerEvent::decode(&event.encode().unwrap()), Ok(event));
    }

    #[test]
    fn any_content_is_read_without_panic(content in ".{0,60}", name in 0..4_usize) {
        let names = ["ServerSessionInformationEvent", "DisconnectionEvent", "ChallengeEvent", "VideoEvent"];
        let message = Message::new(content.as_str()).with(":event-type", names[name]);
        let _ = ServerEvent::decode(&message.encode().unwrap());
        let _ = ClientEvent::decode(&message);
    }
}

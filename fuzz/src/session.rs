//! The liveness check: whatever a server says in a frame that opens, and whenever, the session ends once, says nothing after
//! its end, and holds nothing any more. What either side writes reads the same.

use arbitrary::{Result, Unstructured};
use kyc_liveness::events::{ClientEvent, ReceiveError, ServerEvent};
use kyc_liveness::eventstream::Message;
use kyc_liveness::oval::{DetectedFace, Rect};
use kyc_liveness::session::{Effect, Event, OpId, Session, Setup};
use kyc_liveness::sigv4::{Credentials, Endpoint, Scope};
use serde_json::{Value, json};

use crate::numbers::several;

/// The events of the server, those of the client, and what is neither.
const NAMES: [&str; 6] = [
    "ServerSessionInformationEvent",
    "ChallengeEvent",
    "DisconnectionEvent",
    "VideoEvent",
    "ClientSessionInformationEvent",
    "Other",
];

/// Holds the laws of events and of the session.
pub fn hold(data: &[u8]) {
    let _ = any(&mut Unstructured::new(data));
}

fn any(u: &mut Unstructured<'_>) -> Result<()> {
    if u.ratio(1, 3)? {
        events(&message(u)?);
        return Ok(());
    }
    run(u)
}

/// What reads as an event is written, and read again, the same.
fn events(message: &Message) {
    let content = serde_json::from_slice::<Value>(&message.payload).ok();
    if let Ok(event) = ServerEvent::read(message, content.as_ref())
        && event != ServerEvent::Unknown
        && let Ok(written) = event.encode()
    {
        // Numbers are rounded once.
        let again = ServerEvent::decode(&written).map(|event| event.encode());
        assert_eq!(again, Ok(Ok(written)), "{event:?}");
    }
    if let Ok(event) = ClientEvent::read(message, content.as_ref())
        && let Ok(written) = event.encode()
        && let Ok(message) = Message::decode(&written)
    {
        let again = ClientEvent::decode(&message).map(|event| event.encode());
        assert_eq!(again, Ok(Ok(written)), "{event:?}");
    }
}

/// An event with any content, mostly of the right form with numbers that no server should send.
fn message(u: &mut Unstructured<'_>) -> Result<Message> {
    let name = *u.choose(&NAMES)?;
    let payload =
        if u.ratio(1, 4)? { u.arbitrary::<&[u8]>()?.to_vec() } else { content(u)?.to_string().into_bytes() };
    let header = if u.ratio(1, 8)? { ":exception-type" } else { ":event-type" };
    Ok(Message::new(payload).with(":message-type", "event").with(header, name))
}

fn content(u: &mut Unstructured<'_>) -> Result<Value> {
    let mut number = || -> Result<Value> {
        Ok(match u.arbitrary::<u8>()? {
            0 => json!(f64::from_bits(u.arbitrary()?)),
            1 => json!(u.arbitrary::<u64>()?),
            2 => Value::Null,
            _ => json!(f64::from(u.arbitrary::<i16>()?) / 8.0),
        })
    };
    let oval = json!({ "Width": number()?, "Height": number()?, "CenterX": number()?, "CenterY": number()? });
    let config = json!({ "OvalHeightWidthRatio": number()?, "OvalIouThreshold": number()?, "OvalFitTimeout": number()?,
        "FaceDistanceThreshold": number()?, "FaceDistanceThresholdMin": number()?, "FaceIouWidthThreshold": number()? });
    let colour = json!({ "FreshnessColor": { "RGB": [number()?, 0, 255] }, "DownscrollDuration": number()?,
        "FlatDisplayDuration": number()? });
    let bounds = json!({ "Width": number()?, "Height": number()?, "Left": number()?, "Top": number()? });
    let at = number()?;
    let challenge = json!({ "OvalParameters": oval, "ChallengeConfig": config, "LightChallengeType": "SEQUENTIAL",
        "ColorSequences": [colour, colour], "ChallengeId": "00000000-0000-4111-8222-0123456789ab",
        "VideoStartTimestamp": at, "InitialFace": { "BoundingBox": bounds, "InitialFaceDetectedTimestamp": at } });
    let kind = if u.arbitrary()? { "FaceMovementAndLightChallenge" } else { "FaceMovementChallenge" };
    Ok(json!({ "SessionInformation": { "Challenge": { kind: challenge } }, "Challenge": { kind: challenge },
        "Type": kind, "Version": "1.0.0", "TimestampMillis": at, "VideoChunk": "AAEC" }))
}

fn run(u: &mut Unstructured<'_>) -> Result<()> {
    let mut session = Session::new(setup(u.arbitrary()?));
    let mut held = Held::default();
    let mut now = 1_795_343_085_000_u64;
    let mut ops = vec![OpId(0)];
    let mut script =
        vec![Event::Begun, Event::CameraStarted { width: 640, height: 480 }, Event::SocketOpened];
    for _ in 0..u.int_in_range(0..=200)? {
        now = if u.ratio(1, 40)? {
            u.arbitrary()?
        } else {
            now.saturating_add(u64::from(u.arbitrary::<u8>()?))
        };
        let event = if script.is_empty() || u.ratio(1, 20)? { event(u, &ops)? } else { script.remove(0) };
        for effect in session.step(now, event) {
            if let Effect::Wait { op, .. } = &effect {
                ops.push(*op);
            }
            held.take(&effect);
        }
        assert_eq!(session.is_finished(), held.is_over);
    }
    session.step(now, Event::Cancelled).iter().for_each(|effect| held.take(effect));
    assert!(held.is_over || !held.has_anything(), "it ends when the customer wants");
    Ok(())
}

fn event(u: &mut Unstructured<'_>, ops: &[OpId]) -> Result<Event> {
    Ok(match u.arbitrary::<u8>()? % 16 {
        0 => Event::CameraEnded,
        1 => Event::SocketClosed { code: u.arbitrary()? },
        2..=4 => Event::Received(heard(&message(u)?)),
        5 => Event::Queued { bytes: u.arbitrary()? },
        6 => Event::RecorderStarted,
        7 => Event::ChunkRecorded { number: u.int_in_range(0..=9)?, bytes: u.arbitrary::<&[u8]>()?.to_vec() },
        8 => Event::RecorderStopped { chunks: u.int_in_range(0..=9)? },
        9 => Event::FrameDue,
        10 => Event::TimerFired { op: *u.choose(ops)? },
        11 => Event::VisibilityChanged { is_visible: u.ratio(9, 10)? },
        _ => Event::FacesSeen { at: u.arbitrary()?, faces: several(u, 2, face)? },
    })
}

fn heard(message: &Message) -> std::result::Result<ServerEvent, ReceiveError> {
    let content = serde_json::from_slice::<Value>(&message.payload).ok();
    Ok(ServerEvent::read(message, content.as_ref())?)
}

fn face(u: &mut Unstructured<'_>) -> Result<DetectedFace> {
    let length = |u: &mut Unstructured<'_>| -> Result<f64> {
        Ok(if u.ratio(1, 20)? {
            f64::from_bits(u.arbitrary()?)
        } else {
            f64::from(u.arbitrary::<u16>()? % 700)
        })
    };
    Ok(DetectedFace {
        square: Rect { left: length(u)?, top: length(u)?, width: length(u)?, height: length(u)? },
    })
}

fn setup(has_light: bool) -> Setup {
    Setup {
        credentials: Credentials { access_key: "A".into(), secret_key: "s".into(), session_token: None },
        scope: Scope::rekognition("eu-west-1"),
        endpoint: Endpoint::parse("ws://127.0.0.1:9999").expect("an address"),
        session_id: "a1b2c3d4-0000-4111-8222-0123456789ab".into(),
        challenge_id: "00000000-0000-4111-8222-0123456789ab".into(),
        has_light,
        attempt_count: 1,
        has_precheck: true,
        user_agent: String::new(),
    }
}

/// What the session has asked for and not given back.
#[derive(Default)]
struct Held {
    camera: bool,
    socket: bool,
    recorder: bool,
    colours: bool,
    is_over: bool,
}

impl Held {
    const fn has_anything(&self) -> bool {
        self.camera || self.socket || self.recorder || self.colours
    }

    fn take(&mut self, effect: &Effect) {
        assert!(!self.is_over, "after the end: {effect:?}");
        match effect {
            Effect::StartCamera => self.camera = true,
            Effect::StopCamera => self.camera = false,
            Effect::OpenSocket { .. } => self.socket = true,
            Effect::CloseSocket { .. } => self.socket = false,
            Effect::StartRecorder { .. } => self.recorder = true,
            Effect::StopRecorder => self.recorder = false,
            Effect::Draw(picture) => self.colours = picture.is_some(),
            Effect::Finish(_) => {
                assert!(!self.camera && !self.colours, "held at the end");
                self.is_over = true;
            }
            Effect::Wait { .. } | Effect::Send(_) | Effect::Show(_) => {}
        }
    }
}

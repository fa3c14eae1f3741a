//! What is refused with an error: at the door, and in the middle of a stream.

use kyc_liveness::events::Opening;
use kyc_liveness::eventstream::Message;
use kyc_liveness::sigv4::{ChunkSigner, Scope};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message as Frame;

use super::client::{Actor, Heard, Line, now, script, video};
use crate::support::Server;

const SIGNATURE: &str = "InvalidSignatureException";
const CLIENT: &str = "UnrecognizedClientException";
const VALIDATION: &str = "ValidationException";
const MINUTE: u64 = 60_000;

/// Opens a stream after `edit` has changed what is signed, or the address; the error.
async fn refused(
    server: &Server,
    edit: impl FnOnce(&mut Actor, &mut Opening, &mut u64),
    tamper: impl FnOnce(String) -> String,
) -> String {
    let mut actor = Actor::new(server).await;
    let (mut opening, mut at) = (actor.opening(true), now(server));
    edit(&mut actor, &mut opening, &mut at);
    let (url, chain) = actor.sign(server, &opening, at);
    let (error, code) = Line::open(&tamper(url), chain).await.refusal().await;
    assert_eq!(code, 1008);
    let log = actor.log(server).await;
    assert!(log["reason"].as_str().unwrap().starts_with(&error) && log["found"].is_null(), "{log}");
    // Nothing of this used the session up.
    assert_eq!(actor.status().await, "pending");
    error
}

#[tokio::test]
async fn a_wrong_key_signature_or_time_is_refused() {
    let server = Server::start().await;
    let signed = async |edit: fn(&mut Actor, &mut Opening, &mut u64)| refused(&server, edit, |url| url).await;
    assert_eq!(signed(|actor, _, _| actor.credentials.access_key.push('X')).await, CLIENT);
    assert_eq!(signed(|actor, _, _| actor.credentials.session_token = None).await, CLIENT);
    assert_eq!(signed(|actor, _, _| actor.credentials.session_token = Some("x".to_owned())).await, CLIENT);
    assert_eq!(signed(|actor, _, _| actor.credentials.secret_key.push('x')).await, SIGNATURE);
    assert_eq!(signed(|actor, _, _| actor.region = "eu-west-1".to_owned()).await, SIGNATURE);
    assert_eq!(signed(|_, _, at| *at -= 6 * MINUTE).await, SIGNATURE);
    assert_eq!(signed(|_, _, at| *at += 6 * MINUTE).await, SIGNATURE);
    let tampered = async |tamper: fn(String) -> String| refused(&server, |_, _, _| {}, tamper).await;
    assert_eq!(tampered(|url| url.replace("video-width=640", "video-width=641")).await, SIGNATURE);
    assert_eq!(tampered(|url| url + "&more=1").await, SIGNATURE);
    assert_eq!(tampered(|url| url.replace("X-Amz-Expires=299", "X-Amz-Expires=301")).await, SIGNATURE);
    assert_eq!(tampered(|url| url.replace("X-Amz-Date", "X-Amz-Dat")).await, SIGNATURE);
    let bare = tampered(|url| {
        let (address, query) = url.split_once('?').unwrap();
        let session = query.split('&').find(|pair| pair.starts_with("session-id")).unwrap();
        format!("{address}?{session}")
    });
    assert_eq!(bare.await, "AccessDeniedException");
}

#[tokio::test]
async fn a_clock_that_is_off_by_less_than_five_minutes_is_no_matter() {
    let server = Server::start().await;
    for off in [-4, 4] {
        let actor = Actor::new(&server).await;
        let at = now(&server).saturating_add_signed(off * MINUTE.cast_signed());
        let (url, chain) = actor.sign(&server, &actor.opening(true), at);
        let mut line = Line::open(&url, chain).await;
        let asked = line.information().await;
        let events = script(&asked, now(&server));
        server.sandbox.clock().advance(super::TAKE);
        for event in &events {
            line.say(event, now(&server).saturating_add_signed(off * MINUTE.cast_signed())).await;
        }
        assert!(super::GOOD_END(&line.hear().await));
        assert_eq!(actor.finish().await["status"], "succeeded");
    }
}

#[tokio::test]
async fn parameters_that_no_client_sends_are_refused() {
    let server = Server::start().await;
    let edits: [fn(&mut Opening); 6] = [
        |opening| opening.session_id = opening.session_id.to_uppercase(),
        |opening| opening.session_id.clear(),
        |opening| opening.video_width = 12,
        |opening| opening.video_height = 12_345,
        |opening| opening.challenge_versions = "light".to_owned(),
        |opening| opening.challenge_versions = "SomeOtherChallenge_1.0.0".to_owned(),
    ];
    for edit in edits {
        let actor = Actor::new(&server).await;
        let mut opening = actor.opening(true);
        edit(&mut opening);
        let (url, chain) = actor.sign(&server, &opening, now(&server));
        assert_eq!(
            Line::open(&url, chain).await.refusal().await,
            (VALIDATION.to_owned(), 1008),
            "{opening:?}"
        );
    }
    let actor = Actor::new(&server).await;
    let mut opening = actor.opening(true);
    opening.session_id = "0b8f3c1e-5d2a-4f7b-9c6d-1a2b3c4d5e6f".to_owned();
    let (url, chain) = actor.sign(&server, &opening, now(&server));
    assert_eq!(Line::open(&url, chain).await.refusal().await.0, "SessionNotFoundException");
}

/// Begins, sends what `frames` makes, and tells the error and what became of the session.
async fn broken(server: &Server, frames: impl FnOnce(&Actor, &mut Line, u64) -> Vec<Frame>) -> String {
    let actor = Actor::new(server).await;
    let (mut line, _) = actor.begin(server, true).await;
    for frame in frames(&actor, &mut line, now(server)) {
        line.send_message(frame).await;
    }
    let (error, code) = line.refusal().await;
    assert_eq!(code, 1008);
    let finished = actor.finish().await;
    assert_eq!(finished["status"], "failed");
    error
}

fn wrap(line: &mut Line, at: u64) -> Vec<u8> {
    line.chain.wrap(at, &video(100, at).encode().unwrap()).unwrap()
}

#[tokio::test]
async fn a_break_in_the_chain_of_signatures_ends_the_stream() {
    let server = Server::start().await;
    let foreign = broken(&server, |actor, _, at| {
        let scope = Scope::rekognition("us-east-1");
        let mut chain = ChunkSigner::new(&actor.credentials.secret_key, scope, [0; 32]);
        vec![Frame::binary(chain.wrap(at, &video(1, at).encode().unwrap()).unwrap())]
    });
    assert_eq!(foreign.await, SIGNATURE);
    let left_out = broken(&server, |_, line, at| {
        wrap(line, at);
        vec![Frame::binary(wrap(line, at))]
    });
    assert_eq!(left_out.await, SIGNATURE);
    let swapped = broken(&server, |_, line, at| {
        let (first, second) = (wrap(line, at), wrap(line, at));
        vec![Frame::binary(second), Frame::binary(first)]
    });
    assert_eq!(swapped.await, SIGNATURE);
    let twice = broken(&server, |_, line, at| {
        let frame = wrap(line, at);
        vec![Frame::binary(frame.clone()), Frame::binary(frame)]
    });
    assert_eq!(twice.await, SIGNATURE);
    let late = broken(&server, |_, line, at| vec![Frame::binary(wrap(line, at - 6 * MINUTE))]);
    assert_eq!(late.await, SIGNATURE);
    let altered = broken(&server, |_, line, at| {
        let mut message = Message::decode(&wrap(line, at)).unwrap();
        message.payload[20] ^= 1;
        vec![Frame::binary(message.encode().unwrap())]
    });
    assert_eq!(altered.await, SIGNATURE);
}

#[tokio::test]
async fn what_is_no_event_ends_the_stream() {
    let server = Server::start().await;
    assert_eq!(broken(&server, |_, _, _| vec![Frame::text("hello")]).await, VALIDATION);
    assert_eq!(broken(&server, |_, _, _| vec![Frame::binary(Vec::new())]).await, VALIDATION);
    assert_eq!(broken(&server, |_, _, _| vec![Frame::binary(vec![1; 100])]).await, VALIDATION);
    let contents = [
        ("VideoEvent", json!({ "VideoChunk": "?", "TimestampMillis": 1_795_000_000_000_u64 })),
        ("VideoEvent", json!({ "VideoChunk": "AAAA", "TimestampMillis": 5 })),
        ("ClientSessionInformationEvent", json!({ "Challenge": {} })),
        ("SomeOtherEvent", json!({})),
    ];
    for (name, content) in contents {
        let error = broken(&server, |_, line, at| {
            let message = Message::new(content.to_string()).with(":event-type", name);
            vec![Frame::binary(line.chain.wrap(at, &message.encode().unwrap()).unwrap())]
        });
        assert_eq!(error.await, VALIDATION, "{name}");
    }
}

#[tokio::test]
async fn a_video_beyond_ten_megabytes_ends_the_stream() {
    let server = Server::start().await;
    let error = broken(&server, |_, line, at| {
        let frame = |line: &mut Line| line.chain.wrap(at, &video(2_700_000, at).encode().unwrap()).unwrap();
        (0..4).map(|_| Frame::binary(frame(line))).collect()
    });
    assert_eq!(error.await, VALIDATION);
}

/// Frames of all sorts: noise, cut frames, frames with a byte changed, frames in which an event is not what it says.
fn noise() -> impl Strategy<Value = (Vec<u8>, usize, u8, u8)> {
    (prop::collection::vec(any::<u8>(), 0..300), any::<usize>(), any::<u8>(), 0..4_u8)
}

#[tokio::test]
async fn no_frame_whatever_it_holds_brings_the_server_down() {
    let server = Server::start().await;
    let (mut runner, strategy) = (TestRunner::default(), noise());
    for _ in 0..64 {
        let (bytes, place, change, kind) = strategy.new_tree(&mut runner).unwrap().current();
        let actor = Actor::new(&server).await;
        let (mut line, _) = actor.begin(&server, true).await;
        let at = now(&server);
        let mut frame = match kind {
            0 => bytes,
            1 => line.chain.wrap(at, &bytes).unwrap(),
            2 => {
                let message = Message::new(bytes).with(":event-type", "ClientSessionInformationEvent");
                line.chain.wrap(at, &message.encode().unwrap()).unwrap()
            }
            _ => wrap(&mut line, at),
        };
        if kind == 3 {
            let place = place % frame.len();
            frame[place] ^= change.max(1);
        }
        line.send(frame.clone()).await;
        let heard = line.hear().await;
        // An empty message in a good frame is the end of a stream, which then fails for what is missing.
        assert!(matches!(heard, Heard::Event(_)), "{heard:?} {frame:?}");
        assert_ne!(actor.finish().await["status"], "succeeded", "{frame:?}");
    }
    // It still serves.
    let actor = Actor::new(&server).await;
    assert!(super::GOOD_END(&actor.perform(&server, true, |_| {}).await));
}

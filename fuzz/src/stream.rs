//! Frames of the liveness stream and the addresses that open it: hostile bytes are refused, and in how many pieces they come
//! makes no difference.

use arbitrary::{Result, Unstructured};
use kyc_liveness::eventstream::{DecodeError, Decoder, Message};
use kyc_liveness::sigv4::{self, ChunkSigner, ChunkVerifier, Claim, Endpoint, Scope};

use crate::numbers::several;

/// Holds the laws of frames and of signed addresses.
pub fn hold(data: &[u8]) {
    let _ = any(&mut Unstructured::new(data));
}

fn any(u: &mut Unstructured<'_>) -> Result<()> {
    match u.arbitrary::<u8>()? % 4 {
        0 => frames(&sealed(u)?, u.int_in_range(1..=9)?),
        1 => frames(u.bytes(u.len())?, 3),
        2 => chain(u)?,
        _ => address(&String::from_utf8_lossy(u.bytes(u.len())?)),
    }
    Ok(())
}

/// Frames with any content and right checksums, which no fuzzer guesses.
fn sealed(u: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let frames = several(u, 3, |u| {
        let (headers, payload): (&[u8], &[u8]) = u.arbitrary()?;
        let lengths = [12 + headers.len() + payload.len() + 4, headers.len() + usize::from(u.ratio(1, 9)?)];
        let mut frame: Vec<u8> = lengths.iter().flat_map(|length| (*length as u32).to_be_bytes()).collect();
        frame.extend(crc32(&frame).to_be_bytes());
        frame.extend([headers, payload].concat());
        frame.extend(crc32(&frame).to_be_bytes());
        Ok(frame)
    })?;
    let rest: &[u8] = u.arbitrary()?;
    Ok([frames.concat(), rest.to_vec()].concat())
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}

fn frames(bytes: &[u8], step: usize) {
    let read = |step: usize| -> (Vec<Message>, Option<DecodeError>) {
        let (mut decoder, mut messages) = (Decoder::default(), Vec::new());
        for piece in bytes.chunks(step.max(1)) {
            decoder.push(piece);
            loop {
                match decoder.next_message() {
                    Ok(Some(message)) => messages.push(message),
                    Ok(None) => break,
                    Err(error) => return (messages, Some(error)),
                }
            }
        }
        (messages, None)
    };
    let (messages, error) = read(bytes.len());
    assert_eq!((&messages, error), (&read(step).0, read(step).1), "in pieces of {step}");
    for message in &messages {
        if let Ok(frame) = message.encode() {
            assert_eq!(Message::decode(&frame).as_ref(), Ok(message), "as it was read");
        }
    }
}

/// What one side signs, the other opens, unless a byte of it was changed.
fn chain(u: &mut Unstructured<'_>) -> Result<()> {
    let (first, now) = (u.arbitrary()?, u64::from(u.arbitrary::<u32>()?));
    let scope = Scope::rekognition("eu-west-1");
    let mut signer = ChunkSigner::new("secret", scope.clone(), first);
    let mut verifier = ChunkVerifier::new("secret", scope, first, sigv4::SKEW);
    for _ in 0..u.int_in_range(1..=3)? {
        let inner = Message::new(u.arbitrary::<&[u8]>()?).with(":event-type", u.arbitrary::<&str>()?);
        let Ok(inner_bytes) = inner.encode() else { return Ok(()) };
        let mut frame = signer.wrap(now, &inner_bytes).expect("it is short");
        if u.ratio(1, 4)? {
            let at = u.choose_index(frame.len())?;
            frame[at] ^= u.int_in_range(1..=255)?;
            assert!(verifier.open(&frame, now).is_err(), "a changed byte at {at}");
            return Ok(());
        }
        assert_eq!(verifier.open(&frame, now).expect("signed").message, Some(inner));
    }
    Ok(())
}

fn address(text: &str) {
    if let Ok(endpoint) = Endpoint::parse(text) {
        assert!(!endpoint.host().is_empty() && endpoint.path().starts_with('/'), "{text}");
        let again = Endpoint::parse(&format!("wss://{}{}", endpoint.host(), endpoint.path()));
        assert_eq!(again.map(|again| again.path().to_owned()).as_deref(), Ok(endpoint.path()), "{text}");
    }
    let signed = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-SignedHeaders=host&X-Amz-Expires=299&X-Amz-Date=";
    for query in [text.to_owned(), [signed, text].concat()] {
        if let Ok(claim) = Claim::read(&query) {
            assert!(claim.expires() > 0 && claim.parameter("X-Amz-Date").is_some(), "{query}");
        }
    }
}

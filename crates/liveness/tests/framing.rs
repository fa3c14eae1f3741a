//! The framing, held against `aws-smithy-eventstream` and against broken bytes.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use aws_smithy_eventstream::frame::{read_message_from, write_message_to};
use aws_smithy_types::DateTime;
use aws_smithy_types::event_stream as theirs;
use kyc_liveness::eventstream::{
    DecodeError, Decoder, EncodeError, Header, Limits, Message, OVERHEAD, Value,
};
use proptest::prelude::*;

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..80).prop_map(Value::Bytes),
        ".{0,40}".prop_map(Value::Text),
        // Those that the other side's type of a moment can hold to the millisecond.
        (-8_000_000_000_000_i64..8_000_000_000_000).prop_map(Value::Timestamp),
    ]
}

fn message() -> impl Strategy<Value = Message> {
    let header = (":?[a-z-]{1,30}", value()).prop_map(|(name, value)| Header { name, value });
    let payload = prop::collection::vec(any::<u8>(), 0..400);
    (prop::collection::vec(header, 0..5), payload).prop_map(|(headers, payload)| Message { headers, payload })
}

fn to_theirs(message: &Message) -> theirs::Message {
    let headers = message.headers.iter().map(|Header { name, value }| {
        let value = match value {
            Value::Bytes(bytes) => theirs::HeaderValue::ByteArray(bytes.clone().into()),
            Value::Text(text) => theirs::HeaderValue::String(text.clone().into()),
            Value::Timestamp(millis) => theirs::HeaderValue::Timestamp(DateTime::from_millis(*millis)),
            Value::Other { kind } => panic!("kind {kind} is not written"),
        };
        theirs::Header::new(name.clone(), value)
    });
    theirs::Message::new_from_parts(headers.collect(), message.payload.clone())
}

fn read(decoder: &mut Decoder) -> Vec<Message> {
    std::iter::from_fn(|| decoder.next_message().unwrap()).collect()
}

proptest! {
    #[test]
    fn we_write_what_they_write(message in message()) {
        let mut expected = Vec::new();
        write_message_to(&to_theirs(&message), &mut expected).unwrap();
        prop_assert_eq!(message.encode().unwrap(), expected);
    }

    #[test]
    fn they_read_what_we_write(message in message()) {
        let bytes = bytes::Bytes::from(message.encode().unwrap());
        prop_assert_eq!(read_message_from(bytes).unwrap(), to_theirs(&message));
    }

    #[test]
    fn we_read_what_we_write_in_any_pieces(
        messages in prop::collection::vec(message(), 0..5),
        cuts in prop::collection::vec(1..200_usize, 1..40),
    ) {
        let bytes: Vec<u8> = messages.iter().flat_map(|message| message.encode().unwrap()).collect();
        let (mut decoder, mut found, mut rest) = (Decoder::default(), Vec::new(), bytes.as_slice());
        for cut in cuts.iter().cycle() {
            let (piece, after) = rest.split_at((*cut).min(rest.len()));
            decoder.push(piece);
            found.extend(read(&mut decoder));
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
        prop_assert_eq!(found, messages);
        prop_assert!(decoder.is_between_messages());
    }

    #[test]
    fn a_wrong_byte_anywhere_is_an_error(message in message(), at in any::<prop::sample::Index>(), flip in 1..=255_u8) {
        let mut bytes = message.encode().unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        let error = Message::decode(&bytes).unwrap_err();
        let expected = if at < 12 { DecodeError::PreludeChecksum } else { DecodeError::MessageChecksum };
        prop_assert_eq!(error, expected);
        let mut decoder = Decoder::default();
        decoder.push(&bytes);
        prop_assert_eq!(decoder.next_message(), Err(expected));
        decoder.push(&message.encode().unwrap());
        prop_assert_eq!(decoder.next_message(), Err(expected), "an error is the end of the stream");
    }

    #[test]
    fn other_bytes_are_no_message_and_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        prop_assert!(Message::decode(&bytes).is_err());
    }

    /// With right checksums, so that what is behind them is reached.
    #[test]
    fn headers_of_any_bytes_are_read_as_they_read_them(headers in prop::collection::vec(0..32_u8, 0..40)) {
        let bytes = framed(&headers, b"");
        let theirs = read_message_from(bytes::Bytes::from(bytes.clone()));
        let ours = Message::decode(&bytes);
        // Names of no length are ours to refuse: nothing could be meant by one.
        if ours.is_ok() {
            prop_assert!(theirs.is_ok(), "{theirs:?}");
        }
    }
}

/// A frame with right lengths and checksums around any headers.
fn framed(headers: &[u8], payload: &[u8]) -> Vec<u8> {
    let length = |length: usize| u32::try_from(length).unwrap().to_be_bytes();
    let mut frame = length(headers.len() + payload.len() + OVERHEAD).to_vec();
    frame.extend(length(headers.len()));
    frame.extend(crc32fast::hash(&frame).to_be_bytes());
    frame.extend(headers);
    frame.extend(payload);
    frame.extend(crc32fast::hash(&frame).to_be_bytes());
    frame
}

#[test]
fn an_empty_message_has_the_known_bytes() {
    let expected = [0, 0, 0, 16, 0, 0, 0, 0, 0x05, 0xc2, 0x48, 0xeb, 0x7d, 0x98, 0xc8, 0xff];
    assert_eq!(Message::default().encode().unwrap(), expected);
}

#[test]
fn headers_of_other_kinds_are_stepped_over() {
    use theirs::HeaderValue as Their;
    let values = [
        Their::Bool(true),
        Their::Bool(false),
        Their::Byte(-1),
        Their::Int16(-2),
        Their::Int32(3),
        Their::Int64(-4),
        Their::Uuid(5),
    ];
    let mut message = theirs::Message::new("content");
    for value in values {
        message = message.add_header(theirs::Header::new("other", value));
    }
    message = message.add_header(theirs::Header::new(":event-type", Their::String("Event".into())));
    let mut bytes = Vec::new();
    write_message_to(&message, &mut bytes).unwrap();
    let read = Message::decode(&bytes).unwrap();
    assert_eq!(read.text(":event-type"), Some("Event"));
    assert_eq!(read.payload, b"content");
    assert_eq!(read.header("other"), Some(&Value::Other { kind: 0 }));
    assert_eq!(read.encode(), Err(EncodeError::Value));
}

#[test]
fn lengths_beyond_the_limits_are_refused_before_the_rest_arrives() {
    let long = Message::new(vec![0; 200]).encode().unwrap();
    let mut decoder = Decoder::new(Limits { headers: 10, message: 100 });
    decoder.push(&long[..12]);
    assert_eq!(decoder.next_message(), Err(DecodeError::Length));
    let mut decoder = Decoder::new(Limits { headers: 10, message: 1000 });
    decoder.push(&Message::default().with("name", "a long value").encode().unwrap());
    assert_eq!(decoder.next_message(), Err(DecodeError::Length));
    let name = "n".repeat(256);
    assert_eq!(Message::default().with(&name, "").encode(), Err(EncodeError::Name));
    assert_eq!(Message::default().with("", "").encode(), Err(EncodeError::Name));
    let value = "v".repeat(65_536);
    assert_eq!(Message::default().with("name", value.as_str()).encode(), Err(EncodeError::Value));
    assert_eq!(Message::new(vec![0; 17 * 1024 * 1024]).encode(), Err(EncodeError::Length));
}

#[test]
fn one_message_is_neither_none_nor_two() {
    let one = Message::new("content").encode().unwrap();
    assert_eq!(Message::decode(&[]), Err(DecodeError::NotOne));
    assert_eq!(Message::decode(&one[..one.len() - 1]), Err(DecodeError::NotOne));
    assert_eq!(Message::decode(&[one.clone(), one.clone()].concat()), Err(DecodeError::NotOne));
    let mut decoder = Decoder::default();
    decoder.push(&one[..20]);
    assert_eq!(decoder.next_message(), Ok(None));
    assert!(!decoder.is_between_messages());
}

#[test]
fn headers_that_are_cut_off_unknown_or_no_text_are_refused() {
    let headers: [&[u8]; 6] = [
        &[5, b'n'],
        &[1, b'n'],
        &[1, b'n', 10],
        &[1, b'n', 7, 0, 5, b'v'],
        &[1, b'n', 7, 0, 1, 0xff],
        &[0, 7, 0, 0],
    ];
    for header in headers {
        assert_eq!(Message::decode(&framed(header, b"")), Err(DecodeError::Header), "{header:?}");
    }
}

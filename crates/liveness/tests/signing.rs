//! Signatures, held against `aws-sigv4`; and what a server makes of them.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::time::{Duration, SystemTime};

use aws_sigv4::http_request as theirs;
use aws_sigv4::sign::v4::SigningParams;
use aws_smithy_eventstream::frame::read_message_from;
use aws_smithy_types::event_stream as stream;
use kyc_liveness::eventstream::Message;
use kyc_liveness::sigv4::{
    Chunk, ChunkRefusal, ChunkSigner, ChunkVerifier, Claim, Credentials, EXPIRES, Endpoint, Presign,
    Presigned, Refusal, Request, SKEW, Scope,
};
use proptest::prelude::*;

const NOW: u64 = 1_795_343_085_678;
const HOST: &str = "streaming.example:8443";

fn credentials() -> Credentials {
    Credentials {
        access_key: "ASIAEXAMPLE".to_owned(),
        secret_key: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".to_owned(),
        session_token: Some("FwoGZXIvYXdzE/+token==".to_owned()),
    }
}

fn scope() -> Scope {
    Scope::rekognition("eu-west-1")
}

fn presigned(credentials: &Credentials, at: u64, parameters: &[(&str, &str)]) -> Presigned {
    let endpoint = Endpoint::parse(&["wss://", HOST].concat()).unwrap();
    Presign { credentials, scope: &scope(), endpoint: &endpoint, parameters, at }.sign()
}

fn query(url: &str) -> &str {
    url.split_once('?').unwrap().1
}

fn check(query: &str, change: impl FnOnce(&mut Request<'_>)) -> Result<ChunkVerifier, Refusal> {
    let (scope, credentials) = (scope(), credentials());
    let mut request = Request {
        host: HOST,
        path: Endpoint::PATH,
        scope: &scope,
        secret_key: &credentials.secret_key,
        session_token: credentials.session_token.as_deref(),
        now: NOW,
        skew: SKEW,
    };
    change(&mut request);
    Claim::read(query)?.verify(&request)
}

fn time(millis: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(millis)
}

fn identity(ours: &Credentials) -> aws_credential_types::Credentials {
    let token = ours.session_token.clone();
    aws_credential_types::Credentials::new(&ours.access_key, &ours.secret_key, token, None, "test")
}

/// The signature that theirs puts into the query.
fn their_signature(ours: &Credentials, at: u64, url: &str) -> String {
    let mut settings = theirs::SigningSettings::default();
    settings.signature_location = theirs::SignatureLocation::QueryParams;
    settings.expires_in = Some(Duration::from_secs(EXPIRES.into()));
    let identity = identity(ours).into();
    let parameters = SigningParams::builder()
        .identity(&identity)
        .region("eu-west-1")
        .name("rekognition")
        .time(time(at))
        .settings(settings)
        .build()
        .unwrap();
    let request =
        theirs::SignableRequest::new("GET", url, std::iter::empty(), theirs::SignableBody::Bytes(b""))
            .unwrap();
    theirs::sign(request, &parameters.into()).unwrap().into_parts().1
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn parameters() -> impl Strategy<Value = Vec<(String, String)>> {
    prop::collection::vec(("[a-z-]{1,12}", "[ -~äß€]{0,20}"), 0..6)
}

fn borrowed(parameters: &[(String, String)]) -> Vec<(&str, &str)> {
    parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).collect()
}

proptest! {
    #[test]
    fn a_url_is_signed_as_they_sign_it(
        parameters in parameters(),
        at in 0..4_000_000_000_000_u64,
        token in prop::option::of("[ -~]{1,40}"),
        secret_key in "[!-~]{1,90}",
    ) {
        let credentials = Credentials { session_token: token, secret_key, ..credentials() };
        let ours = presigned(&credentials, at, &borrowed(&parameters));
        let pairs: Vec<_> =
            parameters.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        let url = format!("https://{HOST}{}?{}", Endpoint::PATH, pairs.join("&"));
        let theirs = their_signature(&credentials, at, url.trim_end_matches('?'));
        prop_assert_eq!(query(&ours.url).rsplit_once("&X-Amz-Signature=").unwrap().1, theirs);
    }

    #[test]
    fn frames_are_signed_as_they_sign_them(
        payloads in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..60), 1..5),
        times in prop::collection::vec(1_600_000_000_000..2_200_000_000_000_u64, 5),
        seed in any::<[u8; 32]>(),
    ) {
        let (credentials, mut previous) = (credentials(), hex(&seed));
        let mut chain = ChunkSigner::new(&credentials.secret_key, scope(), seed);
        let identity = identity(&credentials).into();
        for (payload, at) in payloads.into_iter().zip(times) {
            let inner = stream::Message::new(payload.clone()).add_header(stream::Header::new(
                ":event-type",
                stream::HeaderValue::String("VideoEvent".into()),
            ));
            let parameters = SigningParams::builder().identity(&identity).region("eu-west-1");
            let parameters = parameters.name("rekognition").time(time(at)).settings(()).build().unwrap();
            let signed = aws_sigv4::event_stream::sign_message(&inner, &previous, &parameters).unwrap();
            let (message, signature) = signed.into_parts();
            let inner = Message::new(payload).with(":event-type", "VideoEvent").encode().unwrap();
            // They put the signature first, browsers' clients the date; both are read by name.
            let ours = read_message_from(bytes::Bytes::from(chain.wrap(at, &inner).unwrap())).unwrap();
            let theirs: Vec<_> = message.headers().iter().rev().cloned().collect();
            prop_assert_eq!((ours.headers(), ours.payload()), (theirs.as_slice(), message.payload()));
            previous = signature;
        }
    }

    #[test]
    fn what_we_sign_is_accepted_whatever_is_in_it(parameters in parameters(), ahead in 0..600_000_u64) {
        let ahead = ahead.cast_signed() - 298_000;
        let at = NOW.saturating_add_signed(ahead.min(SKEW.cast_signed()));
        let signed = presigned(&credentials(), at, &borrowed(&parameters));
        prop_assert!(check(query(&signed.url), |_| ()).is_ok());
        let claim = Claim::read(query(&signed.url)).unwrap();
        for (name, _) in &parameters {
            let mut values = parameters.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
            prop_assert!(values.any(|value| claim.parameter(name) == Some(value)));
        }
    }

    /// The one letter may be a digit of an escape that means the same in the other case.
    #[test]
    fn a_url_with_a_letter_changed_is_refused(at in any::<prop::sample::Index>(), letter in "[0-9A-Za-z&=%/+]") {
        let signed = presigned(&credentials(), NOW, &[("session-id", "0123-abc"), ("video-width", "640")]);
        let query = query(&signed.url);
        let at = at.index(query.len());
        let changed = [&query[..at], &letter, &query[at + 1..]].concat();
        prop_assume!(changed.to_lowercase() != query.to_lowercase());
        prop_assert!(check(&changed, |_| ()).is_err(), "{changed}");
    }

    #[test]
    fn any_query_is_read_without_panic(query in ".{0,80}") {
        prop_assert!(Claim::read(&query).is_err());
    }
}

#[test]
fn a_url_says_what_it_is_for() {
    let signed = presigned(&credentials(), NOW, &[("video-width", "640"), ("session-id", "a b")]);
    let start = "wss://streaming.example:8443/start-face-liveness-session-websocket?X-Amz-Algorithm=AWS4-HMAC-SHA256\
        &X-Amz-Credential=ASIAEXAMPLE%2F20261122%2Feu-west-1%2Frekognition%2Faws4_request&X-Amz-Date=20261122T102445Z\
        &X-Amz-Expires=299&X-Amz-Security-Token=FwoGZXIvYXdzE%2F%2Btoken%3D%3D&X-Amz-SignedHeaders=host\
        &session-id=a%20b&video-width=640&X-Amz-Signature=";
    assert!(signed.url.starts_with(start), "{}", signed.url);
    let claim = Claim::read(query(&signed.url)).unwrap();
    assert_eq!((claim.access_key(), claim.scope()), ("ASIAEXAMPLE", &scope()));
    assert_eq!((claim.signed_at(), claim.expires()), (NOW / 1000 * 1000, 299));
    assert_eq!(claim.parameter("session-id"), Some("a b"));
    assert_eq!(claim.parameter("video-height"), None);
}

#[test]
fn what_does_not_fit_the_request_is_told_apart() {
    let signed = presigned(&credentials(), NOW, &[("session-id", "one")]);
    let query = query(&signed.url);
    let refused = |change: fn(&mut Request<'_>)| check(query, change).map(|_| ()).unwrap_err();
    assert_eq!(refused(|request| request.host = "other.example"), Refusal::Signature);
    assert_eq!(refused(|request| request.path = "/other"), Refusal::Signature);
    assert_eq!(refused(|request| request.secret_key = "other"), Refusal::Signature);
    assert_eq!(refused(|request| request.session_token = None), Refusal::Token);
    assert_eq!(refused(|request| request.session_token = Some("other")), Refusal::Token);
    assert_eq!(refused(|request| request.now = NOW + 299_001), Refusal::Expired { by: 679 });
    assert_eq!(refused(|request| request.now = NOW - 301_000), Refusal::Early { by: 300_322 });
    assert!(refused(|request| request.now = 0).is_clock() && !Refusal::Signature.is_clock());
    let elsewhere: &Scope = Box::leak(Box::new(Scope::rekognition("us-east-1")));
    assert_eq!(check(query, |request| request.scope = elsewhere).map(|_| ()), Err(Refusal::Scope));
}

#[test]
fn what_is_missing_or_malformed_is_named() {
    let signed = presigned(&credentials(), NOW, &[]);
    let pairs: Vec<&str> = query(&signed.url).split('&').collect();
    for pair in &pairs {
        let name = pair.split_once('=').unwrap().0;
        let without: Vec<&str> = pairs.iter().filter(|other| *other != pair).copied().collect();
        let twice: Vec<&str> = pairs.iter().chain([pair]).copied().collect();
        let broken: Vec<String> = pairs
            .iter()
            .map(|other| if other == pair { format!("{name}=%40") } else { (*other).to_owned() })
            .collect();
        let refusals =
            [without.join("&"), twice.join("&"), broken.join("&")].map(|query| check(&query, |_| ()));
        if name == "X-Amz-Security-Token" {
            assert_eq!(
                refusals.map(|refusal| refusal.map(|_| ()).unwrap_err()),
                [Refusal::Token, Refusal::Signature, Refusal::Token]
            );
        } else {
            let is = |refusal: &Result<_, Refusal>, what: fn(Refusal) -> Option<&'static str>| {
                refusal.as_ref().err().and_then(|refusal| what(*refusal)) == Some(name)
            };
            let missing = |refusal| if let Refusal::Missing(name) = refusal { Some(name) } else { None };
            let malformed = |refusal| if let Refusal::Malformed(name) = refusal { Some(name) } else { None };
            assert!(
                is(&refusals[0], missing) && is(&refusals[1], malformed) && is(&refusals[2], malformed),
                "{name}"
            );
        }
    }
    assert_eq!(Claim::read("a=%ff"), Err(Refusal::Encoding));
}

/// A socket: the URL's chain, and what opens it.
fn socket() -> (ChunkSigner, ChunkVerifier) {
    let signed = presigned(&credentials(), NOW, &[("session-id", "one")]);
    let verifier = check(query(&signed.url), |_| ()).unwrap();
    (signed.chain, verifier)
}

#[test]
fn frames_are_opened_in_their_order() {
    let (mut signer, mut verifier) = socket();
    for step in 0..20 {
        let message = Message::new(format!("frame {step}")).with(":event-type", "VideoEvent");
        let frame = signer.wrap(NOW + step * 100, &message.encode().unwrap()).unwrap();
        let at = (NOW + step * 100) / 1000 * 1000;
        assert_eq!(verifier.open(&frame, NOW), Ok(Chunk { at, message: Some(message) }));
    }
    let last = signer.wrap(NOW, b"").unwrap();
    assert_eq!(verifier.open(&last, NOW), Ok(Chunk { at: NOW / 1000 * 1000, message: None }));
}

#[test]
fn a_chain_goes_on_over_midnight() {
    let midnight = 1_795_392_000_000;
    let signed = presigned(&credentials(), midnight - 1000, &[]);
    let (mut signer, now) = (signed.chain, midnight + 1000);
    let mut verifier = check(query(&signed.url), |request| request.now = midnight).unwrap();
    let frame = signer.wrap(now, &Message::default().encode().unwrap()).unwrap();
    assert!(verifier.open(&frame, now).is_ok());
}

#[test]
fn frames_that_are_lost_repeated_swapped_or_changed_are_refused() {
    let (mut signer, verifier) = socket();
    let frames: Vec<_> =
        (0..3).map(|step| signer.wrap(NOW, &Message::new([step]).encode().unwrap()).unwrap()).collect();
    let open = |order: &[usize]| {
        let mut verifier = verifier.clone();
        let opened: Vec<_> = order.iter().map(|at| verifier.open(&frames[*at], NOW).map(|_| ())).collect();
        opened.last().copied().unwrap()
    };
    assert_eq!(open(&[0, 1, 2]), Ok(()));
    assert_eq!(open(&[0, 2]), Err(ChunkRefusal::Signature));
    assert_eq!(open(&[0, 0]), Err(ChunkRefusal::OutOfChain));
    assert_eq!(open(&[0, 1, 0]), Err(ChunkRefusal::OutOfChain));
    let mut frame = Message::decode(&frames[0]).unwrap();
    let opened = |frame: &Message| verifier.clone().open_message(frame, NOW).map(|_| ());
    frame.payload = Message::new("other").encode().unwrap();
    assert_eq!(opened(&frame), Err(ChunkRefusal::Signature));
    frame.headers.pop();
    assert_eq!(opened(&frame), Err(ChunkRefusal::NoSignature));
    frame.headers.clear();
    assert_eq!(opened(&frame), Err(ChunkRefusal::NoDate));
    assert!(matches!(verifier.clone().open(b"", NOW), Err(ChunkRefusal::Frame(_))));
}

#[test]
fn a_frame_of_another_time_or_with_broken_content_is_refused() {
    let (mut signer, verifier) = socket();
    let frame = signer.clone().wrap(NOW, &Message::default().encode().unwrap()).unwrap();
    let at = |now| verifier.clone().open(&frame, now).map(|_| ());
    assert_eq!(at(NOW + SKEW - 1000), Ok(()));
    assert_eq!(at(NOW + SKEW), Err(ChunkRefusal::Skewed { by: -300_678 }));
    assert_eq!(at(NOW - SKEW - 1000), Err(ChunkRefusal::Skewed { by: 300_322 }));
    let broken = signer.wrap(NOW, b"no message").unwrap();
    assert!(matches!(verifier.clone().open(&broken, NOW), Err(ChunkRefusal::Message(_))));
}

//! Texts from links, servers and host pages.

use std::fmt::Debug;

use kyc_wire::config::AppConfig;
use kyc_wire::embed::Envelope;
use kyc_wire::resource::{Problem, StorefrontDocument, StorefrontRequest};
use kyc_wire::token::{Claims, payload};
use kyc_wire::{Info, redirect, time};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Holds the laws of texts; the first byte says which.
pub fn hold(data: &[u8]) {
    let Some((which, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    match which % 8 {
        0 => token(text),
        1 => address(text),
        2 => moment(text),
        3 => json::<Envelope>(text),
        4 => json::<AppConfig>(text),
        5 => json::<StorefrontRequest>(text),
        6 => json::<StorefrontDocument>(text),
        _ => json::<Problem>(text),
    }
}

fn token(text: &str) {
    let claims = Claims::read(text);
    assert!(claims.is_none() || payload(text).is_some());
    // Nearly no random text is a token, so it is also taken for what is inside of one.
    let inside = serde_json::from_str::<Claims>(text).ok();
    for claims in claims.iter().chain(&inside) {
        let _ = claims.organization_id();
    }
    let packed = format!("e30.{}.x", base64url(text.as_bytes()));
    assert_eq!(payload(&packed).as_deref(), Some(text.as_bytes()), "what was packed is unpacked");
    assert_eq!(Claims::read(&packed), inside);
}

fn base64url(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let letters = bytes.chunks(3).flat_map(|group| {
        let bits =
            (0..3).fold(0_usize, |bits, at| bits << 8 | usize::from(group.get(at).copied().unwrap_or(0)));
        (0..=group.len()).map(move |at| char::from(LETTERS[bits >> (18 - 6 * at) & 63]))
    });
    letters.collect()
}

fn address(text: &str) {
    let Ok(target) = redirect::with_info(text, Info::Success) else { return };
    let (scheme, _) = target.split_once(':').expect("a scheme");
    assert!(["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)), "{target}");
    assert!(target.len() > text.len() && target.contains("info=success"), "{target}");
    let fragment = |url: &str| url.split_once('#').map(|(_, fragment)| fragment.to_owned());
    assert_eq!(fragment(text), fragment(&target), "the fragment stays");
    let host = |url: &str| url.split(['/', '?', '#']).nth(2).map(str::to_owned);
    assert_eq!(host(text), host(&target), "the host stays");
    let config = AppConfig { allowed_parents: vec![text.to_owned()], ..AppConfig::default() };
    assert!(
        config.allows_parent(text) || text.ends_with(":*"),
        "an origin that is named is admitted: {text}"
    );
}

fn moment(text: &str) {
    let Some(millis) = time::parse(text) else { return };
    // The years 0 to 9999, and a day for the offset.
    assert!((-62_167_305_600_000..=253_402_387_200_000).contains(&millis), "{text} is {millis}");
}

fn json<T: DeserializeOwned + Serialize + PartialEq + Debug>(text: &str) {
    let Ok(value) = serde_json::from_str::<T>(text) else { return };
    let written = serde_json::to_string(&value).expect("what was read can be written");
    assert_eq!(serde_json::from_str::<T>(&written).as_ref().ok(), Some(&value), "{written}");
}

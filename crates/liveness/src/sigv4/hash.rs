//! SHA-256, HMAC and hexadecimal digits.

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

/// A hash, a signature or a derived key.
pub type Hash = [u8; 32];

pub fn sha256(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// Keyed and fed, to be finished or compared.
#[expect(
    clippy::expect_used,
    reason = "HMAC takes keys of any length; the error exists for other algorithms"
)]
pub fn keyed(key: &[u8], text: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::new_from_slice(key).expect("a key of any length");
    mac.update(text);
    mac
}

pub fn hmac(key: &[u8], text: &[u8]) -> Hash {
    keyed(key, text).finalize().into_bytes().into()
}

const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];

pub fn hex(bytes: &[u8]) -> String {
    let digits = |byte: &u8| [byte >> 4, byte & 15];
    bytes.iter().flat_map(digits).filter_map(|digit| DIGITS.get(usize::from(digit))).collect()
}

/// 64 lower-case digits.
pub fn parse_hex(text: &str) -> Option<Hash> {
    let mut hash = [0; 32];
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if pairs.len() != hash.len() || !rest.is_empty() {
        return None;
    }
    for (byte, [high, low]) in hash.iter_mut().zip(pairs) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(hash)
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sha256_as_in_fips_180_4() {
        assert_eq!(hex(&sha256(b"")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(hex(&sha256(b"abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let two_blocks = b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
        let expected = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
        assert_eq!(hex(&sha256(two_blocks)), expected);
        let million = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
        assert_eq!(hex(&sha256(&vec![b'a'; 1_000_000])), million);
    }

    #[test]
    fn hmac_as_in_rfc_4231() {
        let case = |key: &[u8], text: &[u8]| hex(&hmac(key, text));
        let one = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";
        assert_eq!(case(&[0x0b; 20], b"Hi There"), one);
        let two = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(case(b"Jefe", b"what do ya want for nothing?"), two);
        let three = "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe";
        assert_eq!(case(&[0xaa; 20], &[0xdd; 50]), three);
        let six = "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54";
        assert_eq!(case(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First"), six);
    }

    #[test]
    fn digits_go_both_ways() {
        let hash = sha256(b"abc");
        assert_eq!(parse_hex(&hex(&hash)), Some(hash));
        assert_eq!(parse_hex(&hex(&hash).to_uppercase()), None);
        assert_eq!(parse_hex(&hex(&hash[1..])), None);
        assert_eq!(parse_hex(&(hex(&hash) + "0")), None);
    }
}

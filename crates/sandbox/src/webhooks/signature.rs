//! `Sandbox-Signature: t=<unix seconds>,v1=<hex>`, where the hex is the HMAC-SHA256 of `<t>.<body>` under the secret's
//! text. The time is signed too, so that a recorded message cannot be played back later.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::problem::{ApiError, ApiResult};

/// The header's value.
pub fn header(secret: &str, unix_seconds: i64, body: &str) -> ApiResult<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(ApiError::internal)?;
    mac.update(format!("{unix_seconds}.{body}").as_bytes());
    Ok(format!("t={unix_seconds},v1={}", hex(&mac.finalize().into_bytes())))
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A new secret, fit for the command line.
pub fn new_secret() -> ApiResult<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(ApiError::internal)?;
    Ok(format!("whsec_{}", hex(&bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_the_one_of_openssl() {
        // printf '1790000000.{"a":1}' | openssl dgst -sha256 -hmac whsec_0123456789abcdef
        let expected = "caced21a35663811597ee535f7fe572e7c2c1b499f32bf4abe0ad73743bf6be1";
        let header = header("whsec_0123456789abcdef", 1_790_000_000, "{\"a\":1}").unwrap();
        assert_eq!(header, format!("t=1790000000,v1={expected}"));
    }

    #[test]
    fn secrets_are_long_and_each_one_is_new() {
        let (one, other) = (new_secret().unwrap(), new_secret().unwrap());
        assert_eq!(one.len(), "whsec_".len() + 64);
        assert_ne!(one, other);
    }
}

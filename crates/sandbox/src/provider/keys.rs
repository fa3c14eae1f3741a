//! Keys in the form of Amazon's temporary ones.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ulid::Ulid;

use crate::problem::{ApiError, ApiResult};
use crate::store::keys::ProviderKey;

/// For how long a key is good, as Cognito's are.
pub const LIFETIME_MS: i64 = 60 * 60 * 1000;
/// For how long one that has ended is still told from one that never was.
pub const REMEMBERED_MS: i64 = 24 * 60 * 60 * 1000;

/// A new key.
pub fn make(identity_id: &str, now: i64) -> ApiResult<ProviderKey> {
    let random = Ulid::new().to_string();
    Ok(ProviderKey {
        // The 16 characters of a ULID that do not tell the time.
        access_key: format!("ASIA{}", random.get(10..).unwrap_or_default()),
        // The lengths of the real ones. Base64 has letters that a query must encode, and clients forget to.
        secret_key: secret::<30>()?,
        session_token: secret::<384>()?,
        identity_id: identity_id.to_owned(),
        expires_at: now + LIFETIME_MS,
    })
}

fn secret<const BYTES: usize>() -> ApiResult<String> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(ApiError::internal)?;
    Ok(STANDARD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_the_form_of_the_real_ones() {
        let key = make("us-east-1:a", 5).unwrap();
        assert_eq!((key.access_key.len(), key.secret_key.len(), key.session_token.len()), (20, 40, 512));
        assert_eq!(key.expires_at, 5 + LIFETIME_MS);
        assert_ne!(make("us-east-1:a", 5).unwrap().access_key, key.access_key);
    }
}

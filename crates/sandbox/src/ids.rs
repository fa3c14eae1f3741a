//! Ids in the public style: a prefix and 26 characters of time and randomness (ULID, Crockford base 32).

use ulid::Ulid;

/// A new `kyc_req_…`.
pub fn request() -> String {
    format!("kyc_req_{}", Ulid::new())
}

/// A new `kyc_doc_…`.
pub fn document() -> String {
    format!("kyc_doc_{}", Ulid::new())
}

/// A new `file_…`.
pub fn file() -> String {
    format!("file_{}", Ulid::new())
}

/// Whether `text` has the form of [`file`].
pub fn is_file(text: &str) -> bool {
    text.strip_prefix("file_").is_some_and(|rest| Ulid::from_string(rest).is_ok())
}

/// A new `tag_…`.
pub fn tag() -> String {
    format!("tag_{}", Ulid::new())
}

/// A new `kyc_live_…`.
pub fn liveness_session() -> String {
    format!("kyc_live_{}", Ulid::new())
}

/// A session's name at the liveness provider: a random UUID, as Amazon's are.
pub fn provider_session() -> String {
    // Version 4, variant 1 (RFC 9562) over the 128 bits of a ULID drawn for nothing else, whose first 48 bits are time.
    let bits = Ulid::new().0.rotate_left(64);
    let bits = bits & !(0xF000 << 64) & !(0b11 << 62) | (0x4000 << 64) | (0b10 << 62);
    let hex = format!("{bits:032x}");
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
}

/// A new `evt_…`.
pub fn event() -> String {
    format!("evt_{}", Ulid::new())
}

/// A new `webhook_…`.
pub fn webhook() -> String {
    format!("webhook_{}", Ulid::new())
}

/// A new `delivery_…`.
pub fn delivery() -> String {
    format!("delivery_{}", Ulid::new())
}

/// A new `jwt_…`.
pub fn customer_token() -> String {
    format!("jwt_{}", Ulid::new())
}

/// What the refusal of an id says.
pub const FORM: &str = "Must have 1 to 50 letters, digits and @ ~ - . _ signs.";

/// Whether `text` is a `ResourceId` of the API definition: at most 50 of `@ ~ - .` and word characters.
pub fn is_resource_id(text: &str) -> bool {
    let is_permitted = |c: char| c.is_ascii_alphanumeric() || matches!(c, '@' | '~' | '-' | '.' | '_');
    (1..=50).contains(&text.len()) && text.chars().all(is_permitted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_the_public_form() {
        for (id, prefix) in [(request(), "kyc_req_"), (document(), "kyc_doc_"), (file(), "file_")] {
            assert_eq!(id.strip_prefix(prefix).unwrap().len(), 26);
            assert!(is_resource_id(&id));
        }
        let uuid = provider_session();
        assert_eq!(uuid.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12], "{uuid}");
        assert!(uuid.split('-').nth(2).unwrap().starts_with('4'), "{uuid}");
        assert!(uuid.split('-').nth(3).unwrap().starts_with(['8', '9', 'a', 'b']), "{uuid}");
        assert!(is_resource_id("ann@shop.example"));
        assert!(!is_resource_id("a/b"));
        assert!(!is_resource_id(""));
        assert!(!is_resource_id(&"x".repeat(51)));
    }
}

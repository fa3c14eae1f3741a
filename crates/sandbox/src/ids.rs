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

/// A new `evt_…`.
pub fn event() -> String {
    format!("evt_{}", Ulid::new())
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
        assert!(is_resource_id("ann@shop.example"));
        assert!(!is_resource_id("a/b"));
        assert!(!is_resource_id(""));
        assert!(!is_resource_id(&"x".repeat(51)));
    }
}

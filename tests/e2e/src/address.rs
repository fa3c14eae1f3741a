//! Addresses in messages: whatever is printed must not hold a token.

/// The address with the value of `token=` blotted out.
#[must_use]
pub fn without_token(address: &str) -> String {
    let mut clean = String::new();
    let mut rest = address;
    while let Some((before, after)) = rest.split_once("token=") {
        clean.push_str(before);
        clean.push_str("token=…");
        rest = after.find(['&', '#', ' ', '"']).and_then(|end| after.get(end..)).unwrap_or_default();
    }
    clean + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_blotted_out_wherever_it_stands() {
        assert_eq!(without_token("http://h/?token=a.b.c&locale=ar"), "http://h/?token=…&locale=ar");
        assert_eq!(without_token("\"http://h/?token=a.b.c\" failed"), "\"http://h/?token=…\" failed");
        assert_eq!(without_token("http://h/?x=1"), "http://h/?x=1");
    }
}

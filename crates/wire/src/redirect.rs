//! Adding `info=…` to the merchant's redirect address.

use crate::Info;

/// Why an address is not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RedirectError {
    /// Neither http nor https, or no absolute address at all.
    #[error("not an http(s) address")]
    Scheme,
    /// Contains control characters or white space, or has no host.
    #[error("not a well-formed address")]
    Malformed,
}

/// The address with `info` appended to its query; the existing query and the fragment stay as they are.
///
/// # Errors
/// [`RedirectError`] unless `url` is an absolute http(s) address.
pub fn with_info(url: &str, info: Info) -> Result<String, RedirectError> {
    check(url)?;
    let (base, fragment) = match url.split_once('#') {
        Some((base, fragment)) => (base, Some(fragment)),
        None => (url, None),
    };
    let mut target = String::from(base);
    match base.split_once('?') {
        None => target.push('?'),
        Some((_, query)) if query.is_empty() || query.ends_with('&') => {}
        Some(_) => target.push('&'),
    }
    target.push_str("info=");
    target.push_str(info.as_str());
    if let Some(fragment) = fragment {
        target.push('#');
        target.push_str(fragment);
    }
    Ok(target)
}

fn check(url: &str) -> Result<(), RedirectError> {
    // By one character after the other: searching for a string brings two kilobytes along.
    let (scheme, rest) = url.split_once(':').ok_or(RedirectError::Scheme)?;
    let rest = rest.strip_prefix("//").ok_or(RedirectError::Scheme)?;
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return Err(RedirectError::Scheme);
    }
    let host = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    if host.is_empty() || url.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(RedirectError::Malformed);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn query_and_fragment_are_kept() {
        let cases = [
            ("https://shop.example", "https://shop.example?info=success"),
            ("https://shop.example/r?a=1%20b", "https://shop.example/r?a=1%20b&info=success"),
            ("https://shop.example/r?#done", "https://shop.example/r?info=success#done"),
            ("http://shop.example/r#a?b", "http://shop.example/r?info=success#a?b"),
        ];
        for (url, expected) in cases {
            assert_eq!(with_info(url, Info::Success).unwrap(), expected);
        }
    }

    #[test]
    fn only_http_is_followed() {
        for url in [
            "javascript:alert(1)",
            "javascript://x/%0aalert(1)",
            "data:text/html,x",
            "/r",
            "//shop.example",
            "",
            "file:///x",
        ] {
            assert_eq!(with_info(url, Info::Back), Err(RedirectError::Scheme), "{url}");
        }
        for url in ["https://", "https:///r", "https://shop example/", "https://shop.example/\n"] {
            assert_eq!(with_info(url, Info::Back), Err(RedirectError::Malformed), "{url}");
        }
    }

    proptest! {
        #[test]
        fn a_url_parser_agrees(path in "[a-z/]{0,8}", query in "([a-z]=[a-z0-9%+]{0,3}&?){0,3}", fragment in "[a-z?&=]{0,5}") {
            let mut url = format!("https://shop.example/{path}");
            if !query.is_empty() { url += &format!("?{query}"); }
            if !fragment.is_empty() { url += &format!("#{fragment}"); }
            let before = url::Url::parse(&url).unwrap();
            let after = url::Url::parse(&with_info(&url, Info::Manual).unwrap()).unwrap();
            prop_assert_eq!(before.fragment(), after.fragment());
            prop_assert_eq!(before.path(), after.path());
            let mut expected: Vec<_> = before.query_pairs().into_owned().collect();
            expected.push(("info".into(), "manual".into()));
            prop_assert_eq!(after.query_pairs().into_owned().collect::<Vec<_>>(), expected);
        }

        #[test]
        fn never_panics(url in ".*") {
            let _ = with_info(&url, Info::Back);
        }
    }
}

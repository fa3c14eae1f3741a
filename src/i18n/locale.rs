//! The languages there are, and which one a customer gets.

/// A language of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locale {
    /// Its BCP 47 tag, also the name of its catalogue.
    pub tag: &'static str,
    /// Which way it runs: `ltr` or `rtl`.
    pub dir: &'static str,
    /// Its own name for itself.
    pub name: &'static str,
}

/// The built-in one.
pub const ENGLISH: Locale = Locale { tag: "en", dir: "ltr", name: "English" };

/// All of them, as the language menu lists them.
pub const LOCALES: [Locale; 3] = [
    ENGLISH,
    Locale { tag: "es", dir: "ltr", name: "Español" },
    Locale { tag: "ar", dir: "rtl", name: "العربية" },
];

impl Locale {
    /// The language of a tag, whatever its region: `es-MX` and `ES` are Spanish.
    #[must_use]
    pub fn find(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_']).next().unwrap_or_default();
        LOCALES.into_iter().find(|locale| locale.tag.eq_ignore_ascii_case(language))
    }
}

/// The first wish that can be granted; English when none can. The link's own `?locale=` comes first, then what the
/// browser prefers, in its order.
#[must_use]
pub fn negotiate<'a>(asked: Option<&'a str>, preferred: impl IntoIterator<Item = &'a str>) -> Locale {
    asked.into_iter().chain(preferred).find_map(Locale::find).unwrap_or(ENGLISH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_comes_before_the_browser() {
        assert_eq!(negotiate(Some("ar"), ["es", "en"]).tag, "ar");
        assert_eq!(negotiate(Some("tlh"), ["es", "en"]).tag, "es");
    }

    #[test]
    fn a_region_does_not_matter() {
        for tag in ["es-MX", "es_419", "ES"] {
            assert_eq!(negotiate(None, [tag]).tag, "es", "{tag}");
        }
    }

    #[test]
    fn the_first_language_the_app_has_wins_and_english_is_the_last_resort() {
        assert_eq!(negotiate(None, ["fr-CA", "ar-EG", "es"]).tag, "ar");
        assert_eq!(negotiate(None, ["fr", "est"]), ENGLISH);
        assert_eq!(negotiate(Some(""), []), ENGLISH);
    }
}

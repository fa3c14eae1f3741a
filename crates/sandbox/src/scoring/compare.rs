//! Whether what was read is what is known, as strictly as the match level says.

use kyc_wire::MatchLevel;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words shorter than this must be right to the letter at the moderate level too: one edit makes Jo of Bo.
const SHORT: usize = 4;

/// [`MatchLevel`] as a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// But for accents, punctuation and one letter.
    Moderate,
    /// But for case and spaces.
    Strict,
    /// Whatever it is.
    Basic,
}

impl From<MatchLevel> for Level {
    fn from(level: MatchLevel) -> Self {
        match level.0 {
            1 => Self::Moderate,
            3 => Self::Basic,
            _ => Self::Strict,
        }
    }
}

/// A first and a last name.
pub type Names<'a> = [Option<&'a str>; 2];

impl Level {
    /// Whether two texts are the same at this level.
    pub fn is_same(self, read: &str, known: &str) -> bool {
        match self {
            Self::Basic => true,
            Self::Strict => folded(read) == folded(known),
            Self::Moderate => is_close(&plain(read), &plain(known)),
        }
    }

    /// Whether the names were read in the other's place, which the moderate level forgives.
    pub fn are_swapped(self, read: Names<'_>, known: Names<'_>) -> bool {
        let ([Some(first), Some(last)], [Some(known_first), Some(known_last)]) = (read, known) else {
            return false;
        };
        self == Self::Moderate && self.is_same(first, known_last) && self.is_same(last, known_first)
    }
}

/// Small letters by way of the capitals, which the specimens' codes carry: there is no capital `ß`.
fn folded(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_uppercase().to_lowercase()
}

/// Folded, without accents and with everything but letters and digits left out.
fn plain(text: &str) -> String {
    let text = folded(text);
    let letters = text.nfkd().filter(|letter| !is_combining_mark(*letter));
    let bare: String = letters.filter(|letter| letter.is_alphanumeric()).collect();
    folded(&bare)
}

fn is_close(one: &str, other: &str) -> bool {
    let is_long = one.chars().count().min(other.chars().count()) >= SHORT;
    one == other || (is_long && strsim::osa_distance(one, other) <= 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn strict_forgives_case_and_spaces_only() {
        for (read, known, is_same) in [
            ("ANNA  MARIA", " Anna Maria ", true),
            ("STRASSE", "Straße", true),
            ("JOSE", "José", false),
            ("ANNE", "Anna", false),
        ] {
            assert_eq!(Level::Strict.is_same(read, known), is_same, "{read} {known}");
        }
    }

    #[test]
    fn moderate_forgives_accents_punctuation_and_one_letter() {
        for (read, known, is_same) in [
            ("JOSE", "José", true),
            ("OCONNOR", "O’Connor", true),
            ("JEAN LUC", "Jean-Luc", true),
            ("JEANLUC", "Jean-Luc", true),
            ("ANNE", "Anna", true),
            ("AN", "Ann", false),
            ("BO", "Jo", false),
            ("PETER", "Pavel", false),
        ] {
            assert_eq!(Level::Moderate.is_same(read, known), is_same, "{read} {known}");
        }
    }

    #[test]
    fn swapped_names_are_forgiven_by_moderate_alone() {
        let (read, known) = ([Some("SAMPLE"), Some("ANNA")], [Some("Anna"), Some("Sample")]);
        assert!(Level::Moderate.are_swapped(read, known));
        assert!(!Level::Strict.are_swapped(read, known));
        assert!(!Level::Moderate.are_swapped([None, Some("ANNA")], known));
    }

    proptest! {
        #[test]
        fn each_level_forgives_what_the_stricter_one_forgives(read in "\\PC{0,8}", known in "\\PC{0,8}") {
            if Level::Strict.is_same(&read, &known) {
                prop_assert!(Level::Moderate.is_same(&read, &known));
            }
            prop_assert!(Level::Basic.is_same(&read, &known));
            prop_assert_eq!(
                Level::Moderate.is_same(&read, &known),
                Level::Moderate.is_same(&known, &read)
            );
        }

        #[test]
        fn everything_is_the_same_as_itself(text in "\\PC{0,12}") {
            prop_assert!(Level::Strict.is_same(&text, &text.to_uppercase()));
        }
    }
}

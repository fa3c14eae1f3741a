//! One macro for the closed word lists of the API: enum, text, parsing and serde in one place.

/// Declares an enum whose variants are words of the wire.
///
/// With `else Variant`, unknown words read as that variant, so that a newer server does not break an older client.
macro_rules! vocabulary {
    (
        $(#[$meta:meta])*
        pub enum $name:ident $(else $fallback:ident)? {
            $($(#[$variant_meta:meta])* $variant:ident = $text:literal),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$variant_meta])* $variant),+ }

        impl $name {
            /// Every word, in the order of the API definition.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word as it stands on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }

            /// Reads a word; `None` when it is not one of the list.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.as_str() == text)
            }

            /// Reads a word of an answer: one that is not of the list counts as the list's word for "other", if it
            /// has such a word.
            #[must_use]
            pub fn of_wire(text: &str) -> Option<Self> {
                let word = Self::parse(text);
                $(let word = word.or(Some($name::$fallback));)?
                word
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                Self::of_wire(&text).ok_or_else(|| serde::de::Error::custom("unknown word"))
            }
        }
    };
}

pub(crate) use vocabulary;

//! What a resource has in a field that a collection is filtered or sorted by, before it is made into JSON.

use std::cmp::Ordering;

use crate::clock::from_rfc3339;

/// The value of a field. Of one field all have the same kind, and nothing comes before everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell<'a> {
    Nothing,
    Text(&'a str),
    Number(i64),
    /// Milliseconds since 1970.
    Time(i64),
    Flag(bool),
    List(&'a [String]),
}

impl Cell<'_> {
    /// How it stands to a value in a query; `None`: they cannot be compared.
    pub fn against(self, text: &str) -> Option<Ordering> {
        match self {
            Self::Nothing | Self::List(_) => None,
            Self::Text(own) => Some(own.cmp(text)),
            Self::Number(own) => text.parse().ok().map(|other| own.cmp(&other)),
            Self::Time(own) => time(text).map(|other| own.cmp(&other)),
            Self::Flag(own) => text.parse().ok().map(|other| own.cmp(&other)),
        }
    }

    /// Whether a query means this by a value: any of a list, `null` where there is nothing.
    pub fn is(self, text: &str) -> bool {
        match self {
            Self::Nothing => text == "null",
            Self::List(items) => items.iter().any(|item| item == text),
            other => other.against(text) == Some(Ordering::Equal),
        }
    }
}

/// A time, however it is written; a date stands for its midnight.
pub fn time(text: &str) -> Option<i64> {
    from_rfc3339(text).or_else(|| from_rfc3339(&format!("{text}T00:00:00Z")))
}

//! `filter=status:accepted,rejected;customerId:!ann;createdTime:2026-01-01..2026-02-01`: conditions joined by `;`, values
//! by `,`, `!` for none of them, `..` for a range that includes its ends, either of which may be left out.

use std::cmp::Ordering;

use serde_json::Value;

use super::order::compare;
use super::{Field, at, find};
use crate::clock::from_rfc3339;

/// All conditions have to hold.
#[derive(Debug, Default)]
pub struct Filter(Vec<Condition>);

#[derive(Debug)]
struct Condition {
    field: String,
    is_negated: bool,
    values: Vec<Wanted>,
}

#[derive(Debug)]
enum Wanted {
    Exactly(String),
    Between(Option<Value>, Option<Value>),
}

impl Filter {
    pub fn parse(text: Option<&str>, fields: &[Field]) -> Result<Self, String> {
        let terms = text.unwrap_or_default().split(';').map(str::trim).filter(|term| !term.is_empty());
        terms.map(|term| Condition::parse(term, fields)).collect::<Result<_, _>>().map(Self)
    }

    pub fn admits(&self, resource: &Value) -> bool {
        self.0.iter().all(|condition| condition.holds_for(resource))
    }
}

impl Condition {
    fn parse(term: &str, fields: &[Field]) -> Result<Self, String> {
        let (field, values) = term.split_once(':').ok_or_else(|| format!("{term} is not field:value."))?;
        let field = find(fields, field)?;
        let (is_negated, values) = values.strip_prefix('!').map_or((false, values), |rest| (true, rest));
        let values: Vec<Wanted> = values.split(',').map(Wanted::parse).collect();
        match values.iter().find_map(|value| value.refused_by(field)) {
            Some(word) => Err(format!("{} is never {word}.", field.path)),
            None => Ok(Self { field: field.path.to_owned(), is_negated, values }),
        }
    }

    fn holds_for(&self, resource: &Value) -> bool {
        let value = at(resource, &self.field);
        self.values.iter().any(|wanted| wanted.fits(value)) != self.is_negated
    }
}

impl Wanted {
    fn parse(text: &str) -> Self {
        let end = |text: &str| (!text.is_empty()).then(|| end_of_range(text));
        match text.split_once("..") {
            Some((from, to)) => Self::Between(end(from), end(to)),
            None => Self::Exactly(text.to_owned()),
        }
    }

    /// The word that the field never has.
    fn refused_by(&self, field: &Field) -> Option<String> {
        let is_refused = |word: &&String| *word != "null" && !(field.takes)(word);
        match self {
            Self::Exactly(word) => Some(word).filter(is_refused).cloned(),
            Self::Between(from, to) => {
                let ends = [from, to].into_iter().flatten().map(Value::to_string);
                ends.map(|end| end.trim_matches('"').to_owned()).find(|end| is_refused(&end))
            }
        }
    }

    fn fits(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Exactly(wanted), Value::String(text)) => same_text(wanted, text),
            (Self::Exactly(wanted), Value::Null) => wanted == "null",
            (Self::Exactly(wanted), Value::Array(values)) => {
                values.iter().any(|value| value.as_str() == Some(wanted))
            }
            (Self::Exactly(wanted), value) => same_text(wanted, &value.to_string()),
            (Self::Between(..), Value::Null) => false,
            (Self::Between(from, to), value) => {
                from.as_ref().is_none_or(|from| compare(value, from) != Ordering::Less)
                    && to.as_ref().is_none_or(|to| compare(value, to) != Ordering::Greater)
            }
        }
    }
}

/// Times are the same however they are written.
fn same_text(wanted: &str, text: &str) -> bool {
    wanted == text || from_rfc3339(wanted).is_some_and(|time| from_rfc3339(text) == Some(time))
}

/// Whether it is a time, or a date that stands for its midnight.
pub fn is_time(text: &str) -> bool {
    from_rfc3339(text).is_some() || from_rfc3339(&format!("{text}T00:00:00Z")).is_some()
}

/// A number, or text; a plain date stands for its midnight.
fn end_of_range(text: &str) -> Value {
    let midnight = format!("{text}T00:00:00Z");
    if from_rfc3339(&midnight).is_some() {
        return midnight.into();
    }
    text.parse::<i64>().map_or_else(|_| text.into(), Value::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const FIELDS: [Field; 4] = [
        Field::word("status", |word| matches!(word, "accepted" | "pending")),
        Field::any("revision"),
        Field::any("createdTime"),
        Field::any("rejectionReason.type"),
    ];

    fn admits(filter: &str) -> bool {
        let resource = json!({
            "status": "accepted", "revision": 10, "createdTime": "2026-11-22T08:00:00.5Z", "rejectionReason": null
        });
        Filter::parse(Some(filter), &FIELDS).unwrap().admits(&resource)
    }

    #[test]
    fn conditions_are_joined_and_values_are_alternatives() {
        assert!(admits(""));
        assert!(admits("status:accepted"));
        assert!(admits("status:pending,accepted;revision:10"));
        assert!(!admits("status:accepted;revision:9"));
        assert!(!admits("status:!accepted,pending"));
        assert!(admits("status:!pending"));
        assert!(admits("rejectionReason.type:null"));
        assert!(!admits("rejectionReason.type:!null"));
    }

    #[test]
    fn ranges_compare_numbers_and_times_as_such() {
        assert!(admits("revision:9..10"));
        assert!(!admits("revision:..9"));
        assert!(admits("createdTime:2026-11-22..2026-11-23"));
        assert!(admits("createdTime:2026-11-22T09:00:00.5+01:00"));
        assert!(!admits("createdTime:2026-11-22T08:00:01Z.."));
        assert!(!admits("rejectionReason.type:a..z"));
    }

    #[test]
    fn only_known_fields_can_be_filtered_by() {
        assert!(Filter::parse(Some("secret:1"), &FIELDS).unwrap_err().starts_with("secret"));
        assert!(Filter::parse(Some("status"), &FIELDS).is_err());
        assert!(Filter::parse(Some("status:pending,lost"), &FIELDS).unwrap_err().contains("lost"));
    }
}

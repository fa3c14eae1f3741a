//! `filter=status:accepted,rejected;customerId:!ann;createdTime:2026-01-01..2026-02-01`: conditions joined by `;`, values
//! by `,`, `!` for none of them, `..` for a range that includes its ends, either of which may be left out.

use std::cmp::Ordering;

use super::cell::Cell;
use super::{Field, find};

/// All conditions have to hold.
pub struct Filter<'f, T>(Vec<Condition<'f, T>>);

struct Condition<'f, T> {
    field: &'f Field<T>,
    is_negated: bool,
    values: Vec<Wanted>,
}

enum Wanted {
    Exactly(String),
    Between(Option<String>, Option<String>),
}

impl<'f, T> Filter<'f, T> {
    pub fn parse(text: Option<&str>, fields: &'f [Field<T>]) -> Result<Self, String> {
        let terms = text.unwrap_or_default().split(';').map(str::trim).filter(|term| !term.is_empty());
        terms.map(|term| Condition::parse(term, fields)).collect::<Result<_, _>>().map(Self)
    }

    pub fn admits(&self, resource: &T) -> bool {
        self.0.iter().all(|condition| condition.holds_for(resource))
    }
}

impl<'f, T> Condition<'f, T> {
    fn parse(term: &str, fields: &'f [Field<T>]) -> Result<Self, String> {
        let (field, values) = term.split_once(':').ok_or_else(|| format!("{term} is not field:value."))?;
        let field = find(fields, field)?;
        let (is_negated, values) = values.strip_prefix('!').map_or((false, values), |rest| (true, rest));
        let values: Vec<Wanted> = values.split(',').map(Wanted::parse).collect();
        match values.iter().find_map(|value| value.refused_by(field)) {
            Some(word) => Err(format!("{} is never {word}.", field.path)),
            None => Ok(Self { field, is_negated, values }),
        }
    }

    fn holds_for(&self, resource: &T) -> bool {
        let cell = (self.field.cell)(resource);
        self.values.iter().any(|wanted| wanted.fits(cell)) != self.is_negated
    }
}

impl Wanted {
    fn parse(text: &str) -> Self {
        let end = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        match text.split_once("..") {
            Some((from, to)) => Self::Between(end(from), end(to)),
            None => Self::Exactly(text.to_owned()),
        }
    }

    /// The word that the field never has.
    fn refused_by<T>(&self, field: &Field<T>) -> Option<&str> {
        let words = match self {
            Self::Exactly(word) => [Some(word), None],
            Self::Between(from, to) => [from.as_ref(), to.as_ref()],
        };
        let mut words = words.into_iter().flatten().map(String::as_str);
        words.find(|word| *word != "null" && !(field.takes)(word))
    }

    fn fits(&self, cell: Cell<'_>) -> bool {
        let is_within = |end: &Option<String>, outside: Ordering| match end {
            Some(end) => cell.against(end).is_some_and(|order| order != outside),
            None => cell != Cell::Nothing,
        };
        match self {
            Self::Exactly(wanted) => cell.is(wanted),
            Self::Between(from, to) => is_within(from, Ordering::Less) && is_within(to, Ordering::Greater),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The status, the revision and the time.
    type Row = (&'static str, i64, i64);

    const FIELDS: [Field<Row>; 4] = [
        Field::word("status", |word| matches!(word, "accepted" | "pending"), |row| Cell::Text(row.0)),
        Field::number("revision", |row| Cell::Number(row.1)),
        Field::time("createdTime", |row| Cell::Time(row.2)),
        Field::any("rejectionReason.type", |_| Cell::Nothing),
    ];

    fn admits(filter: &str) -> bool {
        let time = crate::clock::from_rfc3339("2026-11-22T08:00:00.5Z").unwrap();
        let Ok(filter) = Filter::parse(Some(filter), &FIELDS) else { panic!("{filter} is refused") };
        filter.admits(&("accepted", 10, time))
    }

    fn refusal(filter: &str) -> String {
        Filter::parse(Some(filter), &FIELDS).err().unwrap()
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
        assert!(!admits("rejectionReason.type:.."));
    }

    #[test]
    fn only_known_fields_can_be_filtered_by() {
        assert!(refusal("secret:1").starts_with("secret"));
        assert!(!refusal("status").is_empty());
        assert!(refusal("status:pending,lost").contains("lost"));
        assert!(refusal("revision:1..many").contains("many"));
    }
}

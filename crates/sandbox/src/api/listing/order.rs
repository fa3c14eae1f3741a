//! `sort=-createdTime,status`: by several fields, `-` for the largest first.

use std::cmp::Ordering;

use serde_json::Value;

use super::{Field, at, find};
use crate::clock::from_rfc3339;

/// The fields to sort by, the most important first.
#[derive(Debug, Default)]
pub struct Order(Vec<Key>);

#[derive(Debug)]
struct Key {
    field: String,
    is_descending: bool,
}

impl Order {
    pub fn parse(text: Option<&str>, fields: &[Field]) -> Result<Self, String> {
        let keys = text.unwrap_or_default().split(',').map(str::trim).filter(|key| !key.is_empty());
        let keys = keys.map(|key| {
            let (field, is_descending) = key.strip_prefix('-').map_or((key, false), |field| (field, true));
            let field = find(fields, field)?;
            if !field.is_sortable {
                return Err(format!("A list such as {} has no order.", field.path));
            }
            Ok(Key { field: field.path.to_owned(), is_descending })
        });
        keys.collect::<Result<_, _>>().map(Self)
    }

    /// Sorts stably: what is equal stays newest first.
    pub fn sort(&self, resources: &mut [Value]) {
        resources.sort_by(|a, b| {
            let by_key = |key: &Key| {
                let order = compare(at(a, &key.field), at(b, &key.field));
                if key.is_descending { order.reverse() } else { order }
            };
            self.0.iter().map(by_key).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
        });
    }
}

/// Numbers and times by their value, other things by their text, null before everything.
pub fn compare(a: &Value, b: &Value) -> Ordering {
    if let (Some(a), Some(b)) = (a.as_f64(), b.as_f64()) {
        return a.total_cmp(&b);
    }
    if let (Some(a), Some(b)) = (time(a), time(b)) {
        return a.cmp(&b);
    }
    text(a).cmp(&text(b))
}

fn time(value: &Value) -> Option<i64> {
    from_rfc3339(value.as_str()?)
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn several_keys_in_their_directions() {
        let fields = [Field::any("a"), Field::any("b")];
        let mut all = [json!({"a": 2, "b": "x"}), json!({"a": 10, "b": "x"}), json!({"a": 1, "b": null})];
        Order::parse(Some("b,-a"), &fields).unwrap().sort(&mut all);
        assert_eq!(all.iter().map(|it| it["a"].as_i64().unwrap()).collect::<Vec<_>>(), [1, 10, 2]);
        assert!(Order::parse(Some("c"), &fields).is_err());
    }
}

//! `sort=-createdTime,status`: by several fields, `-` for the largest first.

use std::cmp::Ordering;

use super::{Field, find};

/// The fields to sort by, the most important first.
pub struct Order<'f, T>(Vec<Key<'f, T>>);

struct Key<'f, T> {
    field: &'f Field<T>,
    is_descending: bool,
}

impl<'f, T> Order<'f, T> {
    pub fn parse(text: Option<&str>, fields: &'f [Field<T>]) -> Result<Self, String> {
        let keys = text.unwrap_or_default().split(',').map(str::trim).filter(|key| !key.is_empty());
        let keys = keys.map(|key| {
            let (field, is_descending) = key.strip_prefix('-').map_or((key, false), |field| (field, true));
            let field = find(fields, field)?;
            if !field.is_sortable {
                return Err(format!("A list such as {} has no order.", field.path));
            }
            Ok(Key { field, is_descending })
        });
        keys.collect::<Result<_, _>>().map(Self)
    }

    /// Sorts stably: what is equal stays newest first.
    pub fn sort(&self, resources: &mut [T]) {
        resources.sort_by(|a, b| {
            let by_key = |key: &Key<'_, T>| {
                let order = (key.field.cell)(a).cmp(&(key.field.cell)(b));
                if key.is_descending { order.reverse() } else { order }
            };
            self.0.iter().map(by_key).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::cell::Cell;
    use super::*;

    type Row = (i64, Option<&'static str>);

    #[test]
    fn several_keys_in_their_directions() {
        let fields: [Field<Row>; 2] = [
            Field::any("a", |row| Cell::Number(row.0)),
            Field::any("b", |row| row.1.map_or(Cell::Nothing, Cell::Text)),
        ];
        let mut all = [(2, Some("x")), (10, Some("x")), (1, None)];
        Order::parse(Some("b,-a"), &fields).ok().unwrap().sort(&mut all);
        assert_eq!(all.map(|row| row.0), [1, 10, 2]);
        assert!(Order::parse(Some("c"), &fields).is_err());
    }
}

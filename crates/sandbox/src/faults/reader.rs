//! Typed reading of a JSON object, which notes what it cannot read.

use std::ops::RangeInclusive;

use serde_json::Value;

use crate::api::body::present;
use crate::problem::InvalidFields;

const MAX_TEXT: usize = 1000;

/// See the module.
pub struct Reader<'a> {
    pub body: &'a Value,
    pub refused: InvalidFields,
}

impl<'a> Reader<'a> {
    pub fn new(body: &'a Value) -> Self {
        Self { body, refused: InvalidFields::default() }
    }

    pub fn text(&mut self, name: &str) -> Option<String> {
        let value = present(self.body, name)?;
        let limit = if name == "token" { 16 * MAX_TEXT } else { MAX_TEXT };
        let text = value.as_str().filter(|text| (1..=limit).contains(&text.len()));
        if text.is_none() {
            self.refused.add(name, format!("Must be text of 1 to {limit} characters."));
        }
        text.map(str::to_owned)
    }

    pub fn number<T: TryFrom<i64>>(&mut self, name: &str, range: RangeInclusive<i64>) -> Option<T> {
        let value = present(self.body, name)?;
        let number = value.as_i64().filter(|number| range.contains(number));
        let number = number.and_then(|number| T::try_from(number).ok());
        if number.is_none() {
            self.refused
                .add(name, format!("Must be a whole number from {} to {}.", range.start(), range.end()));
        }
        number
    }
}

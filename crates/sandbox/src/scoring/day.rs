//! Days as the API has them in analysed data: RFC 3339 at midnight UTC. Of any other time the day counts as written.

use kyc_specimen_data::Date;
use serde::{Deserialize, Deserializer, Serializer};

use crate::clock::from_rfc3339;

/// The day of an RFC 3339 time.
pub fn parse(text: &str) -> Option<Date> {
    from_rfc3339(text)?;
    text.get(..10).and_then(Date::parse)
}

pub fn to_text(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

pub fn serialize<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => serializer.serialize_some(&to_text(*day)),
        None => serializer.serialize_none(),
    }
}

pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let text: Option<String> = Option::deserialize(deserializer)?;
    Ok(text.as_deref().and_then(parse))
}

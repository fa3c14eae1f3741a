//! Reading columns as words of the vocabulary and as JSON.

use rusqlite::types::Type;
use rusqlite::{Error, Result, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A word of the vocabulary.
pub fn word<T>(row: &Row<'_>, column: &str, parse: fn(&str) -> Option<T>) -> Result<T> {
    optional_word(row, column, parse)?.ok_or_else(|| unexpected(column, "missing".into()))
}

/// A word of the vocabulary, or NULL.
pub fn optional_word<T>(row: &Row<'_>, column: &str, parse: fn(&str) -> Option<T>) -> Result<Option<T>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| parse(&text).ok_or_else(|| unexpected(column, text.into()))).transpose()
}

/// JSON text.
pub fn json<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|error| unexpected(column, error.into()))
}

/// JSON text, or NULL.
pub fn optional_json<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> Result<Option<T>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| serde_json::from_str(&text).map_err(|error| unexpected(column, error.into()))).transpose()
}

/// A value as JSON text, or NULL.
pub fn to_json<T: Serialize>(value: Option<&T>) -> serde_json::Result<Option<String>> {
    value.map(serde_json::to_string).transpose()
}

fn unexpected(column: &str, cause: Box<dyn std::error::Error + Send + Sync>) -> Error {
    Error::FromSqlConversionFailure(0, Type::Text, format!("column {column}: {cause}").into())
}
